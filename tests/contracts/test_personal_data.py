"""What the front end relies on when people want to see or erase what is kept; fake and real are held to it alike."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.errors import RefusedError
from bot.core.order import begin_turn
from bot.core.types import ConversationId, PersonId, SearchState, ServerId, Session
from retrieval.types import FilmId
from tests.contracts.kept import ANN, BEN, CLUB, OTHER, Kept
from tests.fakes.clock import FakeClock


def session(clock: FakeClock, name: str, *people: PersonId, server: ServerId | None = None, days: float = 1) -> Session:
    return Session(
        conversation_id=ConversationId(name),
        state=SearchState(utterances=(name,), messages=1),
        started_at=clock.now(),
        expires_at=clock.now() + timedelta(days=days),
        people=frozenset(people),
        server=server,
    )


async def test_an_export_holds_every_live_search_of_a_person_and_no_other(kept: Kept, clock: FakeClock) -> None:
    old, alone, shared = session(clock, "old", ANN, days=0.1), session(clock, "a", ANN), session(clock, "s", ANN, BEN)
    for one in (old, alone, shared, session(clock, "b", BEN)):
        await kept.sessions.save(one)
    clock.advance(hours=3)

    assert (await kept.people.export(ANN)).sessions == (alone, shared)
    assert (await kept.people.export(PersonId("discord:9"))).empty


async def test_forgetting_erases_every_search_the_person_took_part_in(kept: Kept, clock: FakeClock) -> None:
    for one in (session(clock, "a", ANN), session(clock, "s", ANN, BEN), session(clock, "b", BEN)):
        await kept.sessions.save(one)
    await kept.sessions.link("discord:10", ConversationId("s"))

    assert await kept.people.forget(ANN) == 2
    assert await kept.sessions.load(ConversationId("a")) is None
    assert await kept.sessions.linked("discord:10") is None
    assert await kept.sessions.load(ConversationId("b")) is not None
    assert (await kept.people.export(ANN)).empty
    assert await kept.people.forget(ANN) == 0


async def test_a_turn_under_way_while_its_person_is_forgotten_leaves_nothing(kept: Kept, clock: FakeClock) -> None:
    begin_turn()
    await kept.people.forget(ANN)
    await kept.sessions.save(session(clock, "a", ANN))
    await kept.seen.mark_seen(ANN, FilmId("tt1"))
    await kept.seen.leave_seen_out(ANN, on=True)
    await kept.language_choices.choose_language(ANN, "de")
    with pytest.raises(RefusedError):
        await kept.lists.create("mine", server=None, person=ANN)
    assert (await kept.people.export(ANN)).empty

    begin_turn()
    await kept.sessions.save(session(clock, "a", ANN))
    assert await kept.sessions.load(ConversationId("a")) is not None


async def test_who_was_forgotten_can_join_a_search_from_before(kept: Kept, clock: FakeClock) -> None:
    await kept.sessions.save(session(clock, "b", BEN))
    clock.advance(seconds=1)
    await kept.people.forget(ANN)
    begin_turn()
    older = await kept.sessions.load(ConversationId("b"))
    assert older is not None
    await kept.sessions.save(replace(older, people=older.people | {ANN}))

    assert [one.conversation_id for one in (await kept.people.export(ANN)).sessions] == ["b"]


async def test_what_is_kept_for_a_server_outlives_its_departure_by_the_grace(kept: Kept, clock: FakeClock) -> None:
    await kept.sessions.save(session(clock, "club", ANN, server=CLUB, days=30))
    await kept.sessions.save(session(clock, "other", ANN, server=OTHER, days=30))
    await kept.sessions.save(session(clock, "direct", ANN, days=30))
    assert await kept.people.servers() == {CLUB, OTHER}

    await kept.people.left(CLUB)
    assert await kept.people.servers() == {OTHER}
    assert await kept.people.departed() == {CLUB}
    clock.advance(days=3)
    await kept.people.left(CLUB)  # heard of twice: the grace does not begin again
    clock.advance(days=4, microseconds=-1)
    assert await kept.people.purge_departed() == 0
    assert await kept.sessions.load(ConversationId("club")) is not None
    clock.advance(microseconds=1)

    assert await kept.people.purge_departed() == 1
    assert await kept.sessions.load(ConversationId("club")) is None
    assert await kept.sessions.load(ConversationId("other")) is not None
    assert await kept.sessions.load(ConversationId("direct")) is not None
    assert await kept.people.departed() == frozenset()


async def test_a_server_that_invites_the_bot_again_keeps_everything(kept: Kept, clock: FakeClock) -> None:
    await kept.sessions.save(session(clock, "club", ANN, server=CLUB, days=30))
    await kept.people.left(CLUB)
    clock.advance(days=6)
    await kept.people.returned(CLUB)
    clock.advance(days=6)

    assert await kept.people.purge_departed() == 0
    assert await kept.people.servers() == {CLUB}
