"""Titles while somebody types them: by how they begin, by a word in them, and with a letter or two wrong.

All keys (`retrieval.titles.title_key`) lie in one string, sorted, a line each: those that begin alike are neighbours,
and finding a word is a search for text in text. 128,000 films are some megabytes and take a few milliseconds. Nothing
of it changes, so any thread may ask.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise

import numpy as np
from numpy.typing import NDArray

from retrieval.catalogue_sqlite import FilmTable, SqliteCatalogue
from retrieval.text import fold
from retrieval.title_match import split_year
from retrieval.titles import title_key
from retrieval.types import FilmId, TitleMatch

_MOST_TYPED = 100  # characters that are looked at
_MOST_HITS = 20_000  # places of a word or of a piece of one that are looked at
_SHORTEST_WORD = 3  # letters from which on words inside titles are looked for
_SHORTEST_TYPO = 4
_TWO_TYPOS = 8  # letters from which on two of them may be wrong
_FEW = 5  # titles that begin as typed; where there are more, nothing was typed wrong
_END = b"\xff"  # behind every letter
_TRIED = 150  # titles whose letters are compared one by one, the best known first


class TitleIndex:
    """The titles of one index."""

    def __init__(self, keys: Sequence[tuple[str, int]], titles: Sequence[str], table: FilmTable) -> None:
        """Lay the titles out.

        Args:
            keys: a folded title or alias and its film's number; a film may have several.
            titles: for every film number how the film is called.
            table: the films' facts.
        """
        lines = sorted((key.encode("utf-8", "replace"), number) for key, number in keys)
        self._text = b"\n" + b"".join(key + b"\n" for key, _ in lines)
        self._starts = np.flatnonzero(np.frombuffer(self._text, dtype=np.uint8) == ord("\n"))[:-1] + 1
        self._films = np.array([number for _, number in lines], dtype=np.int64)
        self._titles = titles
        self._table = table
        self._lengths = np.array([len(key) for key, _ in lines], dtype=np.int64)
        self._best_known = np.lexsort((-table.year, -table.votes))
        self._directors: dict[int, str] = {}

    @classmethod
    def of(cls, catalogue: SqliteCatalogue, table: FilmTable) -> TitleIndex:
        """Read the titles of a catalogue."""
        keys, titles = catalogue.whole_titles()
        index = cls(keys, titles, table)
        twins = index._twins(keys)
        for number, directors in zip(twins, catalogue.directors(twins), strict=True):
            index._directors[number] = directors[0] if directors else table.film_ids[number]
        return index

    def _twins(self, keys: Sequence[tuple[str, int]]) -> list[int]:
        """The films that share title and year with others, which only people tell apart."""
        alike_by_key = ((one, other) for (key, one), (next_key, other) in pairwise(sorted(keys)) if key == next_key)
        shared = set(chain.from_iterable(alike_by_key))
        alike: dict[tuple[str, int], list[int]] = {}
        for number in sorted(shared):
            alike.setdefault((fold(self._titles[number]), int(self._table.year[number])), []).append(number)
        return [number for numbers in alike.values() if len(numbers) > 1 for number in numbers]

    def suggest(self, typed: str, *, limit: int) -> tuple[TitleMatch, ...]:
        """Films whose titles fit what was typed so far, the likeliest first; the best known ones for nothing at all.

        A year at the end ("psycho 1960") shuts out the films of other years.
        """
        key = title_key(typed[:_MOST_TYPED]) or fold(typed[:_MOST_TYPED])
        if not key:
            return tuple(map(self._match, self._best_known[:limit]))
        found = self._ranked(key, year=None, limit=limit)
        bare, year = split_year(key)
        if year is not None:
            found = [*self._ranked(bare, year=year, limit=limit), *found]
        return tuple(map(self._match, list(dict.fromkeys(found))[:limit]))

    def _ranked(self, key: str, *, year: int | None, limit: int) -> list[int]:
        best: dict[int, None] = {}
        for lines in self._tries(key):
            left = lines if year is None else lines[self._table.year[self._films[lines]] == year]
            best.update(dict.fromkeys(self._films[self._best_first(left)].tolist()))
            if len(best) >= limit:
                break
        return list(best)[:limit]

    def _best_first(self, lines: NDArray[np.int64]) -> NDArray[np.int64]:
        """Lines with those of well-known films in front; where nobody knows, the short and the new ones."""
        films = self._films[lines]
        order = np.lexsort((-self._table.year[films], self._lengths[lines], -self._table.votes[films]))
        return lines[order]

    def _tries(self, key: str) -> Iterator[NDArray[np.int64]]:
        """Yield lines that fit, the surest kind first; a kind is looked for only when those before brought too few."""
        text = key.encode("utf-8", "replace")
        yield self._between(text, text + b"\n")
        begins = self._between(text, text + _END)
        yield begins
        if len(key) >= _SHORTEST_WORD:
            yield self._lines_at(np.array(list(_found(self._text, b" " + text)), dtype=np.int64))
        if len(begins) < _FEW and len(key) >= _SHORTEST_TYPO and key.isascii():
            yield self._nearly(text)

    def _between(self, low: bytes, high: bytes) -> NDArray[np.int64]:
        """The lines from one text to another, the latter not included."""
        every = range(len(self._starts))
        return np.arange(bisect_left(every, low, key=self._line), bisect_left(every, high, key=self._line))

    def _line(self, line: int) -> bytes:
        start = int(self._starts[line])
        return self._text[start : start + int(self._lengths[line])]

    def _lines_at(self, places: NDArray[np.int64]) -> NDArray[np.int64]:
        return np.searchsorted(self._starts, places, side="right") - 1

    def _nearly(self, text: bytes) -> NDArray[np.int64]:
        """Lines that begin like a text with some letters wrong.

        Of a text cut into one piece more than it has wrong letters, one piece at least stands in the title as it is,
        and about where it should. The first piece is tried first: it is cheap, and most mistakes come later.
        """
        wrong = 2 if len(text) >= _TWO_TYPOS else 1
        size = len(text) // (wrong + 1)
        for at in range(0, size * (wrong + 1), size):
            piece = text[at : at + size]
            lines = self._with_piece(piece, at, wrong) if at else self._between(piece, piece + _END)
            tried = self._best_first(lines)[:_TRIED].tolist()
            if near := [line for line in tried if self._begins_like(line, text, wrong)]:
                return np.array(near, dtype=np.int64)
        return np.empty(0, dtype=np.int64)

    def _with_piece(self, piece: bytes, at: int, wrong: int) -> NDArray[np.int64]:
        places = np.array(list(_found(self._text, piece)), dtype=np.int64)
        lines = self._lines_at(places)
        return np.unique(lines[np.abs(places - self._starts[lines] - at) <= wrong])

    def _begins_like(self, line: int, text: bytes, wrong: int) -> bool:
        return _edits(text, self._line(line)[: len(text) + wrong], most=wrong) <= wrong

    def _match(self, number: int) -> TitleMatch:
        year = int(self._table.year[number])
        film_id: FilmId = self._table.film_ids[number]
        known = year if year >= 0 else None
        return TitleMatch(film_id, self._titles[number], known, self._directors.get(int(number), ""))


def _found(text: bytes, wanted: bytes) -> Iterator[int]:
    """Yield the places of a text in another one."""
    place = text.find(wanted)
    for _ in range(_MOST_HITS):
        if place < 0:
            return
        yield place
        place = text.find(wanted, place + 1)


def _edits(typed: bytes, title: bytes, *, most: int) -> int:
    """Fewest letters to put in, leave out, change or swap with the next until the title begins as typed.

    The optimal string alignment distance to the nearest beginning of the title; more than `most` is not told apart.
    """
    before: list[int] = []
    row = list(range(len(title) + 1))
    for place, letter in enumerate(typed, start=1):
        older, before, row = before, row, [place]
        for other in range(1, len(title) + 1):
            same = letter == title[other - 1]
            cost = min(before[other] + 1, row[-1] + 1, before[other - 1] + (not same))
            if place > 1 and other > 1 and letter == title[other - 2] and typed[place - 2] == title[other - 1]:
                cost = min(cost, older[other - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row)
