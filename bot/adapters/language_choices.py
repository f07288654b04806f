"""The languages that people have chosen for themselves, in the store."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert

from bot.adapters.database import Database
from bot.adapters.store_file import LANGUAGE_CHOICE
from bot.core.types import PersonId


class SqlLanguageChoices:
    """Implements `bot.core.ports.LanguageChoices`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def language(self, person: PersonId) -> str | None:
        """The language that somebody has chosen; None where they have not."""
        found = select(LANGUAGE_CHOICE.c.language).where(LANGUAGE_CHOICE.c.person == person)
        code: str | None = await self._database.first(found)
        return code

    async def choose_language(self, person: PersonId, code: str | None) -> None:
        """Keep that choice; None takes it back, and nothing of it stays."""
        if code is None:
            await self._database.write(delete(LANGUAGE_CHOICE).where(LANGUAGE_CHOICE.c.person == person))
            await self._database.empty_log()
            return
        upsert = insert(LANGUAGE_CHOICE).values(person=person, language=code)
        await self._database.keep(
            [person],
            upsert.on_conflict_do_update(index_elements=[LANGUAGE_CHOICE.c.person], set_={"language": code}),
        )
