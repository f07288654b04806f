"""What a front end relies on from an outbox; the fake and the real one are both held to it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot.adapters.store import open_store
from bot.core.ports import Outbox, Parcel, SessionStore
from bot.core.types import PersonId, ServerId
from tests.contracts.test_sessions import A, make_session
from tests.fakes.clock import FakeClock
from tests.fakes.outbox import FakeOutbox
from tests.fakes.sessions import FakeSessions


@dataclass
class House:
    outbox: Outbox
    sessions: SessionStore
    clock: FakeClock

    def parcel(self, key: str = "1", body: str = "the seventh seal") -> Parcel:
        now = self.clock.now()
        return Parcel(
            key=key,
            address='{"channel": 3}',
            body=body,
            sent_at=now,
            erase_at=now + timedelta(minutes=30),
            conversation_id=A,
            answer=2,
            person=PersonId("discord:7"),
            server=ServerId("discord:8"),
        )


@pytest.fixture(params=["fake", "real"])
async def house(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[House]:
    clock = FakeClock()
    async with AsyncExitStack() as stack:
        if request.param == "fake":
            sessions = FakeSessions(clock)
            await sessions.save(replace(make_session(clock), number=2))
            yield House(FakeOutbox(sessions, clock), sessions, clock)
        else:
            opening = open_store(tmp_path / "s.db", key=Fernet.generate_key(), clock=clock, grace=timedelta(days=7))
            store = await stack.enter_async_context(opening)
            await store.sessions.save(replace(make_session(clock), number=2))
            yield House(store.outbox, store.sessions, clock)


async def test_a_parcel_waits_until_it_has_arrived(house: House) -> None:
    await house.outbox.put(house.parcel())
    assert await house.outbox.waiting() == (house.parcel(),)
    await house.outbox.arrived(house.parcel())

    assert await house.outbox.waiting() == ()


async def test_a_parcel_takes_the_place_of_one_with_its_key(house: House) -> None:
    await house.outbox.put(house.parcel())
    await house.outbox.put(house.parcel(body="jaws"))

    assert [parcel.body for parcel in await house.outbox.waiting()] == ["jaws"]


async def test_the_oldest_comes_first(house: House) -> None:
    old = house.parcel("9")
    house.clock.advance(minutes=1)
    await house.outbox.put(house.parcel("1"))
    await house.outbox.put(old)

    assert [parcel.key for parcel in await house.outbox.waiting()] == ["9", "1"]


async def test_the_message_that_a_parcel_becomes_belongs_to_its_conversation(house: House) -> None:
    await house.outbox.put(house.parcel())
    await house.outbox.arrived(house.parcel(), "discord:55")

    assert await house.sessions.linked("discord:55") == A
    assert await house.sessions.answer_in("discord:55", A) == 2


async def test_a_parcel_of_no_conversation_is_linked_to_none(house: House) -> None:
    parcel = replace(house.parcel(), conversation_id=None)
    await house.outbox.put(parcel)
    await house.outbox.arrived(parcel, "discord:55")

    assert await house.sessions.linked("discord:55") is None


async def test_the_body_is_gone_when_its_time_is_over(house: House) -> None:
    await house.outbox.put(house.parcel())
    house.clock.advance(minutes=30)
    (parcel,) = await house.outbox.waiting()

    assert (parcel.body, parcel.address) == ("", house.parcel().address)
