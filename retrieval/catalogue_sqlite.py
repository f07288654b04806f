"""The films, their people, titles and passages in one read-only SQLite file, numbered as the index numbers them.

Films are numbered from 0 in the order of the film file; the passages of film n are the rows `first_row[n]` to
`first_row[n + 1]`, in the order of `retrieval.text.passages`.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.errors import IndexDamagedError
from retrieval.films import film_from_json, film_to_json
from retrieval.origins import country_names, language_names
from retrieval.text import fold
from retrieval.titles import title_key, title_keys
from retrieval.types import Film, FilmId, Passage, PassageKind

_SCHEMA = """
CREATE TABLE film (
    number INTEGER PRIMARY KEY, film_id TEXT NOT NULL UNIQUE, first_row INTEGER NOT NULL, has_text INTEGER NOT NULL,
    year INTEGER, runtime INTEGER, black_and_white INTEGER, votes INTEGER, genres TEXT NOT NULL,
    languages TEXT NOT NULL, countries TEXT NOT NULL, sequel INTEGER NOT NULL, title TEXT NOT NULL, json TEXT NOT NULL);
CREATE TABLE passage (row INTEGER PRIMARY KEY, kind TEXT NOT NULL, text TEXT NOT NULL);
CREATE TABLE credit (folded TEXT NOT NULL, name TEXT NOT NULL, number INTEGER NOT NULL,
    PRIMARY KEY (folded, number)) WITHOUT ROWID;
CREATE TABLE surname (surname TEXT NOT NULL, name TEXT NOT NULL, films INTEGER NOT NULL,
    PRIMARY KEY (surname, name)) WITHOUT ROWID;
CREATE TABLE title (key TEXT NOT NULL, number INTEGER NOT NULL, whole INTEGER NOT NULL,
    PRIMARY KEY (key, number)) WITHOUT ROWID;
CREATE TABLE keyword (key TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (key, number)) WITHOUT ROWID;
"""
_SURNAMES = """
INSERT INTO surname SELECT replace(folded, rtrim(folded, replace(folded, ' ', '')), ''), min(name), count(*)
    FROM credit WHERE folded LIKE '% %' GROUP BY folded HAVING count(*) >= ?;
