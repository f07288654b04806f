"""The one gate: a film reaches a reply only as an id that is looked up in the catalogue.

It is one of this turn's candidates, or one that somebody chose.

Cards are made here and nowhere else. What an LLM returns passes here too: a card's number and words that stand in that
card, or nothing. So whatever it writes, no title of its own can reach the screen.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bot.core.labels import missed, not_known
from bot.core.links import links_of, page_of
from bot.core.ports import Choice
from bot.core.types import FilmCard, SpoilerLevel
from retrieval.types import NO_EVIDENCE, Candidate, Film, FilmId, PassageKind

_BARRED: Mapping[SpoilerLevel, frozenset[PassageKind]] = {
    SpoilerLevel.CAREFUL: frozenset(PassageKind) - {PassageKind.PREMISE},
    SpoilerLevel.STORY: frozenset({PassageKind.PLOT, PassageKind.SCENE}),
    SpoilerLevel.OPEN: frozenset(),
}


def make_cards(
    candidates: Sequence[Candidate],
    catalogue: Mapping[FilmId, Film],
    spoilers: SpoilerLevel = SpoilerLevel.STORY,
) -> tuple[FilmCard, ...]:
    """Cards of the candidates that the catalogue holds, in their order; `spoilers` says what is barred on them.

    What somebody remembered is on none of them, whatever brought the film.
    """
    barred = _BARRED[spoilers]
    return tuple(_card(found, catalogue[found.film_id], barred) for found in candidates if found.film_id in catalogue)


def _card(found: Candidate, film: Film, barred: frozenset[PassageKind]) -> FilmCard:
    evidence = NO_EVIDENCE if found.evidence.kind is PassageKind.MEMORY else found.evidence
    notes = (*(missed(film, clue) for clue in found.unmet), *(not_known(clue) for clue in found.unknown))
    return FilmCard(
        film_id=film.film_id,
        title=film.title,
        year=film.year,
        original_title=film.original_title,
        directors=film.directors,
        cast=film.cast,
        runtime=film.runtime,
        genres=film.genres,
        premise=film.premise,
        link=page_of(film),
        evidence=evidence,
        spoiler=evidence.kind in barred,
        notes=tuple(dict.fromkeys(notes)),
        score=found.score,
        plot=film.plot,
        plot_barred=PassageKind.PLOT in barred,
        links=links_of(film),
        sources=film.sources,
    )


def quotable(card: FilmCard) -> tuple[str, ...]:
    """The texts of a card that may be quoted without giving the story away."""
    evidence = () if card.spoiler else (card.evidence.text,)
    return tuple(filter(None, (card.premise, *evidence, ", ".join(card.cast))))


def accept_choice(choice: Choice | None, cards: Sequence[FilmCard]) -> tuple[FilmCard, str] | None:
    """The chosen card and its quote in the card's own spelling; None unless both are this turn's own.

    A quote is whole words: half of one would be the card's letters and not its words.
    """
    if choice is None or not 1 <= choice.number <= len(cards):
        return None
    card = cards[choice.number - 1]
    wanted = " ".join(choice.quote.split())
    if not any(character.isalnum() for character in wanted):
        return None
    pattern = re.compile(rf"(?<!\w){re.escape(wanted)}(?!\w)", re.IGNORECASE)
    found = (pattern.search(" ".join(text.split())) for text in quotable(card))
    return next(((card, match.group()) for match in found if match), None)
