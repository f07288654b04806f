r"""IMDb's non-commercial tables, a folder: title.basics, title.ratings, title.akas, title.principals, name.basics.

Each is tab-separated, quotes nothing, writes `\N` for what is not known, and may be packed (.tsv.gz). They hold facts
and no stories. Only films are kept: of the people, those who made one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from itertools import groupby
from pathlib import Path

from data.adult import FLAGGED
from data.record import IdKind, Record
from data.sources.files import tsv
from data.sources.row import Row
from data.tally import Tally
from retrieval.types import Role

_FILMS = frozenset(("movie", "tvMovie"))
_ENGLISH = frozenset(("US", "GB", "CA", "AU", "IN", "XWW", "XEU"))
_ID = re.compile(r"tt\d{1,10}", re.ASCII)
_MOST_ALIASES, _MOST_CAST = 12, 10
_CAST = frozenset(("actor", "actress"))
_WANTED = _CAST | {"director", "cinematographer"}


def read(path: Path, tally: Tally) -> Iterator[Record]:
    """Read table after table; records of one film meet by its id."""
    kept: set[str] = set()
    for row in _rows(path, "title.basics", tally):
        record = _basics(row)
        if record:
            kept.add(record.ids[IdKind.IMDB])
            yield record
    for row in _rows(path, "title.ratings", tally):
        if row.cells.get("tconst") in kept:
            yield Record(ids=_ids(row, "tconst"), votes=row.votes("numvotes"))
    aliases = (row for row in _rows(path, "title.akas", tally) if row.cells.get("titleid") in kept)
    yield from _grouped(aliases, "titleid", _aliases)
    names = _names(path, tally, kept)
    people = (row for row in _rows(path, "title.principals", tally) if row.cells.get("tconst") in kept)
    yield from _grouped(people, "tconst", lambda rows: _people(rows, names))


def _rows(folder: Path, name: str, tally: Tally) -> Iterator[Row]:
    for end in (".tsv", ".tsv.gz"):
        if (folder / f"{name}{end}").is_file():
            yield from tsv(folder / f"{name}{end}", tally)
            return
    tally.skip("a table is not there", name)


def _grouped(rows: Iterable[Row], column: str, made: Callable[[list[Row]], Record]) -> Iterator[Record]:
    """The tables are sorted by film, so the rows of one are held at a time."""
    for _, own in groupby(rows, key=lambda row: row.cells[column]):
        yield made(list(own))


def _ids(row: Row, column: str) -> dict[IdKind, str]:
    return {IdKind.IMDB: row.line(column) or ""}


def _basics(row: Row) -> Record | None:
    title, film_id, original = row.line("primarytitle"), row.line("tconst"), row.line("originaltitle")
    if row.cells.get("titletype") not in _FILMS:
        row.tally.skip("not a film", row.place)
        return None
    if not film_id or not _ID.fullmatch(film_id):
        row.tally.broken("no IMDb id", row.place)
        return None
    if not title:
        row.tally.broken("no title", row.place)
        return None
    return Record(
        ids={IdKind.IMDB: film_id},
        title=title,
        original_title=None if original == title else original,
        year=row.year("startyear"),
        runtime=row.minutes("runtimeminutes"),
        genres=row.parts("genres"),
        adult=FLAGGED if row.flag("isadult") else None,
    )


def _aliases(rows: list[Row]) -> Record:
    """Names that English speakers may know first."""
    rows.sort(key=lambda row: row.cells.get("region") not in _ENGLISH)
    titles = dict.fromkeys(filter(None, (row.line("title") for row in rows)))
    return Record(ids=_ids(rows[0], "titleid"), alt_titles=tuple(titles)[:_MOST_ALIASES])


def _names(folder: Path, tally: Tally, kept: AbstractSet[str]) -> dict[str, str]:
    """Names of the people of the films kept: the one thing that is held, and so the table of people is read for it."""
    rows = _rows(folder, "title.principals", Tally())  # what is broken is counted when it is read for the films
    needed = {key for row in rows if _is_wanted(row, kept) and (key := row.line("nconst"))}
    return {
        key: row.line("primaryname") or ""
        for row in _rows(folder, "name.basics", tally)
        if (key := row.line("nconst")) in needed and key
    }


def _is_wanted(row: Row, kept: AbstractSet[str]) -> bool:
    return row.cells.get("tconst") in kept and row.cells.get("category") in _WANTED


def _people(rows: list[Row], names: dict[str, str]) -> Record:
    def name(row: Row) -> str:
        return names.get(row.line("nconst") or "", "")

    def of(categories: AbstractSet[str]) -> tuple[str, ...]:
        found = (name(row) for row in rows if row.cells.get("category") in categories)
        return tuple(dict.fromkeys(filter(None, found)))

    cast = [row for row in rows if row.cells.get("category") in _CAST and name(row)]
    roles = (Role(name(row), who, "") for row in cast[:_MOST_CAST] if (who := _character(row)))
    return Record(
        ids=_ids(rows[0], "tconst"),
        directors=of({"director"}),
        cast=of(_CAST)[:_MOST_CAST],
        cinematographers=of({"cinematographer"}),
        roles=tuple(roles),
    )


def _character(row: Row) -> str:
    """The first character of a cell such as `["Blacksmith","Self"]`."""
    cell = row.line("characters")
    if not cell:
        return ""
    try:
        found = json.loads(cell)
    except ValueError:
        row.tally.broken("`characters` is a broken list", row.place)
        return ""
    return str(found[0]) if isinstance(found, list) and found else ""
