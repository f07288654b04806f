"""Movie nights, in memory; held to the same contract as the real ones."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable
from dataclasses import replace

from bot.core.errors import RefusedError
from bot.core.keeping import Night, NightId
from bot.core.order import Forgotten
from bot.core.ports import Clock
from bot.core.types import PersonId, ServerId
from bot.night.rules import part_of


class FakeNights:
    """Implements `bot.core.ports.Nights`."""

    def __init__(self, clock: Clock, forgotten: Forgotten) -> None:
        self._clock = clock
        self._forgotten = forgotten
        self.kept: dict[NightId, Night] = {}
        self._numbers = itertools.count(1)
        self._changed = asyncio.Condition()

    async def night(self, night_id: NightId) -> Night | None:
        return self.kept.get(night_id)

    async def newest(self, server: ServerId, channel: str) -> Night | None:
        here = (one for one in self.kept.values() if (one.server, one.channel) == (server, channel))
        return next(reversed(list(here)), None)

    async def start(self, *, server: ServerId, channel: str, person: PersonId) -> Night:
        before = await self.newest(server, channel)
        if before is not None and before.open:
            raise RefusedError("A movie night is open in this channel. Show its card with /night show.")
        if self._forgotten.outlived_by_turn([person]):
            raise RefusedError("This movie night is over.")
        night_id = NightId(next(self._numbers))
        made = Night(night_id=night_id, server=server, channel=channel, starter=person, started_at=self._clock.now())
        self.kept[night_id] = made
        return made

    async def change(self, night_id: NightId, change: Callable[[Night], Night], *, person: PersonId) -> Night:
        async with self._changed:
            if night_id not in self.kept or self._forgotten.outlived_by_turn([person]):
                raise RefusedError("This movie night is over.")
            self.kept[night_id] = change(self.kept[night_id])
            self._changed.notify_all()
            return self.kept[night_id]

    async def until(self, reached: Callable[[Night], bool]) -> None:
        """Wait until the first night is so."""
        async with asyncio.timeout(5), self._changed:
            await self._changed.wait_for(lambda: reached(self.kept[NightId(1)]))

    def of_person(self, person: PersonId) -> tuple[Night, ...]:
        parts = (part_of(night, person) for night in self.kept.values())
        return tuple(one for one in parts if one.starter or one.nominations or one.ballots)

    def forget(self, person: PersonId) -> None:
        for night_id, night in self.kept.items():
            self.kept[night_id] = replace(
                night,
                starter=None if night.starter == person else night.starter,
                nominations=tuple(
                    replace(one, person=None) if one.person == person else one for one in night.nominations
                ),
                ballots=tuple(one for one in night.ballots if one.person != person),
            )

    def purge(self, server: ServerId) -> None:
        self.kept = {key: one for key, one in self.kept.items() if one.server != server}
