"""Condensed Movies, a folder: movies.csv, movie_info.csv, casts.csv, and descriptions.csv with a sentence a clip."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from data.record import IdKind, Record, Text, TextKind
from data.sources.files import table
from data.sources.row import Row, imdb_id
from data.tally import Tally
from retrieval.types import Role

_MOST_ROLES = 10
_ASIDE = re.compile(r"\s*\(.*?\)|\s{2,}.*")
"""What IMDb writes behind a character's name: (voice), (as David Hawley)."""


def read(path: Path, tally: Tally) -> Iterator[Record]:
    """Read the tables one after the other; records of one film meet by its IMDb id."""
    for row in _rows(path / "movies.csv", tally):
        title = row.line("title")
        if title:
            yield Record(ids=_ids(row), title=title, year=row.year("year"))
        else:
            tally.broken("no title", row.place)
    for row in _rows(path / "movie_info.csv", tally):
        yield Record(ids=_ids(row), genres=row.parts("genre"), countries=row.parts("country"))
    for row in _rows(path / "casts.csv", tally):
        yield _people(row)
    scenes: defaultdict[str, dict[str, None]] = defaultdict(dict)  # held, for a film's clips need not stand together
    for row in _rows(path / "descriptions.csv", tally):
        if told := row.line("description"):
            scenes[_ids(row)[IdKind.IMDB]][told] = None
    for film_id, own in scenes.items():
        texts = tuple(Text("condensed_movies", TextKind.SCENE, text) for text in own)
        yield Record(ids={IdKind.IMDB: film_id}, texts=texts)


def _rows(path: Path, tally: Tally) -> Iterator[Row]:
    if not path.exists():
        tally.skip("a table is not there", path.name)
        return
    for row in table(path, tally):
        if imdb_id(row.line("imdbid")):
            yield row
        else:
            tally.broken("no IMDb id", f"{path.name}, {row.place}")


def _ids(row: Row) -> dict[IdKind, str]:
    return {IdKind.IMDB: imdb_id(row.line("imdbid")) or ""}


def _people(row: Row) -> Record:
    """The cell is `{'actor': 'character', …}` as Python writes it."""
    pairs = re.findall(r"""(['"])(.*?)\1: (['"])(.*?)\3(?=[,}])""", row.text("cast") or "")
    roles = [Role(" ".join(actor.split()), _ASIDE.sub("", who).strip(), "") for _, actor, _, who in pairs[:_MOST_ROLES]]
    return Record(
        ids=_ids(row), cast=tuple(role.actor for role in roles), roles=tuple(role for role in roles if role.character)
    )
