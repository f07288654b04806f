"""The Kaggle table of Netflix titles: show_id, type, title, director, cast, country, release_year, rating, description.

Tables of other services have the same columns; they are not read, because their blurbs would be named as Netflix's.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from data.record import Record, Text, TextKind
from data.sources.files import table
from data.tally import Tally


def read(path: Path, tally: Tally) -> Iterator[Record]:
    """Read films; series are skipped."""
    for row in table(path, tally):
        title = row.line("title")
        if not title:
            tally.broken("no title", row.place)
            continue
        if row.line("type") != "Movie":
            tally.skip("not a film", row.place)
            continue
        blurb = row.text("description")
        yield Record(
            title=title,
            year=row.year("release_year"),
            runtime=row.minutes("duration"),
            genres=row.parts("listed_in"),
            directors=row.parts("director"),
            cast=row.parts("cast"),
            countries=row.parts("country"),
            certificate=row.line("rating"),
            texts=(Text("netflix", TextKind.OVERVIEW, blurb),) if blurb else (),
        )
