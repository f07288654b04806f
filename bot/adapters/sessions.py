"""Live conversations in one SQLite file, sealed with a key that lies beside it.

What users wrote is only ever stored encrypted. Erasing means: the row is overwritten (`secure_delete`) and the
write-ahead log is emptied, so that neither text nor ciphertext stays behind.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Final

from cryptography.fernet import Fernet
from sqlalchemy import Delete, Insert, delete, literal, select, update
from sqlalchemy.dialects.sqlite import insert

from bot.adapters.database import Database, open_database
from bot.adapters.session_codec import UnreadableSessionError, seal, unseal
from bot.adapters.store_file import (
    ANSWER,
    CONVERSATION,
    FILM_LIST,
    LINK,
    METADATA,
    NIGHT,
    NOMINATION,
    OUTBOX,
    PARTICIPANT,
)
from bot.core.keeping import NIGHT_KEPT
from bot.core.ports import Clock
from bot.core.types import ConversationId, PersonId, Session

_log = logging.getLogger(__name__)

_BRANCHES: Final = 50
"""Answers of one conversation that can be gone on from; what is said to an older one goes on from the newest."""
_LONGEST_JOURNEY: Final = timedelta(days=1)
"""After that nobody waits for an answer any more."""
_LONGEST_TURN: Final = timedelta(hours=1)
"""No turn that began before that is still under way."""


@asynccontextmanager
async def open_sessions(path: Path, *, key: bytes, clock: Clock) -> AsyncIterator[SqlSessionStore]:
    """Open the store for conversations alone; see `open_database`."""
    async with open_database(path) as database:
        yield SqlSessionStore(database, fernet=Fernet(key), clock=clock)


class SqlSessionStore:
    """Implements `bot.core.ports.SessionStore`."""

    def __init__(self, database: Database, *, fernet: Fernet, clock: Clock) -> None:
        self._database = database
        self._fernet = fernet
        self._clock = clock

    async def load(self, conversation_id: ConversationId) -> Session | None:
        """The live session; None when there is none, it has expired, or the key that sealed it is gone."""
        query = select(CONVERSATION.c.sealed).where(
            CONVERSATION.c.id == conversation_id, CONVERSATION.c.expires_at > self._now()
        )
        sealed = await self._database.first(query)
        return None if sealed is None else self._unsealed(sealed)

    async def load_answer(self, conversation_id: ConversationId, number: int) -> Session | None:
        """The live session as it was saved under this number; None when that is not kept, or not any more."""
        query = (
            select(ANSWER.c.sealed)
            .join(CONVERSATION)
            .where(
                ANSWER.c.conversation_id == conversation_id,
                ANSWER.c.number == number,
                CONVERSATION.c.expires_at > self._now(),
            )
        )
        sealed = await self._database.first(query)
        return None if sealed is None else self._unsealed(sealed)

    async def save(self, session: Session) -> None:
        """Keep the session until it expires, also as what it is now.

        Links made before stay, unless what they led to has expired.

        That of a turn which had begun before one of its people was forgotten is not kept.
        """
        expired = CONVERSATION.c.id == session.conversation_id, CONVERSATION.c.expires_at <= self._now()
        await self._keep(session, delete(CONVERSATION).where(*expired))

    async def supersede(self, session: Session) -> None:
        """Keep the session, and erase the conversation that was kept under its name, with what `delete` takes along."""
        if await self._keep(session, *_deleting(session.conversation_id)):
            await self._database.empty_log()

    async def _keep(self, session: Session, *before: Delete) -> bool:
        row = {
            "sealed": seal(session, self._fernet),
            "expires_at": session.expires_at.timestamp(),
            "server": session.server,
        }
        # An upsert, because replacing the row would take the links along.
        upsert = (
            insert(CONVERSATION)
            .values(id=session.conversation_id, **row)
            .on_conflict_do_update(index_elements=[CONVERSATION.c.id], set_=row)
        )
        answer = {"conversation_id": session.conversation_id, "number": session.number, "sealed": row["sealed"]}
        answered = (
            insert(ANSWER)
            .values(answer)
            .on_conflict_do_update(
                index_elements=[ANSWER.c.conversation_id, ANSWER.c.number], set_={"sealed": row["sealed"]}
            )
        )
        too_old = delete(ANSWER).where(
            ANSWER.c.conversation_id == session.conversation_id, ANSWER.c.number <= session.number - _BRANCHES
        )
        people = [{"conversation_id": session.conversation_id, "person": person} for person in session.people]
        taking_part = [insert(PARTICIPANT).values(people).on_conflict_do_nothing()] if people else []
        return await self._database.keep(session.people, *before, upsert, answered, too_old, *taking_part)

    async def delete(self, conversation_id: ConversationId) -> None:
        """Erase a conversation now, with its links and what is on its way."""
        await self._database.write(*_deleting(conversation_id))
        await self._database.empty_log()

    async def link(self, message_key: str, conversation_id: ConversationId, answer: int | None = None) -> None:
        """Remember whose message that is. A conversation that has gone in the meantime gets no link."""
        await self._database.write(linking(message_key, conversation_id, answer, now=self._now()))

    async def link_first(self, message_key: str, conversation_id: ConversationId) -> None:
        """As `link`, unless it belongs to a live conversation already. One statement, so that nothing comes between."""
        await self._database.write(linking(message_key, conversation_id, None, now=self._now(), first=True))

    async def answer_in(self, message_key: str, conversation_id: ConversationId) -> int | None:
        """The number of the answer that a message of this conversation holds."""
        query = select(LINK.c.answer).where(
            LINK.c.message_key == message_key, LINK.c.conversation_id == conversation_id
        )
        number: int | None = await self._database.first(query)
        return number

    async def linked(self, message_key: str) -> ConversationId | None:
        """The live conversation a posted message belongs to."""
        query = (
            select(CONVERSATION.c.id)
            .join(LINK)
            .where(LINK.c.message_key == message_key, CONVERSATION.c.expires_at > self._now())
        )
        found = await self._database.first(query)
        return None if found is None else ConversationId(found)

    async def forget(self, person: PersonId) -> int:
        """Erase every conversation that the person took part in, and all else that is kept about them, now."""
        theirs = select(PARTICIPANT.c.conversation_id).where(PARTICIPANT.c.person == person)
        tables = [table for table in METADATA.tables.values() if "person" in table.c]
        of_servers = FILM_LIST.c.person == person, FILM_LIST.c.server.is_not(None)
        async with self._database.forgetting(person, self._clock.now()):
            ids = [found for (found,) in await self._database.rows(theirs)]
            count = await self._database.write(
                delete(CONVERSATION).where(CONVERSATION.c.id.in_(ids)),
                delete(OUTBOX).where(OUTBOX.c.conversation_id.in_(ids)),
                update(FILM_LIST).where(*of_servers).values(person=None),  # others have put films on it
                *(update(one).where(one.c.person == person).values(person=None) for one in (NIGHT, NOMINATION)),
                *(delete(table).where(table.c.person == person) for table in tables),
            )
        await self._database.empty_log()
        return count

    async def purge_expired(self) -> int:
        """Erase what has expired, and what an earlier erasing had to leave in the log; return how many it were."""
        self._database.forgotten.lapse(self._clock.now() - _LONGEST_TURN)
        count = await self._database.write(
            delete(CONVERSATION).where(CONVERSATION.c.expires_at <= self._now()),
            update(OUTBOX).where(OUTBOX.c.erase_at <= self._now()).values(sealed=None),
            delete(OUTBOX).where(OUTBOX.c.sent_at <= self._now() - _LONGEST_JOURNEY.total_seconds()),
            delete(NIGHT).where(NIGHT.c.started_at <= self._now() - NIGHT_KEPT.total_seconds()),
        )
        await self._database.empty_log()
        return count

    def _now(self) -> float:
        return self._clock.now().timestamp()

    def _unsealed(self, sealed: bytes) -> Session | None:
        try:
            return unseal(sealed, self._fernet)
        except UnreadableSessionError:
            _log.warning("a conversation cannot be read (was the key file replaced?) and starts anew")
            return None


def _deleting(conversation_id: ConversationId) -> tuple[Delete, Delete]:
    """The statements that erase a conversation, with its links and what is on its way."""
    return (
        delete(CONVERSATION).where(CONVERSATION.c.id == conversation_id),
        delete(OUTBOX).where(OUTBOX.c.conversation_id == conversation_id),
    )


def linking(
    message_key: str, conversation_id: ConversationId, answer: int | None, *, now: float, first: bool = False
) -> Insert:
    """The statement that links a message to a conversation, if that is live at this second since 1970.

    With `first` a link to another one that is live stays.
    """
    living = CONVERSATION.c.expires_at > now
    live = select(literal(message_key), CONVERSATION.c.id, literal(answer, LINK.c.answer.type)).where(
        CONVERSATION.c.id == conversation_id, living
    )
    names = ["conversation_id", "answer"]
    upsert = insert(LINK).from_select(["message_key", *names], live)
    return upsert.on_conflict_do_update(
        index_elements=[LINK.c.message_key],
        set_={name: upsert.excluded[name] for name in names},
        where=LINK.c.conversation_id.not_in(select(CONVERSATION.c.id).where(living)) if first else None,
    )
