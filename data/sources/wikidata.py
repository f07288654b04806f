"""A result of the Wikidata query service as JSON, in any of its forms: SPARQL's own, "JSON", or "JSON (verbose)".

One row a film, or one for each combination of values; docs/catalogue.md has a query whose names are read here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from data.record import IdKind, Record
from data.sources.files import start
from data.sources.json_objects import objects
from data.sources.row import Row, article, imdb_id
from data.tally import Tally

_HEAD = 2000  # characters in which the key before the rows stands
_SEPARATOR = "|"
"""Between values that a query has joined (GROUP_CONCAT)."""


def read(path: Path, tally: Tally) -> Iterator[Record]:
    """Read films; the rows of one film meet by its number."""
    within = "bindings" if '"bindings"' in start(path, _HEAD) or '"head"' in start(path, _HEAD) else ""
    for row in objects(path, tally, within=within):
        if record := _record(_plain(row)):
            yield record


def _plain(row: Row) -> Row:
    """Values without their types."""
    cells = {name: value.get("value") if isinstance(value, Mapping) else value for name, value in row.cells.items()}
    return Row(cells, row.place, row.tally)


def _record(row: Row) -> Record | None:
    item = (row.line("film", "item", "movie") or "").rpartition("/")[2]
    title = row.line("filmlabel", "itemlabel", "movielabel", "title")
    if not item.startswith("Q") or not title or title == item:  # an item without a name is called by its number
        row.tally.broken("no title", row.place)
        return None
    ids = {
        IdKind.IMDB: imdb_id(row.line("imdb", "imdbid")),
        IdKind.WIKIDATA: item,
        IdKind.TMDB: row.line("tmdb", "tmdbid"),
        IdKind.WIKIPEDIA: article(row.line("article", "sitelink")),
    }
    colour = (row.line("colorlabel", "colourlabel", "color") or "").casefold()
    return Record(
        ids={kind: value for kind, value in ids.items() if value},
        title=title,
        original_title=row.line("originaltitle"),
        alt_titles=_values(row, "aliases", "alias"),
        year=row.year("date", "year", "released", "publicationdate"),
        runtime=row.minutes("duration") or row.minutes("runtime"),
        black_and_white=("white" in colour) if colour else None,
        genres=_values(row, "genrelabel", "genres", "genre"),
        directors=_values(row, "directorlabel", "directors"),
        cast=_values(row, "castlabel", "castmemberlabel", "cast"),
        cinematographers=_values(row, "cinematographerlabel", "cinematographers"),
        countries=_values(row, "countrylabel", "countries"),
        languages=_values(row, "languagelabel", "languages"),
        certificate=row.line("certificatelabel", "certificate"),
    )


def _values(row: Row, *names: str) -> tuple[str, ...]:
    return next((found for name in names if (found := row.parts(name, _SEPARATOR))), ())
