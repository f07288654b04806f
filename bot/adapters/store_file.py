"""The SQLite file that the store of conversations lives in: its tables, how it is opened, what can be wrong with it."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from filelock import FileLock, Timeout
from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    create_engine,
    event,
    inspect,
)
from sqlalchemy.engine import URL, Connection
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from bot.core.errors import StoreBusyError, StoreError, StoreTooNewError

SCHEMA: Final = 2
"""Stands in the file as `PRAGMA user_version`: Alembic keeps the tables. Programs that did so without it wrote 1, and
refuse any other number."""

HEAD: Final = "v007"
"""The last step in `migrations`. It stands here so that Alembic is loaded only where there is a step to take."""

BUSY_SECONDS: Final = 5.0
"""How long to wait for another process before giving up."""

_OPENING_SECONDS: Final = 60.0
"""How long to wait for another process that opens the store: it may be bringing the tables up to date."""

_PRAGMAS: Final = (
    "PRAGMA foreign_keys=ON",  # deleting a conversation takes its links along
    "PRAGMA secure_delete=ON",  # deleted rows are overwritten, not only unhooked
    "PRAGMA synchronous=NORMAL",  # with a write-ahead log a killed process loses nothing; only a power cut may
)

_VERSIONS: Final = "alembic_version"
"""The table where Alembic notes the last step taken."""

_FIRST: Final = frozenset({"conversation", "link"})
"""The tables of a store that Alembic did not keep yet."""

METADATA: Final = MetaData()
CONVERSATION = Table(
    "conversation",
    METADATA,
    Column("id", String, primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("expires_at", Float, nullable=False),  # seconds since 1970, UTC
    Column("server", String, index=True),
)
LINK = Table(
    "link",
    METADATA,
    Column("message_key", String, primary_key=True),
    Column("conversation_id", ForeignKey("conversation.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("answer", Integer),
)
ANSWER = Table(
    "answer",
    METADATA,
    Column("conversation_id", ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("sealed", LargeBinary, nullable=False),
)
OUTBOX = Table(
    "outbox",
    METADATA,
    Column("key", String, primary_key=True),
    Column("address", String, nullable=False),
    Column("sealed", LargeBinary),
    Column("sent_at", Float, nullable=False),  # seconds since 1970, UTC
    Column("erase_at", Float, nullable=False),  # likewise
    Column("conversation_id", String, index=True),  # no foreign key: people are told of it when that has expired
    Column("answer", Integer),
    Column("person", String, index=True),
    Column("server", String, index=True),
)
PARTICIPANT = Table(
    "participant",
    METADATA,
    Column("conversation_id", ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True),
    Column("person", String, primary_key=True, index=True),
)
DEPARTURE = Table(
    "departure",
    METADATA,
    Column("server", String, primary_key=True),
    Column("purge_at", Float, nullable=False),  # seconds since 1970, UTC
)
SEEN = Table(
    "seen",
    METADATA,
    Column("person", String, primary_key=True),
    Column("film_id", String, primary_key=True),
    Column("added_at", Float, nullable=False),  # seconds since 1970, UTC
)
CHOICE = Table(
    "choice",
    METADATA,
    Column("person", String, primary_key=True),
    Column("leaves_seen_out", Boolean, nullable=False),
)
LANGUAGE_CHOICE = Table(
    "language_choice",
    METADATA,
    Column("person", String, primary_key=True),
    Column("language", String, nullable=False),
)
FILM_LIST = Table(
    "film_list",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("server", String, index=True),
    Column("person", String, index=True),
    Column("name", String, nullable=False),
    sqlite_autoincrement=True,  # an id is never given twice
)
LISTED = Table(
    "listed",
    METADATA,
    Column("list_id", ForeignKey("film_list.id", ondelete="CASCADE"), primary_key=True),
    Column("film_id", String, primary_key=True),
    Column("place", Integer, nullable=False),
)
SERVER_SETTINGS = Table(
    "server_settings",
    METADATA,
    Column("server", String, primary_key=True),
    Column("language", String),
    Column("spoilers", String, nullable=False),
    Column("ceiling", Integer),
    Column("free_chat", String, nullable=False),  # a JSON list
    Column("idle_minutes", Integer),
    Column("themes", String, nullable=False),  # a JSON list
    Column("night_starters", String, nullable=False, server_default="everyone"),
)
NIGHT = Table(
    "night",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("server", String, nullable=False, index=True),
    Column("channel", String, nullable=False),
    Column("person", String, index=True),
    Column("started_at", Float, nullable=False),  # seconds since 1970, UTC
    Column("voters", Integer),
    Column("card", String),
    sqlite_autoincrement=True,  # an id is never given twice
)
NOMINATION = Table(
    "nomination",
    METADATA,
    Column("night_id", ForeignKey("night.id", ondelete="CASCADE"), primary_key=True),
    Column("film_id", String, primary_key=True),
    Column("person", String, index=True),
    Column("place", Integer, nullable=False),
    Column("approvals", Integer),
)
BALLOT = Table(
    "ballot",
    METADATA,
    Column("night_id", ForeignKey("night.id", ondelete="CASCADE"), primary_key=True),
    Column("person", String, primary_key=True, index=True),
    Column("approved", String, nullable=False),  # a JSON list
)
# What is kept about a person stands in a column `person`, what is kept for a server in a column `server`; so erasing
# either finds every table there will ever be.


def make_engine(path: Path) -> AsyncEngine:
    """One connection to the file, in aiosqlite's own thread."""
    engine = create_async_engine(
        URL.create("sqlite+aiosqlite", database=str(path)), pool_size=1, max_overflow=0, **_options()
    )
    event.listen(engine.sync_engine, "connect", _set_pragmas)
    return engine


