from __future__ import annotations

from datetime import timedelta

import pytest

from bot.core import limits
from bot.core.errors import TooSoonError
from bot.core.limits import LimitedConversation, Pace, TokenBuckets
from bot.core.types import ConversationId, PersonId, ServerId, UserTurn
from tests.fakes.clock import FakeClock
from tests.fakes.conversation import FakeConversation

ANN, BEN = PersonId("discord:4001"), PersonId("discord:4002")
CLUB = ServerId("discord:2001")


def turn(text: str, person: PersonId | None = ANN, server: ServerId | None = None) -> UserTurn:
    return UserTurn(conversation_id=ConversationId("discord:1"), text=text, person=person, server=server)


def limited(per_person: int = 0, per_server: int = 0) -> tuple[LimitedConversation, FakeConversation, FakeClock]:
    clock, behind = FakeClock(), FakeConversation()
    pace = Pace(clock=clock, per_person=per_person, per_server=per_server)
    return LimitedConversation(behind, pace), behind, clock


async def test_so_many_turns_at_once_and_as_many_again_in_a_minute() -> None:
    conversation, behind, clock = limited(per_person=6)
    for number in range(6):
        await conversation.handle(turn(str(number)))
    with pytest.raises(TooSoonError) as refused:
        await conversation.handle(turn("the seventh"))

    assert refused.value.until == clock.now() + timedelta(seconds=10)
    assert refused.value.said == "the seventh"
    assert len(behind.turns) == 6
    clock.advance(seconds=10)
    await conversation.handle(turn("the seventh"))
    with pytest.raises(TooSoonError):
        await conversation.handle(turn("the eighth"))
    clock.advance(minutes=5)
    for number in range(6):
        await conversation.handle(turn(str(number)))


async def test_everybody_has_a_bucket_of_their_own_and_a_server_one_for_all() -> None:
    conversation, behind, _ = limited(per_person=2, per_server=3)
    for person in (ANN, ANN, BEN):
        await conversation.handle(turn("x", person, CLUB))
    with pytest.raises(TooSoonError):
        await conversation.handle(turn("x", BEN, CLUB))
    await conversation.handle(turn("x", BEN))

    assert len(behind.turns) == 4


async def test_a_refused_turn_takes_nothing_from_anybody() -> None:
    conversation, behind, clock = limited(per_person=1, per_server=2)
    await conversation.handle(turn("x", ANN, CLUB))
    for _ in range(5):
        with pytest.raises(TooSoonError):
            await conversation.handle(turn("x", ANN, CLUB))
    await conversation.handle(turn("x", BEN, CLUB))

    assert len(behind.turns) == 2
    assert clock.now() == FakeClock().now()


async def test_without_a_limit_and_for_nobody_there_is_none() -> None:
    free, _, _ = limited()
    tight, behind, _ = limited(per_person=1, per_server=1)
    for _ in range(50):
        await free.handle(turn("x", ANN, CLUB))
        await tight.handle(turn("x", None, None))

    assert len(behind.turns) == 50


def test_buckets_that_are_full_again_are_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "_MANY", 10)
    clock = FakeClock()
    buckets = TokenBuckets(60, clock=clock)
    for key in range(10):
        buckets.take(key)
    clock.advance(seconds=2)
    buckets.take("new")

    assert len(buckets._levels) == 1


def test_a_clock_that_goes_back_fills_nothing_and_breaks_nothing() -> None:
    clock = FakeClock()
    buckets = TokenBuckets(1, clock=clock)
    buckets.take("ann")
    clock.advance(seconds=-3600)

    assert buckets.wait("ann") == timedelta(minutes=1)


def test_a_refusal_is_told_once_a_minute() -> None:
    clock = FakeClock()
    pace = Pace(clock=clock, per_person=0, per_server=0)
    assert [pace.is_told(whom) for whom in ("ann", "ann", "ben", "ann")] == [True, False, True, False]
    clock.advance(seconds=60)

    assert pace.is_told("ann")


def test_a_refusal_says_whether_it_is_one_person_or_all_together() -> None:
    pace = Pace(clock=FakeClock(), per_person=2, per_server=3)
    for person in (ANN, ANN, BEN):
        pace.take(person, CLUB)
    crowded = []
    for person in (ANN, BEN):
        with pytest.raises(TooSoonError) as refused:
            pace.take(person, CLUB)
        crowded.append(refused.value.crowd)

    assert crowded == [False, True]
