"""A turn reader that suggests what a test tells it to, and remembers what it was asked."""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.types import Suggestion


class FakeTurnReader:
    """Implements `bot.core.ports.TurnReader`."""

    def __init__(self, suggestion: Suggestion | None = None) -> None:
        self.suggestion = suggestion
        self.failure: Exception | None = None
        self.asked: list[tuple[tuple[str, ...], str]] = []

    async def read(self, earlier: Sequence[str], text: str) -> Suggestion | None:
        self.asked.append((tuple(earlier), text))
        if self.failure:
            raise self.failure
        return self.suggestion
