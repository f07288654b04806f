"""What can be pressed or chosen under an answer, and the window that Refine… opens.

All of it carries fixed ids and no state: what a press belongs to is known by the message it stands on, so it works
after a restart. Nothing here does anything itself; the client passes a press on to the cogs as the event
`result_press`, and a submitted window arrives as any interaction does.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, Self

import discord
from discord import ui

from bot.core.language import gettext as _
from bot.core.types import Action
from bot.discord_app import wording
from bot.discord_app.limits import MOST_WORDS
from retrieval.types import FilmId

PRESS_EVENT: Final = "result_press"
MODAL_ID: Final = "reelcall:refine-window"
WORDS_ID: Final = "reelcall:words"

_FILM: Final = re.compile(r"[A-Za-z0-9_-]{1,40}")
_KEY: Final = re.compile(r"[0-9a-f]{1,40}")


class Control(StrEnum):
    """What a press asks for. The values stand in the ids of messages that were posted long ago."""

    ACCEPT = "accept"
    REJECT = "reject"
    LIKE = "like"
    SEEN = "saw"
    REFINE = "refine"
    SHARE = "share"
    OPEN = "open"
    MORE = "more"
    DROP = "drop"
    UNDO = "undo"
    RESET = "reset"


ACTIONS: Final[Mapping[Control, Action]] = {
    Control.ACCEPT: Action.ACCEPT,
    Control.REJECT: Action.REJECT,
    Control.LIKE: Action.LIKE,
    Control.SEEN: Action.SEEN,
    Control.OPEN: Action.OPEN,
    Control.MORE: Action.MORE,
    Control.DROP: Action.DROP,
    Control.UNDO: Action.UNDO,
    Control.RESET: Action.RESET,
}
"""What the conversation is asked for; the others are this front end's own."""

_LABELS: Final[Mapping[Control, str]] = {
    Control.ACCEPT: wording.ACCEPT_LABEL,
    Control.REJECT: wording.REJECT_LABEL,
    Control.LIKE: wording.LIKE_LABEL,
    Control.SEEN: wording.SEEN_LABEL,
    Control.REFINE: wording.REFINE_BUTTON,
    Control.SHARE: wording.SHARE_LABEL,
}
_STYLES: Final = {Control.ACCEPT: discord.ButtonStyle.success, Control.REFINE: discord.ButtonStyle.primary}
_OF_A_FILM: Final = frozenset({Control.ACCEPT, Control.REJECT, Control.LIKE, Control.SEEN, Control.SHARE, Control.OPEN})


@dataclass(frozen=True, slots=True)
class Press:
    """A button that was pressed, or what was chosen in a select."""

    control: Control
    film_id: FilmId | None = None
    clue: str = ""

    @property
    def key(self) -> str:
        """The press as text: a button's id without its first word, or a select's value.

        A film id of an unknown form is left out rather than made to fit.
        """
        if self.film_id is not None and _FILM.fullmatch(self.film_id):
            return f"{self.control}:{self.film_id}"
        return f"{self.control}:{self.clue}" if _KEY.fullmatch(self.clue) else self.control.value

    @property
    def custom_id(self) -> str:
        """The fixed id of a button."""
        return f"reelcall:{self.key}"

    @classmethod
    def read(cls, key: str) -> Self:
        """Read `key` back.

        Raises:
            ValueError: there is no such control.
        """
        name, _, rest = key.partition(":")
        control = Control(name)
        if control is Control.DROP:
            return cls(control, clue=rest)
        return cls(control, FilmId(rest) if rest and control in _OF_A_FILM else None)


def can_be_named(film_id: FilmId) -> bool:
    """Whether a film's id fits into that of a button; all that are not odd do."""
    return _FILM.fullmatch(film_id) is not None


class ResultButton(
    ui.DynamicItem[ui.Button[ui.LayoutView]],
    template=(
        r"reelcall:(?P<key>(?:accept|reject|like|saw|share|refine)"
        rf"(?::(?:{_FILM.pattern}))?)"
    ),
):
    """A button that is known by its id alone; the library keeps nothing for the messages it stands on."""

    def __init__(self, press: Press) -> None:
        style = _STYLES.get(press.control, discord.ButtonStyle.secondary)
        super().__init__(ui.Button(label=_(_LABELS[press.control]), style=style, custom_id=press.custom_id))
        self.press = press

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Make the button again from its id."""
        return cls(Press.read(match["key"]))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Hand the press to whoever listens."""
        interaction.client.dispatch(PRESS_EVENT, interaction, self.press)


class ResultSelect(ui.DynamicItem[ui.Select[ui.LayoutView]], template=r"reelcall:(?:others|search)"):
    """A select whose options are presses; which one was chosen is all that matters, so both kinds are the same."""

    @classmethod
    def of(cls, name: str, placeholder: str, options: list[discord.SelectOption]) -> Self:
        """Make one."""
        return cls(ui.Select(custom_id=f"reelcall:{name}", placeholder=placeholder, options=options))

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], item: ui.Item[Any], _match: re.Match[str], /
    ) -> Self:
        """Take the select as it stands in the message."""
        if not isinstance(item, ui.Select):
            raise TypeError("not a select")
        return cls(item)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Hand the choice to whoever listens."""
        interaction.client.dispatch(PRESS_EVENT, interaction, Press.read(self.item.values[0]))


def films_beside(message: discord.Message) -> tuple[FilmId, ...]:
    """The films of a posted answer: the one in front, as its buttons name it, then those of its select."""
    items = list(ui.LayoutView.from_message(message, timeout=None).walk_children())
    keys = [
        item.custom_id.removeprefix("reelcall:") for item in items if isinstance(item, ui.Button) and item.custom_id
    ]
    keys += [option.value for item in items if isinstance(item, ui.Select) for option in item.options]
    return tuple(dict.fromkeys(film_id for key in keys if (film_id := _film_of(key)) is not None))


def _film_of(key: str) -> FilmId | None:
    try:
        return Press.read(key).film_id
    except ValueError:  # of another part of the message
        return None


class RefineModal(ui.Modal):
    """One field for more words.

    The id is the same for all: the library then keeps one window, not one for each that was opened and closed. What
    was typed is read from the interaction (`components.typed`): a window opened before a restart is unknown to it.
    """

    def __init__(self) -> None:
        super().__init__(title=_(wording.REFINE_TITLE), custom_id=MODAL_ID)
        field: ui.TextInput[RefineModal] = ui.TextInput(
            style=discord.TextStyle.paragraph, custom_id=WORDS_ID, max_length=MOST_WORDS
        )
        self.add_item(ui.Label(text=_(wording.REFINE_LABEL), description=_(wording.REFINE_HINT), component=field))
