"""From a `Reply` to what Discord shows. Pure: no network, no store, no clock.

Every foreign string goes through `markdown`. The limits below add up to less than `TEXT_LIMIT`, which itself stays
below Discord's 4,000 so that `controls.disabled` can add its line; a property test holds the sum.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import discord
from discord import ui

from bot.core.language import gettext as _
from bot.core.language import mark, ngettext
from bot.core.types import FilmCard, LinkKind, Reply, ReplyKind
from bot.core.vocabulary import genre_alone
from bot.discord_app import keys, wording
from bot.discord_app.answers import asking
from bot.discord_app.buttons import Control, Press, ResultButton
from bot.discord_app.controls import controls
from bot.discord_app.markdown import ELLIPSIS, lines, plain, spoiler, units

TEXT_LIMIT: Final = 3900
_LEAD: Final = 320
_NOTE: Final = 2700
"""An answer without cards, such as the help, has the room to itself."""
_ECHO, _NOTICE = 150, 160
_TITLE, _ORIGINAL, _NAMES, _GENRES = 130, 90, 120, 80
_PREMISE, _EVIDENCE, _CARD_NOTES, _LINK, _LINKS = 380, 270, 180, 240, 490
_PLOT, _ENDING = 400, 180
_SOURCE, _SOURCES = 120, 200
"""One of a card's sources, longer than any that is known, and all of them."""
_OTHERS: Final = 4
_OTHER_TITLE, _OTHER_NOTE = 60, 80
_CHIPS: Final = 160
_SAFE_LINK: Final = re.compile(r"https://[A-Za-z0-9.-]+/[A-Za-z0-9._~/?&=%+,:-]*")
_LINK_LABELS: Final[Mapping[LinkKind, str]] = {
    LinkKind.WIKIPEDIA: wording.WIKIPEDIA_LINK,
    LinkKind.IMDB: wording.IMDB_LINK,
    LinkKind.WATCH: wording.WATCH_LINK,
    LinkKind.TRAILER: wording.TRAILER_LINK,
    LinkKind.WARNINGS: wording.WARNINGS_LINK,
}
_ALONE: Final = frozenset({ReplyKind.OPENED, ReplyKind.SETTLED})
"""Answers that are about one film: they tell its story, behind bars."""
# Translators: one word and a colon, whatever the language: it is by these that the line is found again.
_ASKED: Final = mark("Asked: {words}")
_ASKED_LINE: Final = re.compile(r"-# \w+: ")
"""No other small line in front of an answer begins so."""
_SENTENCE: Final = re.compile(r"(?<=[.!?])\s+(?=\S)")
_CHIP, _SIGNED_CHIPS = 60, 300
"""One clue, and all of them where each names who said it."""


def render(
    reply: Reply, *, echo: str = "", notices: Sequence[str] = (), share: bool = False, asked: str = ""
) -> ui.LayoutView:
    """Lay out an answer.

    Args:
        reply: what the conversation said.
        echo: the words it answers, where the channel has not seen them (`/find` and Refine…).
        notices: sentences of this front end's own that stand before the answer.
        share: whether the answer is seen by the asker alone and can be posted for all.
        asked: the line that `asked_line` took from the message in whose place this answer comes.
    """
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.Container(*map(_item, _sections(reply, asked or _asked(echo), notices))))
    if reply.question is not None and reply.expires_at is not None:
        for item in asking(reply.question):
            view.add_item(item)
    for row in controls(reply, share=share):
        view.add_item(row)
    return view


def hint(sentence: str, *, refine: bool) -> ui.LayoutView:
    """Lay out a sentence of this front end's own, with the way on where there is a search to refine."""
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.TextDisplay(sentence))
    if refine:
        view.add_item(ui.ActionRow(ResultButton(Press(Control.REFINE))))
    return view


def _item(section: str | None) -> ui.Item[Any]:
    return ui.Separator() if section is None else ui.TextDisplay(section)


def asked_line(message: discord.Message) -> str:
    """The line of a posted answer that says what was asked; empty where there is none."""
    view = ui.LayoutView.from_message(message, timeout=None)
    texts = (item.content for item in view.walk_children() if isinstance(item, ui.TextDisplay))
    first = next(texts, "").partition("\n")[0]
    return first if _ASKED_LINE.match(first) else ""


def _asked(echo: str) -> str:
    words = plain(echo, _ECHO)
    return f"-# {_(_ASKED).format(words=words)}" if words else ""


def _sections(reply: Reply, asked: str, notices: Sequence[str]) -> Iterator[str | None]:
    """Yield the texts of an answer from top to bottom; None is a line between two."""
    lead = _lead(reply, asked, notices)
    if lead:
        yield lead
    if reply.cards:
        if lead:
            yield None
        yield "\n".join(_best(reply.cards[0], told=reply.kind in _ALONE))
    if reply.cards[1:] and reply.kind not in _ALONE:
        yield None
        yield "\n".join(_other(number, card) for number, card in enumerate(reply.cards[1 : _OTHERS + 1], start=2))
    footer = "\n".join(_footer(reply))
    if footer:
        yield footer


