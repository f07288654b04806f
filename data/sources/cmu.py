"""The CMU Movie Summary Corpus, a folder: movie.metadata.tsv, plot_summaries.txt, character.metadata.tsv."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from data.record import IdKind, Record, Text, TextKind
from data.sources.files import tsv
from data.sources.row import Row
from data.tally import Tally
from retrieval.types import Role

_FILMS = ("page", "freebase", "title", "released", "revenue", "runtime", "languages", "countries", "genres")
_PLOTS = ("page", "plot")
_CHARACTERS = tuple("page freebase released character born gender height ethnicity actor age map who whom".split())
_MOST_ROLES = 10


def read(path: Path, tally: Tally) -> Iterator[Record]:
    """Read the tables; records of one film meet by the number of its Wikipedia article."""
    for row in _rows(path / "movie.metadata.tsv", _FILMS, tally):
        title = row.line("title")
        if title:
            yield Record(
                ids=_ids(row),
                title=title,
                year=row.year("released"),
                runtime=row.minutes("runtime"),
                genres=row.parts("genres"),
                countries=row.parts("countries"),
                languages=row.parts("languages"),
            )
        else:
            tally.broken("no title", row.place)
    for row in _rows(path / "plot_summaries.txt", _PLOTS, tally):
        if plot := row.text("plot"):
            yield Record(ids=_ids(row), texts=(Text("cmu", TextKind.PLOT, plot),))
    characters = _rows(path / "character.metadata.tsv", _CHARACTERS, tally)
    for _, rows in groupby(characters, key=lambda row: row.cells["page"]):
        yield _people(list(rows))


def _rows(path: Path, columns: tuple[str, ...], tally: Tally) -> Iterator[Row]:
    if not path.is_file():
        tally.skip("a table is not there", path.name)
        return
    for row in tsv(path, tally, header=columns):
        if (row.line("page") or "").isdecimal():
            yield row
        else:
            tally.broken("no number of an article", f"{path.name}, {row.place}")


def _ids(row: Row) -> dict[IdKind, str]:
    return {IdKind.PAGE: row.line("page") or ""}


def _people(rows: list[Row]) -> Record:
    pairs = [(row.line("actor"), row.line("character")) for row in rows]
    cast = tuple(dict.fromkeys(actor for actor, _ in pairs if actor))[:_MOST_ROLES]
    roles = tuple(Role(actor, character, "") for actor, character in pairs if actor and character)
    return Record(ids=_ids(rows[0]), cast=cast, roles=roles[:_MOST_ROLES])
