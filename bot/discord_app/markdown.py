"""Other people's text made harmless for Discord: one line, nothing formatted, nothing pinged, never cut in the middle.

Lengths are counted in UTF-16 units, which is never less than what Discord counts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final

ELLIPSIS: Final = "…"
_ZERO_WIDTH_SPACE: Final = "\N{ZERO WIDTH SPACE}"
_SPECIAL: Final = frozenset("\\`*_~|[]()<>#")
_DIRECTION_MARKS: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Embeddings, overrides and isolates: left open they would turn the rest of the message around."""
_TOKEN: Final = re.compile(
    r"(?P<list>^(?:[-+]|\d+\.))|(?P<ping>@)(?=everyone|here)|(?P<link>:)(?=//)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)


def units(text: str) -> int:
    """Length in UTF-16 units."""
    return sum(2 if ord(character) > 0xFFFF else 1 for character in text)  # noqa: PLR2004 - the end of the first plane


def clean(text: str) -> str:
    """Put the text on one line, without control characters, lone surrogates and open changes of direction."""
    line = " ".join(text.split())
    kept = (c for c in line if unicodedata.category(c) not in {"Cc", "Cs"} and c not in _DIRECTION_MARKS)
    return " ".join("".join(kept).split())


def _escaped(line: str, start: int, end: int) -> Iterator[str]:
    """Yield a part of a line in pieces that must not be cut: a character, or an escape with its character."""
    for match in _TOKEN.finditer(line, start, end):
        piece = match.group()
        if match["list"]:
            yield piece[:-1] + "\\" + piece[-1]
        elif match["ping"]:
            yield piece + _ZERO_WIDTH_SPACE
        elif match["link"] or piece in _SPECIAL:
            yield "\\" + piece
        else:
            yield piece


def _pieces(line: str, bold: Sequence[str]) -> Iterator[str]:
    """As `_escaped`; a word to be set in bold is one piece, so that no cut leaves its asterisks open."""
    at = 0
    if bold:
        for match in re.finditer(rf"(?<!\w)(?:{'|'.join(map(re.escape, bold))})(?!\w)", line):
            yield from _escaped(line, at, match.start())
            yield f"**{''.join(_escaped(line, *match.span()))}**"
            at = match.end()
    yield from _escaped(line, at, len(line))


def plain(text: str, limit: int, *, bold: Sequence[str] = ()) -> str:
    """Escape a text of any origin and keep it within `limit` units, cut with an ellipsis; `bold` are whole words."""
    kept: list[str] = []
    used = 0
    for piece in _pieces(clean(text), bold):
        kept.append(piece)
        used += units(piece)
        if used > limit:
            return _cut(kept, used, limit)
    return "".join(kept)


def _cut(pieces: list[str], used: int, limit: int) -> str:
    while used > limit - units(ELLIPSIS):
        used -= units(pieces.pop())
    # A joiner at the end would glue the ellipsis to half an emoji.
    return "".join(pieces).rstrip(" \N{ZERO WIDTH JOINER}") + ELLIPSIS


def short(text: str, limit: int) -> str:
    """Put a text on one line of at most `limit` units, where Discord formats nothing: an option of a select."""
    kept = clean(text)
    return kept if units(kept) <= limit else _cut(list(kept), units(kept), limit)


def spoiler(text: str, limit: int, *, bold: Sequence[str] = ()) -> str:
    """Hide a text behind bars until it is tapped; bars included in `limit`."""
    return f"||{plain(text, limit - 4, bold=bold)}||"


def lines(text: str, limit: int) -> str:
    """Escape a text line by line, keeping its line breaks; lines that do not fit are left out."""
    kept: list[str] = []
    room = limit
    for line in filter(None, map(clean, text.splitlines())):
        if room <= units(ELLIPSIS) + 1:
            break
        kept.append(plain(line, room))
        room -= units(kept[-1]) + 1
    return "\n".join(kept)
