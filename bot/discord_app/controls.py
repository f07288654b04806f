"""Which buttons and selects stand under which answer. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

import discord
from discord import ui

from bot.core.language import gettext as _
from bot.core.types import FilmCard, Reply, ReplyKind
from bot.discord_app import wording
from bot.discord_app.buttons import Control, Press, ResultButton, ResultSelect, can_be_named
from bot.discord_app.limits import MOST_OPTIONS, OPTION
from bot.discord_app.markdown import short

_RESULT: Final = (Control.ACCEPT, Control.REJECT, Control.LIKE, Control.SEEN)
_FILM: Final = (Control.LIKE, Control.SEEN)
"""For a film that nobody has to recognise any more."""


def controls(reply: Reply, *, share: bool) -> Iterator[ui.ActionRow[Any]]:
    """Yield the rows under an answer.

    Args:
        reply: the answer. Where nothing is kept of a search, only what is about the film itself can be pressed.
        share: whether the answer is private and can be posted for all.
    """
    kept = reply.expires_at is not None
    if kept and reply.cards[1:]:
        yield ui.ActionRow(_others(reply.cards))
    if kept:
        yield ui.ActionRow(_search(reply))
    buttons = [*_of_film(reply, kept=kept), *([Press(Control.REFINE)] if kept else [])]
    if buttons:
        yield ui.ActionRow(*map(ResultButton, buttons))
    if share and reply.cards:
        yield ui.ActionRow(ResultButton(Press(Control.SHARE, reply.cards[0].film_id)))


def _of_film(reply: Reply, *, kept: bool) -> list[Press]:
    if not reply.cards:
        return []
    searching = kept and reply.kind is not ReplyKind.SETTLED
    return [Press(control, reply.cards[0].film_id) for control in (_RESULT if searching else _FILM)]


def _others(cards: Sequence[FilmCard]) -> ResultSelect:
    options = [
        _option(Press(Control.OPEN, card.film_id), named(card.title, card.year), _told(card))
        for card in cards[1:]
        if can_be_named(card.film_id)
    ]
    more = _option(Press(Control.MORE), _(wording.MORE_LABEL), _(wording.MORE_HINT))
    return ResultSelect.of("others", _(wording.OTHERS_HINT), [*options[: MOST_OPTIONS - 1], more])


def _search(reply: Reply) -> ResultSelect:
    """The newest clues where there are too many; the oldest go by "undo" all the same."""
    clues = [
        _option(Press(Control.DROP, clue=key), _(wording.DROP_LABEL).format(clue=label))
        for key, label in zip(reply.removable, reply.understood, strict=False)
    ]
    options = [
        *clues[-(MOST_OPTIONS - 2) :],
        _option(Press(Control.UNDO), _(wording.UNDO_LABEL), _(wording.UNDO_HINT)),
        _option(Press(Control.RESET), _(wording.RESET_LABEL), _(wording.RESET_HINT)),
    ]
    return ResultSelect.of("search", _(wording.SEARCH_HINT), options)


def _option(press: Press, label: str, description: str = "") -> discord.SelectOption:
    text = short(description, OPTION) or None
    return discord.SelectOption(label=short(label, OPTION) or "…", value=press.key, description=text)


def named(title: str, year: int | None, *, more: str = "") -> str:
    """A film in an option: the title gives way, so that the year can always be read."""
    end = "".join([f" ({year})" if year else "", f" · {more}" if more else ""])
    return short(title, OPTION - len(end)) + end


def _told(card: FilmCard) -> str:
    """What may help to tell a film from the others."""
    if card.notes:
        return " ".join(card.notes)
    return " · ".join(filter(None, [", ".join(card.directors[:2]), card.premise]))


def disabled(message: discord.Message, why: str) -> ui.LayoutView:
    """Lay a posted answer out again with everything greyed that could be pressed, and the reason."""
    view = ui.LayoutView.from_message(message, timeout=None)
    for item in view.walk_children():
        if isinstance(item, ui.Button | ui.Select):
            item.disabled = True
    return _finished(view, why)


def without(message: discord.Message, control: Control, why: str) -> ui.LayoutView:
    """Lay a posted answer out again without the buttons of one kind, and say why."""
    view = ui.LayoutView.from_message(message, timeout=None)
    for row in view.children:
        if isinstance(row, ui.ActionRow) and any(_is(item, control) for item in row.children):
            view.remove_item(row)
    return _finished(view, why)


def _is(item: ui.Item[Any], control: Control) -> bool:
    key = (item.custom_id or "").removeprefix("reelcall:") if isinstance(item, ui.Button) else ""
    return key.partition(":")[0] == control


def _finished(view: ui.LayoutView, why: str) -> ui.LayoutView:
    """Add a line, once; a finished view is not remembered by the library."""
    line = f"-# {why}"
    if not any(isinstance(item, ui.TextDisplay) and item.content == line for item in view.children):
        view.add_item(ui.TextDisplay(line))
    view.stop()
    return view
