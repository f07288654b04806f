"""`reelcall similar`: more like this film, or like this plot."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.errors import UnclearFilmError
from bot.core.grounding import make_cards
from bot.core.language import gettext as _
from bot.core.types import FilmCard
from bot.find import result_rows
from retrieval.search import FilmSearch
from retrieval.similar import Metric
from retrieval.types import Film

_LISTED = 8  # films of one title that a sentence names
_QUERY_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Similar:
    """The films like one film or one plot."""

    query: str
    """The title or the plot, as it was typed."""
    film: Film | None
    """What the title names; None for a plot."""
    metric: Metric
    cards: Sequence[FilmCard]


async def like_title(search: FilmSearch, title: str, *, metric: Metric, limit: int) -> Similar:
    """Find films like the one that a title names.

    Raises:
        UnclearFilmError: no film or several have that title.
    """
    film = _only(await search.named(title), title)
    candidates = await search.similar(film.film_id, metric=metric, limit=limit)
    films = await search.films([candidate.film_id for candidate in candidates])
    return Similar(title, film, metric, make_cards(candidates, films))


async def like_plot(search: FilmSearch, plot: str, *, metric: Metric, limit: int) -> Similar:
    """Find films like a plot; one without words finds nothing."""
    candidates = await search.similar_to_plot(plot, metric=metric, limit=limit)
    films = await search.films([candidate.film_id for candidate in candidates])
    return Similar(plot, None, metric, make_cards(candidates, films))


def _only(films: Sequence[Film], title: str) -> Film:
    if not films:
        raise UnclearFilmError(f"No film here is called {title!r}; check the spelling, or give its story with --plot.")
    if len(films) > 1:
        listed = ", ".join(f"{_titled(film)} {film.film_id}" for film in films[:_LISTED])
        more = f" and {len(films) - _LISTED} more" if len(films) > _LISTED else ""
        raise UnclearFilmError(
            f"{len(films)} films are called {title!r}: {listed}{more}; add the year, or give the id instead."
        )
    return films[0]


def _titled(film: Film) -> str:
    return f"{film.title} ({film.year})" if film.year else film.title


def as_json(similar: Similar) -> str:
    """The answer as one JSON object and a line end, shaped like `find`'s; likeness is never an answer to be sure of."""
    film = similar.film
    named = {"imdb_id": film.film_id, "title": film.title, "year": film.year} if film else None
    answered = {"query": similar.query, "metric": similar.metric, "film": named, "confident": False}
    return json.dumps(answered | {"results": result_rows(similar.cards)}) + "\n"


def as_text(similar: Similar) -> str:
    """The answer as lines for people."""
    if not similar.cards:
        return _("No film here is like that; tell more of the story.") + "\n"
    typed = " ".join(similar.query.split())
    short = typed if len(typed) <= _QUERY_SHOWN else f"{typed[: _QUERY_SHOWN - 1].rstrip()}…"
    film = _titled(similar.film) if similar.film else _("“{label}”").format(label=short)
    lines = [_("Like {film}, by {metric}:").format(film=film, metric=similar.metric)]
    for rank, card in enumerate(similar.cards, start=1):
        year = f" ({card.year})" if card.year else ""
        lines += [
            f"{rank}. {card.title}{year}  {card.score:.3f}",
            "   " + _("nearest: {text}").format(text=card.evidence.text),
        ]
        lines += ["   " + _("texts: {sources}").format(sources=", ".join(card.sources))] if card.sources else []
    return "\n".join(lines) + "\n"
