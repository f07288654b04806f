"""How the tables of phrasings say what was understood: "hard 1980-1989; soft not Horror"."""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.types import Clue, ClueValue, ColourClue, GenreClue, PersonClue, RuntimeClue, YearClue
from retrieval.understand import read_clues

PEOPLE = {
    "bonham carter": "Bonham Carter",
    "brad pitt": "Brad Pitt",
    "cary grant": "Cary Grant",
    "helena bonham carter": "Helena Bonham Carter",
    "penelope cruz": "Penélope Cruz",
    "peter o toole": "Peter O'Toole",
    "t i": "T.I.",
}


def find_people(folded: Sequence[str]) -> dict[str, str]:
    """Stands in for the catalogue's people."""
    return {name: PEOPLE[name] for name in folded if name in PEOPLE}


def understood(text: str, *, screen_year: int | None = None) -> tuple[str, str]:
    """The clues as one line, and the words left to search with."""
    reading = read_clues(text, people=find_people, screen_year=screen_year)
    return "; ".join(_shown(clue) for clue in reading.clues), reading.search_text


def _shown(clue: Clue) -> str:
    return f"{'hard' if clue.hard else 'soft'} {_value(clue.value)}"


def _value(value: ClueValue) -> str:
    match value:
        case YearClue():
            return _bounds(value)
        case RuntimeClue():
            return f"{_bounds(value)} min"
        case ColourClue():
            return "bw" if value.black_and_white else "colour"
        case GenreClue():
            return value.genre if value.wanted else f"not {value.genre}"
        case PersonClue():
            return value.name


def _bounds(value: YearClue | RuntimeClue) -> str:
    low, high = ("" if bound is None else str(bound) for bound in (value.low, value.high))
    return low if low == high else f"{low}-{high}"