def _options() -> dict[str, Any]:
    return {
        "hide_parameters": True,  # rows must not reach a log through an error
        # A writer asks for the lock when it begins: one that asks later is refused at once instead of waiting.
        "connect_args": {"isolation_level": "IMMEDIATE", "timeout": BUSY_SECONDS},
    }


def _set_pragmas(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def make_file(path: Path) -> None:
    """Make an empty file for the owner's eyes only; SQLite gives its companions the same rights.

    An existing file is not even opened: closing it would drop the locks that this process holds on it.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        if path.is_dir():
            raise StoreError(f"{path} is a folder, not a store of conversations; move it and start again.") from None
    except OSError as error:
        raise StoreError(
            f"The store {path} cannot be made ({error.strerror}); make its folder writable or set REELCALL_HOME."
        ) from error


def prepare(path: Path) -> None:
    """Refuse a file that is not ours; bring the tables of one that is up to date.

    Raises:
        StoreError: as `bot.adapters.database.open_database`.
    """
    engine = create_engine(URL.create("sqlite", database=str(path)), poolclass=NullPool, **_options())
    event.listen(engine, "connect", _set_pragmas)
    # SQLite does not wait when two first runs switch one file to a write-ahead log; so they take turns.
    with explained(str(path)), FileLock(f"{path}.lock", timeout=_OPENING_SECONDS), engine.connect() as connection:
        _bring_up_to_date(connection, path)
        connection.exec_driver_sql("PRAGMA journal_mode=WAL")  # readers and the writer don't wait for each other


def _bring_up_to_date(connection: Connection, path: Path) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")  # a kill leaves all of the steps or none
    version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
    tables = set(inspect(connection).get_table_names())
    revision = _revision(connection) if version == SCHEMA and _VERSIONS in tables else None
    if version > SCHEMA or (revision not in {None, HEAD} and not _knows(revision)):
        raise StoreTooNewError(
            f"The store {path} was written by a newer version of this program; update it, or move the file away."
        )
    empty, adopt = version == 0 and not tables, version == 1 and tables == _FIRST
    whole = revision is not None and (revision != HEAD or tables.issuperset(METADATA.tables))
    if not (empty or adopt or whole):
        raise StoreError(f"{path} is not a store of conversations; move it away and start again.")
    if revision != HEAD:
        _upgrade(connection, adopt=adopt)
    connection.commit()


def _revision(connection: Connection) -> str | None:
    """Return the last step that the store has taken."""
    revision: str | None = connection.exec_driver_sql(f"SELECT version_num FROM {_VERSIONS}").scalar()  # noqa: S608 - our own name
    return revision


def _knows(revision: str | None) -> bool:
    from bot.adapters.migrate import knows  # noqa: PLC0415  # a third of a second that few starts need

    return revision is not None and knows(revision)


def _upgrade(connection: Connection, *, adopt: bool) -> None:
    from bot.adapters.migrate import upgrade  # noqa: PLC0415  # as above

    upgrade(connection, adopt=adopt)
    connection.exec_driver_sql(f"PRAGMA user_version={SCHEMA}")


@contextmanager
def explained(name: str) -> Iterator[None]:
    """Turn what the database throws into our own errors, one sentence each."""
    try:
        yield
    except SQLAlchemyError as error:
        raise _error(error, name) from error
    except Timeout as error:
        raise _busy(name) from error
    except OSError as error:
        raise _unusable(name) from error


def _error(error: SQLAlchemyError, name: str) -> StoreError:
    """Find the sentence for a failure. `name` is a path only while starting: later sentences may reach users."""
    cause = error.orig if isinstance(error, DBAPIError) else None
    code = getattr(cause, "sqlite_errorcode", 0) & 0xFF  # the primary code, without the extension
    if code == sqlite3.SQLITE_FULL:
        return StoreError(f"The disk that holds {name} is full; free some space and try again.")
    if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return _busy(name)
    if code in {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT}:
        return StoreError(f"{name} is damaged or not a store of conversations; move it away and start again.")
    return _unusable(name)


def _busy(name: str) -> StoreBusyError:
    return StoreBusyError(f"Another process keeps {name} locked; try again, or stop that process.")


def _unusable(name: str) -> StoreError:
    return StoreError(f"The store of conversations {name} cannot be read or written; check its disk and permissions.")
