"""The languages that people have chosen, in memory; held to the same contract as the real one."""

from __future__ import annotations

from bot.core.types import PersonId


class FakeLanguageChoices:
    """Implements `bot.core.ports.LanguageChoices`."""

    def __init__(self) -> None:
        self.kept: dict[PersonId, str] = {}
        self.failure: Exception | None = None

    async def language(self, person: PersonId) -> str | None:
        if self.failure:
            raise self.failure
        return self.kept.get(person)

    async def choose_language(self, person: PersonId, code: str | None) -> None:
        if code is None:
            self.kept.pop(person, None)
        else:
            self.kept[person] = code
