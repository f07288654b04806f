from __future__ import annotations

import asyncio

import pytest

from bot.discord_app.turns import Turns


async def never() -> None:
    await asyncio.Event().wait()


async def fail() -> None:
    raise RuntimeError


async def test_what_does_not_finish_in_time_is_cut_off() -> None:
    turns = Turns()
    slow = asyncio.create_task(turns.run(never(), tell=_silent))
    await asyncio.sleep(0)
    await turns.finish(within=0.01)
    with pytest.raises(asyncio.CancelledError):
        await slow


async def test_what_comes_in_while_the_others_finish_is_not_begun() -> None:
    turns = Turns()
    slow = asyncio.create_task(turns.run(asyncio.sleep(0.05), tell=_silent))
    await asyncio.sleep(0)
    closing = asyncio.create_task(turns.finish(within=5))
    await asyncio.sleep(0)
    await asyncio.wait_for(turns.run(never(), tell=_silent), timeout=1)
    await closing

    assert slow.done()


async def test_an_apology_that_fails_too_ends_there(caplog: pytest.LogCaptureFixture) -> None:
    async def broken(_sentence: str) -> None:
        raise OSError("the network")

    await Turns().run(fail(), tell=broken)

    assert "What went wrong could not be told: OSError" in caplog.text


async def _silent(_sentence: str) -> None:
    raise AssertionError
