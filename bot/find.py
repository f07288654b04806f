"""`reelcall find`: one question, one answer, no conversation kept."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.core.clues import says_nothing
from bot.core.grounding import make_cards
from bot.core.language import gettext as _
from bot.core.ports import ClueReader, FilmFinder
from bot.core.types import FilmCard
from retrieval.clues import hear
from retrieval.types import FindRequest


class Search(FilmFinder, ClueReader, Protocol):
    """What answers a question: the search behind both of its doors."""


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to one question."""

    query: str
    """What was asked, as it was typed."""
    confident: bool
    cards: Sequence[FilmCard]


async def answer(search: Search, text: str, *, limit: int) -> Found:
    """Search for what one text says; a text without words finds nothing."""
    reading = await search.read(text, screen_year=None)
    if says_nothing(reading):
        return Found(text, confident=False, cards=())
    findings = await search.find(FindRequest(*hear((), (), reading), limit=limit))  # as a conversation begins
    films = await search.films([candidate.film_id for candidate in findings.candidates])
    return Found(text, findings.confident, make_cards(findings.candidates, films))


def as_json(found: Found) -> str:
    """The answer as one JSON object and a line end, in ASCII, which every output can hold."""
    answered = {"query": found.query, "confident": found.confident, "results": result_rows(found.cards)}
    return json.dumps(answered) + "\n"


def result_rows(cards: Sequence[FilmCard]) -> list[dict[str, object]]:
    """The films as JSON shows them, best first."""
    return [
        {
            "rank": rank,
            "imdb_id": card.film_id,
            "title": card.title,
            "year": card.year,
            "score": round(card.score, 4),
            "evidence": card.evidence.text,
        }
        for rank, card in enumerate(cards, start=1)
    ]


def as_text(found: Found) -> str:
    """The answer as lines for people."""
    if not found.cards:
        return _("No film here fits that. Say something you remember: a scene, a person, a time.") + "\n"
    lines = [] if found.confident else [_("Not sure; these come closest:")]
    for rank, card in enumerate(found.cards, start=1):
        year = f" ({card.year})" if card.year else ""
        lines += [
            f"{rank}. {card.title}{year}  {card.score:.0%}",
            "   " + _("matched: {text}").format(text=card.evidence.text),
        ]
        lines += [f"   {note}" for note in card.notes]
        lines += ["   " + _("texts: {sources}").format(sources=", ".join(card.sources))] if card.sources else []
    return "\n".join(lines) + "\n"
