"""Answers on their way, in the store: what is in them is sealed and erased as conversations are."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import delete, exists, literal, select, true
from sqlalchemy.dialects.sqlite import insert

from bot.adapters.database import Database
from bot.adapters.sessions import linking
from bot.adapters.store_file import ANSWER, OUTBOX
from bot.core.ports import Clock, Parcel

_log = logging.getLogger(__name__)


class SqlOutbox:
    """Implements `bot.core.ports.Outbox`."""

    def __init__(self, database: Database, *, fernet: Fernet, clock: Clock) -> None:
        self._database = database
        self._fernet = fernet
        self._clock = clock

    async def put(self, parcel: Parcel) -> None:
        """Keep it, in the place of one with the same key.

        Not, where what it would be kept for was erased while its turn was under way: its person's data, or the answer
        of which it is made, with whoever else took part in that search.
        """
        row = {
            "address": parcel.address,
            "sealed": self._fernet.encrypt(parcel.body.encode("utf-8", "replace")) if parcel.body else None,
            "sent_at": parcel.sent_at.timestamp(),
            "erase_at": parcel.erase_at.timestamp(),
            "conversation_id": parcel.conversation_id,
            "answer": parcel.answer,
            "person": parcel.person,
            "server": parcel.server,
        }
        columns = {"key": parcel.key, **row}
        values = select(*(literal(value, OUTBOX.c[name].type) for name, value in columns.items()))
        if parcel.conversation_id is not None:
            answer = ANSWER.c.conversation_id == parcel.conversation_id, ANSWER.c.number == parcel.answer
            values = values.where(exists().where(*answer))
        upsert = insert(OUTBOX).from_select(list(columns), values.where(true()))
        await self._database.keep(
            [parcel.person], upsert.on_conflict_do_update(index_elements=[OUTBOX.c.key], set_=row)
        )

    async def arrived(self, parcel: Parcel, message_key: str | None = None) -> None:
        """Keep it no longer; the message that it has become belongs to its conversation."""
        gone = delete(OUTBOX).where(OUTBOX.c.key == parcel.key)
        if message_key is None or parcel.conversation_id is None:
            await self._database.write(gone)
            return
        now = self._clock.now().timestamp()
        await self._database.write(gone, linking(message_key, parcel.conversation_id, parcel.answer, now=now))

    async def waiting(self) -> tuple[Parcel, ...]:
        """All that are kept, the oldest first; without the bodies that have been erased."""
        rows = await self._database.rows(select(OUTBOX).order_by(OUTBOX.c.sent_at, OUTBOX.c.key))
        return tuple(self._parcel(row._mapping) for row in rows)  # noqa: SLF001 - that is its public name

    def _parcel(self, row: Any) -> Parcel:
        erase_at = _time(row["erase_at"])
        live = row["sealed"] is not None and erase_at > self._clock.now()
        return Parcel(
            key=row["key"],
            address=row["address"],
            body=self._unsealed(row["sealed"]) if live else "",
            sent_at=_time(row["sent_at"]),
            erase_at=erase_at,
            conversation_id=row["conversation_id"],
            answer=row["answer"],
            person=row["person"],
            server=row["server"],
        )

    def _unsealed(self, sealed: bytes) -> str:
        try:
            return self._fernet.decrypt(sealed).decode()
        except InvalidToken:
            _log.warning("an answer that was on its way cannot be read (was the key file replaced?)")
            return ""


def _time(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
