"""Clues against the facts of films: what a hard clue shuts out, and how well each film agrees with all of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, TypeGuard

import numpy as np
from numpy.typing import NDArray

from retrieval.catalogue_sqlite import FilmTable
from retrieval.types import (
    CastClue,
    Clue,
    ClueValue,
    ColourClue,
    CountryClue,
    FilmId,
    GenreClue,
    LanguageClue,
    LikeClue,
    NotFilmsClue,
    PersonClue,
    RuntimeClue,
    YearClue,
)

Floats = NDArray[np.float64]
Masks = NDArray[np.bool_]
Numbers = NDArray[np.int64] | slice
ALL: Final = slice(None)
"""All films, where some could be named by their numbers."""

_UNKNOWN_YEAR, _UNKNOWN_RUNTIME, _UNKNOWN_COLOUR = -0.5, -0.3, -0.2  # what a film typically misses by
_UNKNOWN_ORIGIN = -0.3


def allowed(table: FilmTable, clues: Sequence[Clue]) -> Masks:
    """Which of all films no hard clue is known to shut out."""
    mask = np.ones(len(table.film_ids), dtype=np.bool_)
    for clue in clues:
        if clue.hard:
            mask &= ~violates(table, clue)
    return mask


def violates(table: FilmTable, clue: Clue, films: Numbers = ALL) -> Masks:
    """Which films, of all or of those numbered, are known not to meet a clue. Nobody's absence from a cast is known."""
    value = clue.value
    missed = nobody = np.zeros(len(table.year[films]), dtype=np.bool_)
    match value:
        case YearClue():
            missed = _known_outside(table.year[films], value)
        case RuntimeClue():
            missed = _known_outside(table.runtime[films], value)
        case ColourClue():
            missed = np.equal(table.black_and_white[films], int(not value.black_and_white))
        case GenreClue(genre, wanted):
            of = _holders(table.genres, genre, films, nobody)
            missed = _genre_missed(of, table.genre_known[films], wanted=wanted)
        case LanguageClue(language, wanted):
            of = _holders(table.languages, language, films, nobody)
            missed = _origin_missed(of, table.language_count[films], wanted=wanted)
        case CountryClue(country, wanted):
            of = _holders(table.countries, country, films, nobody)
            missed = _origin_missed(of, table.country_count[films], wanted=wanted)
        case LikeClue():
            missed = these(table, value.family)[films]
        case NotFilmsClue():
            missed = these(table, value.film_ids)[films]
        case PersonClue() | CastClue():
            pass
    return missed


def named_missed(table: FilmTable, values: Sequence[ClueValue], films: NDArray[np.int64]) -> tuple[Masks, Masks]:
    """What `violates` says of many genres, languages or countries at once: wanted, and not wanted.

    Args:
        table: facts of all films.
        values: all of one of these kinds.
        films: numbers of the films looked at.

    Returns:
        Shape (values, films) each.
    """
    nobody = np.zeros(len(films), dtype=np.bool_)
    genres = [_holders(table.genres, value.genre, films, nobody) for value in values if isinstance(value, GenreClue)]
    if genres:
        of, known = np.stack(genres), table.genre_known[films]
        return _genre_missed(of, known, wanted=True), _genre_missed(of, known, wanted=False)
    spoken = [value.language for value in values if isinstance(value, LanguageClue)]
    names = spoken or [value.country for value in values if isinstance(value, CountryClue)]
    masks, count = (table.languages, table.language_count) if spoken else (table.countries, table.country_count)
    of = np.stack([_holders(masks, name, films, nobody) for name in names])
    return _origin_missed(of, count[films], wanted=True), _origin_missed(of, count[films], wanted=False)


def _genre_missed(of: Masks, known: Masks, *, wanted: bool) -> Masks:
    missed: Masks = known & (~of if wanted else of)
    return missed


def _holders(masks: Mapping[str, Masks], name: str, films: Numbers, nobody: Masks) -> Masks:
    return masks[name][films] if name in masks else nobody


def _origin_missed(of: Masks, known: NDArray[np.int64], *, wanted: bool) -> Masks:
    """Whose languages or countries are known and miss a wanted one, or are nothing but an unwanted one.

    Catalogues list every language that is heard: a film that also speaks French may be the one that is "not in French".
    """
    missed: Masks = (known > 0) & ~of if wanted else of & (known == 1)
    return missed


def these(table: FilmTable, film_ids: Iterable[FilmId]) -> Masks:
    """Which of all films are among those named."""
    mask = np.zeros(len(table.film_ids), dtype=np.bool_)
    mask[[table.numbers[film_id] for film_id in film_ids if film_id in table.numbers]] = True
    return mask


def _known_outside(known: NDArray[np.int64], bounds: YearClue | RuntimeClue) -> Masks:
    low = np.zeros(len(known), dtype=np.bool_) if bounds.low is None else known < bounds.low
    high = np.zeros(len(known), dtype=np.bool_) if bounds.high is None else known > bounds.high
    shut_out: Masks = (known >= 0) & (low | high)
    return shut_out


