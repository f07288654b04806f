"""Files that are not what they should be, disks and neighbours that do not play along."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from bot.adapters import store_file
from bot.core.errors import StoreBusyError, StoreError, StoreTooNewError
from tests.bot.adapters.store_stage import KEY, ROOT, A, B, make_session, opened
from tests.fakes.clock import FakeClock


@pytest.mark.skipif(os.name != "posix", reason="file modes are a POSIX thing")
async def test_only_the_owner_may_read_the_files(path: Path, clock: FakeClock) -> None:
    async with opened(path, clock) as store:
        await store.save(make_session(clock))
        modes = {file.name: file.stat().st_mode & 0o777 for file in path.parent.glob("*.db*") if file.suffix != ".lock"}

    assert set(modes.values()) == {0o600}
    assert len(modes) == 3


def test_two_first_runs_at_once_make_one_store(path: Path) -> None:
    program = """if True:
        import asyncio, pathlib, sys
        from bot.adapters.clock import SystemClock
        from bot.adapters.sessions import open_sessions

        async def main():
            async with open_sessions(pathlib.Path(sys.argv[1]), key=sys.argv[2], clock=SystemClock()) as store:
                for _ in range(10):
                    await store.purge_expired()

        asyncio.run(main())"""
    command = [sys.executable, "-c", program, str(path), KEY.decode()]
    runs = [subprocess.Popen(command, stderr=subprocess.PIPE, cwd=ROOT) for _ in range(3)]

    assert [run.communicate()[1] for run in runs] == [b"", b"", b""]


async def test_a_newer_store_is_refused_and_left_alone(path: Path, clock: FakeClock) -> None:
    async with opened(path, clock):
        pass
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version=99")
    before = path.read_bytes()

    with pytest.raises(StoreTooNewError, match="newer version"):
        async with opened(path, clock):
            pass

    assert path.read_bytes() == before


@pytest.mark.parametrize("version", [0, 1, store_file.SCHEMA])
async def test_another_programs_database_is_refused_and_left_alone(path: Path, clock: FakeClock, version: int) -> None:
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE recipes (name)")
        connection.execute(f"PRAGMA user_version={version}")
    before = path.read_bytes()

    with pytest.raises(StoreError, match="is not a store of conversations"):
        async with opened(path, clock):
            pass

    assert path.read_bytes() == before


async def test_a_file_that_is_no_database_is_refused(path: Path, clock: FakeClock) -> None:
    path.parent.mkdir()
    path.write_bytes(b"a shopping list\n" * 100)

    with pytest.raises(StoreError, match="damaged or not a store"):
        async with opened(path, clock):
            pass


async def test_a_folder_is_refused(path: Path, clock: FakeClock) -> None:
    path.mkdir(parents=True)

    with pytest.raises(StoreError, match="is a folder"):
        async with opened(path, clock):
            pass


async def test_a_home_that_is_a_file_is_refused(tmp_path: Path, clock: FakeClock) -> None:
    (tmp_path / "home").write_text("")

    with pytest.raises(StoreError, match=r"cannot be (made|read or written)"):
        async with opened(tmp_path / "home" / "sessions.db", clock):
            pass


async def test_a_page_that_was_damaged_later_is_named(path: Path, clock: FakeClock) -> None:
    async with opened(path, clock) as store:
        await store.save(make_session(clock))
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\x99" * (len(content) - 4096))

    with pytest.raises(StoreError, match=r"sessions\.db is damaged"):
        async with opened(path, clock) as store:
            await store.load(A)


async def test_a_full_disk_is_named_and_what_was_kept_stays(path: Path, clock: FakeClock) -> None:
    async with opened(path, clock) as store:
        await store.save(make_session(clock))
        async with store._database.engine.connect() as connection:
            await connection.exec_driver_sql("PRAGMA max_page_count=1")

        with pytest.raises(StoreError, match=r"The disk that holds sessions\.db is full; free some space"):
            await store.save(make_session(clock, B, text="x" * 100_000))

        assert await store.load(A) == make_session(clock)
        assert await store.load(B) is None


async def test_a_store_that_another_process_keeps_locked_is_named(
    path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_file, "BUSY_SECONDS", 0.05)
    async with opened(path, clock) as store:
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(StoreBusyError, match=r"Another process keeps sessions\.db locked"):
                await store.save(make_session(clock))
            other.execute("ROLLBACK")
        await store.save(make_session(clock))

        assert await store.load(A) is not None


async def test_an_error_shows_no_row(path: Path, clock: FakeClock) -> None:
    async with opened(path, clock) as store:
        async with store._database.engine.begin() as connection:
            await connection.exec_driver_sql("DROP TABLE conversation")
        with pytest.raises(StoreError) as caught:
            await store.save(make_session(clock))

    assert caught.value.__cause__ is not None
    assert A not in str(caught.value.__cause__)
