"""The languages that people have chosen, in memory; held to the same contract as the real one."""

from __future__ import annotations

from bot.core.order import Forgotten
from bot.core.types import PersonId


class FakeLanguageChoices:
    """Implements `bot.core.ports.LanguageChoices`."""

    def __init__(self, forgotten: Forgotten | None = None) -> None:
        self._forgotten = forgotten or Forgotten()
        self.kept: dict[PersonId, str] = {}
        self.failure: Exception | None = None

    async def language(self, person: PersonId) -> str | None:
        if self.failure:
            raise self.failure
        return self.kept.get(person)

    async def choose_language(self, person: PersonId, code: str | None) -> None:
        if code is None:
            self.kept.pop(person, None)
        elif not self._forgotten.outlived_by_turn([person]):
            self.kept[person] = code
