"""`reelcall backup` and `reelcall restore`: the store in one file, without the live conversations and without the key.

A backup is made while the bot runs, by SQLite's own online backup, into memory. What people said is deleted there,
before the first byte is written to the backup's disk; so a backup never held it, encrypted or not.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from bot.adapters.store_file import BUSY_SECONDS, HEAD, SCHEMA
from bot.core.errors import StoreBusyError, StoreError, StoreTooNewError

_LIVE: Final = "conversation"
"""The table of live conversations; all that hangs on one goes with it (`ON DELETE CASCADE`)."""
_ON_THEIR_WAY: Final = "outbox"
"""The table of answers that have not arrived yet; older stores have none."""


def back_up(store: Path, target: Path) -> None:
    """Write a copy of the store. A file that stands at `target` is replaced once the copy is whole.

    Raises:
        StoreError: there is no store, it is damaged or newer, or the copy cannot be written.
    """
    if not store.is_file():
        raise StoreError(f"There is no store at {store} yet, so there is nothing to back up.")
    if target.exists() and target.samefile(store):
        raise StoreError(f"{target} is the store itself; name another file for the backup.")
    with _explained(store, target), closing(sqlite3.connect(":memory:")) as copy:
        with closing(sqlite3.connect(store, timeout=BUSY_SECONDS)) as source:
            source.backup(copy)
        _check(copy, store)
        copy.execute("PRAGMA foreign_keys=ON")
        with copy:
            for table in (_LIVE, _ON_THEIR_WAY):
                if copy.execute("SELECT 1 FROM sqlite_master WHERE name=?", (table,)).fetchone():
                    copy.execute(f"DELETE FROM {table}")  # noqa: S608 - our own name
        with _aside(target) as aside:
            copy.execute("VACUUM INTO ?", (str(aside),))


def restore(source: Path, store: Path, *, force: bool) -> None:
    """Put a backup in the place of the store. Call it only while no bot runs on that folder.

    Args:
        source: what `back_up` wrote.
        store: where the store is to be.
        force: whether a store that is there already may be replaced.

    Raises:
        StoreError: the backup cannot be used, or a store stands there and `force` is not given.
        StoreBusyError: a process has the store open.
    """
    if not source.is_file():
        raise StoreError(f"There is no backup at {source}; name a file that `reelcall backup` wrote.")
    if store.exists() and store.samefile(source):
        raise StoreError(f"{source} is the store itself; name a backup of it.")
    with _explained(store, source):
        store.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{store}.lock", timeout=BUSY_SECONDS), closing(sqlite3.connect(":memory:")) as copy:
            if store.exists() and not force:
                raise StoreError(f"There is a store at {store} already; give --force to replace it.")
            with closing(sqlite3.connect(_read_only(source), uri=True)) as backup:
                backup.backup(copy)
            _check(copy, source)
            _refuse_while_open(store)
            with _aside(store) as aside:
                copy.execute("VACUUM INTO ?", (str(aside),))


def _read_only(path: Path) -> str:
    return f"{path.absolute().as_uri()}?mode=ro"


def _check(copy: sqlite3.Connection, origin: Path) -> None:
    """Refuse what is damaged, newer than this program, or not a store at all."""
    (version,) = copy.execute("PRAGMA user_version").fetchone()
    tables = {name for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE type='table'")}
    if version > SCHEMA or (version == SCHEMA and not _known(copy, tables)):
        raise StoreTooNewError(f"{origin} was written by a newer version of this program; update it first.")
    if version == 0 or _LIVE not in tables:
        raise StoreError(f"{origin} is not a store of conversations; name another file.")
    if copy.execute("PRAGMA quick_check").fetchone() != ("ok",):
        raise StoreError(f"{origin} is damaged; use another backup.")


def _known(copy: sqlite3.Connection, tables: set[str]) -> bool:
    from bot.adapters.migrate import knows  # noqa: PLC0415  # only where it is needed, as in store_file

    if "alembic_version" not in tables:
        return False
    revision = copy.execute("SELECT version_num FROM alembic_version").fetchone()
    return revision is not None and (revision[0] == HEAD or knows(revision[0]))


def _refuse_while_open(store: Path) -> None:
    """Have SQLite leave write-ahead mode, which it does only for the last one who has the file open.

    The old log is then gone too: left beside the new file, it would be played into it.
    """
    if not store.exists():
        return
    try:
        with closing(sqlite3.connect(store, timeout=0.2)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError as error:
        raise StoreBusyError(f"A process has {store} open; stop the bot and try again.") from error
    except sqlite3.DatabaseError:  # damaged, which is why somebody restores it
        pass
    for end in ("-wal", "-shm", "-journal"):
        store.with_name(store.name + end).unlink(missing_ok=True)


@contextmanager
def _aside(target: Path) -> Iterator[Path]:
    """A file beside the target, readable for the owner only, that takes the target's place at the end of the block."""
    aside = target.with_name(f".{target.name}.{os.getpid()}")
    aside.unlink(missing_ok=True)
    os.close(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        yield aside
        with aside.open("rb+") as file:
            os.fsync(file.fileno())
        aside.replace(target)
    finally:
        aside.unlink(missing_ok=True)


@contextmanager
def _explained(store: Path, other: Path) -> Iterator[None]:
    try:
        yield
    except Timeout as error:
        raise StoreBusyError(f"Another process keeps {store} locked; try again, or stop that process.") from error
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            raise StoreBusyError(f"Another process keeps {store} locked; try again, or stop that process.") from error
        raise StoreError(f"{store} or {other} is damaged, not a store, or cannot be written.") from error
    except OSError as error:
        raise StoreError(f"{other} cannot be read or written ({error.strerror}); check its folder.") from error
