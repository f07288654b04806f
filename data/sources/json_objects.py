"""Objects of a JSON file, one at a time, however large the file and however broken one of them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TextIO

from data.sources.files import BROKEN_FILE, HALF_CHARACTER, first_line, open_text, table
from data.sources.row import Row
from data.tally import Tally

_MOST = 4_000_000  # characters of one object
_CHUNK = 1 << 16
_TOKEN = re.compile(r'"(?:[^"\\\n]|\\.)*(?P<end>["\n]|\Z)|[{}]')
"""A string (no JSON string holds a line's end, so one that is never closed ends there) or a brace."""


def objects(path: Path, tally: Tally, *, within: str = "") -> Iterator[Row]:
    """Objects of a JSON array or of JSON lines; `within` names the key before the array."""
    for number, text in enumerate(_texts(path, tally, within), start=1):
        place = f"object {number}"
        tally.rows += 1
        try:
            found: Any = json.loads(text)
        except (ValueError, RecursionError):
            tally.broken("not JSON", place)
            continue
        if HALF_CHARACTER.search(text) or ("\\ud" in text.lower() and _spells_halves(found)):
            tally.broken("not UTF-8", place)
        elif isinstance(found, Mapping):
            yield Row({str(key).casefold(): value for key, value in found.items()}, place, tally)


def objects_or_table(path: Path, tally: Tally) -> Iterator[Row]:
    """Objects of a JSON file, or the rows of a CSV file where it is none."""
    return objects(path, tally) if first_line(path)[:1] in ("[", "{") else table(path, tally)


def _spells_halves(found: Any) -> bool:
    return bool(HALF_CHARACTER.search(json.dumps(found, ensure_ascii=False)))


def _texts(path: Path, tally: Tally, within: str) -> Iterator[str]:
    try:
        with open_text(path) as file:
            cutter = _Cutter()
            chunk = _after(file, f'"{within}"') if within else file.read(_CHUNK)
            while chunk:
                yield from cutter.feed(chunk)
                if cutter.too_long():
                    tally.broken("an object that does not end", path.name)
                chunk = file.read(_CHUNK)
            if cutter.depth:
                tally.broken("an object that does not end", path.name)
            if not within:  # there other keys stand around the array
                for gap in cutter.gaps():
                    tally.broken("what is no object", f"after object {gap}")
    except BROKEN_FILE as error:
        tally.broken(f"the file breaks off ({type(error).__name__})", path.name)


def _after(file: TextIO, key: str) -> str:
    """Read up to a key and a bit beyond it: what comes after it, or nothing."""
    held = ""
    while chunk := file.read(_CHUNK):
        held = held[-len(key) :] + chunk
        if key in held:
            return held.split(key, 1)[1] or file.read(_CHUNK)
    return ""


_BETWEEN = "[], \t\r\n"
"""What may stand between two objects of an array, or of JSON lines."""


class _Cutter:
    """Cuts a text at its outermost braces.

    An object whose end is missing would swallow all that follow. So one that starts at the indentation of the first
    one is taken for the next one, wherever the count of braces stands.
    """

    def __init__(self) -> None:
        self.depth = 0
        self._held = ""
        self._seen = 0
        self._start = 0
        self._indent: str | None = None
        self._cut = 0
        self._gaps: dict[int, None] = {}

    def gaps(self) -> Iterator[int]:
        """After which objects, counted from 1, something stands that belongs to none; call it at the end."""
        if self.depth == 0:
            self._look_between(self._held)
        yield from self._gaps

    def _look_between(self, text: str) -> None:
        if text.strip(_BETWEEN):
            self._gaps[self._cut] = None

    def feed(self, chunk: str) -> Iterator[str]:
        """Yield the objects that end in what is held now."""
        self._held += chunk
        while token := _TOKEN.search(self._held, self._seen):
            if token["end"] == "":  # half a string: it is looked at again with more behind it
                self._seen = token.start()
                break
            self._seen = token.end()
            if token[0] == "{":
                yield from self._open(token.start())
            elif token[0] == "}" and self.depth:
                self.depth -= 1
                if self.depth == 0:
                    yield self._held[self._start : self._seen]
                    self._start, self._cut = self._seen, self._cut + 1
        if self.depth == 0:
            self._look_between(self._held[self._start : self._seen])
            self._start = self._seen
        self._held, self._seen, self._start = self._held[self._start :], self._seen - self._start, 0

    def _open(self, place: int) -> Iterator[str]:
        before = self._held[self._held.rfind("\n", 0, place) + 1 : place]
        if self.depth == 0 and self._indent is None and not before.strip():
            self._indent = before
        if self.depth and before == self._indent:
            yield self._held[self._start : place]  # broken, and counted as that
            self.depth, self._start, self._cut = 0, place, self._cut + 1
        if self.depth == 0:
            self._look_between(self._held[self._start : place])
            self._start = place
        self.depth += 1

    def too_long(self) -> bool:
        """Give up an object that does not end."""
        if len(self._held) <= _MOST:
            return False
        self._held, self._seen, self._start, self.depth = "", 0, 0, 0
        return True
