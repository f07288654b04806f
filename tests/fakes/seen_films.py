"""Stands in for `bot.core.ports.SeenFilms`."""

from __future__ import annotations

from collections import defaultdict

from bot.core.types import PersonId
from retrieval.types import FilmId


class FakeSeenFilms:
    def __init__(self) -> None:
        self._kept: defaultdict[PersonId, set[FilmId]] = defaultdict(set)

    async def mark_seen(self, person: PersonId, film_id: FilmId) -> None:
        self._kept[person].add(film_id)

    async def seen(self, person: PersonId) -> frozenset[FilmId]:
        return frozenset(self._kept[person])
