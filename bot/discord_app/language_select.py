"""The select of the languages that there are. Pure."""

from __future__ import annotations

from typing import Final

import discord
from discord import ui

from bot.core.language import Languages

DEFAULT: Final = "default"
"""The value of the option that chooses none."""


def language_select(
    custom_id: str, languages: Languages, chosen: str | None, *, default: str
) -> ui.Select[ui.LayoutView]:
    """Lay it out; each language is called what its speakers call it.

    Args:
        custom_id: the select's id.
        languages: those there are.
        chosen: the code of the one that is chosen; None, or one that there is not any more, is the default.
        default: what choosing none is called.
    """
    named = {DEFAULT: default, **{one.code: one.name for one in languages.all}}
    now = chosen if chosen in named else DEFAULT
    options = [discord.SelectOption(label=name, value=code, default=code == now) for code, name in named.items()]
    return ui.Select(custom_id=custom_id, options=options)
