"""Reads a small file with a format's own reader."""

from __future__ import annotations

from pathlib import Path

from data import formats
from data.record import Record
from data.tally import Tally


def read(name: str, path: Path) -> tuple[list[Record], Tally]:
    """What a format reads of a path."""
    known = formats.find(name)
    assert known is not None
    tally = Tally()
    return list(known.read(path, tally)), tally


def wrote(path: Path, content: str) -> Path:
    """A file with this content."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return path
