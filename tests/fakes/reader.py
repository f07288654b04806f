"""A reader of clues that knows a handful of people; the rules are the real ones, which are pure."""

from __future__ import annotations

from collections.abc import Iterable

from retrieval.text import fold
from retrieval.types import Film, Reading
from retrieval.understand import read_clues


class FakeReader:
    """Implements `bot.core.ports.ClueReader`."""

    def __init__(self, films: Iterable[Film]) -> None:
        self._people = {fold(name): name for film in films for name in (*film.cast, *film.directors)}
        self.asked: list[tuple[str, int | None]] = []

    async def read(self, text: str, *, screen_year: int | None) -> Reading:
        self.asked.append((text, screen_year))
        return read_clues(
            text,
            people=lambda names: {name: self._people[name] for name in names if name in self._people},
            screen_year=screen_year,
        )
