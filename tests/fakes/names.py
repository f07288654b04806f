"""The names of whatever films a test gives it, and a few people besides, without a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from retrieval.ports import Titled
from retrieval.spelling import meant
from retrieval.text import fold
from retrieval.titles import is_family, stem, title_key, title_keys
from retrieval.types import Film, FilmId


class FakeNames:
    """Implements `retrieval.ports.Names`; a surname is known as soon as one person has it."""

    def __init__(
        self,
        films: Iterable[Film] = (),
        people: Mapping[str, str] | None = None,
        votes: Mapping[str, int] | None = None,
    ) -> None:
        self._films = {film.film_id: film for film in films}
        listed = {fold(name): name for film in self._films.values() for name in (*film.cast, *film.directors)}
        self._people = listed if people is None else dict(people)
        self._votes = votes or {}

    def people(self, folded: Sequence[str]) -> dict[str, str]:
        return {name: self._people[name] for name in folded if name in self._people}

    def with_votes(self, people: Sequence[str], least: int) -> tuple[str, ...]:
        return tuple(name for name in people if self._votes.get(name, least) >= least)

    def surnames(self, folded: Sequence[str]) -> dict[str, tuple[str, ...]]:
        meant = {
            surname: tuple(name for key, name in self._people.items() if key.split()[-1] == surname)
            for surname in folded
        }
        return {surname: names for surname, names in meant.items() if names}

    def is_thing(self, word: str, person: str) -> bool:
        keys = {word, word.removesuffix("s"), f"{word}s"}
        about = sum(not keys.isdisjoint(map(title_key, film.keywords)) for film in self._films.values())
        return about > sum(person in (*film.cast, *film.directors) for film in self._films.values())

    def misspelt(self, folded: Sequence[str]) -> dict[str, str]:
        known = [(key, name, 1) for key, name in self._people.items()]
        found = {key: meant(key, known) for key in folded}
        return {key: name for key, name in found.items() if name}

    def first_names(self, folded: Sequence[str]) -> dict[str, tuple[str, ...]]:
        meant_by = {
            first: tuple(name for key, name in self._people.items() if key.split()[0] == first) for first in folded
        }
        return {first: names for first, names in meant_by.items() if names}

    def titles(self, keys: Sequence[str]) -> dict[str, Titled]:
        found: dict[str, Titled] = {}
        for film in self._films.values():
            for key, _ in title_keys(film):
                if key in keys and key not in found:
                    found[key] = self._titled(key, film)
        return found

    def _titled(self, key: str, film: Film) -> Titled:
        others = [other for other in self._films.values() if other != film and title_key(other.title) == key]
        shared = (film, *others) if others and title_key(film.title) == key else ()
        namesakes = tuple((one.film_id, one.year) for one in shared)
        known = film.votes is None or film.votes >= 5_000  # as `retrieval.names` has it
        return Titled(film.film_id, film.title, known=known, year=film.year, namesakes=namesakes)

    def called(self, key: str) -> list[tuple[FilmId, int | None]]:
        return [(film.film_id, film.year) for film in self._films.values() if (key, True) in title_keys(film)]

    def group(self, key: str) -> tuple[FilmId, ...]:
        films = [
            film.film_id
            for film in self._films.values()
            if key in map(title_key, film.keywords) or stem(film.title) == key
        ]
        return tuple(films) if len(films) > 1 else ()

    def cast(self, film_id: FilmId) -> tuple[str, ...]:
        return self._films[film_id].cast

    def directors(self, film_id: FilmId) -> tuple[str, ...]:
        return self._films[film_id].directors

    def family(self, film: Titled) -> tuple[FilmId, ...]:
        others = (
            other.film_id
            for other in self._films.values()
            if is_family(film.title, other.title, sequel="sequel" in other.keywords)
        )
        return tuple(dict.fromkeys((film.film_id, *others)))
