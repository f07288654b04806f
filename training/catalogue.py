"""The large measuring catalogue: a parquet file with one film a row and its texts by source → film JSON lines.

Only for measuring and training where the texts may be used; `sources` says which ones are let in, so the same file
gives a clean catalogue (`wikipedia`) and a complete one.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pyarrow import parquet

from retrieval.errors import CatalogueError
from retrieval.text import windows
from retrieval.types import Film, FilmId

_COLUMNS = (
    "id imdb_id title original_title alt_titles year runtime genres directors cast cinematographers wikipedia_title "
    "keywords imdb_votes vote_count texts"
).split()
_BATCH = 4096  # films held at a time
_STORY = ("wiki_plot", "synopsis")  # whole stories
_SHORT = ("overview", "wiki_extract", "imdb_outline", "imdb_plot", "description")  # how a film starts, best first
_KEYWORDS = 20  # beyond it they are noise: reactions, places of a shot


def read_catalogue(path: Path, *, sources: Collection[str] | None = None) -> Iterator[Film]:
    """Read the films of a parquet file.

    Args:
        path: one row a film; `texts` is a JSON list of `{source, kind, text}`.
        sources: texts and keywords of other sources are left out, the films and their facts stay; None takes all.

    Raises:
        CatalogueError: the file cannot be read or lacks a column.
    """
    try:
        table = parquet.ParquetFile(path)
        for batch in table.iter_batches(_BATCH, columns=_COLUMNS):
            for row in batch.to_pylist():
                yield _film(row, sources)
    except (OSError, ValueError, KeyError) as error:
        raise CatalogueError(
            f"The catalogue {path} cannot be read ({error}); give the parquet file of films."
        ) from error


def _film(row: Mapping[str, Any], sources: Collection[str] | None) -> Film:
    texts = [text for text in json.loads(row["texts"] or "[]") if sources is None or text["source"] in sources]
    premise = _best(texts, _SHORT)
    plot = _best(texts, _STORY)
    others = [text["text"] for text in texts if text["text"] not in (premise, plot)]
    return Film(
        film_id=FilmId(row["imdb_id"] or row["id"]),
        title=row["title"],
        original_title=row["original_title"],
        alt_titles=tuple(row["alt_titles"] or ()),
        year=row["year"] or None,
        runtime=row["runtime"] or None,
        genres=tuple(row["genres"] or ()),
        directors=tuple(row["directors"] or ()),
        cast=tuple(row["cast"] or ()),
        cinematographers=tuple(row["cinematographers"] or ()),
        wikipedia_title=row["wikipedia_title"],
        votes=max((row["imdb_votes"] or 0, row["vote_count"] or 0)) or None,
        premise=premise,
        plot=plot,
        scenes=tuple(window for text in others for window in windows(text)),
        # Keywords come from sites whose words are not clean to train on.
        keywords=tuple(row["keywords"] or ())[:_KEYWORDS] if sources is None else (),
    )


def _best(texts: Sequence[Mapping[str, str]], kinds: Sequence[str]) -> str | None:
    """The longest text of the first kind that there is."""
    for kind in kinds:
        if found := [text["text"].strip() for text in texts if text["kind"] == kind and text["text"].strip()]:
            return max(found, key=len)
    return None