"""
_UNKNOWN = -1
_FILMS_OF_A_SURNAME = 3
"""In fewer films of the catalogue, a person is not called by the surname alone."""
_MOST_PARAMETERS = 500  # of one statement; SQLite's own limit is higher everywhere


@dataclass(frozen=True, slots=True)
class FilmTable:
    """The facts of all films as arrays, one entry a film number; -1 means unknown."""

    film_ids: tuple[FilmId, ...]
    numbers: Mapping[FilmId, int]
    """The number of every film."""
    first_row: NDArray[np.int64]
    """Shape (films + 1,)."""
    has_text: NDArray[np.bool_]
    year: NDArray[np.int64]
    runtime: NDArray[np.int64]
    black_and_white: NDArray[np.int64]
    votes: NDArray[np.int64]
    genres: Mapping[str, NDArray[np.bool_]]
    """For every genre, who is of it."""
    genre_known: NDArray[np.bool_]
    languages: Mapping[str, NDArray[np.bool_]]
    """For every language, who speaks it."""
    language_count: NDArray[np.int64]
    """How many languages a film is known to speak; 0 means that nothing is known."""
    countries: Mapping[str, NDArray[np.bool_]]
    """For every country, who comes from it."""
    country_count: NDArray[np.int64]
    credited: NDArray[np.bool_]
    """Of which films anybody is known who takes part."""


class SqliteCatalogue:
    """Read-only access. May be used from any one thread at a time."""

    def __init__(self, path: Path) -> None:
        """Open the file.

        Raises:
            IndexDamagedError: it is not a catalogue.
        """
        try:
            self._db = sqlite3.connect(
                f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
            )
            try:
                self._ids = self._read_ids()
            except sqlite3.Error:
                self._db.close()
                raise
        except sqlite3.Error as error:
            raise IndexDamagedError(f"The catalogue {path} is damaged ({error}); build the index again.") from error

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def _read_ids(self) -> dict[FilmId, int]:
        return {FilmId(film_id): number for film_id, number in self._db.execute("SELECT film_id, number FROM film")}

    def __contains__(self, film_id: object) -> bool:
        return film_id in self._ids

    def number(self, film_id: FilmId) -> int | None:
        """A film's number; None when it is not here."""
        return self._ids.get(film_id)

    def films(self, film_ids: Iterable[FilmId]) -> dict[FilmId, Film]:
        """Those of the asked films that exist."""
        found: dict[FilmId, Film] = {}
        for film_id in film_ids:
            row = self._db.execute("SELECT json FROM film WHERE film_id = ?", (film_id,)).fetchone()
            if row:
                found[film_id] = film_from_json(row[0])
        return found

    def passage(self, row: int) -> tuple[PassageKind, str]:
        """The kind and the text of one row of the index."""
        kind, text = self._db.execute("SELECT kind, text FROM passage WHERE row = ?", (row,)).fetchone()
        return PassageKind(kind), text

    def passages(self, rows: Sequence[int]) -> list[tuple[PassageKind, str]]:
        """`passage` of many rows."""
        found = {
            row: (PassageKind(kind), text)
            for row, kind, text in self._each("SELECT row, kind, text FROM passage WHERE row IN ({})", rows)
        }
        return [found[row] for row in rows]

    def certificates(self) -> list[str | None]:
        """The age mark of every film, in order. No column of its own: few catalogues have any."""
        rows = self._db.execute("SELECT json_extract(json, '$.certificate') FROM film ORDER BY number")
        return [certificate for (certificate,) in rows]

    def texts(self) -> Iterator[str]:
        """The text of every row, in order."""
        return (text for (text,) in self._db.execute("SELECT text FROM passage ORDER BY row"))

    def row_kinds(self) -> list[str]:
        """The kind of every row, in order."""
        return [kind for (kind,) in self._db.execute("SELECT kind FROM passage ORDER BY row")]

    def people(self, folded: Sequence[str]) -> dict[str, str]:
        """Which of these folded names (`retrieval.text.fold`) are people's, with the catalogue's spelling."""
        # One statement whatever their number, for to read one with hundreds of parameters takes as long as the look-up.
        sql = (
            "SELECT value, (SELECT min(name) FROM credit WHERE folded = value) AS name FROM json_each(?) "
            "WHERE name IS NOT NULL"
        )
        return dict(self._db.execute(sql, (json.dumps(folded),)))

    def first_names(self, words: Iterable[str]) -> set[str]:
        """Which of these words people's folded names begin with."""
        sql = (
            "SELECT value FROM json_each(?) "
            "WHERE EXISTS (SELECT 1 FROM credit WHERE folded >= value || ' ' AND folded < value || '!')"
        )
        return {word for (word,) in self._db.execute(sql, (json.dumps(list(words)),))}

    def films_with(self, name: str) -> list[int]:
        """Numbers of the films in which somebody of that name takes part."""
        return self.filmographies([name])[0]

    def filmographies(self, names: Iterable[str]) -> list[list[int]]:
        """`films_with` of many names."""
        keys = list(map(fold, names))
        sql = "SELECT folded, json_group_array(number) FROM credit WHERE folded IN ({}) GROUP BY folded"
        found = {key: sorted(json.loads(numbers)) for key, numbers in self._each(sql, keys)}
        return [found.get(key, []) for key in keys]

    def casts(self, numbers: Sequence[int]) -> list[list[str]]:
        """The cast lists of some films, cheaper than the whole films."""
        return self._lists("$.cast", numbers)

    def directors(self, numbers: Sequence[int]) -> list[list[str]]:
        """The directors of some films, cheaper than the whole films."""
        return self._lists("$.directors", numbers)

    def _lists(self, path: str, numbers: Sequence[int]) -> list[list[str]]:
        sql = f"SELECT number, json_extract(json, '{path}') FROM film WHERE number IN ({{}})"  # noqa: S608  # our own path
        found = dict(self._each(sql, numbers))
        return [json.loads(found[number] or "[]") for number in numbers]

    def _each(self, sql: str, values: Sequence[str | int]) -> Iterator[tuple[Any, ...]]:
        """The rows of a look-up of many values, in parts; `{}` stands where they go."""
        parts = (values[start : start + _MOST_PARAMETERS] for start in range(0, len(values), _MOST_PARAMETERS))
        return chain.from_iterable(self._db.execute(sql.format(",".join("?" * len(part))), part) for part in parts)

    @property
    def database(self) -> sqlite3.Connection:
        """The open file, for look-ups that are written elsewhere (`retrieval.names`)."""
        return self._db

    def titled(self, keys: Sequence[str], *, whole: bool = True) -> dict[str, list[int]]:
        """Which of these keys (`retrieval.titles.title_key`) are films' titles or aliases, with the films' numbers.

        With `whole` false, titles without their subtitle count too.
        """
        found: dict[str, list[int]] = {}
        sql = "SELECT number FROM title WHERE key = ? AND whole >= ? ORDER BY number"
        for key in keys:
            if numbers := [number for (number,) in self._db.execute(sql, (key, whole))]:
                found[key] = numbers
        return found

    def whole_titles(self) -> tuple[list[tuple[str, int]], list[str]]:
        """Every key of a whole title or alias with its film's number; and what every film is called, by its number."""
        keys = self._db.execute("SELECT key, number FROM title WHERE whole").fetchall()
        return keys, [title for (title,) in self._db.execute("SELECT title FROM film ORDER BY number")]

    def table(self) -> FilmTable:
        """Read the facts of all films."""
        columns = "number, first_row, has_text, year, runtime, black_and_white, votes, genres, languages, countries"
        rows = self._db.execute(f"SELECT {columns} FROM film ORDER BY number").fetchall()  # noqa: S608  # our own names
        credited = np.zeros(len(rows), dtype=np.bool_)
        credited[[number for (number,) in self._db.execute("SELECT DISTINCT number FROM credit")]] = True
        (total,) = self._db.execute("SELECT coalesce(max(row) + 1, 0) FROM passage").fetchone()  # counting reads all
        lists = {text for row in rows for text in row[7:10]}
        names = {text: frozenset(json.loads(text)) - {""} for text in lists}  # few are different
        genres, languages, countries = ([names[row[at]] for row in rows] for at in (7, 8, 9))
        return FilmTable(
            film_ids=tuple(sorted(self._ids, key=self._ids.__getitem__)),
            numbers=self._ids,
            first_row=np.array([*(row[1] for row in rows), total], dtype=np.int64),
            has_text=np.array([bool(row[2]) for row in rows]),
            year=_numbers(row[3] for row in rows),
            runtime=_numbers(row[4] for row in rows),
            black_and_white=_numbers(row[5] for row in rows),
            votes=_numbers(row[6] for row in rows),
            genres=_masks(genres),
            genre_known=np.array([bool(of) for of in genres]),
            languages=_masks(languages),
            language_count=_numbers(map(len, languages)),
            countries=_masks(countries),
            country_count=_numbers(map(len, countries)),
            credited=credited,
        )


