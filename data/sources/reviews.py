"""What people wrote about films: a table with imdb_id, title, review (parquet, CSV or JSON lines), one review a row.

Five a film are kept, the first five: enough to say what a film is about, few enough not to crowd out its story.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from data.record import IdKind, Record, Text, TextKind
from data.sources import parquet
from data.sources.files import first_line, table
from data.sources.json_objects import objects
from data.sources.row import Row, imdb_id
from data.tally import Tally

_MOST = 5


def read(path: Path, tally: Tally) -> Iterator[Record]:
    """Read the reviews of each film; those of one film need not follow each other."""
    given: Counter[str | None] = Counter()
    usable = (row for row in _rows(path, tally) if _usable(row))
    for film_id, rows in groupby(usable, key=lambda row: imdb_id(row.line("imdb_id"))):
        reviews = list(rows)
        room = _MOST - given[film_id]
        given[film_id] += len(reviews)
        for row in reviews[max(room, 0) :]:
            tally.skip("more than five reviews of a film", row.place)
        if room <= 0:
            continue
        texts = dict.fromkeys(" ".join((row.text("review") or "").split()) for row in reviews[:room])
        yield Record(
            ids={IdKind.IMDB: film_id or ""},
            title=reviews[0].line("title"),
            texts=tuple(Text("reviews", TextKind.REVIEW, text) for text in texts),
        )


def _rows(path: Path, tally: Tally) -> Iterator[Row]:
    if parquet.names(path):
        return parquet.rows(path, tally, ("imdb_id", "title", "review"))
    return objects(path, tally) if first_line(path)[:1] in ("[", "{") else table(path, tally)


def _usable(row: Row) -> bool:
    if imdb_id(row.line("imdb_id")) and row.text("review"):
        return True
    row.tally.broken("no IMDb id, or no review", row.place)
    return False
