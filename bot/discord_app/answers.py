"""The open question under an answer: its sentence and one row of buttons, each option and "Don't know".

A button carries the question's key and the option's number in its fixed id, so it works after a restart, and under a
message whose question is long past it answers that one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final, Self

import discord
from discord import ui

from bot.core.language import gettext as _
from bot.core.phrasing import DONT_KNOW
from bot.core.types import OpenQuestion, Pressed
from bot.discord_app.markdown import plain, short

ANSWER_EVENT: Final = "answer_button"
QUESTION_LIMIT: Final = 120
_LABEL: Final = 40  # characters; Discord takes 80, a phone shows fewer
_MOST: Final = 4
_UNKNOWN: Final = "unknown"


class AnswerButton(
    ui.DynamicItem[ui.Button[ui.LayoutView]],
    template=rf"reelcall:answer:(?P<key>[0-9a-f]{{8}}):(?P<option>\d|{_UNKNOWN})",
):
    """A button that is known by its id alone."""

    def __init__(self, pressed: Pressed, label: str = "") -> None:
        option = _UNKNOWN if pressed.option is None else pressed.option
        style = discord.ButtonStyle.secondary if pressed.option is None else discord.ButtonStyle.primary
        custom_id = f"reelcall:answer:{pressed.key}:{option}"
        super().__init__(ui.Button(label=label or _(DONT_KNOW), style=style, custom_id=custom_id))
        self.pressed = pressed

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Make the button again from its id."""
        return cls(Pressed(match["key"], None if match["option"] == _UNKNOWN else int(match["option"])))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Hand the press to whoever listens."""
        interaction.client.dispatch(ANSWER_EVENT, interaction, self.pressed)


def asking(question: OpenQuestion) -> Iterator[ui.Item[Any]]:
    """Lay out a question."""
    yield ui.TextDisplay(f"**{plain(question.text, QUESTION_LIMIT)}**")
    options = enumerate(question.options[:_MOST])
    yield ui.ActionRow(
        *(AnswerButton(Pressed(question.key, place), short(label, _LABEL) or "…") for place, label in options),
        AnswerButton(Pressed(question.key, None)),
    )
