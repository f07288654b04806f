"""Clues in words: the short labels that show what was understood, and what a film misses of it."""

from __future__ import annotations

from retrieval.types import Clue, ClueValue, ColourClue, Film, GenreClue, PersonClue, RuntimeClue, YearClue

_DECADE = 9  # years between the first and the last of a decade
_ABOUT = 0.25  # a length with no more room than that was said as one number


def label(clue: Clue) -> str:
    """A clue as one short label ("1980s", "not animation"); soft ones say "probably", but for people and genres."""
    words = _label(clue.value)
    plain = isinstance(clue.value, PersonClue) or (isinstance(clue.value, GenreClue) and clue.value.wanted)
    return words if clue.hard or plain else f"probably {words}"


def _label(value: ClueValue) -> str:
    match value:
        case YearClue(low, high):
            return _years(low, high)
        case RuntimeClue(low, high):
            return _minutes(low, high)
        case ColourClue(black_and_white):
            return "black and white" if black_and_white else "in colour"
        case GenreClue(genre, wanted):
            return genre.lower() if wanted else f"not {genre.lower()}"
        case PersonClue(name):
            return name


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
            return f"It came out in {film.year}."
        case RuntimeClue():
            return f"It runs {film.runtime} minutes."
        case ColourClue(black_and_white):
            return "It is in colour." if black_and_white else "It is in black and white."
        case GenreClue(genre, wanted):
            return f"It is not listed as {genre.lower()}." if wanted else f"It is listed as {genre.lower()}."
        case PersonClue(name):
            return f"{name} is not in its cast list."


def not_known(clue: Clue) -> str:
    """One sentence: what the catalogue does not say about a film."""
    match clue.value:
        case YearClue():
            return "Its year is not known."
        case RuntimeClue():
            return "Its length is not known."
        case ColourClue():
            return "Whether it is in colour is not known."
        case GenreClue():
            return "Its genres are not known."
        case PersonClue():
            return "Who is in it is not known."
