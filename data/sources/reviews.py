"""What people wrote about films: a table with imdb_id, title, review (parquet, CSV or JSON lines), one review a row.

Five a film are kept, the first five: enough to say what a film is about, few enough not to crowd out its story.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from data.record import IdKind, Record, Text, TextKind
from data.sources import parquet
from data.sources.json_objects import objects_or_table
from data.sources.row import Row, imdb_id
from data.tally import Tally

_MOST = 5


def read(path: Path, tally: Tally) -> Iterator[Record]:
    """Read the reviews of each film, in whatever order; what is kept is held until the end."""
    films: dict[str, tuple[str | None, list[str]]] = {}
    for row in _rows(path, tally):
        film_id, review = imdb_id(row.line("imdb_id")), " ".join((row.text("review") or "").split())
        if not film_id or not review:
            tally.broken("no IMDb id, or no review", row.place)
            continue
        _, kept = films.setdefault(film_id, (row.line("title"), []))
        if len(kept) < _MOST:
            kept.append(review)
        else:
            tally.skip("more than five reviews of a film", row.place)
    for film_id, (title, kept) in films.items():
        texts = tuple(Text("reviews", TextKind.REVIEW, text) for text in dict.fromkeys(kept))
        yield Record(ids={IdKind.IMDB: film_id}, title=title, texts=texts)


def _rows(path: Path, tally: Tally) -> Iterator[Row]:
    if parquet.names(path):
        return parquet.rows(path, tally, ("imdb_id", "title", "review"))
    return objects_or_table(path, tally)
