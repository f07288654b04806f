"""Other people's text made harmless for a terminal, and streams that never fail over a character."""

from __future__ import annotations

import codecs
import io
import unicodedata
from typing import IO, Final

from rich.cells import cell_len

_DIRECTION_MARKS: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Embeddings, overrides and isolates: left open they would turn the rest of the screen around."""
_LOOKALIKES: Final = str.maketrans(
    {
        "\u201c": '"',
        "\u201e": '"',
        "\u201d": '"',
        "\u2018": "'",
        "\u2019": "'",
        "\u2013": "-",
        "\u2014": "-",
        "\u2026": ".",
        "·": "-",
    }
)
"""Quotation marks, dashes, the ellipsis and the dot between facts."""
_POLICY: Final = "reelcall-lookalikes"


def clean(text: str) -> str:
    """Put the text on one line, without control characters, lone surrogates and open changes of direction."""
    line = " ".join(text.split())
    kept = (c for c in line if unicodedata.category(c) not in {"Cc", "Cs"} and c not in _DIRECTION_MARKS)
    return " ".join("".join(kept).split())


def tolerate(*, reading: IO[str], writing: IO[str]) -> None:
    """Replace what a stream's encoding does not hold instead of failing; nothing may have been read yet."""
    if isinstance(reading, io.TextIOWrapper):
        reading.reconfigure(errors="replace")
    if isinstance(writing, io.TextIOWrapper):
        codecs.register_error(_POLICY, _lookalikes)
        writing.reconfigure(errors=_POLICY)


def _lookalikes(error: UnicodeError) -> tuple[str, int]:
    """Write “Amélie” as "Amelie" where the encoding has no accents, in as many cells, so that lines stay aligned."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(_lookalike, error.object[error.start : error.end])), error.end


def _lookalike(character: str) -> str:
    parts = unicodedata.normalize("NFKD", character.translate(_LOOKALIKES))
    base = "".join(part for part in parts if not unicodedata.combining(part))
    cells = cell_len(character)
    return base if base.isascii() and len(base) == cells else "?" * cells
