"""What servers have set, in memory; held to the same contract as the real one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping

from bot.core.keeping import ServerSettings
from bot.core.types import ServerId


class FakeSettingsKeeper:
    """Implements `bot.core.ports.SettingsKeeper`."""

    def __init__(self) -> None:
        self.kept: dict[ServerId, ServerSettings] = {}
        self._changed = asyncio.Condition()

    async def settings(self, server: ServerId) -> ServerSettings:
        return self.kept.get(server, ServerSettings())

    async def free_chat(self) -> Mapping[ServerId, frozenset[str]]:
        return {server: one.free_chat for server, one in self.kept.items() if one.free_chat}

    async def change(self, server: ServerId, change: Callable[[ServerSettings], ServerSettings]) -> ServerSettings:
        async with self._changed:
            self.kept[server] = change(self.kept.get(server, ServerSettings()))
            self._changed.notify_all()
            return self.kept[server]