def _masks(of_films: Sequence[frozenset[str]]) -> dict[str, NDArray[np.bool_]]:
    """For every name, which films have it."""
    holders: dict[str, list[int]] = {}
    for number, names in enumerate(of_films):
        for name in names:
            holders.setdefault(name, []).append(number)
    masks = {name: np.zeros(len(of_films), dtype=np.bool_) for name in sorted(holders)}
    for name, mask in masks.items():
        mask[holders[name]] = True
    return masks


def _numbers(values: Iterable[int | None]) -> NDArray[np.int64]:
    return np.array([_UNKNOWN if value is None else value for value in values], dtype=np.int64)


def write_catalogue(path: Path, films: Sequence[Film], passages: Sequence[Sequence[Passage]]) -> None:
    """Write films and the passages of each.

    Raises:
        sqlite3.Error: the disk refused.
    """
    with closing(sqlite3.connect(path)) as db, db:
        db.executescript(_SCHEMA)
        first_row = 0
        for number, (film, own) in enumerate(zip(films, passages, strict=True)):
            _insert(db, number, film, first_row)
            rows = ((first_row + offset, passage.kind.value, passage.text) for offset, passage in enumerate(own))
            db.executemany("INSERT INTO passage VALUES (?, ?, ?)", rows)
            first_row += len(own)
        db.execute(_SURNAMES, (_FILMS_OF_A_SURNAME,))


def _insert(db: sqlite3.Connection, number: int, film: Film, first_row: int) -> None:
    facts = (film.year, film.runtime, film.black_and_white, film.votes, json.dumps(film.genres))
    origin = (json.dumps(language_names(film.languages)), json.dumps(country_names(film.countries)))
    keywords = {key for word in film.keywords if (key := title_key(word))}
    sequel = any("sequel" in word.split() for word in keywords)
    row = (number, film.film_id, first_row, film.has_text, *facts, *origin, sequel, film.title, film_to_json(film))
    db.execute(f"INSERT INTO film VALUES ({', '.join('?' * len(row))})", row)  # noqa: S608  # only question marks
    titles = ((key, number, whole) for key, whole in title_keys(film))
    db.executemany("INSERT OR IGNORE INTO title VALUES (?, ?, ?)", titles)
    db.executemany("INSERT INTO keyword VALUES (?, ?)", ((key, number) for key in sorted(keywords)))
    people = {fold(name): name for name in (*film.directors, *film.cast, *(role.actor for role in film.roles))}
    rows = ((folded, name, number) for folded, name in people.items() if folded)
    db.executemany("INSERT OR IGNORE INTO credit VALUES (?, ?, ?)", rows)
