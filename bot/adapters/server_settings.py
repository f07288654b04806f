"""What servers have set, in the store."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from bot.adapters.database import Database
from bot.adapters.store_file import SERVER_SETTINGS
from bot.core.keeping import NightStarters, ServerSettings
from bot.core.types import ServerId, SpoilerLevel


class SqlSettingsKeeper:
    """Implements `bot.core.ports.SettingsKeeper`."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._changing = asyncio.Lock()

    async def settings(self, server: ServerId) -> ServerSettings:
        """A server's settings; the defaults where it has set nothing."""
        rows = await self._database.rows(select(SERVER_SETTINGS).where(SERVER_SETTINGS.c.server == server))
        return _settings(rows[0]._mapping) if rows else ServerSettings()  # noqa: SLF001 - its public name

    async def free_chat(self) -> Mapping[ServerId, frozenset[str]]:
        """The channels that each server has opened for free chat; servers that opened none are left out."""
        columns = select(SERVER_SETTINGS.c.server, SERVER_SETTINGS.c.free_chat)
        rows: Sequence[Any] = await self._database.rows(columns)
        opened = {ServerId(server): frozenset(json.loads(channels)) for server, channels in rows}
        return {server: channels for server, channels in opened.items() if channels}

    async def change(self, server: ServerId, change: Callable[[ServerSettings], ServerSettings]) -> ServerSettings:
        """Keep what `change` makes of a server's settings, and return it; two changes at once both count."""
        async with self._changing:
            changed = change(await self.settings(server))
            row = _row(changed)
            upsert = insert(SERVER_SETTINGS).values(server=server, **row)
            await self._database.write(
                upsert.on_conflict_do_update(index_elements=[SERVER_SETTINGS.c.server], set_=row)
            )
        return changed


def _row(settings: ServerSettings) -> dict[str, Any]:
    return {
        "language": settings.language,
        "spoilers": settings.spoilers.value,
        "ceiling": settings.ceiling,
        "free_chat": json.dumps(sorted(settings.free_chat)),
        "idle_minutes": settings.idle_minutes,
        "themes": json.dumps(settings.themes),
        "night_starters": settings.night_starters.value,
    }


def _settings(row: Any) -> ServerSettings:
    return ServerSettings(
        language=row["language"],
        spoilers=SpoilerLevel(row["spoilers"]),
        ceiling=row["ceiling"],
        free_chat=frozenset(json.loads(row["free_chat"])),
        idle_minutes=row["idle_minutes"],
        themes=tuple(json.loads(row["themes"])),
        night_starters=NightStarters(row["night_starters"]),
    )
