"""Opening what publishers publish: packed or not, tables and JSON, read as a stream; a broken end ends it, counted."""

from __future__ import annotations

import bz2
import gzip
import io
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, TextIO, cast

from data.sources.quotes import quoted_rows
from data.sources.row import Row
from data.tally import Tally

BROKEN_FILE = (OSError, EOFError, zlib.error)
"""What reading raises where a packed file is cut short or damaged."""

_MOST_HEADER = 20_000  # characters
HALF_CHARACTER = re.compile("[\ud800-\udfff]")  # a byte that is not UTF-8, or what JSON can spell


def open_bytes(path: Path) -> BinaryIO:
    """Open a file, unpacked where its first bytes say that it is packed."""
    with path.open("rb") as file:
        magic = file.read(3)
    if magic[:2] == b"\x1f\x8b":
        return cast("BinaryIO", gzip.open(path, "rb"))
    if magic == b"BZh":
        return cast("BinaryIO", bz2.open(path, "rb"))
    return path.open("rb")


def open_text(path: Path) -> TextIO:
    """As text; a byte that is not UTF-8 becomes a half character, which the readers below count."""
    return io.TextIOWrapper(open_bytes(path), encoding="utf-8-sig", errors="surrogateescape", newline="")


def start(path: Path, most: int) -> str:
    """How a file starts, for telling formats apart; empty when it cannot be read."""
    try:
        with open_text(path) as text:
            return text.read(most)
    except BROKEN_FILE:
        return ""


def first_line(path: Path) -> str:
    """The first line of a file that says something; empty when it cannot be read."""
    return re.split(r"[\r\n]", start(path, _MOST_HEADER).lstrip(), maxsplit=1)[0].strip()


def lines(path: Path, tally: Tally) -> Iterator[tuple[str, str]]:
    """Lines that hold something, with their places."""
    for number, line in enumerate(_all_lines(path, tally), start=1):
        if line.strip():
            place = f"line {number}"
            if HALF_CHARACTER.search(line):
                tally.broken("not UTF-8", place)
            else:
                yield place, line.rstrip("\r\n")


def _all_lines(path: Path, tally: Tally) -> Iterator[str]:
    try:
        with open_text(path) as text:
            yield from text
    except BROKEN_FILE as error:
        tally.broken(f"the file breaks off ({type(error).__name__})", path.name)


def table(path: Path, tally: Tally, *, delimiter: str = ",") -> Iterator[Row]:
    """Rows of a CSV file with a header."""
    header: list[str] = []
    for place, cells in quoted_rows(_all_lines(path, tally), tally, delimiter=delimiter):
        if not header:  # before it there may be empty lines
            header = [name.strip().casefold() for name in cells] if any(cells) else []
        elif row := _row(header, cells, place, tally):
            yield row


def _row(header: list[str], cells: list[str], place: str, tally: Tally) -> Row | None:
    if not any(cells):
        if cells:
            tally.skip("empty row", place)
        return None
    tally.rows += 1
    if len(cells) != len(header):
        tally.broken("not as many columns as the header", place)
        return None
    if HALF_CHARACTER.search("".join(cells)):
        tally.broken("not UTF-8", place)
        return None
    return Row(dict(zip(header, cells, strict=True)), place, tally)


def tsv(path: Path, tally: Tally, *, header: tuple[str, ...] = ()) -> Iterator[Row]:
    """Rows of a tab-separated file that quotes nothing; without `header` the first line is it."""
    for place, line in lines(path, tally):
        cells = line.split("\t")
        if not header:
            header = tuple(name.strip().casefold() for name in cells)
        elif row := _row(list(header), cells, place, tally):
            yield row
