"""The store as a whole: one file, opened once, behind several ports."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from cryptography.fernet import Fernet

from bot.adapters.database import open_database
from bot.adapters.film_lists import SqlFilmLists
from bot.adapters.language_choices import SqlLanguageChoices
from bot.adapters.nights import SqlNights
from bot.adapters.outbox import SqlOutbox
from bot.adapters.personal_data import SqlPersonalData
from bot.adapters.seen_films import SqlSeenFilms
from bot.adapters.server_settings import SqlSettingsKeeper
from bot.adapters.sessions import SqlSessionStore
from bot.core.ports import Clock


@dataclass(frozen=True, slots=True)
class Store:
    """All that is kept."""

    sessions: SqlSessionStore
    people: SqlPersonalData
    seen: SqlSeenFilms
    lists: SqlFilmLists
    language_choices: SqlLanguageChoices
    nights: SqlNights
    settings: SqlSettingsKeeper
    outbox: SqlOutbox


@asynccontextmanager
async def open_store(path: Path, *, key: bytes, clock: Clock, grace: timedelta) -> AsyncIterator[Store]:
    """Open the store, making it if there is none, and close it at the end.

    Args:
        path: the file.
        key: what conversations are sealed with.
        clock: tells what has expired.
        grace: how long what is kept for a server outlives the bot's removal from it.

    Raises:
        bot.core.errors.StoreError: it cannot be used; see `open_database`.
    """
    fernet = Fernet(key)
    async with open_database(path) as database:
        sessions = SqlSessionStore(database, fernet=fernet, clock=clock)
        seen, lists = SqlSeenFilms(database, clock=clock), SqlFilmLists(database)
        choices, nights = SqlLanguageChoices(database), SqlNights(database, clock=clock)
        people = SqlPersonalData(
            database, sessions, seen, lists, choices, nights=nights, fernet=fernet, clock=clock, grace=grace
        )
        outbox = SqlOutbox(database, fernet=fernet, clock=clock)
        yield Store(sessions, people, seen, lists, choices, nights, SqlSettingsKeeper(database), outbox)
