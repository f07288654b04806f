"""What goes on beside the conversation."""

from __future__ import annotations

import asyncio
from contextlib import nullcontext, suppress
from dataclasses import replace
from pathlib import Path

import pytest

from bot.bootstrap import open_app, purge_for_ever, rebuild
from bot.core.errors import StoreError
from bot.core.types import ConversationId, UserTurn
from bot.settings import Settings
from retrieval.films import write_films
from retrieval.manifest import Manifest
from retrieval.types import Film
from tests.fakes.clock import FakeClock
from tests.fakes.personal_data import FakePersonalData
from tests.fakes.sessions import FakeSessions
from tests.small_world import JAWS, JOE_BLACK


class _FailingAtFirst(FakeSessions):
    """Fails once, then counts its rounds."""

    def __init__(self, error: Exception) -> None:
        super().__init__(FakeClock())
        self._error: Exception | None = error
        self.rounds = 0
        self.purged = asyncio.Event()

    async def purge_expired(self) -> int:
        self.rounds += 1
        if self._error is not None:
            error, self._error = self._error, None
            raise error
        self.purged.set()
        return await super().purge_expired()


async def test_what_the_bot_says_of_itself_follows_the_index_in_use(tmp_path: Path) -> None:
    index = tmp_path / "index"

    def build(name: str, *films: Film) -> Manifest:
        write_films(films, tmp_path / name)
        return rebuild(tmp_path, index, tmp_path / name, lambda: nullcontext(lambda _done, _all: None), storage=None)

    build("one.jsonl", JAWS)
    settings = Settings(REELCALL_HOME=tmp_path / "home", REELCALL_CONTACT="help@example.org")
    async with open_app(settings, index=index, show_progress=lambda: nullcontext(lambda _done, _all: None)) as app:
        before = app.about()
        manifest = await asyncio.to_thread(build, "two.jsonl", JAWS, replace(JOE_BLACK, sources=("Nobody (CC0-1.0)",)))
        async with asyncio.timeout(20):
            while app.about() == before:  # a search looks for the new index
                await app.conversation.handle(UserTurn(conversation_id=ConversationId("t"), text="a shark"))
                await asyncio.sleep(0.01)
        after = app.about()

    assert (before.films, before.licences, before.contact) == (1, (), "help@example.org")
    assert (after.films, after.licences) == (2, ("Nobody (CC0-1.0)",))
    assert after.built_on.isoformat() == manifest.built_at[:10]
    assert after == replace(before, films=2, licences=after.licences, built_on=after.built_on)


@pytest.mark.parametrize("error", [StoreError("The disk is full."), RuntimeError("what somebody said")])
async def test_a_round_that_fails_does_not_end_the_purge(error: Exception, caplog: pytest.LogCaptureFixture) -> None:
    sessions = _FailingAtFirst(error)
    people = FakePersonalData(sessions, FakeClock())
    purging = asyncio.create_task(purge_for_ever(sessions, people, every=0.001))
    try:
        async with asyncio.timeout(10):
            await sessions.purged.wait()
    finally:
        purging.cancel()
        with suppress(asyncio.CancelledError):
            await purging

    assert sessions.rounds >= 2
    assert len([record for record in caplog.records if record.name == "bot.bootstrap"]) == 1
    assert "what somebody said" not in caplog.text
