"""Which films the bounds of a place let through. What was worked out for an index is kept as long as it is in use."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from retrieval.certificates import age_of
from retrieval.opened import OpenIndex
from retrieval.types import Bounds, FilmId, Room

Masks = NDArray[np.bool_]
Numbers = NDArray[np.int32]

_UNKNOWN = np.iinfo(np.int64).max
"""An age above every ceiling: nobody can say that such a film is for children."""
_MOST_HELD = 8_000_000
"""Film numbers that are remembered for all themes together: 32 MB. Those of the themes used longest ago go first."""
_A_THEME = 100  # film numbers that a theme itself counts as, so that even idle ones come to an end


class Boundary:
    """Masks of all films by bounds. May be used from any one thread at a time, as the index itself."""

    def __init__(self, most: int = _MOST_HELD) -> None:
        """Remember at most so many film numbers, of whatever themes."""
        self._most = most
        self._index: OpenIndex | None = None
        self._ages: NDArray[np.int64] | None = None
        self._themes: dict[str, Numbers] = {}
        """The films of each theme; the one used last stands last."""
        self._held = 0

    def knows(self, theme: str) -> bool:
        """Whether a theme was looked up; may be asked from any thread."""
        return theme in self._themes

    def learn(self, index: OpenIndex, theme: str) -> None:
        """Look a theme up: over a large catalogue that takes a second or two, if its words are common."""
        self._turn_to(index)
        self._films_with(index, theme)

    def within(self, index: OpenIndex, bounds: Bounds) -> Masks:
        """Which of all films bounds let through."""
        self._turn_to(index)
        mask = np.ones(len(index.table.film_ids), dtype=np.bool_)
        if bounds.ceiling is not None:
            mask &= self._ages_of(index) <= bounds.ceiling
        for theme in bounds.themes:
            mask[self._films_with(index, theme)] = False
        return mask

    def passing(self, index: OpenIndex, film_ids: Sequence[FilmId], bounds: Bounds) -> frozenset[FilmId]:
        """Those films of the index that bounds let through."""
        mask, numbers = self.within(index, bounds), index.table.numbers
        return frozenset(one for one in film_ids if one in numbers and mask[numbers[one]])

    def room(self, index: OpenIndex, bounds: Bounds) -> Room:
        """What bounds leave of the index."""
        mask = self.within(index, bounds)
        idle = tuple(theme for theme in bounds.themes if not len(self._films_with(index, theme)))
        marked = int((self._ages_of(index) < _UNKNOWN).sum())
        return Room(films=int(mask.sum()), of=len(mask), marked=marked, idle=idle)

    def _turn_to(self, index: OpenIndex) -> None:
        if index is not self._index:
            self._index, self._ages, self._themes, self._held = index, None, {}, 0

    def _ages_of(self, index: OpenIndex) -> NDArray[np.int64]:
        if self._ages is None:
            ages = map(age_of, index.catalogue.certificates())
            self._ages = np.array([_UNKNOWN if age is None else age for age in ages], dtype=np.int64)
        return self._ages

    def _films_with(self, index: OpenIndex, theme: str) -> Numbers:
        found = self._themes.pop(theme, None)
        if found is None:
            found = _films_with(index, theme).astype(np.int32)
            self._held += _A_THEME + len(found)
        self._themes[theme] = found
        while self._held > self._most and len(self._themes) > 1:
            self._held -= _A_THEME + len(self._themes.pop(next(iter(self._themes))))
        return found


def _films_with(index: OpenIndex, theme: str) -> NDArray[np.int64]:
    """Numbers of the films whose texts hold a theme; none where it has no word that is searched for."""
    stems, holding = index.words.holding(theme)
    numbers = np.flatnonzero(holding)
    if len(stems) > 1:
        ids = (index.table.film_ids[number] for number in numbers)
        told = (index.words.stems(film) for one in ids for film in index.catalogue.films([one]).values())
        numbers = numbers[[_in_a_row(stems, text) for text in told]] if len(numbers) else numbers
    return numbers


def _in_a_row(wanted: Sequence[str], text: Sequence[str]) -> bool:
    size = len(wanted)
    return any(text[at : at + size] == wanted for at in range(len(text) - size + 1) if text[at] == wanted[0])
