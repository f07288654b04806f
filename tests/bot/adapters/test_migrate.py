"""Stores of earlier versions are taken over, and the steps lead to the tables that the program works with."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from cryptography.fernet import Fernet
from sqlalchemy import create_engine

from bot.adapters import migrate
from bot.adapters.session_codec import seal
from bot.adapters.store import open_store
from bot.adapters.store_file import HEAD, METADATA, SCHEMA
from bot.core.errors import StoreTooNewError
from bot.core.keeping import ServerSettings
from bot.core.types import ConversationId, ServerId, SpoilerLevel
from tests.bot.adapters.store_stage import KEY, A, make_session, opened
from tests.fakes.clock import FakeClock

FIRST_TABLES = """
CREATE TABLE conversation (
    id VARCHAR NOT NULL, sealed BLOB NOT NULL, expires_at FLOAT NOT NULL, PRIMARY KEY (id));
CREATE TABLE link (
    message_key VARCHAR NOT NULL, conversation_id VARCHAR NOT NULL, PRIMARY KEY (message_key),
    FOREIGN KEY(conversation_id) REFERENCES conversation (id) ON DELETE CASCADE);
CREATE INDEX ix_link_conversation_id ON link (conversation_id);
PRAGMA user_version=1;
PRAGMA journal_mode=WAL;
"""


def make_first_store(path: Path, clock: FakeClock, name: ConversationId = A, *, key: bytes = KEY) -> None:
    """A store as it was before Alembic, with one live conversation."""
    path.parent.mkdir(parents=True)
    session = make_session(clock, name)
    row = name, seal(session, Fernet(key)), session.expires_at.timestamp()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(FIRST_TABLES)
        connection.execute("INSERT INTO conversation VALUES (?, ?, ?)", row)
        connection.execute("INSERT INTO link VALUES ('discord:10', ?)", (name,))


def make_store_of(path: Path, revision: str) -> None:
    """An empty store that has taken the steps up to this one."""
    path.parent.mkdir(parents=True)
    engine, config = create_engine(f"sqlite:///{path}"), migrate._config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        connection.exec_driver_sql(f"PRAGMA user_version={SCHEMA}")
    engine.dispose()


def version(path: Path) -> tuple[int, str]:
    with closing(sqlite3.connect(path)) as connection:
        (number,) = connection.execute("PRAGMA user_version").fetchone()
        (revision,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return number, revision


def differences(path: Path) -> list[object]:
    """What Alembic would change in the file to make it what the program expects."""
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        found: list[object] = compare_metadata(MigrationContext.configure(connection), METADATA)
    engine.dispose()
    return found


async def test_an_empty_store_gets_the_tables_the_program_works_with(path: Path, clock: FakeClock) -> None:
    async with opened(path, clock):
        pass

    assert version(path) == (SCHEMA, HEAD)
    assert differences(path) == []
    assert len(METADATA.tables) >= 2


async def test_a_store_from_before_the_steps_is_taken_over_without_loss(path: Path, clock: FakeClock) -> None:
    make_first_store(path, clock)

    async with opened(path, clock) as store:
        assert await store.load(A) == make_session(clock)
        assert await store.linked("discord:10") == A
    assert version(path) == (SCHEMA, HEAD)
    assert differences(path) == []


async def test_what_servers_had_set_outlives_the_setting_for_film_nights(path: Path, clock: FakeClock) -> None:
    make_store_of(path, "v005")
    row = "discord:8", "de", "open", 13, '["3001"]', "managers", 10, '["war"]'
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("INSERT INTO server_settings VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)

    async with open_store(path, key=KEY, clock=clock, grace=timedelta(days=7)) as store:
        kept = await store.settings.settings(ServerId("discord:8"))
    assert kept == ServerSettings(
        language="de",
        spoilers=SpoilerLevel.OPEN,
        ceiling=13,
        free_chat=frozenset({"3001"}),
        idle_minutes=10,
        themes=("war",),
    )
    assert differences(path) == []


async def test_a_store_that_is_up_to_date_is_left_alone(path: Path, clock: FakeClock) -> None:
    async with opened(path, clock):
        pass
    before = path.read_bytes()
    async with opened(path, clock):
        pass

    assert path.read_bytes() == before


async def test_a_store_that_took_a_step_unknown_to_us_is_refused_and_left_alone(path: Path, clock: FakeClock) -> None:
    async with opened(path, clock):
        pass
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num='v999'")
    before = path.read_bytes()

    with pytest.raises(StoreTooNewError, match="newer version"):
        async with opened(path, clock):
            pass

    assert path.read_bytes() == before


def test_the_steps_are_one_chain_that_ends_at_the_head() -> None:
    scripts = ScriptDirectory.from_config(migrate._config())

    assert scripts.get_heads() == [HEAD]
    assert [step.revision for step in scripts.walk_revisions()][-1] == "v001"
