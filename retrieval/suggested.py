"""What a language model read out of a message, checked against the message and the catalogue. Pure but for look-ups.

A clue counts only where the words that it claims to be read from stand in the message, and by the catalogue's own
names; a title counts only where a film is called exactly so and came out within a year of the one given. All else is
dropped, so nothing of the model's own can come out of here.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import Final

from retrieval.clue_rules.genres import genre_named
from retrieval.origins import COUNTRY_WORDS, LANGUAGE_WORDS
from retrieval.ports import Names
from retrieval.text import fold
from retrieval.titles import title_key
from retrieval.types import (
    Clue,
    ClueValue,
    ColourClue,
    CountryClue,
    FilmId,
    GenreClue,
    LanguageClue,
    LikeClue,
    LookedUp,
    PersonClue,
    RuntimeClue,
    Suggestion,
    YearClue,
)

_YEARS: Final = (1888, 2050)
_MINUTES: Final = (20, 600)
_OFF: Final = 1  # years that a title's film may be off
_ALIKE: Final = 0.75  # of a name's letters: "shwarzenegger" means him
_SHORTEST: Final = 3  # letters of a word that can name somebody


def look_up(suggestion: Suggestion, text: str, names: Names) -> LookedUp:
    """Keep what the message and the catalogue bear out.

    Args:
        suggestion: what the model said.
        text: the message it read.
        names: the catalogue's.
    """
    heard = f" {fold(text)} "
    clues = [
        Clue(value, hard=isinstance(value, LikeClue) or _is_named(value), said=_as_heard(one.said, text))
        for one in suggestion.clues
        if fold(one.said) and f" {fold(one.said)} " in heard
        if (value := _known(one.value, heard.split(), names))
    ]
    films = [film for title, year in suggestion.titles for film in _films(title, year, names)]
    return LookedUp(tuple({clue.value: clue for clue in clues}.values()), tuple(dict.fromkeys(films)))


def _as_heard(said: str, text: str) -> str:
    """Words that a message has, without what the model put around or upon them: it may write nothing on the screen."""
    return said if said.casefold() in text.casefold() else fold(said)


def _is_named(value: ClueValue) -> bool:
    """People are evidence and no filter, so a firm one shuts nothing out."""
    return isinstance(value, PersonClue) and value.wanted


def _known(value: ClueValue, heard: list[str], names: Names) -> ClueValue | None:
    """A clue by the catalogue's names; None where it has none."""
    match value:
        case YearClue(low, high):
            return value if _within(low, high, _YEARS) else None
        case RuntimeClue(low, high):
            return value if _within(low, high, _MINUTES) else None
        case ColourClue():
            return value
        case PersonClue(name, wanted):
            person = names.people([fold(name)]).get(fold(name))
            return PersonClue(person, wanted) if person and _is_heard(person, heard) else None
        case LikeClue(title):
            film = names.titles([title_key(title)]).get(title_key(title))
            known = film and _is_heard(film.title, heard)
            return LikeClue(film.title, film.film_id, tuple(names.family(film))) if film and known else None
        case _:
            return _of_vocabulary(value)


def _of_vocabulary(value: ClueValue) -> ClueValue | None:
    match value:
        case GenreClue(name, wanted):
            genre = genre_named(name)
            return GenreClue(genre, wanted) if genre else None
        case LanguageClue(name, wanted):
            language = LANGUAGE_WORDS.get(name.casefold())
            return LanguageClue(language, wanted) if language else None
        case CountryClue(name, wanted):
            country = COUNTRY_WORDS.get(name.casefold())
            return CountryClue(country, wanted) if country else None
        case _:
            return None


def _within(low: int | None, high: int | None, limits: tuple[int, int]) -> bool:
    bounds = [bound for bound in (low, high) if bound is not None]
    return bool(bounds) and sorted(bounds) == bounds and all(limits[0] <= bound <= limits[1] for bound in bounds)


def _is_heard(name: str, heard: list[str]) -> bool:
    """Whether the message has a word of a name, if misspelt: nobody is known to take part who was not spoken of."""
    return any(
        get_close_matches(word, heard, n=1, cutoff=_ALIKE) for word in fold(name).split() if len(word) >= _SHORTEST
    )


def _films(title: str, year: int | None, names: Names) -> list[FilmId]:
    """The films that are called exactly so, of that year where one is given; one film where none is."""
    called = names.called(title_key(title))
    if year is None:
        return [film_id for film_id, _ in called[:1]]
    return [film_id for film_id, of in called if of is not None and abs(of - year) <= _OFF]
