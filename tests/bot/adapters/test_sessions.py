"""What only the real store does; what both stores do is in `tests/contracts`."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from blockbuster import blockbuster_ctx
from cryptography.fernet import Fernet

from bot.adapters import store_file
from bot.adapters.sessions import SqlSessionStore
from bot.core.types import ConversationId
from tests.bot.adapters.store_stage import A, B, bytes_on_disk, make_session, opened, sealed_rows
from tests.fakes.clock import FakeClock


async def test_everything_survives_a_reopen(path: Path, clock: FakeClock) -> None:
    session = make_session(clock)
    async with opened(path, clock) as store:
        await store.save(session)
        await store.link("discord:10", A)

    async with opened(path, clock) as store:
        assert await store.load(A) == session
        assert await store.linked("discord:10") == A


async def test_a_killed_process_loses_nothing(path: Path, clock: FakeClock) -> None:
    """What stands on the disk while the store is still open is what a kill would leave."""
    async with opened(path, clock) as store:
        await store.save(make_session(clock))
        left = path.parent.parent / "left"
        left.mkdir()
        for file in path.parent.iterdir():
            (left / file.name).write_bytes(file.read_bytes())

    async with opened(left / path.name, clock) as store:
        assert await store.load(A) == make_session(clock)


async def test_closing_leaves_one_file_and_no_text(path: Path, clock: FakeClock) -> None:
    async with opened(path, clock) as store:
        await store.save(make_session(clock))

    assert not list(path.parent.glob("*-wal"))
    assert b"seventh" not in bytes_on_disk(path)


@pytest.mark.parametrize("how", ["purge", "delete", "supersede"])
async def test_erasing_leaves_neither_text_nor_ciphertext(path: Path, clock: FakeClock, how: str) -> None:
    async with opened(path, clock) as store:
        await store.save(make_session(clock, text="the seventh seal " * 1000))
        await store.save(make_session(clock, text="a knight plays chess"))
        sealed = sealed_rows(path)[0]
        await store.save(make_session(clock, B))
        assert sealed[:100] in bytes_on_disk(path)

        if how == "purge":
            clock.advance(minutes=30)
            await store.purge_expired()
        elif how == "delete":
            await store.delete(A)
        else:
            await store.supersede(make_session(clock, A, text="jaws"))
        left = bytes_on_disk(path)

    for start in range(0, len(sealed) - 32, 16):
        assert sealed[start : start + 32] not in left
    assert (b"discord:1" in left) == (how == "supersede")
    assert b"gAAAA" not in left if how == "purge" else sealed_rows(path)


async def test_the_next_purge_erases_what_a_reader_held_up(
    path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_file, "BUSY_SECONDS", 0.05)
    async with opened(path, clock) as store:
        await store.save(make_session(clock))
        sealed = sealed_rows(path)[0]
        with closing(sqlite3.connect(path, isolation_level=None)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT * FROM conversation").fetchall()
            await store.delete(A)
            assert sealed in bytes_on_disk(path)
            reader.execute("COMMIT")
        await store.purge_expired()

        assert sealed not in bytes_on_disk(path)


async def test_two_stores_on_one_file_take_turns(path: Path, clock: FakeClock) -> None:
    async with opened(path, clock) as one, opened(path, clock) as other:

        async def write(store: SqlSessionStore, name: str) -> None:
            for number in range(20):
                await store.save(make_session(clock, ConversationId(f"{name}{number}")))
                await store.link(f"{name}{number}", ConversationId(f"{name}{number}"))
                await store.purge_expired()

        await asyncio.gather(write(one, "a"), write(other, "b"))

        for number in range(20):
            assert await one.linked(f"b{number}") == f"b{number}"
            assert await other.linked(f"a{number}") == f"a{number}"


async def test_another_key_starts_the_conversation_anew(
    path: Path, clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    async with opened(path, clock) as store:
        await store.save(make_session(clock))

    async with opened(path, clock, key=Fernet.generate_key()) as store:
        assert await store.load(A) is None
        await store.save(make_session(clock, text="anew"))
        assert await store.load(A) == make_session(clock, text="anew")
    assert "cannot be read" in caplog.text


async def test_a_cancelled_save_leaves_the_store_usable(path: Path, clock: FakeClock) -> None:
    async with opened(path, clock) as store:
        for rounds in range(12):
            task = asyncio.create_task(store.save(make_session(clock, B)))
            for _ in range(rounds):
                await asyncio.sleep(0)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        await store.save(replace(make_session(clock), started_at=clock.now()))

        assert await store.load(A) == make_session(clock)


async def test_the_loop_is_never_blocked(path: Path, clock: FakeClock) -> None:
    with blockbuster_ctx() as blocked:
        blocked.functions["os.path.abspath"].deactivate()  # SQLAlchemy asks once, while opening, where it stands
        async with opened(path, clock) as store:
            await store.save(make_session(clock))
            await store.load(A)
            await store.link("discord:10", A)
            await store.linked("discord:10")
            await store.delete(A)
            await store.purge_expired()
