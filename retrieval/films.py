"""Film JSON lines: the one interchange form. The starter is in it, importers write it, every index is built from it.

One JSON object a line. `imdb_id` and `title` are required; every other key may be null, empty or absent. Unknown keys
are refused, so that a misspelt one is not lost in silence.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

from retrieval.errors import CatalogueError
from retrieval.types import Film, FilmId, Role

_HALF_CHARACTER = re.compile("[\ud800-\udfff]")  # JSON can spell it, no file can hold it
_TOO_MUCH = 1_000_000  # years or minutes
_TOO_MANY = 10_000_000_000  # votes: more than there are people
_KEYS = {"imdb_id"} | {field.name for field in fields(Film)} - {"film_id"}


def read_films(path: Path) -> Iterator[Film]:
    """Read a film file line by line; blank lines are skipped.

    Raises:
        CatalogueError: the file cannot be read, or a line is malformed (its number is in the message).
    """
    try:
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield _film_at(line, f"line {number} of {path.name}")
    except (OSError, UnicodeDecodeError) as error:
        raise CatalogueError(
            f"The film file {path} cannot be read ({error}); check the path and its rights."
        ) from error


def write_films(films: Iterable[Film], path: Path) -> None:
    """Write films as JSON lines, in the order given."""
    with path.open("w", encoding="utf-8") as out:
        for film in films:
            out.write(film_to_json(film) + "\n")


def _film_at(line: str, place: str) -> Film:
    try:
        return film_from_json(line)
    except CatalogueError as error:
        raise CatalogueError(f"{str(error).rstrip('.')} ({place}); mend the line and build again.") from error


def film_to_json(film: Film) -> str:
    """One line without its end, keys in the fixed order that the starter has."""
    row: dict[str, Any] = {
        "imdb_id": film.film_id,
        "title": film.title,
        "original_title": film.original_title,
        "alt_titles": film.alt_titles,
        "year": film.year,
        "runtime": film.runtime,
        "genres": film.genres,
        "directors": film.directors,
        "cast": film.cast,
        "black_and_white": film.black_and_white,
        "countries": film.countries,
        "languages": film.languages,
        "wikipedia_title": film.wikipedia_title,
        "premise": film.premise,
        "plot": film.plot,
        "scenes": film.scenes,
        "roles": [[role.actor, role.character, role.description] for role in film.roles],
        "keywords": film.keywords,
        "mood": film.mood,
        "sure": film.sure,
    }
    if film.cinematographers:  # few catalogues name them, and the starter does not; so the key is only there with them
        row["cinematographers"] = film.cinematographers
    if film.certificate:  # likewise: no board has rated the starter's films for it
        row["certificate"] = film.certificate
    if film.votes is not None:  # the starter has none, and its lines stay as they are
        row["votes"] = film.votes
    if film.sources:  # likewise: the starter's texts are of one source
        row["sources"] = film.sources
    if film.memories:  # likewise: most films nobody has asked for
        row["memories"] = film.memories
    return json.dumps(row, ensure_ascii=False)


def film_from_json(line: str) -> Film:
    """Parse one line.

    Raises:
        CatalogueError: it is not a film; the message says which key is wrong.
    """
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise CatalogueError(f"This is not JSON: {error}.") from error
    if not isinstance(row, dict):
        raise CatalogueError("A film must be a JSON object.")
    if unknown := sorted(row.keys() - _KEYS):
        raise CatalogueError(f"A film has no key {unknown[0]!r}.")
    if not row.get("imdb_id") or not row.get("title"):
        raise CatalogueError("A film needs `imdb_id` and `title`.")
    if "\\ud" in line.lower() and _HALF_CHARACTER.search(json.dumps(row, ensure_ascii=False)):
        raise CatalogueError("A film's text holds half a character (\\ud800 to \\udfff), which is not valid text.")
    return Film(
        film_id=FilmId(_text(row, "imdb_id") or ""),
        title=_text(row, "title") or "",
        year=_whole(row, "year"),
        runtime=_whole(row, "runtime"),
        black_and_white=_flag(row, "black_and_white"),
        roles=_roles(row.get("roles")),
        sure=_flag(row, "sure") is not False,
        original_title=_text(row, "original_title"),
        wikipedia_title=_text(row, "wikipedia_title"),
        premise=_text(row, "premise"),
        plot=_text(row, "plot"),
        alt_titles=_texts(row, "alt_titles"),
        genres=_texts(row, "genres"),
        directors=_texts(row, "directors"),
        cast=_texts(row, "cast"),
        cinematographers=_texts(row, "cinematographers"),
        countries=_texts(row, "countries"),
        languages=_texts(row, "languages"),
        scenes=_texts(row, "scenes"),
        keywords=_texts(row, "keywords"),
        mood=_texts(row, "mood"),
        certificate=_text(row, "certificate"),
        votes=_count(row, "votes"),
        sources=_texts(row, "sources"),
        memories=_texts(row, "memories"),
    )


def _text(row: dict[str, Any], key: str) -> str | None:
    value = row.get(key)
    if value is not None and not isinstance(value, str):
        raise CatalogueError(f"`{key}` must be text.")
    return value or None


def _texts(row: dict[str, Any], key: str) -> tuple[str, ...]:
    value = row.get(key) or ()
    if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
        raise CatalogueError(f"`{key}` must be a list of texts.")
    return tuple(value)


def _whole(row: dict[str, Any], key: str) -> int | None:
    value = row.get(key)
    if value is not None and (not isinstance(value, int) or isinstance(value, bool) or not 0 < value < _TOO_MUCH):
        raise CatalogueError(f"`{key}` must be a whole number above 0.")
    return value


def _count(row: dict[str, Any], key: str) -> int | None:
    value = row.get(key)
    if value is not None and (not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < _TOO_MANY):
        raise CatalogueError(f"`{key}` must be a whole number, 0 or more.")
    return value


def _flag(row: dict[str, Any], key: str) -> bool | None:
    value = row.get(key)
    if value is not None and not isinstance(value, bool):
        raise CatalogueError(f"`{key}` must be true or false.")
    return value


def _roles(value: object) -> tuple[Role, ...]:
    if value is None:
        return ()
    if not isinstance(value, list):
        raise CatalogueError("`roles` must be a list.")
    roles = []
    for item in value:
        if not isinstance(item, list) or len(item) != 3 or not all(isinstance(part, str) for part in item):  # noqa: PLR2004  # actor, character, description
            raise CatalogueError("Each of `roles` must be [actor, character, description].")
        roles.append(Role(*item))
    return tuple(roles)
