"""Every kind of write that the bot makes to its store: how it is made without end, and what must hold after a kill.

A write that was said to be done must be there; the one that was under way may be there or not, but never half.
"""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.adapters.backup import back_up, restore
from bot.adapters.store import Store, open_store
from bot.core.types import ConversationId, PersonId, SearchState, ServerId, Session
from tests.bot.adapters.test_migrate import make_first_store, version
from tests.fakes.clock import FakeClock

MANY = 60
"""More than a child gets done before it is killed."""
KEY = b"A" * 43 + b"="
"""The same in the process that is killed and in the one that looks."""
TEXT = "the seventh seal"

Done = Callable[[int], None]


@dataclass(frozen=True)
class Write:
    write: Callable[[Path, Done], Coroutine[Any, Any, None]]
    """Writes under the folder until it is killed, and says after each number that it is done."""
    check: Callable[[Path, Sequence[int]], Awaitable[None]]
    """Looks at the folder after the kill; raises AssertionError."""


WRITES: dict[str, Write] = {}


def name(number: int) -> ConversationId:
    return ConversationId(f"discord:{number}")


def session(clock: FakeClock, number: int) -> Session:
    return Session(
        conversation_id=name(number),
        state=SearchState(utterances=(f"{TEXT} {number}",), messages=1),
        started_at=clock.now(),
        expires_at=clock.now() + timedelta(minutes=30 + number),
        people=frozenset({PersonId(f"discord:{number}")}),
        server=ServerId(f"discord:{number}"),
    )


@asynccontextmanager
async def opened(home: Path, clock: FakeClock | None = None) -> AsyncIterator[Store]:
    opening = open_store(home / "sessions.db", key=KEY, clock=clock or FakeClock(), grace=timedelta(days=7))
    async with opening as store:
        yield store


@asynccontextmanager
async def filled(home: Path, clock: FakeClock) -> AsyncIterator[Store]:
    async with opened(home, clock) as store:
        for number in range(MANY):
            await store.sessions.save(session(clock, number))
        yield store


def text_on_disk(home: Path) -> bool:
    return any(TEXT.encode() in file.read_bytes() for file in home.rglob("*.db*"))


# Saving


async def _save(home: Path, done: Done) -> None:
    async with opened(home) as store:
        for number in itertools.count():
            await store.sessions.save(session(FakeClock(), number))
            done(number)


async def _saved(home: Path, told: Sequence[int]) -> None:
    async with opened(home) as store:
        for number in told:
            assert await store.sessions.load(name(number)) == session(FakeClock(), number)


async def _save_again(home: Path, done: Done) -> None:
    async with opened(home) as store:
        for number in itertools.count():
            kept = session(FakeClock(), 0)
            await store.sessions.save(replace(kept, state=replace(kept.state, messages=number)))
            done(number)


async def _saved_again(home: Path, told: Sequence[int]) -> None:
    async with opened(home) as store:
        kept = await store.sessions.load(name(0))
        assert kept is not None
        assert kept.state.messages in {told[-1], told[-1] + 1}


async def _supersede(home: Path, done: Done) -> None:
    async with opened(home) as store:
        for number in itertools.count():
            await store.sessions.supersede(replace(session(FakeClock(), number), conversation_id=name(0)))
            await store.sessions.link(f"discord:{number}", name(0))
            done(number)


async def _superseded(home: Path, told: Sequence[int]) -> None:
    """One search is there, whole: the last that was told of, or the one that was under way."""
    async with opened(home) as store:
        kept = await store.sessions.load(name(0))
        assert kept is not None
        (last,) = {number for number in (told[-1], told[-1] + 1) if kept.people == {PersonId(f"discord:{number}")}}
        assert kept == replace(session(FakeClock(), last), conversation_id=name(0))
        assert (await store.sessions.linked(f"discord:{told[-1]}") is None) == (last != told[-1])
        assert (await store.people.export(PersonId(f"discord:{last - 1}"))).empty


