"""Several records of one film → one record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from data.licences import SOURCES
from data.record import IdKind, Record, Text, TextKind
from retrieval.certificates import strictest
from retrieval.text import fold
from retrieval.types import Role

T = TypeVar("T")

_CAST, _ALIASES, _ROLES = 10, 12, 10  # as many as help to find a film; beyond them an identity row is all names


def combine(records: Sequence[Record]) -> Record:
    """Put records together, the most trusted one first.

    A single fact is the first one that is stated, lists are united, and of one source a film has the texts of one
    record of each kind, the first that has some: so a file that comes later or an update replaces and never doubles.
    Memories are united, as they are of different people.
    The votes are the most that are stated, because sources count different crowds; the age mark is the strictest.
    """
    ids: dict[IdKind, str] = {}
    for record in records:
        for kind, value in record.ids.items():
            ids.setdefault(kind, value)
    title = _first(record.title for record in records)
    originals = (record.original_title for record in records)
    original = next((name for name in originals if name and fold(name) != fold(title or "")), None)
    names = (name for record in records for name in (record.title, record.original_title, *record.alt_titles))
    known = {fold(name) for name in (title, original) if name}
    return Record(
        ids=ids,
        title=title,
        original_title=original,
        alt_titles=tuple(name for name in _united(filter(None, names)) if fold(name) not in known)[:_ALIASES],
        year=_first(record.year for record in records),
        runtime=_first(record.runtime for record in records),
        black_and_white=_first(record.black_and_white for record in records),
        genres=_all(record.genres for record in records),
        directors=_all(record.directors for record in records),
        cast=_all(record.cast for record in records)[:_CAST],
        cinematographers=_all(record.cinematographers for record in records),
        countries=_all(record.countries for record in records),
        languages=_all(record.languages for record in records),
        roles=_roles(records),
        mood=_all(record.mood for record in records),
        certificate=strictest(record.certificate for record in records),
        votes=max((record.votes for record in records if record.votes is not None), default=None),
        sure=all(record.sure for record in records),
        adult=_first(record.adult for record in records),
        texts=tuple(_texts(records)),
    )


def _first(values: Iterable[T | None]) -> T | None:
    return next((value for value in values if value is not None), None)


def _all(lists: Iterable[Sequence[str]]) -> tuple[str, ...]:
    return _united(item for items in lists for item in items)


def _united(names: Iterable[str]) -> tuple[str, ...]:
    """Each name once, in its first spelling."""
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(fold(name) or name, name)
    return tuple(found.values())


def _roles(records: Sequence[Record]) -> tuple[Role, ...]:
    found: dict[tuple[str, str], Role] = {}
    for record in records:
        for role in record.roles:
            key = (fold(role.actor), fold(role.character))
            if key not in found or len(role.description) > len(found[key].description):
                found[key] = role
    told = [role for role in found.values() if role.description]
    return (*told, *[role for role in found.values() if not role.description][: max(_ROLES - len(told), 0)])


def _texts(records: Sequence[Record]) -> Iterable[Text]:
    taken: dict[tuple[str, TextKind], int] = {}
    for number, record in enumerate(records):
        for text in dict.fromkeys(record.texts):
            source = SOURCES[text.source].copies or text.source if text.source in SOURCES else text.source
            told = text.text if text.kind == TextKind.MEMORY else source
            if taken.setdefault((told, text.kind), number) == number:
                yield text
