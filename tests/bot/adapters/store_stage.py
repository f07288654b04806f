"""A store to open, sessions to keep in it, and a look at what lies on the disk."""

from __future__ import annotations

import sqlite3
from contextlib import AbstractAsyncContextManager, closing
from datetime import timedelta
from pathlib import Path

from cryptography.fernet import Fernet

from bot.adapters.sessions import SqlSessionStore, open_sessions
from bot.core.types import ConversationId, SearchState, Session
from tests.fakes.clock import FakeClock

ROOT = Path(__file__).parents[3]
KEY = Fernet.generate_key()
A = ConversationId("discord:1")
B = ConversationId("discord:2")


def opened(path: Path, clock: FakeClock, key: bytes = KEY) -> AbstractAsyncContextManager[SqlSessionStore]:
    return open_sessions(path, key=key, clock=clock)


def make_session(clock: FakeClock, conversation_id: ConversationId = A, text: str = "the seventh seal") -> Session:
    return Session(
        conversation_id=conversation_id,
        state=SearchState(utterances=(text,), messages=1),
        started_at=clock.now(),
        expires_at=clock.now() + timedelta(minutes=30),
    )


def sealed_rows(path: Path) -> list[bytes]:
    with closing(sqlite3.connect(path)) as connection:
        return [row[0] for row in connection.execute("SELECT sealed FROM conversation")]


def bytes_on_disk(path: Path) -> bytes:
    """The file and whatever SQLite keeps beside it."""
    files = sorted(path.parent.glob(f"{path.name}*"))
    assert path in files
    return b"".join(file.read_bytes() for file in files)