async def _link(home: Path, done: Done) -> None:
    async with opened(home) as store:
        await store.sessions.save(session(FakeClock(), 0))
        for number in itertools.count():
            await store.sessions.link(f"discord:{number}", name(0))
            done(number)


async def _linked(home: Path, told: Sequence[int]) -> None:
    async with opened(home) as store:
        for number in told:
            assert await store.sessions.linked(f"discord:{number}") == name(0)


# Erasing


async def _delete(home: Path, done: Done) -> None:
    async with filled(home, FakeClock()) as store:
        for number in range(MANY):
            await store.sessions.delete(name(number))
            done(number)


async def _forget(home: Path, done: Done) -> None:
    async with filled(home, FakeClock()) as store:
        for number in range(MANY):
            await store.people.forget(PersonId(f"discord:{number}"))
            done(number)


async def _purge(home: Path, done: Done) -> None:
    clock = FakeClock()
    async with filled(home, clock) as store:
        clock.advance(minutes=30)
        for number in range(MANY):
            await store.sessions.purge_expired()
            clock.advance(minutes=1)
            done(number)


async def _erased(home: Path, told: Sequence[int]) -> None:
    async with opened(home) as store:
        for number in range(MANY):
            kept = await store.sessions.load(name(number))
            assert kept is None or kept == session(FakeClock(), number)
            assert kept is None or number not in told
            assert kept is not None or number <= told[-1] + 1


# Servers


async def _leave(home: Path, done: Done) -> None:
    async with opened(home) as store:
        for number in itertools.count():
            await store.people.left(ServerId(f"discord:{number}"))
            done(number)


async def _left(home: Path, told: Sequence[int]) -> None:
    async with opened(home) as store:
        assert await store.people.departed() >= {f"discord:{number}" for number in told}


# Whole files


async def _migrate(home: Path, done: Done) -> None:
    for number in itertools.count():
        make_first_store(home / str(number) / "sessions.db", FakeClock(), name(number), key=KEY)
        (home / str(number) / "made").touch()
        async with opened(home / str(number)):
            done(number)


async def _migrated(home: Path, told: Sequence[int]) -> None:
    stores = [folder for folder in home.iterdir() if (folder / "made").exists()]
    assert len(stores) >= len(told)
    for folder in stores:
        if int(folder.name) in told:
            assert version(folder / "sessions.db")[0] > 1
        async with opened(folder) as store:
            assert await store.sessions.load(name(int(folder.name))) is not None


async def _back_up(home: Path, done: Done) -> None:
    async with filled(home, FakeClock()) as store:
        for number in itertools.count():
            await store.people.left(ServerId(f"discord:{number}"))
            back_up(home / "sessions.db", home / "backup.copy")
            done(number)


async def _backed_up(home: Path, told: Sequence[int]) -> None:
    with closing(sqlite3.connect(home / "backup.copy")) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert copy.execute("SELECT count(*) FROM conversation").fetchone() == (0,)
        assert copy.execute("SELECT count(*) FROM departure").fetchone()[0] >= len(told)


async def _restore(home: Path, done: Done) -> None:
    async with opened(home) as store:
        await store.people.left(ServerId("discord:1"))
    back_up(home / "sessions.db", home / "backup.copy")
    for number in itertools.count():
        restore(home / "backup.copy", home / "sessions.db", force=True)
        done(number)


async def _restored(home: Path, told: Sequence[int]) -> None:
    assert told
    async with opened(home) as store:
        assert await store.people.departed() == {"discord:1"}


WRITES |= {
    "save": Write(_save, _saved),
    "save again": Write(_save_again, _saved_again),
    "supersede": Write(_supersede, _superseded),
    "link": Write(_link, _linked),
    "delete": Write(_delete, _erased),
    "forget": Write(_forget, _erased),
    "purge": Write(_purge, _erased),
    "leave": Write(_leave, _left),
    "migrate": Write(_migrate, _migrated),
    "back up": Write(_back_up, _backed_up),
    "restore": Write(_restore, _restored),
}
