"""A parquet catalogue with one film a row, its facts merged from many sources and its texts as JSON by source."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from data.record import IdKind, Record, Text, TextKind
from data.sources import parquet
from data.sources.row import Row, article, imdb_id, plain_title
from data.tally import Tally

COLUMNS = (
    "id imdb_id tmdb_id ml_id title original_title alt_titles year runtime genres directors cast cinematographers "
    "countries languages wikipedia_title keywords tags imdb_votes vote_count texts"
).split()
_KINDS = {
    **dict.fromkeys(("overview", "imdb_outline", "imdb_plot", "description"), TextKind.OVERVIEW),
    "wiki_extract": TextKind.LEAD,
    "wiki_plot": TextKind.PLOT,
    "synopsis": TextKind.SYNOPSIS,
    "scene_descriptions": TextKind.SCENES,
}
_MORE = re.compile(r"\s*\|\s*\d+ more credits?\b.*$")


def read(path: Path, tally: Tally) -> Iterator[Record]:
    """Read films. The column `adult_hint` is left alone: it marks whoever meets a pornographer, as the Dude does."""
    for row in parquet.rows(path, tally, COLUMNS):
        if row.line("title"):
            yield _record(row)
        else:
            tally.broken("no title", row.place)


def _record(row: Row) -> Record:
    return Record(
        ids=_ids(row),
        title=plain_title(row.line("title") or ""),
        original_title=plain_title(row.line("original_title") or "") or None,
        alt_titles=tuple(plain_title(title) for title in row.parts("alt_titles")),
        year=row.year("year"),
        runtime=row.minutes("runtime"),
        genres=row.parts("genres"),
        directors=_people(row, "directors"),
        cast=_people(row, "cast"),
        cinematographers=_people(row, "cinematographers"),
        countries=row.parts("countries"),
        languages=row.parts("languages"),
        votes=max(row.votes("imdb_votes") or 0, row.votes("vote_count") or 0) or None,
        texts=tuple(_texts(row)),
    )


def _people(row: Row, column: str) -> tuple[str, ...]:
    """Names, without what a page had said beside the last one shown: "David Zucker | 1 more credit »"."""
    return tuple(dict.fromkeys(filter(None, (_MORE.sub("", name) for name in row.parts(column)))))


def _ids(row: Row) -> dict[IdKind, str]:
    imdb, own = imdb_id(row.text("imdb_id")), row.text("id")
    ids = {
        IdKind.IMDB: imdb,
        IdKind.OWN: own if own and not own.startswith(("imdb:", "tmdb:")) else None,
        IdKind.TMDB: row.text("tmdb_id"),
        IdKind.MOVIELENS: row.text("ml_id"),
        IdKind.WIKIPEDIA: article(row.line("wikipedia_title")),
    }
    return {kind: value for kind, value in ids.items() if value}


def _texts(row: Row) -> Iterator[Text]:
    for item in _listed(row):
        kind, text = _KINDS.get(str(item.get("kind"))), item.get("text")
        if kind and isinstance(text, str) and text.strip():
            yield Text(str(item.get("source")), kind, text.strip())
        else:
            row.tally.broken("a text of no known kind", row.place)
    for source, column in (("catalogue_keywords", "keywords"), ("movielens", "tags")):
        if words := row.parts(column):
            yield Text(source, TextKind.KEYWORDS, "\n".join(words))


def _listed(row: Row) -> list[Mapping[str, Any]]:
    try:
        listed = json.loads(row.cells.get("texts") or "[]")
    except (ValueError, TypeError, RecursionError):
        listed = None
    if isinstance(listed, list) and all(isinstance(item, Mapping) for item in listed):
        return listed
    row.tally.broken("`texts` is a broken list", row.place)
    return []
