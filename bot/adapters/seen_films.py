"""The films that people have seen, in the store."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert

from bot.adapters.database import Database
from bot.adapters.store_file import CHOICE, SEEN
from bot.core.ports import Clock
from bot.core.types import PersonId
from retrieval.types import FilmId


class SqlSeenFilms:
    """Implements `bot.core.ports.SeenFilms`."""

    def __init__(self, database: Database, *, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def mark_seen(self, person: PersonId, film_id: FilmId) -> None:
        """Note that somebody has seen a film."""
        row = {"person": person, "film_id": film_id, "added_at": self._clock.now().timestamp()}
        await self._database.keep([person], insert(SEEN).values(row).on_conflict_do_nothing())

    async def unmark_seen(self, person: PersonId, film_id: FilmId) -> None:
        """Take that back."""
        await self._database.write(delete(SEEN).where(SEEN.c.person == person, SEEN.c.film_id == film_id))
        await self._database.empty_log()

    async def seen(self, person: PersonId) -> frozenset[FilmId]:
        """All films that somebody has seen."""
        return frozenset(await self.seen_in_order(person))

    async def seen_in_order(self, person: PersonId) -> tuple[FilmId, ...]:
        """The same, the last one marked in front."""
        query = select(SEEN.c.film_id).where(SEEN.c.person == person)
        rows = await self._database.rows(query.order_by(SEEN.c.added_at.desc(), SEEN.c.film_id))
        return tuple(FilmId(film_id) for (film_id,) in rows)

    async def leaves_seen_out(self, person: PersonId) -> bool:
        """Whether somebody wants the films they have seen left out."""
        return bool(await self._database.first(select(CHOICE.c.leaves_seen_out).where(CHOICE.c.person == person)))

    async def leave_seen_out(self, person: PersonId, *, on: bool) -> None:
        """Keep that choice. Who leaves nothing out has no row."""
        if not on:
            await self._database.write(delete(CHOICE).where(CHOICE.c.person == person))
            await self._database.empty_log()
            return
        row = {"person": person, "leaves_seen_out": True}
        await self._database.keep([person], insert(CHOICE).values(row).on_conflict_do_nothing())
