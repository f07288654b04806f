from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import discord
import pytest

from bot.core.language import Languages
from bot.core.limits import Pace
from bot.discord_app.failures import Losses
from bot.discord_app.speech import Source, Speech
from bot.discord_app.turns import Tell, Turns
from tests.fakes.clock import FakeClock
from tests.fakes.language_choices import FakeLanguageChoices
from tests.fakes.server_settings import FakeSettingsKeeper

SOMEBODY: Any = SimpleNamespace(
    type=discord.InteractionType.component,
    user=SimpleNamespace(id=4001),
    guild_id=None,
    guild=None,
    guild_locale=None,
    locale=discord.Locale.german,
)
"""What the language of a turn is found by."""


def turns_of(tell: Tell) -> Turns:
    pace = Pace(clock=FakeClock(), per_person=0, per_server=0)
    return Turns(
        Speech(Languages(), FakeSettingsKeeper(), FakeLanguageChoices()),
        tell=tell,
        pace=pace,
        losses=Losses(lambda _reason: None),
    )


async def never() -> None:
    await asyncio.Event().wait()


async def fail() -> None:
    raise RuntimeError


async def test_what_does_not_finish_in_time_is_cut_off() -> None:
    turns = turns_of(_silent)
    slow = asyncio.create_task(turns.run(never(), to=SOMEBODY))
    await asyncio.sleep(0)
    await turns.finish(within=0.01)
    with pytest.raises(asyncio.CancelledError):
        await slow


async def test_what_comes_in_while_the_others_finish_is_not_begun() -> None:
    turns = turns_of(_silent)
    slow = asyncio.create_task(turns.run(asyncio.sleep(0.05), to=SOMEBODY))
    await asyncio.sleep(0)
    closing = asyncio.create_task(turns.finish(within=5))
    await asyncio.sleep(0)
    await asyncio.wait_for(turns.run(never(), to=SOMEBODY), timeout=1)
    await closing

    assert slow.done()


async def test_an_apology_that_fails_too_ends_there(caplog: pytest.LogCaptureFixture) -> None:
    async def broken(_to: Source, _sentence: str) -> None:
        raise OSError("the network")

    await turns_of(broken).run(fail(), to=SOMEBODY)

    assert "What went wrong could not be told: OSError" in caplog.text


async def _silent(_to: Source, _sentence: str) -> None:
    raise AssertionError
