"""Copies of the store, and putting one back."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.adapters.backup import back_up, restore
from bot.adapters.store_file import HEAD, SCHEMA
from bot.core.errors import StoreBusyError, StoreError, StoreTooNewError
from tests.bot.adapters.store_stage import A, bytes_on_disk, make_session, opened, sealed_rows
from tests.fakes.clock import FakeClock


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    folder = tmp_path / "backups"
    folder.mkdir()
    return folder / "backup.db"


def revision(path: Path) -> tuple[int, str]:
    with closing(sqlite3.connect(path)) as connection:
        (number,) = connection.execute("PRAGMA user_version").fetchone()
        (step,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return number, step


async def test_neither_text_nor_ciphertext_of_a_live_conversation_is_in_a_backup(
    path: Path, clock: FakeClock, backup: Path
) -> None:
    async with opened(path, clock) as store:
        await store.save(make_session(clock, text="the seventh seal " * 1000))
        await store.link("discord:10", A)
        (sealed,) = sealed_rows(path)
        assert sealed[:100] in bytes_on_disk(path)  # live, it is where it should be
        back_up(path, backup)  # while the store is open

    left = backup.read_bytes()
    for start in range(0, len(sealed) - 32, 16):
        assert sealed[start : start + 32] not in left
    assert b"seventh" not in left
    assert b"discord:" not in left
    assert revision(backup) == (SCHEMA, HEAD)
    assert list(backup.parent.iterdir()) == [backup]


async def test_after_expiry_nothing_is_in_the_store_or_a_new_backup(path: Path, clock: FakeClock, backup: Path) -> None:
    async with opened(path, clock) as store:
        await store.save(make_session(clock))
        (sealed,) = sealed_rows(path)
        clock.advance(minutes=30)
        await store.purge_expired()
        back_up(path, backup)
        left = bytes_on_disk(path) + backup.read_bytes()

    assert sealed[:64] not in left
    assert b"seventh" not in left


async def test_a_backup_becomes_the_store(path: Path, clock: FakeClock, backup: Path, tmp_path: Path) -> None:
    async with opened(path, clock) as store:
        await store.save(make_session(clock))
    back_up(path, backup)
    elsewhere = tmp_path / "elsewhere" / "sessions.db"
    restore(backup, elsewhere, force=False)

    async with opened(elsewhere, clock) as store:
        assert await store.load(A) is None
        await store.save(make_session(clock))
        assert await store.load(A) == make_session(clock)


@pytest.mark.skipif(os.name != "posix", reason="file modes are a POSIX thing")
async def test_only_the_owner_may_read_what_is_written(path: Path, clock: FakeClock, backup: Path) -> None:
    async with opened(path, clock):
        pass
    back_up(path, backup)
    restore(backup, path, force=True)

    assert {file.stat().st_mode & 0o777 for file in (path, backup)} == {0o600}


async def test_a_store_that_is_there_is_replaced_only_by_force(path: Path, clock: FakeClock, backup: Path) -> None:
    async with opened(path, clock) as store:
        back_up(path, backup)
        await store.save(make_session(clock))
    before = path.read_bytes()

    with pytest.raises(StoreError, match="give --force"):
        restore(backup, path, force=False)
    assert path.read_bytes() == before
    restore(backup, path, force=True)

    assert path.read_bytes() == backup.read_bytes()


async def test_a_log_that_a_killed_bot_left_is_not_played_into_the_restored_store(
    path: Path, clock: FakeClock, backup: Path, tmp_path: Path
) -> None:
    killed = tmp_path / "killed"
    killed.mkdir()
    async with opened(path, clock) as store:
        back_up(path, backup)
        await store.save(make_session(clock))
        for file in path.parent.glob("sessions.db*"):
            (killed / file.name).write_bytes(file.read_bytes())
    assert (killed / "sessions.db-wal").stat().st_size > 0

    restore(backup, killed / "sessions.db", force=True)
    async with opened(killed / "sessions.db", clock) as store:
        assert await store.load(A) is None


async def test_a_store_in_use_is_not_replaced(path: Path, clock: FakeClock, backup: Path) -> None:
    async with opened(path, clock) as store:
        back_up(path, backup)
        await store.save(make_session(clock))
        with pytest.raises(StoreBusyError, match="stop the bot"):
            restore(backup, path, force=True)

        assert await store.load(A) == make_session(clock)


async def test_a_damaged_store_can_be_replaced(path: Path, clock: FakeClock, backup: Path) -> None:
    async with opened(path, clock):
        pass
    back_up(path, backup)
    path.write_bytes(b"a shopping list\n" * 100)

    with pytest.raises(StoreError, match="damaged"):
        back_up(path, backup.with_name("another.db"))
    restore(backup, path, force=True)

    assert path.read_bytes() == backup.read_bytes()


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ("PRAGMA user_version=99", StoreTooNewError),
        ("UPDATE alembic_version SET version_num='v999'", StoreTooNewError),
        ("PRAGMA user_version=0", StoreError),
        ("DROP TABLE conversation", StoreError),
    ],
)
async def test_what_is_no_backup_of_ours_is_refused(
    path: Path, clock: FakeClock, backup: Path, change: str, error: type[StoreError]
) -> None:
    async with opened(path, clock):
        pass
    back_up(path, backup)
    with closing(sqlite3.connect(backup)) as connection, connection:
        connection.execute(change)
    before = path.read_bytes()

    with pytest.raises(error, match=r"^\S+backup\.db (was written|is not)"):
        restore(backup, path, force=True)
    assert path.read_bytes() == before


async def test_files_that_are_not_there_or_are_the_store_itself_are_named(
    path: Path, clock: FakeClock, backup: Path
) -> None:
    with pytest.raises(StoreError, match="nothing to back up"):
        back_up(path, backup)
    with pytest.raises(StoreError, match="no backup at"):
        restore(backup, path, force=True)
    async with opened(path, clock):
        pass
    with pytest.raises(StoreError, match="the store itself"):
        back_up(path, path)
    with pytest.raises(StoreError, match="the store itself"):
        restore(path, path, force=True)
    with pytest.raises(StoreError, match="cannot be read or written"):
        back_up(path, backup.parent / "missing" / "backup.db")
    assert not backup.exists()
