"""One question from the command line, held against the first turn of a conversation."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.conversation import Conversation
from bot.core.types import ConversationId, UserTurn
from bot.find import Found, answer, as_text
from retrieval.search import FilmSearch
from tests.cards import JOE_BLACK, SEVENTH_SEAL
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


def test_the_source_of_a_quoted_passage_is_named() -> None:
    quoted = replace(JOE_BLACK, sources=("Wikipedia (CC BY-SA 4.0)", "Wikidata (CC0-1.0)"))
    lines = as_text(Found("death", confident=True, cards=(quoted, SEVENTH_SEAL))).splitlines()

    assert lines[:3] == [
        "1. Meet Joe Black (1998)  80%",
        "   matched: Brad Pitt as Joe Black: Death in a young man's body",
        "   texts: Wikipedia (CC BY-SA 4.0), Wikidata (CC0-1.0)",
    ]
    assert len(lines) == 5
