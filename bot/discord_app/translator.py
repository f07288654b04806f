"""The commands in other languages, as Discord shows them to people whose Discord is in these."""

from __future__ import annotations

from typing import Final

from discord import Locale, app_commands
from discord.app_commands import TranslationContextLocation as Location

from bot.core.language import ENGLISH, Languages

_TYPED: Final = frozenset({Location.command_name, Location.group_name, Location.parameter_name})
"""What people type stays English: whoever reads of `/find` anywhere finds it, and help texts name one word for it."""


class CommandTranslator(app_commands.Translator):
    """Descriptions, and the names of menus, from the catalogues."""

    def __init__(self, languages: Languages) -> None:
        self._languages = languages

    async def translate(
        self, string: app_commands.locale_str, locale: Locale, context: app_commands.TranslationContextTypes
    ) -> str | None:
        """The text in a language of Discord's; None where it is shown as it is."""
        if context.location in _TYPED and not isinstance(context.data, app_commands.ContextMenu):
            return None
        language = self._languages.of(locale.value)
        return None if language == ENGLISH else language.words.gettext(string.message)
