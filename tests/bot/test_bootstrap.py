"""What goes on beside the conversation."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import pytest

from bot.bootstrap import purge_for_ever
from bot.core.errors import StoreError
from tests.fakes.clock import FakeClock
from tests.fakes.personal_data import FakePersonalData
from tests.fakes.sessions import FakeSessions


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
