"""A phraser that answers what a test tells it to, and remembers what it was asked."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.ports import Choice
from bot.core.types import FilmCard


class FakePhraser:
    """Implements `bot.core.ports.Phraser`."""

    def __init__(self, choice: Choice | None = None) -> None:
        self.choice = choice
        self.asked: list[tuple[tuple[str, ...], tuple[FilmCard, ...]]] = []

    async def choose(self, utterances: Sequence[str], cards: Sequence[FilmCard]) -> Choice | None:
        self.asked.append((tuple(utterances), tuple(cards)))
        return self.choice
