"""The rows of a table whose cells may be quoted: a quote that is never closed costs its own row, and none behind it.

Inside a quote a line's end is part of the cell, so a reader takes row after row for one cell until some quote comes.
Such a row is told by what comes of it: too many columns or too few, text right behind the closing quote, a cell without
an end. Then the first of its lines that begins a whole row is where the next row is.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from itertools import islice

from data.tally import Tally

UNCLOSED = "a quote that is never closed"
"""Why such a row is left out, in words."""

_MOST_CELL = 200_000  # characters; a longer text is left out anyway (`Row.text`)
_MOST_LINES = 200  # that are tried: few rows have more


def quoted_rows(lines: Iterator[str], tally: Tally, *, delimiter: str) -> Iterator[tuple[str, list[str]]]:
    """Rows with their places; the first that says something is the header, and tells how many columns there are."""
    csv.field_size_limit(_MOST_CELL)
    source, columns = _Lines(lines), 0
    reader = csv.reader(source, delimiter=delimiter)
    while True:
        place, cells, wrong = source.begin(), list[str](), ""
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            wrong = f"not a row of a table ({error})"
        if source.ended or (len(source.taken) > 1 and columns != len(_row(iter(source.taken), delimiter))):
            if columns > 1 and source.go_back(columns, delimiter):
                wrong = UNCLOSED
            elif source.ended:
                wrong = wrong or UNCLOSED
        if wrong:
            tally.rows += 1
            tally.broken(wrong, place)
            continue
        if any(cells):
            columns = columns or len(cells)
        yield place, cells


def _row(lines: Iterator[str], delimiter: str, *, strict: bool = True) -> list[str]:
    """The cells of the row that starts here; none where its quotes are not as they should be."""
    try:
        return next(csv.reader(lines, delimiter=delimiter, strict=strict), [])
    except csv.Error:
        return []


def _fits(cells: list[str], columns: int) -> bool:
    """Whether they are a row's; a line of a story that has as many commas has blanks behind them."""
    return len(cells) == columns and not any(cell[:1].isspace() for cell in cells)


class _Lines:
    """Hands out lines one by one, and takes back those that were no part of a row."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._ahead: deque[str] = deque()
        self._number = 0
        self.taken: list[str] = []
        """The lines of the row in hand."""
        self.ended = False
        """Whether the row in hand wanted more lines than there are."""

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._ahead.popleft() if self._ahead else next(self._lines, None)
        if line is None:
            self.ended = True
            raise StopIteration
        self._number += 1
        self.taken.append(line)
        return line

    def begin(self) -> str:
        """Begin a row; returns its place."""
        self.taken, self.ended = [], False
        return f"line {self._number + 1}"

    def go_back(self, columns: int, delimiter: str) -> bool:
        """Go on with the first line behind the row's own that begins another, be it as broken; False if none does."""
        behind = self.taken[1:]
        self._ahead.extendleft(reversed(behind))
        for at, line in enumerate(behind[:_MOST_LINES]):
            alone = _row(iter((line,)), delimiter, strict=False)
            if _fits(alone, columns) or _fits(_row(self._from(at), delimiter), columns):
                self._pass(at)
                self._number -= len(behind) - at
                return True
        self._pass(len(behind))
        return False

    def _from(self, at: int) -> Iterator[str]:
        """The lines ahead from a place on, without taking them."""
        yield from list(islice(self._ahead, at, None))
        for line in self._lines:
            self._ahead.append(line)
            yield line

    def _pass(self, lines: int) -> None:
        for _ in range(lines):
            self._ahead.popleft()
