"""How the tables of phrasings say what was understood: "hard 1980-1989; soft not Horror"."""

from __future__ import annotations

from retrieval.types import (
    CastClue,
    Clue,
    ClueValue,
    ColourClue,
    CountryClue,
    Film,
    FilmId,
    GenreClue,
    LanguageClue,
    LikeClue,
    NotFilmsClue,
    PersonClue,
    RuntimeClue,
    YearClue,
)
from retrieval.understand import read_clues
from tests.fakes.names import FakeNames

PEOPLE = {
    "bonham carter": "Bonham Carter",
    "brad pitt": "Brad Pitt",
    "cary grant": "Cary Grant",
    "emma stone": "Emma Stone",
    "emma thompson": "Emma Thompson",
    "helena bonham carter": "Helena Bonham Carter",
    "leonardo dicaprio": "Leonardo DiCaprio",
    "penelope cruz": "Penélope Cruz",
    "peter o toole": "Peter O'Toole",
    "t i": "T.I.",
}


FILMS = (
    Film(film_id=FilmId("tt1"), title="Heat", cast=("Al Pacino", "Val Kilmer"), directors=("Michael Mann",)),
    Film(film_id=FilmId("tt2"), title="Jaws", cast=("Roy Scheider",), directors=("Steven Spielberg",)),
    Film(film_id=FilmId("tt3"), title="Jaws 2", cast=("Roy Scheider",)),
    Film(film_id=FilmId("tt4"), title="Alien", alt_titles=("Alien \u2013 das unheimliche Wesen",)),
    Film(film_id=FilmId("tt5"), title="The Thing"),
    Film(film_id=FilmId("tt6"), title="Ghost"),
    Film(film_id=FilmId("tt7"), title="Her"),
    Film(film_id=FilmId("tt8"), title="E.T. the Extra-Terrestrial"),
    Film(film_id=FilmId("tt9"), title="2001: A Space Odyssey"),
    Film(film_id=FilmId("tt10"), title="Iron Man", keywords=("marvel",)),
    Film(film_id=FilmId("tt11"), title="Thor", keywords=("marvel",)),
    Film(film_id=FilmId("tt14"), title="Goldfinger", keywords=("james bond", "gold")),
    Film(film_id=FilmId("tt15"), title="Dr. No", keywords=("james bond",)),
    Film(film_id=FilmId("tt16"), title="WALL\u00b7E", keywords=("robot",)),
    Film(film_id=FilmId("tt17"), title="Robots", keywords=("robot",)),
    Film(film_id=FilmId("tt18"), title="No Way Out"),
    Film(film_id=FilmId("tt19"), title="No Time to Die"),
    Film(film_id=FilmId("tt12"), title="West Side Story"),
    Film(film_id=FilmId("tt13"), title="Who's Afraid of Virginia Woolf?"),
)
NAMES = FakeNames(FILMS, PEOPLE)
"""Stands in for the catalogue."""


def understood(text: str, *, screen_year: int | None = None, screen_runtime: int | None = None) -> tuple[str, str]:
    """The clues as one line, and the words left to search with."""
    reading = read_clues(text, names=NAMES, screen_year=screen_year, screen_runtime=screen_runtime)
    return "; ".join(_shown(clue) for clue in reading.clues), reading.search_text


def _shown(clue: Clue) -> str:
    return f"{'hard' if clue.hard else 'soft'} {_value(clue.value)}"


def _value(value: ClueValue) -> str:
    denied = isinstance(value, GenreClue | PersonClue | LanguageClue | CountryClue) and not value.wanted
    return f"not {_wanted(value)}" if denied else _wanted(value)


def _wanted(value: ClueValue) -> str:
    match value:
        case YearClue():
            said = _bounds(value)
        case RuntimeClue():
            said = f"{_bounds(value)} min"
        case ColourClue():
            said = "bw" if value.black_and_white else "colour"
        case GenreClue(name) | PersonClue(name):
            said = name
        case LanguageClue(name):
            said = f"in {name}"
        case CountryClue(name):
            said = f"from {name}"
        case LikeClue(name):
            said = f"like {name}"
        case CastClue(name):
            said = f"someone from {name}"
        case NotFilmsClue(name):
            said = f"none of {len(value.film_ids)} {name}"
    return said


def _bounds(value: YearClue | RuntimeClue) -> str:
    low, high = ("" if bound is None else str(bound) for bound in (value.low, value.high))
    return low if low == high else f"{low}-{high}"