def unknown(table: FilmTable, clue: Clue, films: Numbers = ALL) -> Masks:
    """About which films, of all or of those numbered, the catalogue cannot say whether they meet a clue."""
    match clue.value:
        case YearClue():
            mask = np.less(table.year[films], 0)
        case RuntimeClue():
            mask = np.less(table.runtime[films], 0)
        case ColourClue():
            mask = np.less(table.black_and_white[films], 0)
        case GenreClue():
            mask = ~table.genre_known[films]
        case LanguageClue():
            mask = np.equal(table.language_count[films], 0)
        case CountryClue():
            mask = np.equal(table.country_count[films], 0)
        case _:
            mask = np.zeros(len(table.year[films]), dtype=np.bool_)
    return mask


def marked(masks: Iterable[tuple[Clue, Masks]], films: int) -> list[tuple[Clue, ...]]:
    """For each of so many films the clues in whose mask it is; the masks are of these films."""
    each = [(clue, mask.tolist()) for clue, mask in masks if mask.any()]
    return [tuple(clue for clue, holds in each if holds[place]) for place in range(films)]


def clue_features(
    table: FilmTable, films: NDArray[np.int64], clues: Sequence[Clue], people: Sequence[NDArray[np.int8]]
) -> tuple[Floats, ...]:
    """The features `year` to `person` of `retrieval.rank.FEATURES`, shape (films,) each.

    Args:
        table: facts of all films.
        films: numbers of the films to describe.
        clues: what was said.
        people: for every firm clue of people in turn, which of all films they take part in, -1 for who is not wanted.
    """
    values = [clue.value for clue in clues]
    years = [
        _outside(table.year[films], value, scale=10, cap=2, unknown=_UNKNOWN_YEAR)
        for value in values
        if isinstance(value, YearClue)
    ]
    lengths = [
        _outside(table.runtime[films], value, scale=60, cap=1, unknown=_UNKNOWN_RUNTIME)
        for value in values
        if isinstance(value, RuntimeClue)
    ]
    colours = [_colour(table.black_and_white[films], value) for value in values if isinstance(value, ColourClue)]
    colours += [_origin(table, films, clue) for clue in clues if isinstance(clue.value, LanguageClue | CountryClue)]
    genres = [value for value in values if isinstance(value, GenreClue)]
    wanted = [_of_genre(table, films, value) for value in genres if value.wanted]
    unwanted = [-_of_genre(table, films, value) for value in genres if not value.wanted]
    unwanted += [
        -these(table, value.film_ids)[films].astype(np.float64) for value in values if isinstance(value, NotFilmsClue)
    ]
    cast = [mask[films].astype(np.float64) for mask in people]
    nothing = np.zeros(len(films))
    return (
        sum(years, nothing), sum(lengths, nothing), sum(colours, nothing),
        _mean(wanted, nothing), sum(unwanted, nothing), _mean(cast, nothing),
    )  # fmt: skip


def _mean(columns: Sequence[Floats], nothing: Floats) -> Floats:
    return sum(columns, nothing) / max(len(columns), 1)


def _outside(
    known: NDArray[np.int64], bounds: YearClue | RuntimeClue, *, scale: int, cap: float, unknown: float
) -> Floats:
    """Minus how far a number lies outside its bounds, in units of `scale`."""
    low = bounds.low if bounds.low is not None else np.iinfo(np.int64).min // 2
    high = bounds.high if bounds.high is not None else np.iinfo(np.int64).max // 2
    distance = np.maximum(0, np.maximum(low - known, known - high)) / scale
    return np.where(known < 0, unknown, -np.minimum(distance, cap))


def _colour(known: NDArray[np.int64], clue: ColourClue) -> Floats:
    return np.where(known < 0, _UNKNOWN_COLOUR, -(known != int(clue.black_and_white)).astype(np.float64))


def _origin(table: FilmTable, films: NDArray[np.int64], clue: Clue) -> Floats:
    return np.where(unknown(table, clue, films), _UNKNOWN_ORIGIN, -violates(table, clue, films).astype(np.float64))


def _of_genre(table: FilmTable, films: NDArray[np.int64], clue: GenreClue) -> Floats:
    mask = table.genres.get(clue.genre)
    return np.zeros(len(films)) if mask is None else mask[films].astype(np.float64)


def is_wanted(value: ClueValue) -> TypeGuard[PersonClue | CastClue]:
    """Whether a clue names people who are in the film."""
    return isinstance(value, CastClue) or (isinstance(value, PersonClue) and value.wanted)


def blocker_of(clues: Sequence[tuple[Clue, Masks]], reach: Masks) -> tuple[Clue | None, int]:
    """The hard clue without which most films would come back, and how many those are.

    Args:
        clues: those that can be loosened, and which of all films each is known to shut out.
        reach: which of all films could come back at all; what a server never shows is in nobody's way.
    """
    hard = [(clue, missed & reach) for clue, missed in clues]
    if not hard:
        return None, 0
    times = np.sum([missed for _, missed in hard], axis=0)
    alone = [int((missed & (times == 1)).sum()) for _, missed in hard]
    # Where every film is shut out twice over, no single clue brings one back; then the widest is named.
    counts = alone if any(alone) else [int(missed.sum()) for _, missed in hard]
    most = int(np.argmax(counts))
    return (hard[most][0], counts[most]) if counts[most] else (None, 0)


def can_be_loosened(clue: Clue) -> bool:
    """Whether a clue shuts films out that might be meant: "like Heat" only shuts out Heat itself."""
    return clue.hard and not is_wanted(clue.value) and not isinstance(clue.value, LikeClue)
