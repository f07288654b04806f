"""In which language whom is answered.

What all in a channel see is in the language that the server has set, or else in the one Discord has for it. What the
asker alone sees is in the language they have chosen with `/language`, or else in the one that the server has set, or
else in the one their Discord is in. In direct messages there is only the asker; messages there do not say what language
Discord is in, so without a choice they are answered in English.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Final, TypeVar

import discord

from bot.core.errors import StoreError
from bot.core.language import Language, Languages
from bot.core.ports import LanguageChoices, SettingsKeeper
from bot.discord_app import keys
from bot.discord_app.delivery import is_private
from bot.discord_app.places import Interaction, is_visiting, server_of

_log = logging.getLogger(__name__)
_PATIENCE: Final = 1.0
"""Seconds that the store gets, because nothing has been acknowledged yet; after them Discord's own settings decide."""

_Kept = TypeVar("_Kept")

Source = discord.Message | Interaction
"""What somebody did, and where."""


@dataclass(frozen=True, slots=True)
class Speech:
    """Finds the language of an answer."""

    languages: Languages
    settings: SettingsKeeper
    choices: LanguageChoices

    async def of_turn(self, source: Source) -> Language:
        """What a turn is answered in where nothing else is said: a message for all, all else for the asker alone."""
        return await (self.to_all(source) if isinstance(source, discord.Message) else self.to_asker(source))

    async def to_asker(self, source: Source) -> Language:
        """The language of what the asker alone sees."""
        person = source.author if isinstance(source, discord.Message) else source.user
        theirs = None if isinstance(source, discord.Message) else source.locale.value
        chosen = _patiently(self.choices.language(keys.person(person.id)))
        own, servers = await asyncio.gather(chosen, self._set(source))
        return self.languages.of(own, servers, theirs, _servers_own(source))

    async def to_all(self, source: Source) -> Language:
        """The language of what all see who are there."""
        if _servers_own(source) is None:
            return await self.to_asker(source)
        return self.languages.of(await self._set(source), _servers_own(source))

    async def of_pressed(self, interaction: Interaction) -> Language:
        """The language of the message that was pressed, if it is laid out anew."""
        return await (self.to_asker(interaction) if is_private(interaction) else self.to_all(interaction))

    async def of_answer(self, interaction: Interaction, *, posted: bool, private: bool) -> Language:
        """The language of the answer to an interaction, which is posted or is its own response."""
        public = posted or (is_visiting(interaction) and not private and not is_private(interaction))
        return await (self.to_all(interaction) if public else self.to_asker(interaction))

    async def _set(self, source: Source) -> str | None:
        """What the server has set; None where there is none, or it has set nothing."""
        server = server_of(source)
        settings = None if server is None else await _patiently(self.settings.settings(server))
        return None if settings is None else settings.language


def _servers_own(source: Source) -> str | None:
    """The language that Discord has for a server."""
    if not isinstance(source, discord.Message) and source.guild_locale is not None:
        return source.guild_locale.value
    return None if source.guild is None else source.guild.preferred_locale.value


async def _patiently(reading: Awaitable[_Kept]) -> _Kept | None:
    """What the store says; None where it fails or takes too long: what is asked for can be answered all the same."""
    try:
        async with asyncio.timeout(_PATIENCE):
            return await reading
    except (StoreError, TimeoutError) as error:
        _log.warning("Which language is wanted could not be read: %s", type(error).__name__)
        return None
