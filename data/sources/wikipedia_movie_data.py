"""The JSON of wikipedia-movie-data, made of Wikipedia's lists of films: title, year, cast, genres, href, extract."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from data.record import IdKind, Record, Text, TextKind
from data.sources.json_objects import objects
from data.sources.row import article
from data.tally import Tally


def read(path: Path, tally: Tally) -> Iterator[Record]:
    """Read films; posters are left alone, they are not free."""
    for row in objects(path, tally):
        title = row.line("title")
        if not title:
            tally.broken("no title", row.place)
            continue
        page, lead = article(row.line("href")), row.text("extract")
        yield Record(
            ids={IdKind.WIKIPEDIA: page} if page else {},
            title=title,
            year=row.year("year"),
            genres=row.parts("genres"),
            cast=row.parts("cast"),
            texts=(Text("wikipedia", TextKind.LEAD, lead),) if lead else (),
        )
