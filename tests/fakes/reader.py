"""A reader of clues that knows the names of a handful of films; the rules are the real ones, which are pure."""

from __future__ import annotations

from collections.abc import Iterable

from retrieval.suggested import look_up
from retrieval.types import Film, LookedUp, Reading, Suggestion
from retrieval.understand import read_clues
from tests.fakes.names import FakeNames


class FakeReader:
    """Implements `bot.core.ports.ClueReader`."""

    def __init__(self, films: Iterable[Film]) -> None:
        self._names = FakeNames(films)
        self.asked: list[tuple[str, int | None]] = []

    async def read(self, text: str, *, screen_year: int | None, screen_runtime: int | None = None) -> Reading:
        self.asked.append((text, screen_year))
        return read_clues(text, names=self._names, screen_year=screen_year, screen_runtime=screen_runtime)

    async def look_up(self, suggestion: Suggestion, text: str) -> LookedUp:
        return look_up(suggestion, text, self._names)
