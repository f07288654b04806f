"""What the outbox leaves on the disk."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import select

from bot.adapters.backup import back_up
from bot.adapters.store import Store, open_store
from bot.adapters.store_file import OUTBOX
from bot.core.order import begin_turn
from bot.core.ports import Parcel
from bot.core.types import PersonId, ServerId
from tests.bot.adapters.store_stage import KEY, A, bytes_on_disk, make_session
from tests.fakes.clock import FakeClock

TEXT = "a shark at the beach"
WHERE = "channel of the answer"


@asynccontextmanager
async def opened(path: Path, clock: FakeClock, key: bytes = KEY) -> AsyncIterator[Store]:
    async with open_store(path, key=key, clock=clock, grace=timedelta(days=7)) as store:
        yield store


def parcel(clock: FakeClock) -> Parcel:
    return Parcel(
        key="1",
        address=WHERE,
        body=TEXT,
        sent_at=clock.now(),
        erase_at=clock.now() + timedelta(minutes=30),
        conversation_id=A,
        answer=1,
        person=PersonId("discord:7"),
        server=ServerId("discord:8"),
    )


async def test_words_are_never_on_the_disk_and_their_ciphertext_is_erased_in_time(path: Path, clock: FakeClock) -> None:
    async with opened(path, clock) as store:
        await store.sessions.save(replace(make_session(clock), number=1))
        await store.outbox.put(parcel(clock))
        assert TEXT.encode() not in bytes_on_disk(path)
        ((sealed,),) = await store.outbox._database.rows(select(OUTBOX.c.sealed))
        assert sealed in bytes_on_disk(path)
        clock.advance(minutes=30)
        await store.sessions.purge_expired()

        assert sealed not in bytes_on_disk(path)
        assert len(await store.outbox.waiting()) == 1
        clock.advance(hours=24)
        await store.sessions.purge_expired()
        assert await store.outbox.waiting() == ()


async def test_a_backup_holds_no_answers_on_their_way(path: Path, clock: FakeClock, tmp_path: Path) -> None:
    async with opened(path, clock) as store:
        await store.sessions.save(replace(make_session(clock), number=1))
        await store.outbox.put(parcel(clock))
        assert await store.outbox.waiting()
        back_up(path, tmp_path / "copy.db")
    async with opened(tmp_path / "copy.db", clock) as copy:
        assert await copy.outbox.waiting() == ()


@pytest.mark.parametrize("by", ["its person", "another of its conversation", "its server", "starting over"])
async def test_who_has_their_data_erased_has_answers_on_their_way_erased(path: Path, clock: FakeClock, by: str) -> None:
    async with opened(path, clock) as store:
        people = frozenset({PersonId("discord:7"), PersonId("discord:9")})
        await store.sessions.save(replace(make_session(clock), number=1, people=people, server=ServerId("discord:8")))
        await store.outbox.put(parcel(clock))
        assert await store.outbox.waiting()
        begin_turn()
        match by:
            case "its person":
                await store.people.forget(PersonId("discord:7"))
            case "another of its conversation":
                await store.people.forget(PersonId("discord:9"))
            case "its server":
                await store.people.left(ServerId("discord:8"))
                clock.advance(days=7)
                await store.people.purge_departed()
            case _:
                await store.sessions.delete(A)
        assert await store.outbox.waiting() == ()

        await store.outbox.put(parcel(clock))  # which a turn that was under way meanwhile is about to send
        assert await store.outbox.waiting() == ()


async def test_what_belongs_to_no_search_is_not_kept_either_for_whom_was_forgotten_meanwhile(
    path: Path, clock: FakeClock
) -> None:
    async with opened(path, clock) as store:
        begin_turn()
        await store.people.forget(PersonId("discord:7"))
        await store.outbox.put(replace(parcel(clock), conversation_id=None))
        assert TEXT.encode() not in bytes_on_disk(path)
        assert await store.outbox.waiting() == ()

        begin_turn()
        await store.outbox.put(replace(parcel(clock), conversation_id=None))
        assert len(await store.outbox.waiting()) == 1


async def test_another_key_leaves_a_parcel_without_its_body(path: Path, clock: FakeClock) -> None:
    async with opened(path, clock) as store:
        await store.sessions.save(replace(make_session(clock), number=1))
        await store.outbox.put(parcel(clock))
    async with opened(path, clock, Fernet.generate_key()) as store:
        (found,) = await store.outbox.waiting()

    assert (found.body, found.address) == ("", WHERE)
