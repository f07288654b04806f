"""Who and what the catalogue knows by name, looked up in its file: implements `retrieval.ports.Names`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from string import ascii_lowercase
from typing import Any

from retrieval.catalogue_sqlite import SqliteCatalogue
from retrieval.ports import Titled
from retrieval.spelling import meant, slips_forgiven
from retrieval.text import fold
from retrieval.titles import is_family, stem, title_key
from retrieval.types import FilmId

_DOMINATES = 3  # times as many films as the next of that surname: "hitchcock" is Alfred
_FILMS_OF_A_NAME = 3  # in fewer films, nobody's name is guessed from a part or a misspelling of it
_FILMS_OF_A_FIRST_NAME = 5
_KNOWN_VOTES = 5_000
_KNOWN_PERSON = 10_000  # votes of all films, below which somebody with an initial may be meant instead
_STAR_VOTES = 1_000_000  # of all films; whoever has them is meant by the name alone, whatever else it means
_OUTSHINES = 10  # times as many votes as its namesake, and nobody means the other: "like Heat" is of 1995
_SHORTEST = 3  # letters of each word of a name without an initial
_MOST_PAIRS = 60  # of one message; each is looked up with every letter
_MARKS = 4  # dots and the like that a name may have besides what is compared
_ONE_OF = " IN (SELECT value FROM json_each(?))"
_GROUP = 2  # films that share a keyword or a stem, at least


@dataclass(frozen=True, slots=True, order=True)
class _Called:
    """A film that goes by a title."""

    order: tuple[int, int, int]
    """Whole titles first, then by votes, then by number."""
    film_id: FilmId
    title: str
    votes: int | None
    year: int | None


class CatalogueNames:
    """Look-ups in an open catalogue. May be used from any one thread at a time."""

    def __init__(self, catalogue: SqliteCatalogue) -> None:
        self._catalogue = catalogue
        self._db = catalogue.database
        (self._counts_votes,) = self._db.execute(
            "SELECT EXISTS (SELECT 1 FROM film WHERE votes IS NOT NULL)"
        ).fetchone()

    def people(self, folded: Sequence[str]) -> dict[str, str]:
        """See `retrieval.ports.Names`."""
        found = self._catalogue.people(folded)
        little = [key for key in found if not self.with_votes([found[key]], _KNOWN_PERSON)]
        others = self._with_initials([key for key in folded if key not in found or key in little])
        known = self.with_votes([others[key] for key in little if key in others], _KNOWN_PERSON)
        return found | {key: name for key, name in others.items() if key not in found or name in known}

    def _with_initials(self, folded: Sequence[str]) -> dict[str, str]:
        """Those of two words that are people's names but for an initial: "samuel jackson" is Samuel L. Jackson."""
        two = (key.split() for key in folded if key.count(" ") == 1)
        pairs = [(first, last) for first, last in two if min(len(first), len(last)) >= _SHORTEST]
        known = {
            last
            for (last,) in self._each("SELECT DISTINCT surname FROM surname WHERE surname", [last for _, last in pairs])
        }
        pairs = [(first, last) for first, last in pairs if last in known]
        if len(pairs) > _MOST_PAIRS:
            return {}
        known = self._catalogue.first_names({first for first, _ in pairs})  # each of the others is looked up 26 times
        whole = {
            f"{first} {initial} {last}": f"{first} {last}"
            for first, last in pairs
            if first in known
            for initial in ascii_lowercase
        }
        found = self._catalogue.people(list(whole))
        return {whole[name]: person for name, person in found.items()}

    def with_votes(self, people: Sequence[str], least: int) -> tuple[str, ...]:
        """See `retrieval.ports.Names`."""
        return tuple(name for name in people if not self._counts_votes or self._has_votes(name, least))

    def _has_votes(self, name: str, least: int) -> bool:
        """Whether somebody's films have so many votes; a star's are not all read."""
        sql = "SELECT votes FROM credit JOIN film USING (number) WHERE folded = ? AND votes IS NOT NULL"
        total = accumulate((votes for (votes,) in self._db.execute(sql, (fold(name),))), initial=0)
        return any(votes >= least for votes in total)

    def is_thing(self, word: str, person: str) -> bool:
        """See `retrieval.ports.Names`."""
        of = fold(person)
        sql = (
            "SELECT count(DISTINCT number) FROM keyword WHERE key IN (?, ?, ?) "
            "AND number NOT IN (SELECT number FROM credit WHERE folded = ?)"
        )
        (about,) = self._db.execute(sql, (word, word.removesuffix("s"), f"{word}s", of)).fetchone()
        (films,) = self._db.execute("SELECT count(*) FROM credit WHERE folded = ?", (of,)).fetchone()
        return about > films and not (self._counts_votes and self._has_votes(person, _STAR_VOTES))

    def surnames(self, folded: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """See `retrieval.ports.Names`."""
        found: dict[str, list[tuple[str, int]]] = {}
        for surname, name, films in self._each("SELECT surname, name, films FROM surname WHERE surname", folded):
            found.setdefault(surname, []).append((name, films))
        return {surname: _meant(people) for surname, people in found.items()}

    def misspelt(self, folded: Sequence[str]) -> dict[str, str]:
        """See `retrieval.ports.Names`."""
        found = {key: meant(key, self._alike(key)) for key in folded}
        return {key: name for key, name in found.items() if name}

    def _alike(self, name: str) -> Iterator[tuple[str, str, int]]:
        """People whose first name is spelt right, and those whose names have the same initials; nobody slips there."""
        first, *_, last = name.split()
        initial = name[len(first) + 1]
        most = slips_forgiven(name)
        length = (len(name) - most, len(name) + most)
        sql = (
            "SELECT folded, min(name), count(*) FROM credit WHERE folded >= ? AND folded < ? "
            "AND length(folded) BETWEEN ? AND ? GROUP BY folded HAVING count(*) >= ?"
        )
        reach = (f"{first} {initial}", f"{first} {chr(ord(initial) + 1)}")
        yield from self._db.execute(sql, (*reach, *length, _FILMS_OF_A_NAME))
        sql = (
            "SELECT name, films FROM surname WHERE surname >= ? AND surname < ? AND name LIKE ? "
            "AND length(name) BETWEEN ? AND ? + ?"
        )
        reach = (last[0], chr(ord(last[0]) + 1))
        for spelt, films in self._db.execute(sql, (*reach, f"{first[0]}%", *length, _MARKS)):
            yield fold(spelt), spelt, films

    def first_names(self, folded: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """See `retrieval.ports.Names`."""
        sql = (
            "SELECT min(name), count(*), sum(coalesce(votes, 0)) FROM credit JOIN film USING (number) "
            "WHERE folded >= ? AND folded < ? GROUP BY folded HAVING count(*) >= ?"
        )
        found: dict[str, tuple[str, ...]] = {}
        for first in folded:
            people = self._db.execute(sql, (f"{first} ", f"{first}!", _FILMS_OF_A_NAME)).fetchall()
            by_votes = [(name, votes or films) for name, films, votes in people]  # a catalogue may count none
            if max((films for _, films, _ in people), default=0) >= _FILMS_OF_A_FIRST_NAME:
                found[first] = _meant(by_votes)
        return found

    def titles(self, keys: Sequence[str]) -> dict[str, Titled]:
        """See `retrieval.ports.Names`."""
        called: dict[str, list[_Called]] = {}
        sql = (
            "SELECT key, whole, votes, film.number, film_id, title, year FROM title JOIN film USING (number) WHERE key"
        )
        for key, whole, votes, number, film_id, title, year in self._each(sql, keys):
            film = _Called((-whole, -(votes or 0), number), FilmId(film_id), title, votes, year)
            called.setdefault(key, []).append(film)
        return {key: self._titled(key, sorted(films)) for key, films in called.items()}

    def _titled(self, key: str, films: Sequence[_Called]) -> Titled:
        """The first of the films that are called by a key, and those that share its title."""
        best = films[0]
        own = [film for film in films if title_key(film.title) == key]
        meant = [film for film in own if (film.votes is None) or film.votes * _OUTSHINES >= (best.votes or 0)]
        shared = len(meant) > 1 and meant[0] is best
        return Titled(
            film_id=best.film_id,
            title=best.title,
            known=not self._counts_votes or (best.votes or 0) >= _KNOWN_VOTES,
            year=best.year,
            namesakes=tuple((film.film_id, film.year) for film in meant) if shared else (),
        )

    def called(self, key: str) -> list[tuple[FilmId, int | None]]:
        """See `retrieval.ports.Names`."""
        sql = (
            "SELECT film_id, year FROM title JOIN film USING (number) WHERE key = ? AND whole = 1 "
            "ORDER BY coalesce(votes, 0) DESC, number"
        )
        return [(FilmId(film_id), year) for film_id, year in self._db.execute(sql, (key,))]

    def family(self, film: Titled) -> tuple[FilmId, ...]:
        """See `retrieval.ports.Names`."""
        others = list(self._of_stem(stem(film.title)))
        # One known sequel speaks for all of its name: "The Twilight Saga: New Moon" for "… Breaking Dawn - Part 2".
        sequels = {stem(theirs) for _, theirs, sequel in others if sequel}
        family = (
            other
            for other, theirs, sequel in others
            if is_family(film.title, theirs, sequel=sequel or stem(theirs) in sequels)
        )
        return tuple(dict.fromkeys((film.film_id, *family)))

    def group(self, key: str) -> tuple[FilmId, ...]:
        """See `retrieval.ports.Names`."""
        by_keyword = self._ids("SELECT film_id FROM keyword JOIN film USING (number) WHERE key = ?", key)
        by_stem = [film_id for film_id, title, _ in self._of_stem(key) if stem(title) == key]
        both = tuple(dict.fromkeys((*by_keyword, *by_stem)))
        return both if len(both) >= _GROUP else ()

    def cast(self, film_id: FilmId) -> tuple[str, ...]:
        """See `retrieval.ports.Names`."""
        film = self._catalogue.films([film_id]).get(film_id)
        return film.cast if film else ()

    def directors(self, film_id: FilmId) -> tuple[str, ...]:
        """See `retrieval.ports.Names`."""
        film = self._catalogue.films([film_id]).get(film_id)
        return film.directors if film else ()

    def _of_stem(self, key: str) -> Iterator[tuple[FilmId, str, bool]]:
        """Films whose title may have this stem, with their titles and whether they are sequels.

        Those called by the stem itself, by it and more words, by its plural or by it and a digit; not by all that
        begins with these letters, which for "it" are two thousand films of a large catalogue.
        """
        sql = (
            "SELECT DISTINCT film_id, title.number, film.title, sequel FROM title JOIN film USING (number) "
            "WHERE key = :key OR key >= :key || ' ' AND key < :key || '!' OR key = :key || 's' "
            "OR key >= :key || 's ' AND key < :key || 's!' OR key >= :key || '2' AND key < :key || ':' "
            "ORDER BY title.number"
        )
        for film_id, _, title, sequel in self._db.execute(sql, {"key": key}):
            yield film_id, title, bool(sequel)

    def _ids(self, sql: str, key: str) -> list[FilmId]:
        return [FilmId(film_id) for (film_id,) in self._db.execute(sql, (key,))]

    def _each(self, sql: str, values: Sequence[str]) -> Iterator[tuple[Any, ...]]:
        """The rows of a look-up of many values: one statement whatever their number, so that it is compiled once."""
        if values:
            yield from self._db.execute(sql + _ONE_OF, (json.dumps(values),))


def _meant(people: Sequence[tuple[str, int]]) -> tuple[str, ...]:
    """One where nobody of that surname comes near, else all that do."""
    ordered = sorted(people, key=lambda person: (-person[1], person[0]))
    most = ordered[0][1]
    return tuple(name for name, films in ordered if films * _DOMINATES > most)
