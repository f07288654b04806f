"""What the core relies on from a session store; the fake and the real one are both held to it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot.adapters.sessions import open_sessions
from bot.core.ports import SessionStore
from bot.core.types import ConversationId, PersonId, SearchState, Session
from tests.fakes.clock import FakeClock
from tests.fakes.sessions import FakeSessions

A = ConversationId("discord:1")
B = ConversationId("discord:2")


@pytest.fixture(params=["fake", "real"])
async def store(request: pytest.FixtureRequest, clock: FakeClock, tmp_path: Path) -> AsyncIterator[SessionStore]:
    async with AsyncExitStack() as stack:
        if request.param == "fake":
            yield FakeSessions(clock)
        else:
            path = tmp_path / "sessions.db"
            yield await stack.enter_async_context(open_sessions(path, key=Fernet.generate_key(), clock=clock))


def make_session(clock: FakeClock, conversation_id: ConversationId = A, *, minutes: float = 30) -> Session:
    return Session(
        conversation_id=conversation_id,
        state=SearchState(utterances=("brad pitt plays death",), messages=1),
        started_at=clock.now(),
        expires_at=clock.now() + timedelta(minutes=minutes),
    )


async def test_a_saved_session_is_loaded(store: SessionStore, clock: FakeClock) -> None:
    session = make_session(clock)
    await store.save(session)
    await store.save(make_session(clock, B))

    assert await store.load(A) == session


async def test_a_session_that_supersedes_another_leaves_nothing_of_it(store: SessionStore, clock: FakeClock) -> None:
    old = replace(make_session(clock), number=2, people=frozenset({PersonId("discord:4001")}))
    await store.save(old)
    await store.save(make_session(clock, B))
    await store.link("discord:10", A, 2)
    await store.link("discord:11", B)
    new = replace(make_session(clock), state=SearchState(messages=7), number=1)
    await store.supersede(new)

    assert (await store.load(A), await store.load_answer(A, 1)) == (new, new)
    assert (await store.load_answer(A, 2), await store.linked("discord:10")) == (None, None)
    assert await store.linked("discord:11") == B


async def test_what_supersedes_may_be_the_first(store: SessionStore, clock: FakeClock) -> None:
    await store.supersede(make_session(clock))

    assert await store.load(A) == make_session(clock)


async def test_an_unknown_session_is_none(store: SessionStore) -> None:
    assert await store.load(A) is None


async def test_saving_again_replaces(store: SessionStore, clock: FakeClock) -> None:
    await store.save(make_session(clock))
    later = replace(make_session(clock), state=SearchState(messages=7))
    await store.save(later)

    assert await store.load(A) == later


async def test_a_session_lives_until_it_expires(store: SessionStore, clock: FakeClock) -> None:
    await store.save(make_session(clock, minutes=30))

    clock.advance(minutes=30, microseconds=-1)
    assert await store.load(A) is not None
    clock.advance(microseconds=1)
    assert await store.load(A) is None


async def test_a_link_leads_to_its_conversation(store: SessionStore, clock: FakeClock) -> None:
    await store.save(make_session(clock, A))
    await store.save(make_session(clock, B))
    await store.link("discord:10", A)
    await store.link("discord:11", B)

    assert await store.linked("discord:10") == A
    assert await store.linked("discord:11") == B
    assert await store.linked("discord:12") is None


async def test_a_link_can_be_moved(store: SessionStore, clock: FakeClock) -> None:
    await store.save(make_session(clock, A))
    await store.save(make_session(clock, B))
    await store.link("discord:10", A)
    await store.link("discord:10", B)

    assert await store.linked("discord:10") == B


async def test_the_first_of_several_links_stays_while_its_conversation_lives(
    store: SessionStore, clock: FakeClock
) -> None:
    await store.save(make_session(clock, minutes=5))
    await store.save(make_session(clock, B, minutes=30))
    await asyncio.gather(store.link_first("discord:10", A), store.link_first("discord:10", B))
    assert await store.linked("discord:10") == A

    clock.advance(minutes=5)
    await store.link_first("discord:10", B)
    assert await store.linked("discord:10") == B


async def test_links_outlive_a_second_save(store: SessionStore, clock: FakeClock) -> None:
    await store.save(make_session(clock))
    await store.link("discord:10", A)
    await store.save(make_session(clock))

    assert await store.linked("discord:10") == A


async def test_a_link_to_nothing_is_not_made(store: SessionStore, clock: FakeClock) -> None:
    await store.link("discord:10", A)
    await store.save(make_session(clock))

    assert await store.linked("discord:10") is None


async def test_a_link_expires_with_its_conversation(store: SessionStore, clock: FakeClock) -> None:
    await store.save(make_session(clock, minutes=30))
    await store.link("discord:10", A)
    clock.advance(minutes=30)

    assert await store.linked("discord:10") is None


async def test_a_new_conversation_does_not_inherit_the_links_of_an_expired_one(
    store: SessionStore, clock: FakeClock
) -> None:
    await store.save(make_session(clock, minutes=30))
    await store.link("discord:10", A)
    clock.advance(minutes=30)
    await store.save(make_session(clock))

    assert await store.load(A) is not None
    assert await store.linked("discord:10") is None


async def test_deleting_forgets_the_conversation_and_its_links(store: SessionStore, clock: FakeClock) -> None:
    await store.save(make_session(clock, A))
    await store.save(make_session(clock, B))
    await store.link("discord:10", A)
    await store.link("discord:11", B)
    await store.delete(A)

    assert await store.load(A) is None
    assert await store.load(B) is not None
    assert await store.linked("discord:11") == B
    await store.save(make_session(clock, A))
    assert await store.linked("discord:10") is None


async def test_deleting_the_unknown_is_no_error(store: SessionStore) -> None:
    await store.delete(A)


async def test_purging_counts_what_has_expired(store: SessionStore, clock: FakeClock) -> None:
    await store.save(make_session(clock, A, minutes=10))
    await store.link("discord:10", A)
    await store.save(make_session(clock, B, minutes=20))
    await store.save(make_session(clock, ConversationId("terminal"), minutes=30))
    assert await store.purge_expired() == 0

    clock.advance(minutes=20)

    assert await store.purge_expired() == 2
    assert await store.purge_expired() == 0
    assert await store.load(ConversationId("terminal")) is not None


async def test_every_answer_of_a_session_is_kept_beside_the_newest(store: SessionStore, clock: FakeClock) -> None:
    first, second = (
        replace(make_session(clock), number=number, state=SearchState(messages=number)) for number in (1, 2)
    )
    await store.save(first)
    await store.save(second)

    assert await store.load(A) == second
    assert await store.load_answer(A, 1) == first
    assert await store.load_answer(A, 3) is None
    assert await store.load_answer(B, 1) is None


async def test_answers_go_with_their_conversation(store: SessionStore, clock: FakeClock) -> None:
    await store.save(replace(make_session(clock), number=1))
    await store.save(replace(make_session(clock, B), number=1))
    await store.delete(A)
    clock.advance(minutes=30)

    assert await store.load_answer(A, 1) is None
    assert await store.load_answer(B, 1) is None


async def test_a_message_knows_which_answer_it_holds(store: SessionStore, clock: FakeClock) -> None:
    await store.save(make_session(clock))
    await store.save(make_session(clock, B))
    await store.link("discord:10", A, 3)
    await store.link("discord:11", A)

    assert await store.answer_in("discord:10", A) == 3
    assert await store.answer_in("discord:10", B) is None
    assert await store.answer_in("discord:11", A) is None
    assert await store.answer_in("discord:12", A) is None
