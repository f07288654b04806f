"""One open SQLite store: queries, writes, and the emptying of its log."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Delete, Insert, Row, Select, Update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.adapters.store_file import explained, make_engine, make_file, prepare
from bot.core.order import Forgotten
from bot.core.types import PersonId

_log = logging.getLogger(__name__)


@asynccontextmanager
async def open_database(path: Path) -> AsyncIterator[Database]:
    """Open the store, making it if there is none, bring its tables up to date, and close it at the end.

    Raises:
        StoreTooNewError: a newer version of this program wrote the file.
        StoreBusyError: another process keeps it locked.
        StoreError: the file is damaged, is something else, or cannot be read or written.
    """
    await asyncio.to_thread(make_file, path)
    await asyncio.to_thread(prepare, path)
    engine = make_engine(path)
    try:
        yield Database(engine, name=path.name)
    finally:
        await engine.dispose()


class Database:
    """One connection, so this process has one writer; other processes are waited for. Made by `open_database`."""

    def __init__(self, engine: AsyncEngine, *, name: str) -> None:
        self.engine = engine
        self.forgotten = Forgotten()
        self._name = name
        self._keeping = asyncio.Lock()

    async def first(self, query: Select[Any]) -> Any:
        """First column of the first row, or None."""
        with explained(self._name):
            async with self.engine.connect() as connection:
                return await connection.scalar(query)

    async def rows(self, query: Select[Any]) -> Sequence[Row[Any]]:
        """All rows."""
        with explained(self._name):
            async with self.engine.connect() as connection:
                found: Sequence[Row[Any]] = (await connection.execute(query)).all()
        return found

    async def write(self, *statements: Insert | Update | Delete) -> int:
        """Run statements in one transaction; return how many rows the first one touched."""
        with explained(self._name):
            async with self.engine.begin() as connection:
                touched = [(await connection.execute(statement)).rowcount for statement in statements]
        return touched[0]

    async def keep(self, people: Iterable[PersonId | None], *statements: Insert | Update | Delete) -> bool:
        """Write what is kept of people, unless the turn at hand had begun before one of them was forgotten."""
        async with self._keeping:
            if self.forgotten.outlived_by_turn(people):
                return False
            await self.write(*statements)
        return True

    @asynccontextmanager
    async def forgetting(self, person: PersonId, at: datetime) -> AsyncIterator[None]:
        """Keep nothing of anybody for the length of the block, and from then on nothing of what somebody had begun."""
        async with self._keeping:
            self.forgotten.note(person, at)
            yield

    async def empty_log(self) -> None:
        """Move the write-ahead log into the file and cut it to nothing, so that no old page stays in it."""
        with explained(self._name):
            async with self.engine.connect() as connection:
                busy = (await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")).scalar_one()
        if busy:
            _log.info("another process was reading the store; old pages of its log go with the next purge")
