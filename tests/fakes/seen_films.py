"""The films that people have seen, in memory; held to the same contract as the real one."""

from __future__ import annotations

from bot.core.order import Forgotten
from bot.core.types import PersonId
from retrieval.types import FilmId


class FakeSeenFilms:
    """Implements `bot.core.ports.SeenFilms`."""

    def __init__(self, forgotten: Forgotten | None = None) -> None:
        self._forgotten = forgotten or Forgotten()
        self.kept: dict[PersonId, dict[FilmId, None]] = {}
        self.leaving_out: set[PersonId] = set()

    async def mark_seen(self, person: PersonId, film_id: FilmId) -> None:
        if not self._forgotten.outlived_by_turn([person]):
            self.kept.setdefault(person, {}).setdefault(film_id)

    async def unmark_seen(self, person: PersonId, film_id: FilmId) -> None:
        self.kept.get(person, {}).pop(film_id, None)

    async def seen(self, person: PersonId) -> frozenset[FilmId]:
        return frozenset(self.kept.get(person, ()))

    async def seen_in_order(self, person: PersonId) -> tuple[FilmId, ...]:
        return tuple(reversed(self.kept.get(person, {})))

    async def leaves_seen_out(self, person: PersonId) -> bool:
        return person in self.leaving_out

    async def leave_seen_out(self, person: PersonId, *, on: bool) -> None:
        if on and not self._forgotten.outlived_by_turn([person]):
            self.leaving_out.add(person)
        else:
            self.leaving_out.discard(person)

    def forget(self, person: PersonId) -> None:
        self.kept.pop(person, None)
        self.leaving_out.discard(person)