def _lead(reply: Reply, asked: str, notices: Sequence[str]) -> str:
    parts = [asked] if asked else []
    parts += [f"-# {plain(notice, _NOTICE)}" for notice in notices]
    text = lines(reply.text, _LEAD if reply.cards else _NOTE)
    if text or not reply.cards:
        parts.append(text or "…")
    return "\n".join(parts)


def _best(card: FilmCard, *, told: bool) -> Iterator[str]:
    yield f"### {_titled(card, _TITLE)}"
    if card.original_title and card.original_title != card.title:
        yield "-# " + _("Original title: {title}").format(title=plain(card.original_title, _ORIGINAL))
    yield from _facts(card)
    if card.premise:
        yield plain(card.premise, _PREMISE)
    yield from _evidence(card)
    if told:
        yield from _story(card)
    if sources := _sources(card):
        yield "-# " + _("Texts: {sources}").format(sources=sources)
    note = plain(" ".join(card.notes), _CARD_NOTES)
    if note:
        yield _("**Note:** {note}").format(note=note)
    links = " · ".join(_links(card))
    if links:
        yield links


def _titled(card: FilmCard, limit: int) -> str:
    title = plain(card.title, limit) or _("(no title)")
    return title if card.year is None else f"{title} ({card.year})"


def _facts(card: FilmCard) -> Iterator[str]:
    directors = plain(", ".join(card.directors), _NAMES)
    runtime = "" if card.runtime is None else f"{card.runtime} min"
    directed = _("Directed by {names}").format(names=directors) if directors else ""
    facts = [directed, runtime, plain(", ".join(map(genre_alone, card.genres)), _GENRES)]
    known = " · ".join(filter(None, facts))
    if known:
        yield known
    cast = plain(", ".join(card.cast), _NAMES)
    if cast:
        yield _("With {cast}").format(cast=cast)


def _evidence(card: FilmCard) -> Iterator[str]:
    text, words = card.evidence.text, card.evidence.words
    if not plain(text, _EVIDENCE):
        return
    if card.spoiler:
        yield _("**Matched** (may give the story away): {text}").format(text=spoiler(text, _EVIDENCE, bold=words))
    else:
        yield _("**Matched:** {text}").format(text=plain(text, _EVIDENCE, bold=words))


def _story(card: FilmCard) -> Iterator[str]:
    """Yield the rest of the story and how it ends, each behind bars of its own: one may be wanted without the other."""
    *rest, ending = _SENTENCE.split((card.plot or "").strip())
    plot, shown = " ".join(rest), spoiler if card.plot_barred else plain
    if plain(plot, _PLOT):
        yield _("**Plot** (gives the story away): {text}").format(text=shown(plot, _PLOT))
    if plain(ending, _ENDING):
        yield _("**Ending:** {text}").format(text=shown(ending, _ENDING))


def _sources(card: FilmCard) -> str:
    """Where the texts above are from and on what terms, each whole as long as there is room."""
    shown: list[str] = []
    room = _SOURCES - units(ELLIPSIS)
    for source in filter(None, (plain(each, _SOURCE) for each in card.sources)):
        room -= units(source) + len(", ")
        if room < 0:
            return ", ".join((*shown, ELLIPSIS))
        shown.append(source)
    return ", ".join(shown)


def _links(card: FilmCard) -> Iterator[str]:
    """Yield as many links as there is room for; an address that would break out of its brackets is left out."""
    named = [(_(_LINK_LABELS[link.kind]), link.url) for link in card.links] or [(_(wording.FILM_PAGE), card.link)]
    room = _LINKS
    for label, url in named:
        address = url.replace("(", "%28").replace(")", "%29")
        text = f"[{label}]({address})"
        room -= units(text) + 3
        if room >= 0 and len(address) <= _LINK and _SAFE_LINK.fullmatch(address):
            yield text


def _other(number: int, card: FilmCard) -> str:
    note = plain(" ".join(card.notes), _OTHER_NOTE)
    return f"**{number}.** {_titled(card, _OTHER_TITLE)}" + (f" · {note}" if note else "")


def _footer(reply: Reply) -> Iterable[str]:
    if chips := _chips(reply):
        yield "-# " + _("Understood: {chips}").format(chips=chips)
    using: list[str] = []
    if reply.messages:
        said = ngettext("Using {count} message", "Using {count} messages", reply.messages)
        using.append(said.format(count=reply.messages))
    if reply.expires_at is not None:
        moment = f"<t:{int(reply.expires_at.timestamp())}:R>"
        using.append(_("forgotten {when} unless somebody goes on").format(when=moment))
    if using:
        yield f"-# {' · '.join(using)}"


def _chips(reply: Reply) -> str:
    """What was understood; once several people talk, who said it. No message of this bot pings anybody."""
    who = [keys.mention(person) if person else "" for person in reply.said_by]
    if not any(who):
        return plain(" · ".join(reply.understood), _CHIPS)
    signed = [
        _("{chip} from {who}").format(chip=plain(chip, _CHIP), who=mention) if mention else plain(chip, _CHIP)
        for chip, mention in zip(reply.understood, who, strict=True)
    ]
    room = _SIGNED_CHIPS
    for place, chip in enumerate(signed):
        room -= units(chip) + len(" · ")
        if room < 0:
            return " · ".join((*signed[:place], ELLIPSIS))
    return " · ".join(signed)
