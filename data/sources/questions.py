"""What people remembered of films, with the film they meant: a table with imdb_id and text (CSV or JSON lines).

Who asked before helps who asks now: two half-memories of a film are more alike than a memory and an article. A film is
found by these texts, and none of them is ever shown. Ten a film are kept, the first ten.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from data.record import IdKind, Record, Text, TextKind
from data.sources.json_objects import objects_or_table
from data.sources.row import imdb_id
from data.tally import Tally

_MOST = 10


def read(path: Path, tally: Tally) -> Iterator[Record]:
    """Read the questions of each film, in whatever order; what is kept is held until the end."""
    films: dict[str, dict[str, None]] = {}
    for row in objects_or_table(path, tally):
        film_id, question = imdb_id(row.line("imdb_id")), row.text("text")
        if not film_id or not question:
            tally.broken("no IMDb id, or no question", row.place)
            continue
        kept = films.setdefault(film_id, {})
        if question in kept or len(kept) < _MOST:
            kept[question] = None
        else:
            tally.skip("more than ten questions of a film", row.place)
    for film_id, kept in films.items():
        yield Record(ids={IdKind.IMDB: film_id}, texts=tuple(Text("questions", TextKind.MEMORY, text) for text in kept))
