"""Films of the operator's own: JSON lines or CSV with the keys of our film form (data/starter/README.md).

In CSV a list is separated by "|". Only the title has to be there; `tmdb_id` and `wikidata_id` may be.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from data.record import IdKind, Record, Text, TextKind
from data.sources.json_objects import objects_or_table
from data.sources.row import FIRST_YEAR, LAST_YEAR, Row, article, imdb_id
from data.tally import Tally
from retrieval.types import Role

_ROLE_PARTS = 3  # actor, character, description


def read(path: Path, tally: Tally) -> Iterator[Record]:
    """Read films of either form."""
    for row in objects_or_table(path, tally):
        title = row.line("title")
        if not title:
            tally.broken("no title", row.place)
            continue
        yield Record(
            ids=_ids(row),
            title=title,
            original_title=row.line("original_title"),
            alt_titles=row.parts("alt_titles", "|"),
            year=row.whole("year", FIRST_YEAR, LAST_YEAR),
            runtime=row.minutes("runtime"),
            black_and_white=None if row.cells.get("black_and_white") in (None, "") else row.flag("black_and_white"),
            genres=row.parts("genres", "|"),
            directors=row.parts("directors", "|"),
            cast=row.parts("cast", "|"),
            cinematographers=row.parts("cinematographers", "|"),
            countries=row.parts("countries", "|"),
            languages=row.parts("languages", "|"),
            mood=row.parts("mood", "|"),
            roles=_roles(row),
            certificate=row.line("certificate"),
            votes=row.votes("votes"),
            sure=row.cells.get("sure") in (None, "") or row.flag("sure"),
            texts=tuple(_texts(row)),
        )


def _ids(row: Row) -> dict[IdKind, str]:
    own, page = row.line("imdb_id"), article(row.line("wikipedia_title"))
    imdb = imdb_id(own) if own and own.startswith("tt") else None
    ids = {
        IdKind.IMDB: imdb,
        IdKind.OWN: None if imdb else own,
        IdKind.WIKIDATA: row.line("wikidata_id"),
        IdKind.TMDB: row.line("tmdb_id"),
        IdKind.WIKIPEDIA: page,
    }
    return {kind: value for kind, value in ids.items() if value}


def _texts(row: Row) -> Iterator[Text]:
    for kind, text in ((TextKind.PREMISE, row.text("premise")), (TextKind.PLOT, row.text("plot"))):
        if text:
            yield Text("own", kind, text)
    for scene in row.parts("scenes", "|"):
        yield Text("own", TextKind.SCENE, scene)
    if keywords := row.parts("keywords", "|"):
        yield Text("own", TextKind.KEYWORDS, "\n".join(keywords))
    for memory in row.parts("memories", "|"):
        yield Text("own", TextKind.MEMORY, memory)


def _roles(row: Row) -> tuple[Role, ...]:
    value = row.cells.get("roles")
    if not value:
        return ()
    if not isinstance(value, list):  # in a table there is no form for them
        row.tally.broken("`roles` is no list", row.place)
        return ()
    roles = []
    for item in value:
        if isinstance(item, list) and len(item) == _ROLE_PARTS and all(isinstance(part, str) for part in item):
            roles.append(Role(*item))
        else:
            row.tally.broken("a role is not [actor, character, description]", row.place)
    return tuple(roles)
