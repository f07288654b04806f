"""Titles in commands: what is suggested while somebody types, and the question which film is meant. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, Self

import discord
from discord import app_commands, ui

from bot.core.language import gettext as _
from bot.core.types import Action
from bot.discord_app import wording
from bot.discord_app.controls import named
from bot.discord_app.limits import MOST_OPTIONS, OPTION
from retrieval.types import FilmId, TitleMatch

WHICH_EVENT: Final = "title_chosen"


class Wanted(StrEnum):
    """What a command does with the film; the values stand in ids of posted messages."""

    FILM = "film"
    SIMILAR = "similar"


ACTIONS: Final = {Wanted.FILM: Action.OPEN, Wanted.SIMILAR: Action.LIKE}


@dataclass(frozen=True, slots=True)
class Which:
    """Which film is meant was asked for this command."""

    wanted: Wanted
    private: bool


def suggestions(matches: Sequence[TitleMatch]) -> list[app_commands.Choice[str]]:
    """The options of an autocomplete; the value is the film's id."""
    return [
        app_commands.Choice(name=_name(match), value=match.film_id)
        for match in matches[:MOST_OPTIONS]
        if len(match.film_id) <= OPTION
    ]


def _name(match: TitleMatch) -> str:
    return named(match.title, match.year, more=match.director[:40])


class WhichSelect(
    ui.DynamicItem[ui.Select[ui.LayoutView]],
    template=r"reelcall:which:(?P<wanted>film|similar):(?P<seen>all|asker)",
):
    """Asks which of several films is meant; all that it needs to know stands in its id."""

    def __init__(self, select: ui.Select[ui.LayoutView], which: Which) -> None:
        super().__init__(select)
        self.which = which

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Take the select as it stands in the message."""
        if not isinstance(item, ui.Select):
            raise TypeError("not a select")
        return cls(item, Which(Wanted(match["wanted"]), match["seen"] == "asker"))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Hand the choice to whoever listens."""
        interaction.client.dispatch(WHICH_EVENT, interaction, self.which, FilmId(self.item.values[0]))


def question(sentence: str, matches: Sequence[TitleMatch], which: Which) -> ui.LayoutView:
    """Lay out the question which film is meant."""
    options = [discord.SelectOption(label=choice.name, value=str(choice.value)) for choice in suggestions(matches)]
    custom_id = f"reelcall:which:{which.wanted}:{'asker' if which.private else 'all'}"
    select: ui.Select[ui.LayoutView] = ui.Select(
        custom_id=custom_id, placeholder=_(wording.WHICH_HINT), options=options
    )
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.TextDisplay(sentence))
    view.add_item(ui.ActionRow(WhichSelect(select, which)))
    return view
