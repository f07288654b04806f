"""Stands in for the part of the store that a front end uses: the port `MessageLinks`."""

from __future__ import annotations

import asyncio

from bot.core.types import ConversationId


class FakeMessageLinks:
    def __init__(self) -> None:
        self.kept: dict[str, ConversationId] = {}
        self.answers: dict[str, int | None] = {}
        self.asked: list[str] = []
        self._changed = asyncio.Condition()

    async def link(self, message_key: str, conversation_id: ConversationId, answer: int | None = None) -> None:
        async with self._changed:
            self.answers[message_key] = answer
            self.kept[message_key] = conversation_id
            self._changed.notify_all()

    async def link_first(self, message_key: str, conversation_id: ConversationId) -> None:
        if message_key not in self.kept:
            await self.link(message_key, conversation_id)

    async def linked(self, message_key: str) -> ConversationId | None:
        self.asked.append(message_key)
        return self.kept.get(message_key)

    async def answer_in(self, message_key: str, conversation_id: ConversationId) -> int | None:
        return self.answers.get(message_key) if self.kept.get(message_key) == conversation_id else None

    async def until(self, message_key: str) -> None:
        """Wait until the message is linked."""
        async with self._changed:
            await self._changed.wait_for(lambda: message_key in self.kept)
