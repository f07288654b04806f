"""Movie nights, in the store."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Delete, Table, delete, or_, select, update
from sqlalchemy.dialects.sqlite import Insert, insert

from bot.adapters.database import Database
from bot.adapters.store_file import BALLOT, NIGHT, NOMINATION
from bot.core.errors import RefusedError
from bot.core.keeping import Ballot, Night, NightId, Nomination
from bot.core.language import gettext as _
from bot.core.ports import Clock
from bot.core.types import PersonId, ServerId
from bot.night.rules import part_of
from retrieval.types import FilmId

_Rows = Mapping[str, Mapping[str, Any]]
"""What a table holds of one night, by the column that tells its rows apart."""


class SqlNights:
    """Implements `bot.core.ports.Nights`."""

    def __init__(self, database: Database, *, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._changing = asyncio.Lock()
        """Held between looking and writing, so that rules hold."""

    async def night(self, night_id: NightId) -> Night | None:
        """A night; None when it is not kept any more."""
        return next(iter(await self._found(NIGHT.c.id == night_id)), None)

    async def newest(self, server: ServerId, channel: str) -> Night | None:
        """The night of a channel that began last, open or closed."""
        return next(reversed(await self._found((NIGHT.c.server == server) & (NIGHT.c.channel == channel))), None)

    async def of_person(self, person: PersonId) -> tuple[Night, ...]:
        """The nights somebody had a part in, the oldest first, each with nothing but their part."""
        theirs = (select(table.c.night_id).where(table.c.person == person) for table in (NOMINATION, BALLOT))
        found = await self._found(or_(NIGHT.c.person == person, *(NIGHT.c.id.in_(ids) for ids in theirs)))
        return tuple(part_of(night, person) for night in found)

    async def start(self, *, server: ServerId, channel: str, person: PersonId) -> Night:
        """Begin a night; see `bot.core.ports.Nights`."""
        async with self._changing:
            before = await self.newest(server, channel)
            if before is not None and before.open:
                raise RefusedError(_("A movie night is open in this channel. Show its card with /night show."))
            row = {"server": server, "channel": channel, "person": person, "started_at": self._clock.now().timestamp()}
            kept = await self._database.keep([person], insert(NIGHT).values(row))
            made = await self.newest(server, channel) if kept else None
        if made is None:
            raise _gone()
        return made

    async def change(self, night_id: NightId, change: Callable[[Night], Night], *, person: PersonId) -> Night:
        """Keep what `change` makes of a night for somebody; see `bot.core.ports.Nights`."""
        async with self._changing:
            before = await self.night(night_id)
            if before is None:
                raise _gone()
            after = change(before)
            own = update(NIGHT).where(NIGHT.c.id == night_id).values(voters=after.voters, card=after.card)
            nominations = _differences(NOMINATION, "film_id", night_id, _nominations(before), _nominations(after))
            ballots = _differences(BALLOT, "person", night_id, _ballots(before), _ballots(after))
            if not await self._database.keep([person], own, *nominations, *ballots):
                raise _gone()
        if len(after.ballots) < len(before.ballots):
            await self._database.empty_log()
        return after

    async def _found(self, which: ColumnElement[bool]) -> tuple[Night, ...]:
        rows = await self._database.rows(select(NIGHT).where(which).order_by(NIGHT.c.id))
        return tuple([await self._whole(row._mapping) for row in rows])  # noqa: SLF001 - its public name

    async def _whole(self, row: Any) -> Night:
        nominations = select(NOMINATION.c.film_id, NOMINATION.c.person, NOMINATION.c.approvals)
        ballots = select(BALLOT.c.person, BALLOT.c.approved).where(BALLOT.c.night_id == row["id"])
        of_night = nominations.where(NOMINATION.c.night_id == row["id"]).order_by(NOMINATION.c.place)
        nominated: Sequence[Any] = await self._database.rows(of_night)
        cast: Sequence[Any] = await self._database.rows(ballots.order_by(BALLOT.c.person))
        return Night(
            night_id=NightId(row["id"]),
            server=row["server"],
            channel=row["channel"],
            starter=row["person"],
            started_at=datetime.fromtimestamp(row["started_at"], UTC),
            nominations=tuple(Nomination(FilmId(film_id), person, count) for film_id, person, count in nominated),
            ballots=tuple(Ballot(PersonId(person), frozenset(json.loads(approved))) for person, approved in cast),
            voters=row["voters"],
            card=row["card"],
        )


def _gone() -> RefusedError:
    return RefusedError(_("This movie night is over."))


def _nominations(night: Night) -> _Rows:
    return {
        one.film_id: {"person": one.person, "place": place, "approvals": one.approvals}
        for place, one in enumerate(night.nominations)
    }


def _ballots(night: Night) -> _Rows:
    return {one.person: {"approved": json.dumps(sorted(one.approved))} for one in night.ballots}


def _differences(table: Table, key: str, night_id: NightId, before: _Rows, after: _Rows) -> Iterator[Insert | Delete]:
    """The statements that make of one night's rows what they shall be; those that stay as they are, are not touched."""
    gone = [name for name in before if name not in after]
    if gone:
        yield delete(table).where(table.c.night_id == night_id, table.c[key].in_(gone))
    for name, row in after.items():
        if before.get(name) != row:
            # Whoever is named in a row may have been forgotten since it was read; so that is written once only.
            later = {column: value for column, value in row.items() if column != "person"}
            upsert = insert(table).values({"night_id": night_id, key: name, **row})
            yield upsert.on_conflict_do_update(index_elements=["night_id", key], set_=later)
