"""Titles by how they begin, over whatever films a test gives."""

from __future__ import annotations

from collections.abc import Iterable

from retrieval.types import Film, TitleMatch


class FakeTitles:
    """Implements `bot.core.ports.TitleFinder`."""

    def __init__(self, films: Iterable[Film] = ()) -> None:
        self._films = tuple(films)
        self.failure: Exception | None = None
        self.alike = False
        """Whether every title names all the films."""

    async def suggest(self, typed: str, *, limit: int) -> tuple[TitleMatch, ...]:
        """Two letters are enough, so that a mistake behind them does not matter."""
        if self.failure is not None:
            raise self.failure
        found = [film for film in self._films if film.title.lower().startswith(typed.lower()[:2])]
        return tuple(TitleMatch(film.film_id, film.title, film.year) for film in found)[:limit]

    async def named(self, title: str) -> tuple[Film, ...]:
        return tuple(film for film in self._films if self.alike or title.lower() in {film.title.lower(), film.film_id})
