"""One question from the command line, held against the first turn of a conversation."""

from __future__ import annotations

import pytest

from bot.core.conversation import Conversation
from bot.core.types import ConversationId, UserTurn
from bot.find import answer
from retrieval.search import FilmSearch
from tests.fakes.clock import FakeClock
from tests.fakes.sessions import FakeSessions


@pytest.mark.parametrize(
    "text",
    ["an 80s film, no, a film of the 90s", "honey and a siege", "not in black and white", "in French, no, in Arabic"],
)
async def test_it_is_answered_as_a_conversation_begins(search: FilmSearch, text: str) -> None:
    clock = FakeClock()
    talk = Conversation(finder=search, reader=search, store=FakeSessions(clock), clock=clock)
    reply = await talk.handle(UserTurn(conversation_id=ConversationId("x"), text=text))
    found = await answer(search, text, limit=len(reply.cards))

    assert [(card.film_id, card.score) for card in found.cards] == [(card.film_id, card.score) for card in reply.cards]
