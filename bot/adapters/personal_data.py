"""What the store keeps about people and for servers: shown, and erased everywhere at once."""

from __future__ import annotations

import logging
from datetime import timedelta

from cryptography.fernet import Fernet
from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert

from bot.adapters.database import Database
from bot.adapters.film_lists import SqlFilmLists
from bot.adapters.language_choices import SqlLanguageChoices
from bot.adapters.nights import SqlNights
from bot.adapters.seen_films import SqlSeenFilms
from bot.adapters.session_codec import UnreadableSessionError, unseal
from bot.adapters.sessions import SqlSessionStore
from bot.adapters.store_file import CONVERSATION, DEPARTURE, METADATA, PARTICIPANT
from bot.core.keeping import PersonalFile
from bot.core.ports import Clock
from bot.core.types import PersonId, ServerId, Session

_log = logging.getLogger(__name__)


class SqlPersonalData:
    """Implements `bot.core.ports.PersonalData`."""

    def __init__(
        self,
        database: Database,
        sessions: SqlSessionStore,
        seen: SqlSeenFilms,
        lists: SqlFilmLists,
        language_choices: SqlLanguageChoices,
        *,
        nights: SqlNights,
        fernet: Fernet,
        clock: Clock,
        grace: timedelta,
    ) -> None:
        """Share a store.

        Args:
            database: the store.
            sessions: its conversations.
            seen: the films that people have seen.
            lists: lists of films.
            language_choices: the languages that people have chosen.
            nights: movie nights.
            fernet: what they are sealed with.
            clock: tells what has expired.
            grace: how long what is kept for a server outlives the bot's removal from it.
        """
        self._database = database
        self._sessions = sessions
        self._seen = seen
        self._lists = lists
        self._language_choices = language_choices
        self._nights = nights
        self._fernet = fernet
        self._clock = clock
        self._grace = grace

    async def export(self, person: PersonId) -> PersonalFile:
        """Everything that is kept about a person."""
        return PersonalFile(
            sessions=await self._conversations(person),
            seen=await self._seen.seen_in_order(person),
            leaves_seen_out=await self._seen.leaves_seen_out(person),
            lists=await self._lists.of_person(person),
            language=await self._language_choices.language(person),
            nights=await self._nights.of_person(person),
        )

    async def _conversations(self, person: PersonId) -> tuple[Session, ...]:
        """Every live conversation that the person took part in, the one that expires first in front."""
        query = (
            select(CONVERSATION.c.sealed)
            .join(PARTICIPANT)
            .where(PARTICIPANT.c.person == person, CONVERSATION.c.expires_at > self._now())
            .order_by(CONVERSATION.c.expires_at, CONVERSATION.c.id)
        )
        found: list[Session] = []
        for (sealed,) in await self._database.rows(query):
            try:
                found.append(unseal(sealed, self._fernet))
            except UnreadableSessionError:
                _log.warning("a conversation cannot be read (was the key file replaced?) and is left out of an export")
        return tuple(found)

    async def forget(self, person: PersonId) -> int:
        """Erase everything about a person now; return how many conversations that were."""
        return await self._sessions.forget(person)

    async def left(self, server: ServerId) -> None:
        """Begin the grace of a server that has removed the bot; one that has begun already goes on."""
        row = {"server": server, "purge_at": self._now() + self._grace.total_seconds()}
        await self._database.write(insert(DEPARTURE).values(row).on_conflict_do_nothing())

    async def returned(self, server: ServerId) -> None:
        """End the grace: nothing of that server is erased."""
        await self._database.write(delete(DEPARTURE).where(DEPARTURE.c.server == server))

    async def servers(self) -> frozenset[ServerId]:
        """All servers that something is kept for and that have not removed the bot."""
        tables = [table for table in METADATA.tables.values() if "server" in table.c and table is not DEPARTURE]
        kept = {
            ServerId(server)
            for table in tables
            for (server,) in await self._database.rows(select(table.c.server).distinct())
            if server is not None
        }
        return frozenset(kept - await self.departed())

    async def departed(self) -> frozenset[ServerId]:
        """All servers that have removed the bot and whose grace goes on."""
        return frozenset(ServerId(server) for (server,) in await self._database.rows(select(DEPARTURE.c.server)))

    async def purge_departed(self) -> int:
        """Erase what is kept for servers whose grace is over; return how many servers that were."""
        due = select(DEPARTURE.c.server).where(DEPARTURE.c.purge_at <= self._now())
        over = [server for (server,) in await self._database.rows(due)]
        if not over:
            return 0
        tables = [table for table in METADATA.tables.values() if "server" in table.c]
        await self._database.write(*(delete(table).where(table.c.server.in_(over)) for table in tables))
        await self._database.empty_log()
        return len(over)

    def _now(self) -> float:
        return self._clock.now().timestamp()
