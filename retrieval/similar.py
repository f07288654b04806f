"""More like this: the films nearest to a film, or to a plot that somebody pastes.

A film's vector is the mean of those of its passages that tell the story. Its identity row and its roles are left out,
because they lead to the same people and trades rather than to the same story: with them *The Departed* is nearer to
*Die Hard* than to *Infernal Affairs*. For a film of the index the vectors are there already: nothing is encoded.
"""

from __future__ import annotations

from typing import Final, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from retrieval.evidence import evidence_of
from retrieval.opened import OpenIndex
from retrieval.ports import Encoder, Vectors
from retrieval.rank import RowScores, film_rows
from retrieval.text import fold, sound, windows
from retrieval.title_match import split_year
from retrieval.titles import title_key
from retrieval.types import Candidate, Film, FilmId

Metric = Literal["cosine", "dot", "euclidean"]
METRICS: Final[tuple[Metric, ...]] = get_args(Metric)
"""cosine looks at the direction of two films' vectors alone, dot also favours films whose passages agree with each
other (the mean of vectors that do is longer), euclidean is 1 / (1 + distance)."""

_ROWS_DEPTH = 1000  # rows that bring films up, some hundreds of films
_MOST_CHARACTERS = 50_000  # of a pasted plot: several times the longest of an encyclopaedia


def named_films(index: OpenIndex, title: str) -> tuple[Film, ...]:
    """The films that a title names, newest first; "The Twins (1949)" names those of that year.

    A film's IMDb id is a name too. Case, accents, punctuation and a leading article do not matter. Films that are
    called so themselves come before films that have it as an original title or an alias, which are then left out.
    """
    title = sound(title)
    if found := index.catalogue.films([FilmId(title.strip())]):
        return tuple(found.values())
    key = title_key(title)
    films = _called(index, key, title)
    if not films:
        bare, year = split_year(key)
        films = [film for film in _called(index, bare, bare) if film.year == year]
    return tuple(sorted(films, key=lambda film: (-(film.year or 0), film.film_id)))


def _called(index: OpenIndex, key: str, typed: str) -> list[Film]:
    for whole in (True, False):
        numbers = index.catalogue.titled([key], whole=whole).get(key, ())
        films = list(index.catalogue.films(index.table.film_ids[number] for number in numbers).values())
        exact = [film for film in films if fold(film.title) == fold(typed)]
        if named := exact or [film for film in films if title_key(film.title) == key] or films:
            return named
    return []


def like_id(
    index: OpenIndex, film_id: FilmId, *, metric: Metric, limit: int, reach: NDArray[np.bool_] | None = None
) -> tuple[Candidate, ...]:
    """As `like_film`, of a film by its id; none where the index does not hold it."""
    number = index.catalogue.number(film_id)
    return () if number is None else like_film(index, number, metric=metric, limit=limit, reach=reach)


def like_film(
    index: OpenIndex, number: int, *, metric: Metric, limit: int, reach: NDArray[np.bool_] | None = None
) -> tuple[Candidate, ...]:
    """The films nearest to a film of the index, itself left out; a candidate's score is the likeness.

    Args:
        index: where to look.
        number: the film's number.
        metric: how two films are compared.
        limit: how many.
        reach: which of all films may be found; by default all.
    """
    rows, _ = film_rows(index.table, np.array([number]))
    story = rows[index.tells[rows]] if index.tells[rows].any() else rows
    others = np.ones(len(index.table.film_ids), dtype=np.bool_) if reach is None else reach.copy()
    others[number] = False
    return _nearest(index, index.vectors.reconstruct(story), others, metric=metric, limit=limit)


def like_plot(index: OpenIndex, encoder: Encoder, plot: str, *, metric: Metric, limit: int) -> tuple[Candidate, ...]:
    """The films nearest to a plot, cut and encoded as a film's is; none where it holds no word.

    Args:
        index: where to look.
        encoder: the one that made the index.
        plot: any text.
        metric: how two films are compared.
        limit: how many.
    """
    texts = [text for text in windows(sound(plot[:_MOST_CHARACTERS])) if fold(text)]
    if not texts:
        return ()
    every = np.ones(len(index.table.film_ids), dtype=np.bool_)
    return _nearest(index, encoder.encode_document(texts), every, metric=metric, limit=limit)


def _nearest(
    index: OpenIndex, story: Vectors, reach: NDArray[np.bool_], *, metric: Metric, limit: int
) -> tuple[Candidate, ...]:
    centre = story.mean(axis=0)
    query: Vectors = (centre / max(float(np.linalg.norm(centre)), 1e-12))[None]
    few = np.count_nonzero(~reach) > 1  # one film more or less is looked at sooner than a mask of all rows
    rows_open = reach.take(index.film_of) if few else None
    _, brought = index.vectors.search(query, max(_ROWS_DEPTH, 20 * limit), rows_open)
    films = np.unique(index.film_of[brought]).astype(np.int64)
    films = films[reach[films]]
    if not len(films):
        return ()
    rows, start = film_rows(index.table, films)
    vectors = index.vectors.reconstruct(rows)
    scores = _likeness(_means(vectors, start, index.tells[rows]), centre, metric)
    scored = RowScores(rows, start, np.einsum("rd,d->r", vectors, query[0]))
    order = np.argsort(-scores, kind="stable")[:limit]
    evidence = evidence_of(index, scored, order, question="")
    return tuple(
        Candidate(index.table.film_ids[films[place]], float(scores[place]), passage)
        for place, passage in zip(order, evidence, strict=True)
    )


def _means(vectors: Vectors, start: NDArray[np.int64], tells: NDArray[np.bool_]) -> Vectors:
    """Mean of every film's rows that tell the story, of all its rows where none does; shape (films, dimension)."""
    film = np.repeat(np.arange(len(start)), np.diff([*start, len(vectors)]))
    alone = ~np.logical_or.reduceat(tells, start)
    counted = (tells | alone[film]).astype(np.float32)
    sums = np.add.reduceat(vectors * counted[:, None], start)
    return np.asarray(sums / np.add.reduceat(counted, start)[:, None], dtype=np.float32)


def _likeness(means: Vectors, centre: NDArray[np.float32], metric: Metric) -> NDArray[np.float32]:
    products: NDArray[np.float32] = np.einsum("fd,d->f", means, centre)
    match metric:
        case "dot":
            return products
        case "cosine":
            lengths = np.linalg.norm(means, axis=1) * np.linalg.norm(centre)
            return np.asarray(products / np.maximum(lengths, 1e-12), dtype=np.float32)
        case "euclidean":
            return np.asarray(1 / (1 + np.linalg.norm(means - centre, axis=1)), dtype=np.float32)
