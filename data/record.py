"""What a source says of one film: a part of it, before the parts are put together.

A record names no film of ours: it carries the ids that its source has, and texts that say where they are from. Parsers
yield records, `data.merge` puts those of one film together, and `data.compose` makes the film of them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum

from pydantic import TypeAdapter, ValidationError

from retrieval.types import Role


class IdKind(StrEnum):
    """Who numbers films. In this order: the first one that two records share decides."""

    IMDB = "imdb"
    """Such as "tt0119643"."""
    OWN = "own"
    """A key that a catalogue made up for films without an IMDb id, such as "wp:Clowns_Spinning_Hats:1900"."""
    WIKIDATA = "wikidata"
    TMDB = "tmdb"
    MOVIELENS = "movielens"
    PAGE = "wikipedia_page"
    """The number of an English Wikipedia article."""
    WIKIPEDIA = "wikipedia"
    """The name of an English Wikipedia article. Articles move, and one may tell of three films."""


class TextKind(StrEnum):
    """What a text is, seen from someone who looks for the film."""

    PREMISE = "premise"
    """How it starts, written as such."""
    OVERVIEW = "overview"
    """A blurb or an outline."""
    LEAD = "lead"
    """The first paragraph of an article."""
    PLOT = "plot"
    """The whole story."""
    SYNOPSIS = "synopsis"
    """The whole story at length."""
    SCENE = "scene"
    """One moment, already cut."""
    SCENES = "scenes"
    """Several moments in one text."""
    REVIEW = "review"
    """What somebody thought of it."""
    KEYWORDS = "keywords"
    """Tags, one a line."""
    MEMORY = "memory"
    """What somebody who looked for it remembered."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text and where it is from; `data.licences` knows on what terms."""

    source: str
    """A key of `data.licences.SOURCES`."""
    kind: TextKind
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What one source says of one film. Empty or None means: it does not say."""

    ids: Mapping[IdKind, str] = field(default_factory=dict)
    title: str | None = None
    """Only what an id alone ties to a film has none."""
    original_title: str | None = None
    alt_titles: tuple[str, ...] = ()
    year: int | None = None
    runtime: int | None = None
    """Minutes."""
    black_and_white: bool | None = None
    genres: tuple[str, ...] = ()
    directors: tuple[str, ...] = ()
    cast: tuple[str, ...] = ()
    cinematographers: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    mood: tuple[str, ...] = ()
    certificate: str | None = None
    """An age mark as it is printed there, such as "PG-13"."""
    votes: int | None = None
    sure: bool = True
    adult: str | None = None
    """Why it is pornography, in words; `data.adult` judges, or the source flags it."""
    texts: tuple[Text, ...] = ()


_ADAPTER = TypeAdapter(Record)
_NAMES = tuple(each.name for each in fields(Record))


def record_to_json(record: Record) -> str:
    """One line without its end; what is empty is left out."""
    row = {name: value for name in _NAMES if (value := getattr(record, name)) not in (None, (), {})}
    if record.texts:
        row["texts"] = [(text.source, text.kind, text.text) for text in record.texts]
    if record.roles:
        row["roles"] = [(role.actor, role.character, role.description) for role in record.roles]
    return json.dumps(row, ensure_ascii=False)


def record_from_json(line: str) -> Record:
    """Read what `record_to_json` wrote.

    Raises:
        ValueError: it is no record.
    """
    try:
        row = json.loads(line)
        row["texts"] = [Text(source, TextKind(kind), text) for source, kind, text in row.get("texts", ())]
        row["roles"] = [Role(*parts) for parts in row.get("roles", ())]
        return _ADAPTER.validate_python(row)
    except (ValidationError, RecursionError, TypeError, AttributeError) as error:
        raise ValueError(str(error)) from error
