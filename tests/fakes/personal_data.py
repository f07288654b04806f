"""What is kept about people and servers, in memory; held to the same contract as the real one."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from bot.core.keeping import PersonalFile
from bot.core.ports import Clock
from bot.core.types import PersonId, ServerId
from tests.fakes.film_lists import FakeFilmLists
from tests.fakes.language_choices import FakeLanguageChoices
from tests.fakes.nights import FakeNights
from tests.fakes.seen_films import FakeSeenFilms
from tests.fakes.server_settings import FakeSettingsKeeper
from tests.fakes.sessions import FakeSessions


class FakePersonalData:
    """Implements `bot.core.ports.PersonalData`."""

    def __init__(self, sessions: FakeSessions, clock: Clock, *, grace: timedelta = timedelta(days=7)) -> None:
        self._sessions = sessions
        self.seen = FakeSeenFilms(sessions.forgotten)
        self.lists = FakeFilmLists(sessions.forgotten)
        self.language_choices = FakeLanguageChoices(sessions.forgotten)
        self.nights = FakeNights(clock, sessions.forgotten)
        self.settings = FakeSettingsKeeper()
        self._clock = clock
        self._grace = grace
        self._purge_at: dict[ServerId, datetime] = {}
        self._changed = asyncio.Condition()

    async def export(self, person: PersonId) -> PersonalFile:
        return PersonalFile(
            sessions=tuple(session for session in await self._sessions.live() if person in session.people),
            seen=await self.seen.seen_in_order(person),
            leaves_seen_out=await self.seen.leaves_seen_out(person),
            lists=await self.lists.of_person(person),
            language=await self.language_choices.language(person),
            nights=self.nights.of_person(person),
        )

    async def forget(self, person: PersonId) -> int:
        theirs = (await self.export(person)).sessions
        self.seen.forget(person)
        self.lists.forget(person)
        self.nights.forget(person)
        self.language_choices.kept.pop(person, None)
        for session in theirs:
            await self._sessions.delete(session.conversation_id)
        self._sessions.forgotten.note(person, self._clock.now())
        return len(theirs)

    async def left(self, server: ServerId) -> None:
        async with self._changed:
            self._purge_at.setdefault(server, self._clock.now() + self._grace)
            self._changed.notify_all()

    async def returned(self, server: ServerId) -> None:
        async with self._changed:
            self._purge_at.pop(server, None)
            self._changed.notify_all()

    async def servers(self) -> frozenset[ServerId]:
        kept = {session.server for session in await self._sessions.live()}
        kept |= {one.server for one in self.lists.kept.values()} | self.settings.kept.keys()
        kept |= {night.server for night in self.nights.kept.values()}
        return frozenset(server for server in kept if server is not None and server not in self._purge_at)

    async def departed(self) -> frozenset[ServerId]:
        return frozenset(self._purge_at)

    async def purge_departed(self) -> int:
        over = {server for server, at in self._purge_at.items() if at <= self._clock.now()}
        for session in await self._sessions.live():
            if session.server in over:
                await self._sessions.delete(session.conversation_id)
        for server in over:
            del self._purge_at[server]
            self.lists.purge(server)
            self.nights.purge(server)
            self.settings.kept.pop(server, None)
        return len(over)

    async def until_departed(self, *servers: str) -> None:
        """Wait until just these servers have removed the bot."""
        async with self._changed:
            await self._changed.wait_for(lambda: set(self._purge_at) == set(servers))
