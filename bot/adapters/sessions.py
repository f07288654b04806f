"""Live conversations in one SQLite file, sealed with a key that lies beside it.

What users wrote is only ever stored encrypted. Erasing means: the row is overwritten (`secure_delete`) and the
write-ahead log is emptied, so that neither text nor ciphertext stays behind.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet
from filelock import AsyncFileLock
from sqlalchemy import Delete, Insert, delete, literal, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.adapters.session_codec import UnreadableSessionError, seal, unseal
from bot.adapters.store_file import BUSY_SECONDS, CONVERSATION, LINK, explained, make_engine, make_file, prepare
from bot.core.ports import Clock
from bot.core.types import ConversationId, Session

_log = logging.getLogger(__name__)


@asynccontextmanager
async def open_sessions(path: Path, *, key: bytes, clock: Clock) -> AsyncIterator[SqlSessionStore]:
    """Open the store, making it if there is none, and close it at the end.

    Raises:
        StoreTooNewError: a newer version of this program wrote the file.
        StoreBusyError: another process keeps it locked.
        StoreError: the file is damaged, is something else, or cannot be read or written.
    """
    await asyncio.to_thread(make_file, path)
    engine = make_engine(path)
    try:
        # SQLite does not wait when two first runs switch one file to a write-ahead log; so they take turns.
        with explained(str(path)):
            async with AsyncFileLock(f"{path}.lock", timeout=BUSY_SECONDS), engine.connect() as connection:
                await connection.run_sync(prepare, path)
        yield SqlSessionStore(engine, name=path.name, fernet=Fernet(key), clock=clock)
    finally:
        await engine.dispose()


class SqlSessionStore:
    """Implements `bot.core.ports.SessionStore`. Made by `open_sessions`.

    One connection, so this process has one writer; other processes are waited for.
    """

    def __init__(self, engine: AsyncEngine, *, name: str, fernet: Fernet, clock: Clock) -> None:
        self._engine = engine
        self._name = name
        self._fernet = fernet
        self._clock = clock

    async def load(self, conversation_id: ConversationId) -> Session | None:
        """The live session; None when there is none, it has expired, or the key that sealed it is gone."""
        query = select(CONVERSATION.c.sealed).where(
            CONVERSATION.c.id == conversation_id, CONVERSATION.c.expires_at > self._now()
        )
        sealed = await self._first(query)
        if sealed is None:
            return None
        try:
            return unseal(sealed, self._fernet)
        except UnreadableSessionError:
            _log.warning("a conversation cannot be read (was the key file replaced?) and starts anew")
            return None

    async def save(self, session: Session) -> None:
        """Keep the session until it expires. Links made before stay, unless what they led to has expired."""
        expired = delete(CONVERSATION).where(
            CONVERSATION.c.id == session.conversation_id, CONVERSATION.c.expires_at <= self._now()
        )
        row = {"sealed": seal(session, self._fernet), "expires_at": session.expires_at.timestamp()}
        # An upsert, because replacing the row would take the links along.
        upsert = (
            insert(CONVERSATION)
            .values(id=session.conversation_id, **row)
            .on_conflict_do_update(index_elements=[CONVERSATION.c.id], set_=row)
        )
        await self._write(expired, upsert)

    async def delete(self, conversation_id: ConversationId) -> None:
        """Erase a conversation now, with its links."""
        await self._write(delete(CONVERSATION).where(CONVERSATION.c.id == conversation_id))
        await self._empty_log()

    async def link(self, message_key: str, conversation_id: ConversationId) -> None:
        """Remember whose message that is. A conversation that has gone in the meantime gets no link."""
        live = select(literal(message_key), CONVERSATION.c.id).where(
            CONVERSATION.c.id == conversation_id, CONVERSATION.c.expires_at > self._now()
        )
        upsert = insert(LINK).from_select(["message_key", "conversation_id"], live)
        await self._write(
            upsert.on_conflict_do_update(
                index_elements=[LINK.c.message_key], set_={"conversation_id": upsert.excluded.conversation_id}
            )
        )

    async def linked(self, message_key: str) -> ConversationId | None:
        """The live conversation a posted message belongs to."""
        query = (
            select(CONVERSATION.c.id)
            .join(LINK)
            .where(LINK.c.message_key == message_key, CONVERSATION.c.expires_at > self._now())
        )
        found = await self._first(query)
        return None if found is None else ConversationId(found)

    async def purge_expired(self) -> int:
        """Erase what has expired, and what an earlier erasing had to leave in the log; return how many it were."""
        count = await self._write(delete(CONVERSATION).where(CONVERSATION.c.expires_at <= self._now()))
        await self._empty_log()
        return count

    def _now(self) -> float:
        return self._clock.now().timestamp()

    async def _first(self, query: Any) -> Any:
        """First column of the first row, or None."""
        with explained(self._name):
            async with self._engine.connect() as connection:
                return await connection.scalar(query)

    async def _write(self, *statements: Insert | Delete) -> int:
        """Run statements in one transaction; return how many rows the last one touched."""
        with explained(self._name):
            async with self._engine.begin() as connection:
                rows = 0
                for statement in statements:
                    rows = (await connection.execute(statement)).rowcount
        return rows

    async def _empty_log(self) -> None:
        """Move the write-ahead log into the file and cut it to nothing, so that no old page stays in it."""
        with explained(self._name):
            async with self._engine.connect() as connection:
                busy = (await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")).scalar_one()
        if busy:
            _log.info("another process was reading the store; old pages of its log go with the next purge")
