"""Stands in for `bot.core.conversation.Conversation` behind the port `TurnHandler`."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.core.types import Action, ConversationId, FilmCard, Link, LinkKind, Reply, ReplyKind, UserTurn
from retrieval.types import Evidence, FilmId, PassageKind

EXPIRES_AT = datetime(2030, 1, 2, 3, 4, 5, tzinfo=UTC)


def card(
    *,
    title: str = "Meet Joe Black",
    premise: str | None = "Death takes a holiday in the body of a young man.",
    evidence: str = "Brad Pitt as Joe Black: Death in a borrowed body",
    spoiler: bool = False,
    notes: tuple[str, ...] = (),
) -> FilmCard:
    return FilmCard(
        film_id=FilmId("tt0119643"),
        title=title,
        year=1998,
        original_title=None,
        directors=("Martin Brest",),
        cast=("Brad Pitt", "Anthony Hopkins"),
        runtime=178,
        genres=("Drama", "Fantasy"),
        premise=premise,
        link="https://www.imdb.com/title/tt0119643/",
        evidence=Evidence(PassageKind.ROLE, evidence),
        spoiler=spoiler,
        notes=notes,
        score=0.8,
        links=(
            Link(LinkKind.IMDB, "https://www.imdb.com/title/tt0119643/"),
            Link(LinkKind.TRAILER, "https://www.youtube.com/results?search_query=Joe"),
        ),
    )


def found(text: str = "This looks like it.", *, messages: int = 1, cards: tuple[FilmCard, ...] = ()) -> Reply:
    return Reply(kind=ReplyKind.FOUND, text=text, cards=cards or (card(),), messages=messages, expires_at=EXPIRES_AT)


@dataclass
class FakeConversation:
    """Remembers what each conversation was told, and says how much that is in its answer."""

    turns: list[UserTurn] = field(default_factory=list)
    failure: Exception | None = None
    answer: Callable[[UserTurn], Reply] | None = None
    go_on: asyncio.Event = field(default_factory=asyncio.Event)
    """Cleared, it stalls every turn."""
    asked: asyncio.Event = field(default_factory=asyncio.Event)
    """Set with the first turn."""

    def __post_init__(self) -> None:
        self.go_on.set()
        self._said: defaultdict[ConversationId, list[str]] = defaultdict(list)

    async def handle(self, turn: UserTurn) -> Reply:
        self.turns.append(turn)
        self.asked.set()
        await self.go_on.wait()
        if self.failure is not None:
            raise self.failure
        if turn.anew or turn.action is Action.RESET:
            self._said.pop(turn.conversation_id, None)
            if not turn.text and not turn.film_id:
                return Reply(kind=ReplyKind.NOTE, text="Forgotten. What do you remember?")
        if self.answer is not None:
            return self.answer(turn)
        if turn.text:
            self._said[turn.conversation_id].append(turn.text)
        said = self._said[turn.conversation_id]
        return found(f"Searched for: {' / '.join(said)}.", messages=len(said))
