"""Several films of one title: the question which is meant, and its answers ("the 1982 one", "the older one"). Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from bot.core.clues import reject
from bot.core.types import SearchState
from retrieval.types import CastClue, Clue, Film, FilmId, LikeClue

_PLACES: Final = {
    word: place
    for place, words in enumerate(("first 1st 1 one", "second 2nd 2 two", "third 3rd 3", "fourth 4th 4", "fifth 5th 5"))
    for word in words.split()
}
_OLD: Final = frozenset("old older oldest earlier earliest original".split())
_NEW: Final = frozenset("new newer newest later latest recent modern remake reboot last".split())
_AROUND: Final = frozenset(
    """the a an one it its is was i mean meant think maybe yes yeah no of from in film movie version that this by with
    number nr please probably more most made director directed directors s and ones not ok oh""".split()
)
_MOST_WORDS: Final = 9


def read_which(text: str, films: Sequence[Film]) -> Film | None:
    """The film that an answer picks out; None where it is no answer, or leaves several."""
    words = re.findall(r"\w+", text.casefold())
    if not words or len(words) > _MOST_WORDS:
        return None
    left = [word for word in words if word not in _AROUND] or [word for word in words if word in _PLACES]
    found = next(filter(None, (read(left, films) for read in (_by_year, _by_place, _by_age, _by_person))), None)
    if found is None or "not" not in words:
        return found
    others = [film for film in films if film is not found]
    return others[0] if len(others) == 1 else None


def _by_year(words: Sequence[str], films: Sequence[Film]) -> Film | None:
    """Read "1982", "82", "80s", "1980s"."""
    if len(words) != 1 or not re.fullmatch(r"(?:18|19|20)?\d\ds?", words[0]):
        return None
    said, decade = words[0].rstrip("s"), words[0].endswith("s")
    return _only(films, lambda film: str(film.year)[: -1 if decade else None].endswith(said[:-1] if decade else said))


def _by_place(words: Sequence[str], films: Sequence[Film]) -> Film | None:
    place = _PLACES.get(words[0], len(films)) if len(words) == 1 else len(films)
    return films[place] if place < len(films) else None


def _by_age(words: Sequence[str], films: Sequence[Film]) -> Film | None:
    years = [film.year for film in films if film.year is not None]
    if len(words) != 1 or not years or not {words[0]} & (_OLD | _NEW):
        return None
    year = min(years) if words[0] in _OLD else max(years)
    return _only(films, lambda film: film.year == year)


def _by_person(words: Sequence[str], films: Sequence[Film]) -> Film | None:
    def takes_part(film: Film) -> bool:
        names = [set(re.findall(r"\w+", name.casefold())) for name in (*film.directors, *film.cast)]
        return bool(words) and any(set(words) <= name for name in names)

    return _only(films, takes_part)


def _only(films: Sequence[Film], holds: Callable[[Film], bool]) -> Film | None:
    found = [film for film in films if holds(film)]
    return found[0] if len(found) == 1 else None


def choose(state: SearchState, chosen: Film, films: Mapping[FilmId, Film]) -> SearchState:
    """The search with one film of a title: what is like it is like that one; else its namesakes are left out."""
    ids = state.shared.film_ids if state.shared else ()
    clues = tuple(_of(clue, chosen, ids, films) for clue in state.clues)
    likened = any(isinstance(clue.value, LikeClue | CastClue) and clue.value.film_id in ids for clue in state.clues)
    left = reject(state, () if likened else [one for one in ids if one != chosen.film_id])
    return replace(left, clues=clues, shown=(), offered=None, shared=None)


def _of(clue: Clue, chosen: Film, ids: Sequence[FilmId], films: Mapping[FilmId, Film]) -> Clue:
    title = f"{chosen.title} ({chosen.year})" if chosen.year else chosen.title
    match clue.value:
        case LikeClue(_, film_id, family) if film_id in ids:
            return replace(clue, value=LikeClue(title, chosen.film_id, family))
        case CastClue(_, film_id, names) if film_id in ids:
            crew = film_id in films and names == films[film_id].directors
            return replace(clue, value=CastClue(title, chosen.film_id, chosen.directors if crew else chosen.cast))
        case _:
            return clue
