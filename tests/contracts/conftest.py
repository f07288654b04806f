"""The store and its fake, one after the other, for the tests that hold both to one contract."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot.adapters.store import open_store
from tests.contracts.kept import GRACE, Kept
from tests.fakes.clock import FakeClock
from tests.fakes.personal_data import FakePersonalData
from tests.fakes.sessions import FakeSessions


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture(params=["fake", "real"])
async def kept(request: pytest.FixtureRequest, clock: FakeClock, tmp_path: Path) -> AsyncIterator[Kept]:
    async with AsyncExitStack() as stack:
        if request.param == "fake":
            sessions = FakeSessions(clock)
            people = FakePersonalData(sessions, clock, grace=GRACE)
            yield Kept(
                sessions, people, people.seen, people.lists, people.settings, people.language_choices, people.nights
            )
        else:
            opening = open_store(tmp_path / "s.db", key=Fernet.generate_key(), clock=clock, grace=GRACE)
            store = await stack.enter_async_context(opening)
            yield Kept(
                store.sessions,
                store.people,
                store.seen,
                store.lists,
                store.settings,
                store.language_choices,
                store.nights,
            )
