"""A conversation over fakes, and short words to hold it in."""

from __future__ import annotations

from collections.abc import Iterable

from bot.core.conversation import Conversation, Retention
from bot.core.ports import Phraser, TurnReader
from bot.core.types import Action, ConversationId, Reply, SearchState, UserTurn
from retrieval.types import Film, FilmId
from tests.fakes.clock import FakeClock
from tests.fakes.finder import FakeFinder
from tests.fakes.reader import FakeReader
from tests.fakes.sessions import FakeSessions
from tests.small_world import FILMS

ID = ConversationId("terminal:1")


class Talk:
    """One user in one conversation."""

    def __init__(
        self,
        films: Iterable[Film] = FILMS,
        *,
        phraser: Phraser | None = None,
        turn_reader: TurnReader | None = None,
        retention: Retention | None = None,
        patience: float = 10.0,
    ) -> None:
        films = tuple(films)
        self.clock = FakeClock()
        self.finder = FakeFinder(films)
        self.reader = FakeReader(films)
        self.store = FakeSessions(self.clock)
        self.conversation = Conversation(
            finder=self.finder,
            reader=self.reader,
            store=self.store,
            clock=self.clock,
            phraser=phraser,
            turn_reader=turn_reader,
            retention=retention,
            patience=patience,
        )

    async def say(self, text: str, *, to: ConversationId = ID) -> Reply:
        return await self.conversation.handle(UserTurn(conversation_id=to, text=text))

    async def press(self, action: Action, film: Film | None = None, *, text: str = "") -> Reply:
        film_id = film.film_id if film else None
        return await self.conversation.handle(UserTurn(conversation_id=ID, text=text, action=action, film_id=film_id))

    async def state(self) -> SearchState:
        """What is kept of the search."""
        session = await self.store.load(ID)
        return session.state if session else SearchState()

    async def is_kept(self) -> bool:
        return await self.store.load(ID) is not None


def ids(reply: Reply) -> list[FilmId]:
    return [card.film_id for card in reply.cards]


def titles(reply: Reply) -> list[str]:
    return [card.title for card in reply.cards]
