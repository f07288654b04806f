"""Exports shaped like TMDB's films, as CSV (commas or semicolons) or JSON; their columns go by many names.

Known shapes: `Release_Date;Title;Overview;…;Poster_Url` with semicolons, the API's own objects, and the tables made of
them (`id, imdb_id, title, original_title, overview, genres, …` with lists as texts, as JSON or as Python writes them).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from data.adult import FLAGGED
from data.record import IdKind, Record, Text, TextKind
from data.sources.files import first_line, lines, table
from data.sources.json_objects import objects
from data.sources.row import Row, imdb_id, whole_id
from data.tally import Tally

_BEFORE, _AFTER = 2, 6
"""Columns before the overview and after it in the shape that has nine, whose overview may hold semicolons itself."""


def read(path: Path, tally: Tally) -> Iterator[Record]:
    """Read films; what TMDB calls adult is flagged."""
    for row in _rows(path, tally):
        title = row.line("title", "original_title")
        if not title:
            tally.broken("no title", row.place)
            continue
        original = row.line("original_title")
        yield Record(
            ids=_ids(row),
            title=title,
            original_title=None if original == title else original,
            year=row.year("release_date", "year"),
            runtime=row.minutes("runtime"),
            genres=row.parts("genres") or row.parts("genre"),
            directors=row.parts("directors") or row.parts("director"),
            cast=row.parts("cast"),
            countries=row.parts("production_countries") or row.parts("origin_country"),
            languages=row.parts("spoken_languages") or row.parts("original_language"),
            certificate=row.line("certification", "mpaa_rating"),
            votes=row.votes("vote_count"),
            adult=FLAGGED if row.flag("adult") else None,
            texts=_texts(row),
        )


def _ids(row: Row) -> dict[IdKind, str]:
    ids = {IdKind.IMDB: imdb_id(row.text("imdb_id")), IdKind.TMDB: whole_id(row.text("tmdb_id", "id"))}
    return {kind: value for kind, value in ids.items() if value}


def _texts(row: Row) -> tuple[Text, ...]:
    overview, keywords = row.text("overview"), row.parts("keywords")
    texts = [Text("tmdb", TextKind.OVERVIEW, overview)] if overview else []
    if keywords:
        texts.append(Text("tmdb", TextKind.KEYWORDS, "\n".join(keywords)))
    return tuple(texts)


def _rows(path: Path, tally: Tally) -> Iterator[Row]:
    head = first_line(path)
    if head[:1] in ("[", "{"):
        return objects(path, tally, within="results" if head.startswith("{") and '"results"' in head else "")
    if head.count(";") <= head.count(","):
        return table(path, tally)
    if head.rstrip(";").count(";") == _BEFORE + _AFTER:
        return _semicolons(path, tally)
    return table(path, tally, delimiter=";")


def _semicolons(path: Path, tally: Tally) -> Iterator[Row]:
    """Rows that quote nothing: split from both ends, so that the overview keeps its own semicolons."""
    header: list[str] = []
    for place, line in lines(path, tally):
        cells = line.rstrip(";").split(";")
        if not header:
            header = [name.strip().casefold() for name in cells]
            continue
        tally.rows += 1
        if len(cells) < len(header):
            tally.broken("not as many columns as the header", place)
            continue
        middle = ";".join(cells[_BEFORE : len(cells) - _AFTER])
        yield Row(dict(zip(header, (*cells[:_BEFORE], middle, *cells[-_AFTER:]), strict=True)), place, tally)
