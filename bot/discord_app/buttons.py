"""The buttons under an answer, and the window that Refine… opens.

Both carry fixed ids and no state: what they belong to is known by the message they stand on, so they work after a
restart. They do nothing themselves; the client passes a press on to the cogs as the event `result_button`, and a
submitted window arrives as any interaction does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Self

import discord
from discord import ui

from bot.core.types import Action
from bot.discord_app import wording
from retrieval.types import FilmId

PRESS_EVENT: Final = "result_button"
MODAL_ID: Final = "reelcall:refine-window"
WORDS_ID: Final = "reelcall:words"
MAX_WORDS: Final = 2000
"""As long as a message that anyone may write."""

_REFINE: Final = "refine"
_LABELS: Final[Mapping[Action | None, str]] = {
    Action.REJECT: "Not this",
    Action.MORE: "More",
    Action.UNDO: "Undo",
    Action.RESET: "Start over",
    None: "Refine…",
}
_FILM: Final = re.compile(r"[A-Za-z0-9_-]{1,40}")


@dataclass(frozen=True, slots=True)
class Press:
    """What a button asks for; no action means to refine."""

    action: Action | None = None
    film_id: FilmId | None = None

    @property
    def custom_id(self) -> str:
        """The fixed id; a film id of an unknown form is left out rather than made to fit."""
        name = _REFINE if self.action is None else self.action.value
        film = f":{self.film_id}" if self.film_id is not None and _FILM.fullmatch(self.film_id) else ""
        return f"reelcall:{name}{film}"

    @classmethod
    def read(cls, match: re.Match[str]) -> Self:
        """Read it back from an id that fits the template of `ResultButton`."""
        action = None if match["name"] == _REFINE else Action(match["name"])
        return cls(action, FilmId(match["film"]) if match["film"] else None)


class ResultButton(
    ui.DynamicItem[ui.Button[ui.LayoutView]],
    template=rf"reelcall:(?P<name>reject|more|undo|reset|refine)(?::(?P<film>{_FILM.pattern}))?",
):
    """A button that is known by its id alone; the library keeps nothing for the messages it stands on."""

    def __init__(self, press: Press) -> None:
        style = discord.ButtonStyle.primary if press.action is None else discord.ButtonStyle.secondary
        super().__init__(ui.Button(label=_LABELS[press.action], style=style, custom_id=press.custom_id))
        self.press = press

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Make the button again from its id."""
        return cls(Press.read(match))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Hand the press to whoever listens."""
        interaction.client.dispatch(PRESS_EVENT, interaction, self.press)


class RefineModal(ui.Modal, title=wording.REFINE_TITLE):
    """One field for more words.

    The id is the same for all: the library then keeps one window, not one for each that was opened and closed. What
    was typed is read from the interaction (`typed_words`), because a window opened before a restart is unknown to it.
    """

    words: ui.Label[Self] = ui.Label(
        text=wording.REFINE_LABEL,
        description=wording.REFINE_HINT,
        component=ui.TextInput(style=discord.TextStyle.paragraph, custom_id=WORDS_ID, max_length=MAX_WORDS),
    )

    def __init__(self) -> None:
        super().__init__(custom_id=MODAL_ID)


def typed_words(interaction: discord.Interaction[Any]) -> str:
    """What was typed into a submitted `RefineModal`."""
    data: Mapping[str, Any] = interaction.data or {}
    return next(_values(data.get("components", ())), "").strip()


def _values(components: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for component in components:
        if component.get("custom_id") == WORDS_ID:
            yield component.get("value") or ""
        inner = component.get("component")
        yield from _values([inner] if inner else component.get("components", ()))
