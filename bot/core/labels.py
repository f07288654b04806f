"""Clues in words: the short labels that show what was understood, and what a film misses of it."""

from __future__ import annotations

from typing import Final

from retrieval.types import (
    CastClue,
    Clue,
    ClueValue,
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

_DECADE = 9  # years between the first and the last of a decade
_ABOUT = 0.25  # a length with no more room than that was said as one number


def label(clue: Clue) -> str:
    """A clue as one short label ("1980s", "not animation"); soft ones say "probably", but for people and genres."""
    words = _label(clue.value)
    plain = isinstance(clue.value, PersonClue | CastClue | LikeClue | NotFilmsClue) or (
        isinstance(clue.value, GenreClue) and clue.value.wanted
    )
    return words if clue.hard or plain else f"probably {words}"


def _label(value: ClueValue) -> str:
    words = _wanted_label(value)
    if isinstance(value, NotFilmsClue):
        return f"not {words}"
    denied = isinstance(value, GenreClue | PersonClue | LanguageClue | CountryClue) and not value.wanted
    return f"not {words}" if denied else words


def _wanted_label(value: ClueValue) -> str:
    match value:
        case YearClue(low, high):
            words = _years(low, high)
        case RuntimeClue(low, high):
            words = _minutes(low, high)
        case ColourClue(black_and_white):
            words = "black and white" if black_and_white else "in colour"
        case GenreClue(genre):
            words = genre.lower()
        case LanguageClue(name):
            words = f"in {name}"
        case CountryClue(name):
            words = f"from {name}"
        case LikeClue(title):
            words = f"like {title}"
        case CastClue(title):
            words = f"someone from {title}"
        case PersonClue(name) | NotFilmsClue(name):
            words = name
    return words


def _years(low: int | None, high: int | None) -> str:
    if low is not None and high is not None:
        if high - low == _DECADE and low % 10 == 0:
            return f"{low}s"
        return str(low) if low == high else f"{low} to {high}"
    return f"{low} or later" if low is not None else f"before {(high or 0) + 1}"


def _minutes(low: int | None, high: int | None) -> str:
    if low is not None and high is not None:
        middle = (low + high) / 2
        return f"about {round(middle)} min" if high - low <= _ABOUT * middle else f"{low} to {high} min"
    return f"at least {low} min" if low is not None else f"at most {high} min"


def missed(film: Film, clue: Clue) -> str:
    """One sentence: in what a film does not meet a clue."""
    match clue.value:
        case YearClue():
            said = f"It came out in {film.year}."
        case RuntimeClue():
            said = f"It runs {film.runtime} minutes."
        case ColourClue(black_and_white):
            said = "It is in colour." if black_and_white else "It is in black and white."
        case GenreClue(genre, wanted):
            said = f"It is not listed as {genre.lower()}." if wanted else f"It is listed as {genre.lower()}."
        case PersonClue(name, wanted):
            said = f"{name} is not in its cast list." if wanted else f"{name} is in its cast list."
        case LanguageClue():
            said = f"It speaks {', '.join(film.languages)}."
        case CountryClue():
            said = f"It comes from {', '.join(film.countries)}."
        case CastClue(title):
            said = f"Nobody from {title} is in its cast list."
        case LikeClue(name) | NotFilmsClue(name):
            said = f"It belongs to {name}."
    return said


_UNKNOWN: Final[dict[type, str]] = {
    YearClue: "Its year is not known.",
    RuntimeClue: "Its length is not known.",
    ColourClue: "Whether it is in colour is not known.",
    GenreClue: "Its genres are not known.",
    LanguageClue: "Its languages are not known.",
    CountryClue: "Where it comes from is not known.",
}


def not_known(clue: Clue) -> str:
    """One sentence: what the catalogue does not say about a film."""
    return _UNKNOWN.get(type(clue.value), "Who is in it is not known.")
