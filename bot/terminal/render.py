"""From a `Reply` to what the terminal shows. Pure: no stream, no clock.

Every foreign string becomes a `Text` by way of `clean`, so that rich never reads it as markup, and is kept to so many
lines of the screen that no film can push the others off it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.panel import Panel
from rich.text import Text

from bot.core.language import gettext as _
from bot.core.language import mark, ngettext
from bot.core.phrasing import DONT_KNOW
from bot.core.questions import LETTERS
from bot.core.types import FilmCard, OpenQuestion, Reply
from bot.core.vocabulary import genre_alone
from bot.terminal.text import clean
from retrieval.types import PassageKind

WIDEST: Final = 100
"""Columns that are used at most: longer lines are hard to read."""

_INDENT: Final = 4
_HOUR: Final = 60
_SAFE_LINK: Final = re.compile(r"https://[A-Za-z0-9.-]+/[A-Za-z0-9._~/?&=%+:(),-]*")
_KINDS: Final = {
    PassageKind.IDENTITY: mark("title and people"),
    PassageKind.PREMISE: mark("premise"),
    PassageKind.PLOT: mark("plot"),
    PassageKind.SCENE: mark("scene"),
    PassageKind.ROLE: mark("role"),
    PassageKind.KEYWORDS: mark("keywords"),
}


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text wrapped to the room there is, without blanks at the ends of lines, cut with an ellipsis after `most`."""

    text: Text
    most: int
    """Lines."""
    indent: int = 0
    """Columns left free."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Wrap; rich calls this."""
        room = max(options.max_width - self.indent, 2)
        wrapped = self.text.wrap(console, room)
        for number, line in enumerate(wrapped[: self.most]):
            line.rstrip()
            if number == self.most - 1 and len(wrapped) > self.most:
                line.append("…", line.get_style_at_offset(console, -1))
                line.truncate(room, overflow="ellipsis")
            yield Text(" " * self.indent) + line


def render(reply: Reply, *, now: datetime, boxed: bool) -> Iterator[RenderableType]:
    """Lay out an answer from top to bottom; `boxed` draws a frame around the best film."""
    lead = "\n".join(filter(None, map(clean, reply.text.splitlines())))
    yield Paragraph(Text(lead, "bold" if reply.cards else ""), most=20)
    if reply.cards:
        best = Group(*_best(reply.cards[0]))
        yield Panel(best, border_style="dim") if boxed else Group("", best, "")
    for number, card in enumerate(reply.cards[1:], start=2):
        yield from _other(number, card)
    if reply.cards[1:]:
        yield ""
    if reply.question is not None:
        yield Paragraph(_asked(reply.question), most=4)
    yield from _footer(reply, now)


def _best(card: FilmCard) -> Iterator[RenderableType]:
    yield Paragraph(Text(_titled(card), "bold"), most=3)
    if card.original_title and clean(card.original_title) != clean(card.title):
        yield Paragraph(Text(_("Original title: {title}").format(title=clean(card.original_title))), most=2)
    genres = clean(", ".join(map(genre_alone, card.genres)))
    facts = " · ".join(filter(None, (_directed(card), _length(card.runtime), genres)))
    if facts:
        yield Paragraph(Text(facts), most=3)
    if cast := clean(", ".join(card.cast)):
        yield Paragraph(Text(_("With {cast}").format(cast=cast)), most=2)
    if premise := clean(card.premise or ""):
        yield ""
        yield Paragraph(Text(premise), most=8)
    yield ""
    if notes := clean(" ".join(card.notes)):
        yield Paragraph(Text(_("Note: {notes}").format(notes=notes), "yellow"), most=4)
    if _SAFE_LINK.fullmatch(card.link):
        yield Paragraph(Text(card.link, "cyan"), most=3)
    if sources := clean(", ".join(card.sources)):
        yield Paragraph(Text(_("Texts: {sources}").format(sources=sources), "dim"), most=2)
    # The matching line comes last, where whoever does not want to know can stop reading.
    if evidence := clean(card.evidence.text):
        said = _("Matched ({kind}, may spoil):") if card.spoiler else _("Matched ({kind}):")
        kind = f"{said.format(kind=_(_KINDS[card.evidence.kind]))} "
        matched = _with_bold(Text(evidence, "dim" if card.spoiler else ""), card.evidence.words)
        yield Paragraph(Text.assemble((kind, "green"), matched), most=7)


def _with_bold(text: Text, words: Sequence[str]) -> Text:
    if words:
        text.highlight_regex(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)", "bold")
    return text


def _other(number: int, card: FilmCard) -> Iterator[RenderableType]:
    names = clean(", ".join(card.directors))
    directed = f" · {names}" if names else ""
    yield Paragraph(Text.assemble(f"{number:2}. ", (_titled(card), "bold"), directed), most=1)
    notes, premise = clean(" ".join(card.notes)), clean(card.premise or "")
    if notes or premise:
        between = " " if notes and premise else ""
        text = Text.assemble((notes, "yellow"), between, (premise, "dim"))
        yield Paragraph(text, most=2 if notes else 1, indent=_INDENT)


def _titled(card: FilmCard) -> str:
    title = clean(card.title) or _("(no title)")
    return title if card.year is None else f"{title} ({card.year})"


def _directed(card: FilmCard) -> str:
    names = clean(", ".join(card.directors))
    return _("Directed by {names}").format(names=names) if names else ""


def _length(minutes: int | None) -> str:
    if not minutes:
        return ""
    hours, rest = divmod(minutes, _HOUR)
    return " ".join(filter(None, (f"{hours} h" if hours else "", f"{rest} min" if rest else "")))


def _asked(question: OpenQuestion) -> Text:
    """A question with all that can be typed in answer to it."""
    options = " · ".join(
        clean(f"{letter}: {option}") for letter, option in zip(LETTERS, question.options, strict=False)
    )
    unknown = _("or “{dont_know}”").format(dont_know=_(DONT_KNOW).lower())
    return Text.assemble((clean(question.text), "bold"), f" {options} · {unknown}")


def _footer(reply: Reply, now: datetime) -> Iterator[RenderableType]:
    if chips := clean(" · ".join(reply.understood)):
        yield Paragraph(Text(_("Understood: {chips}").format(chips=chips), "dim"), most=3)
    if not reply.messages:
        return
    using = ngettext("Using {count} message", "Using {count} messages", reply.messages).format(count=reply.messages)
    if reply.expires_at is not None:
        time = _time((reply.expires_at - now).total_seconds())
        using = _("{using}, kept for {time} after your last one or until you quit").format(using=using, time=time)
    yield Paragraph(Text(using, "dim"), most=2)


def _time(seconds: float) -> str:
    minutes = max(round(seconds / 60), 1)
    if minutes % _HOUR and minutes < 2 * _HOUR:
        return ngettext("{count} minute", "{count} minutes", minutes).format(count=minutes)
    hours = round(minutes / _HOUR)
    return ngettext("{count} hour", "{count} hours", hours).format(count=hours)
