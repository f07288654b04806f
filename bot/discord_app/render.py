"""From a `Reply` to what Discord shows. Pure: no network, no store, no clock.

Every foreign string goes through `markdown`. The limits below add up to less than `TEXT_LIMIT`, which itself stays
below Discord's 4,000 so that `without_buttons` can add its line; a property test holds the sum.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

import discord
from discord import ui

from bot.core.types import Action, FilmCard, Reply
from bot.discord_app import keys, wording
from bot.discord_app.answers import asking
from bot.discord_app.buttons import Press, ResultButton
from bot.discord_app.markdown import ELLIPSIS, lines, plain, spoiler, units

TEXT_LIMIT: Final = 3800
_LEAD: Final = 350
_NOTE: Final = 2700
"""An answer without cards, such as the help, has the room to itself."""
_ECHO, _NOTICE = 150, 160
_TITLE, _ORIGINAL, _NAMES, _GENRES = 150, 100, 130, 80
_PREMISE, _EVIDENCE, _CARD_NOTES, _LINK = 420, 320, 220, 200
_OTHERS: Final = 4
_OTHER_TITLE, _OTHER_NOTE = 60, 100
_CHIPS: Final = 160
_CHIP, _SIGNED_CHIPS = 60, 300
"""One clue, and all of them where each names who said it."""
_SAFE_LINK: Final = re.compile(r"https://[A-Za-z0-9.-]+/[A-Za-z0-9._~/?&=%+-]*")


def render(reply: Reply, *, echo: str = "", notices: Sequence[str] = ()) -> ui.LayoutView:
    """Lay out an answer.

    Args:
        reply: what the conversation said.
        echo: the words it answers, where the channel has not seen them (`/find` and Refine…).
        notices: sentences of this front end's own that stand before the answer.
    """
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.Container(*map(_item, _sections(reply, echo, notices))))
    if reply.question is not None and reply.expires_at is not None:
        for item in asking(reply.question):
            view.add_item(item)
    presses = _presses(reply)
    if presses:
        view.add_item(ui.ActionRow(*map(ResultButton, presses)))
    return view


def hint(sentence: str, *, refine: bool) -> ui.LayoutView:
    """Lay out a sentence of this front end's own, with the way on where there is a search to refine."""
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.TextDisplay(sentence))
    if refine:
        view.add_item(ui.ActionRow(ResultButton(Press())))
    return view


def without_buttons(message: discord.Message) -> ui.LayoutView:
    """Lay a posted answer out again, with its buttons replaced by the reason why they are gone."""
    view = ui.LayoutView.from_message(message, timeout=None)
    for item in view.children:
        if isinstance(item, ui.ActionRow):
            view.remove_item(item)
    view.add_item(ui.TextDisplay(f"-# {wording.FORGOTTEN_MARK}"))
    return view


def _item(section: str | None) -> ui.Item[Any]:
    return ui.Separator() if section is None else ui.TextDisplay(section)


def _sections(reply: Reply, echo: str, notices: Sequence[str]) -> Iterator[str | None]:
    """Yield the texts of an answer from top to bottom; None is a line between two."""
    yield _lead(reply, echo, notices)
    if reply.cards:
        yield None
        yield "\n".join(_best(reply.cards[0]))
    if reply.cards[1:]:
        yield None
        yield "\n".join(_other(number, card) for number, card in enumerate(reply.cards[1 : _OTHERS + 1], start=2))
    footer = "\n".join(_footer(reply))
    if footer:
        yield footer


def _lead(reply: Reply, echo: str, notices: Sequence[str]) -> str:
    asked = plain(echo, _ECHO)
    parts = [f"-# Asked: {asked}"] if asked else []
    parts += [f"-# {plain(notice, _NOTICE)}" for notice in notices]
    parts.append(lines(reply.text, _LEAD if reply.cards else _NOTE) or "…")
    return "\n".join(parts)


def _best(card: FilmCard) -> Iterator[str]:
    yield f"### {_titled(card, _TITLE)}"
    if card.original_title and card.original_title != card.title:
        yield f"-# Original title: {plain(card.original_title, _ORIGINAL)}"
    yield from _facts(card)
    if card.premise:
        yield plain(card.premise, _PREMISE)
    yield from _evidence(card)
    note = plain(" ".join(card.notes), _CARD_NOTES)
    if note:
        yield f"**Note:** {note}"
    if len(card.link) <= _LINK and _SAFE_LINK.fullmatch(card.link):
        yield f"[Film page]({card.link})"


def _titled(card: FilmCard, limit: int) -> str:
    title = plain(card.title, limit) or "(no title)"
    return title if card.year is None else f"{title} ({card.year})"


def _facts(card: FilmCard) -> Iterator[str]:
    directors = plain(", ".join(card.directors), _NAMES)
    runtime = "" if card.runtime is None else f"{card.runtime} min"
    facts = [f"Directed by {directors}" if directors else "", runtime, plain(", ".join(card.genres), _GENRES)]
    known = " · ".join(filter(None, facts))
    if known:
        yield known
    cast = plain(", ".join(card.cast), _NAMES)
    if cast:
        yield f"With {cast}"


def _evidence(card: FilmCard) -> Iterator[str]:
    text, words = card.evidence.text, card.evidence.words
    if not plain(text, _EVIDENCE):
        return
    if card.spoiler:
        yield f"**Matched** (may give the story away): {spoiler(text, _EVIDENCE, bold=words)}"
    else:
        yield f"**Matched:** {plain(text, _EVIDENCE, bold=words)}"


def _other(number: int, card: FilmCard) -> str:
    note = plain(" ".join(card.notes), _OTHER_NOTE)
    return f"**{number}.** {_titled(card, _OTHER_TITLE)}" + (f" · {note}" if note else "")


def _footer(reply: Reply) -> Iterable[str]:
    if chips := _chips(reply):
        yield f"-# Understood: {chips}"
    using = [f"Using {reply.messages} message{'' if reply.messages == 1 else 's'}"] if reply.messages else []
    if reply.expires_at is not None:
        using.append(f"forgotten <t:{int(reply.expires_at.timestamp())}:R> unless somebody goes on")
    if using:
        yield f"-# {' · '.join(using)}"


def _chips(reply: Reply) -> str:
    """What was understood; once several people talk, who said it. No message of this bot pings anybody."""
    who = [keys.mention(person) if person else "" for person in reply.said_by]
    if not any(who):
        return plain(" · ".join(reply.understood), _CHIPS)
    signed = [
        f"{plain(chip, _CHIP)} from {mention}" if mention else plain(chip, _CHIP)
        for chip, mention in zip(reply.understood, who, strict=True)
    ]
    room = _SIGNED_CHIPS
    for place, chip in enumerate(signed):
        room -= units(chip) + len(" · ")
        if room < 0:
            return " · ".join((*signed[:place], ELLIPSIS))
    return " · ".join(signed)


def _presses(reply: Reply) -> list[Press]:
    """Buttons need a conversation to act on: none where nothing is kept."""
    if reply.expires_at is None:
        return []
    on_cards = [Press(Action.REJECT, reply.cards[0].film_id), Press(Action.MORE)] if reply.cards else []
    return [*on_cards, Press(Action.UNDO), Press(Action.RESET), Press()]
