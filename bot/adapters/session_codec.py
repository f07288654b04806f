"""A session as sealed bytes and back: JSON inside, Fernet around it."""

from __future__ import annotations

import dataclasses
import json
from datetime import datetime
from typing import Any, Final

from cryptography.fernet import Fernet, InvalidToken
from pydantic import TypeAdapter

from bot.core.types import Session
from retrieval.types import (
    CastClue,
    ColourClue,
    CountryClue,
    GenreClue,
    LanguageClue,
    LikeClue,
    NotFilmsClue,
    PersonClue,
    RuntimeClue,
    YearClue,
)

_TAG: Final = "$clue"
"""Years and runtimes have the same fields, so JSON has to say which of the two a value was."""

_CLUES: Final[dict[str, type[Any]]] = {
    "year": YearClue,
    "runtime": RuntimeClue,
    "colour": ColourClue,
    "genre": GenreClue,
    "person": PersonClue,
    "language": LanguageClue,
    "country": CountryClue,
    "like": LikeClue,
    "cast": CastClue,
    "not films": NotFilmsClue,
}
_TAGS: Final = {kind: tag for tag, kind in _CLUES.items()}

_SESSION: Final = TypeAdapter(Session)


class UnreadableSessionError(ValueError):
    """These bytes were sealed with another key, damaged, or written by a program whose sessions had other fields."""


def seal(session: Session, fernet: Fernet) -> bytes:
    """Write a session as bytes that mean nothing without the key.

    Half characters (lone surrogates, which a terminal in another encoding lets through) become question marks.
    """
    text = json.dumps(session, default=_plain, ensure_ascii=False)
    return fernet.encrypt(text.encode("utf-8", "replace"))


def unseal(sealed: bytes, fernet: Fernet) -> Session:
    """Read what `seal` wrote.

    Raises:
        UnreadableSessionError: without any of the content in it or in its chain, because it may be logged.
    """
    try:
        return _SESSION.validate_python(json.loads(fernet.decrypt(sealed), object_hook=_revive))
    except (InvalidToken, ValueError, TypeError, KeyError):
        raise UnreadableSessionError("a stored session could not be read") from None


def _plain(value: Any) -> object:
    """Turn what JSON does not know into what it does."""
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, datetime):
        return value.isoformat()
    fields = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    tag = _TAGS.get(type(value))
    return {_TAG: tag, **fields} if tag else fields


def _revive(fields: dict[str, Any]) -> object:
    """Make a tagged clue value again; every other object is left to pydantic, which knows its place."""
    tag = fields.pop(_TAG, None)
    if tag is None:
        return fields
    # JSON knows no tuples, and a clue that holds a list cannot be compared by its hash.
    return _CLUES[tag](**{name: tuple(value) if isinstance(value, list) else value for name, value in fields.items()})
