"""The catalogues as the tests look at them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
LOCALE = ROOT / "bot" / "locale"
CODES = sorted(folder.name for folder in LOCALE.iterdir())
_FEWEST_LETTERS = 12
"""Shorter English pieces stand in names and in films' own texts too."""

Texts = tuple[str, ...]


def texts(of: object) -> Texts:
    """A message's only text, or its forms."""
    return (of,) if isinstance(of, str) else tuple(of) if isinstance(of, list | tuple) else ()


@cache
def catalogue(code: str) -> Catalog:
    with (LOCALE / code / "LC_MESSAGES" / "reelcall.po").open("rb") as stream:
        return read_po(stream, abort_invalid=True)


def messages(code: str) -> list[Message]:
    """All but the head."""
    return [message for message in catalogue(code) if message.id]


@cache
def in_the_code() -> frozenset[Texts]:
    """Every message that the code says, as `make locale` finds it."""
    keywords = {**DEFAULT_KEYWORDS, "mark": None}
    found = extract_from_dir(ROOT / "bot", keywords=keywords)
    return frozenset(texts(message) for _, _, message, _, _ in found)


def fields(text: str) -> list[str]:
    """The names in braces."""
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name is not None)


@cache
def _english(code: str) -> tuple[re.Pattern[str], ...]:
    """What a text in another language must not hold: every line that is translated, with anything in its braces."""
    lines = {
        line
        for message in messages(code)
        for original, translated in zip(texts(message.id), texts(message.string), strict=False)
        if original != translated
        for line in original.splitlines()
        if line not in translated and sum(map(str.isalpha, re.sub(r"\{\w+\}", "", line))) >= _FEWEST_LETTERS
    }
    return tuple(re.compile(re.sub(r"\\\{\w+\\\}", ".+", re.escape(line))) for line in lines)


def english_in(text: str, *, code: str) -> Iterator[str]:
    """The sentences of ours that a text in this language holds in English."""
    yield from (match.group() for pattern in _english(code) if (match := pattern.search(text)))
