"""Answers on their way, in memory; held to the same contract as the real one."""

from __future__ import annotations

from dataclasses import replace

from bot.core.ports import Clock, MessageLinks, Parcel


class FakeOutbox:
    """Implements `bot.core.ports.Outbox`."""

    def __init__(self, links: MessageLinks, clock: Clock | None = None) -> None:
        self._links = links
        self._clock = clock
        self.kept: dict[str, Parcel] = {}
        self.seen: list[Parcel] = []
        """All that were ever put."""

    async def put(self, parcel: Parcel) -> None:
        self.kept[parcel.key] = parcel
        self.seen.append(parcel)

    async def arrived(self, parcel: Parcel, message_key: str | None = None) -> None:
        self.kept.pop(parcel.key, None)
        if message_key is not None and parcel.conversation_id is not None:
            await self._links.link(message_key, parcel.conversation_id, parcel.answer)

    async def waiting(self) -> tuple[Parcel, ...]:
        found = sorted(self.kept.values(), key=lambda parcel: (parcel.sent_at, parcel.key))
        now = None if self._clock is None else self._clock.now()
        return tuple(replace(one, body="") if now is not None and one.erase_at <= now else one for one in found)
