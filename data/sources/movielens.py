"""MovieLens, a folder: movies and links, tags that people gave, and the tag genome; as CSV, or as the older .dat files.

The .dat files part their columns with "::" (some copies with ";") and quote nothing, so they are split from both ends.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from data.record import IdKind, Record, Text, TextKind
from data.sources.files import lines, table
from data.sources.row import Row, imdb_id, plain_title, whole_id
from data.tally import Tally

_TITLE = re.compile(r"^(?P<title>.*?)(?P<others>(?: \([^()]*\))*?)(?: \((?P<year>\d{4})(?:[-–]\d{0,4})?\))?$")  # noqa: RUF001
_OTHER = re.compile(r"\((?:a\.k\.a\. )?([^()]+)\)")
_RELEVANT = 0.7  # of the genome, 0 to 1: below it a tag is a guess
_MOST_TAGS = 20


def read(path: Path, tally: Tally) -> Iterator[Record]:
    """Read the tables that are there."""
    old = not (path / "movies.csv").is_file()
    for row in _dat(path / "movies.dat", ("movieid", "title", "genres"), tally) if old else _csv(path, "movies", tally):
        if record := _film(row):
            yield record
    for row in () if old else _csv(path, "links", tally):
        if row.text("movieid"):
            yield _link(row)
        else:
            tally.broken("no number of a film", row.place)
    columns = ("userid", "movieid", "tag", "timestamp")
    given = _dat(_packed(path / "tags.dat"), columns, tally, left=2) if old else _csv(path, "tags", tally)
    yield from _tagged(given, {} if old else _genome(path, tally))


def _film(row: Row) -> Record | None:
    number, found = row.text("movieid"), _TITLE.match(row.line("title") or "")
    if not number or found is None or not found["title"]:
        row.tally.broken("no title", row.place)
        return None
    others = tuple(plain_title(other) for other in _OTHER.findall(found["others"]))
    return Record(
        ids={IdKind.MOVIELENS: number},
        title=plain_title(found["title"]),
        alt_titles=others,
        year=int(found["year"]) if found["year"] else None,
        genres=row.parts("genres", "|"),
    )


def _link(row: Row) -> Record:
    ids = {
        IdKind.MOVIELENS: row.text("movieid"),
        IdKind.IMDB: imdb_id(row.text("imdbid")),
        IdKind.TMDB: whole_id(row.text("tmdbid")),
    }
    return Record(ids={kind: value for kind, value in ids.items() if value})


def _tagged(given: Iterator[Row], genome: dict[str, list[str]]) -> Iterator[Record]:
    """Tags by film, the most given first; people's and the genome's in turn, for the genome knows nothing odd."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in given:
        number, tag = row.text("movieid"), row.line("tag")
        if number and tag:
            counts[number][tag.casefold()] += 1
    for number in dict.fromkeys((*counts, *genome)):
        people = [tag for tag, _ in counts[number].most_common(_MOST_TAGS)]
        tags = dict.fromkeys((*people[: _MOST_TAGS // 2], *genome.get(number, ()), *people))
        text = "\n".join(list(tags)[:_MOST_TAGS])
        yield Record(ids={IdKind.MOVIELENS: number}, texts=(Text("movielens", TextKind.KEYWORDS, text),))


def _genome(path: Path, tally: Tally) -> dict[str, list[str]]:
    """The relevant tags of each film, the most relevant first."""
    if not (path / "genome-scores.csv").is_file():
        return {}
    names = {row.text("tagid"): row.line("tag") for row in _csv(path, "genome-tags", tally)}
    scored: defaultdict[str, list[tuple[float, str]]] = defaultdict(list)
    for row in _csv(path, "genome-scores", tally):
        number, name = row.text("movieid"), names.get(row.text("tagid"))
        try:
            relevance = float(row.text("relevance") or "")
        except ValueError:
            tally.broken("`relevance` is no number", row.place)
            continue
        if number and name and relevance >= _RELEVANT:
            scored[number].append((relevance, name))
    return {number: [name for _, name in sorted(found, reverse=True)] for number, found in scored.items()}


def _csv(folder: Path, name: str, tally: Tally) -> Iterator[Row]:
    if (folder / f"{name}.csv").is_file():
        yield from table(folder / f"{name}.csv", tally)
    else:
        tally.skip("a table is not there", name)


def _packed(path: Path) -> Path:
    packed = path.with_name(f"{path.name}.gz")
    return packed if packed.is_file() else path


def _dat(path: Path, columns: tuple[str, ...], tally: Tally, *, left: int = 1) -> Iterator[Row]:
    """`left` columns stand before the one that may hold the separator, the rest behind it."""
    if not path.is_file():
        tally.skip("a table is not there", path.name)
        return
    right = len(columns) - left - 1
    for place, line in lines(path, tally):
        tally.rows += 1
        separator = "::" if re.match(r"\d+::", line) else ";"
        head, *middle = line.split(separator, left)[::-1]
        cells = (*reversed(middle), *head.rsplit(separator, right))
        if len(cells) == len(columns):
            yield Row(dict(zip(columns, cells, strict=True)), place, tally)
        else:
            tally.broken("not as many columns as there should be", place)
