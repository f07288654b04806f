"""The store of conversations in memory; held to the same contract as the real one."""

from __future__ import annotations

from bot.core.order import Forgotten
from bot.core.ports import Clock
from bot.core.types import ConversationId, Session


class FakeSessions:
    """Implements `bot.core.ports.SessionStore`."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._sessions: dict[ConversationId, Session] = {}
        self._links: dict[str, ConversationId] = {}
        self._answers: dict[tuple[ConversationId, int], Session] = {}
        self._linked_answers: dict[str, int | None] = {}
        self.forgotten = Forgotten()

    async def load(self, conversation_id: ConversationId) -> Session | None:
        session = self._sessions.get(conversation_id)
        return session if session and session.expires_at > self._clock.now() else None

    async def live(self) -> list[Session]:
        return [session for key in tuple(self._sessions) if (session := await self.load(key))]

    async def save(self, session: Session) -> None:
        if self.forgotten.outlived_by_turn(session.people):
            return
        if not await self.load(session.conversation_id):
            await self.delete(session.conversation_id)
        self._sessions[session.conversation_id] = session
        self._answers[session.conversation_id, session.number] = session

    async def supersede(self, session: Session) -> None:
        if not self.forgotten.outlived_by_turn(session.people):
            await self.delete(session.conversation_id)
            await self.save(session)

    async def load_answer(self, conversation_id: ConversationId, number: int) -> Session | None:
        return self._answers.get((conversation_id, number)) if await self.load(conversation_id) else None

    async def delete(self, conversation_id: ConversationId) -> None:
        self._sessions.pop(conversation_id, None)
        self._answers = {key: kept for key, kept in self._answers.items() if key[0] != conversation_id}
        self._links = {key: linked for key, linked in self._links.items() if linked != conversation_id}

    async def link(self, message_key: str, conversation_id: ConversationId, answer: int | None = None) -> None:
        if await self.load(conversation_id):
            self._linked_answers[message_key] = answer
            self._links[message_key] = conversation_id

    async def link_first(self, message_key: str, conversation_id: ConversationId) -> None:
        if not await self.linked(message_key):
            await self.link(message_key, conversation_id)

    async def linked(self, message_key: str) -> ConversationId | None:
        conversation_id = self._links.get(message_key)
        return conversation_id if conversation_id and await self.load(conversation_id) else None

    async def answer_in(self, message_key: str, conversation_id: ConversationId) -> int | None:
        return self._linked_answers.get(message_key) if self._links.get(message_key) == conversation_id else None

    async def purge_expired(self) -> int:
        expired = [key for key in self._sessions if not await self.load(key)]
        for conversation_id in expired:
            await self.delete(conversation_id)
        return len(expired)
