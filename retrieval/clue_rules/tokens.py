"""The words of a text with their places, and runs of words as names are looked up by."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from retrieval.text import fold

_LONGEST_RUN = 9  # words of a title that are looked up
_REACH = 90  # characters that a title before a word may take
_TITLE_WORD = re.compile(r"\w(?:[\w'&.\u2019-]*\w)?")
"""A word of a title with the marks inside it ("E.T", "Who's")."""
_WORD = re.compile(r"\w+")
_POSSESSIVE = re.compile(r"'s\b")


class Run(NamedTuple):
    """A word or some words in a row, and where they stand; hundreds are made of one message."""

    start: int
    end: int
    text: str


def words(text: str) -> list[Run]:
    """The words of a text, each folded; a possessive "'s" belongs to none."""
    plain = _POSSESSIVE.sub("  ", text)
    if plain.isascii():  # a word of ASCII is folded as soon as it is small
        return [Run(*match.span(), match.group()) for match in _WORD.finditer(plain.lower())]
    found = (Run(*match.span(), fold(match.group())) for match in _WORD.finditer(plain))
    return [word for word in found if word.text]


def runs_from(text: str, at: int) -> Iterator[Run]:
    """The runs of words that begin at a place, longest first."""
    spans = [match.span() for match in islice(_TITLE_WORD.finditer(text, at, at + 2 * _REACH), _LONGEST_RUN)]
    for _, end in reversed(spans):
        yield Run(spans[0][0], end, text[spans[0][0] : end])


def runs_to(text: str, end: int) -> Iterator[Run]:
    """The runs of words that end at a place, longest first."""
    spans = [match.span() for match in _TITLE_WORD.finditer(text, max(0, end - _REACH), end)][-_LONGEST_RUN:]
    for start, _ in spans:
        yield Run(start, spans[-1][1], text[start : spans[-1][1]])
