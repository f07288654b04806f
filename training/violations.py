"""Whether a film that was shown goes against a hard clue, by its own facts: a second opinion on the search's masks."""

from __future__ import annotations

from collections.abc import Iterable

from retrieval.origins import country_names, language_names
from retrieval.text import fold
from retrieval.types import (
    Clue,
    ColourClue,
    CountryClue,
    Film,
    GenreClue,
    LanguageClue,
    LikeClue,
    NotFilmsClue,
    PersonClue,
    RuntimeClue,
    YearClue,
)

SHOWN = 10
"""Films of an answer that are looked at."""


def violations(films: Iterable[Film], clues: Iterable[Clue]) -> int:
    """How many films are known to go against at least one hard clue."""
    hard = [clue for clue in clues if clue.hard]
    return sum(any(_goes_against(film, clue) for clue in hard) for film in films)


def _goes_against(film: Film, clue: Clue) -> bool:
    wrong = False
    match clue.value:
        case YearClue(low, high):
            wrong = _outside(film.year, low, high)
        case RuntimeClue(low, high):
            wrong = _outside(film.runtime, low, high)
        case ColourClue(black_and_white):
            wrong = film.black_and_white is (not black_and_white)
        case GenreClue(name, wanted):
            wrong = bool(film.genres) and (name in film.genres) is not wanted
        case LanguageClue(name, wanted):
            wrong = _misses(language_names(film.languages), name, wanted=wanted)
        case CountryClue(name, wanted):
            wrong = _misses(country_names(film.countries), name, wanted=wanted)
        case PersonClue(name, wanted=False):
            listed = (*film.directors, *film.cast, *(role.actor for role in film.roles))
            wrong = fold(name) in map(fold, listed)
        case LikeClue(family=films) | NotFilmsClue(film_ids=films):
            wrong = film.film_id in films
        case _:
            pass
    return wrong


def _outside(known: int | None, low: int | None, high: int | None) -> bool:
    return known is not None and ((low is not None and known < low) or (high is not None and known > high))


def _misses(known: list[str], name: str, *, wanted: bool) -> bool:
    """An unwanted language is only known to be wrong where a film speaks nothing else."""
    return bool(known) and (name not in known if wanted else known == [name])
