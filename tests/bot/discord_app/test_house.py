"""Free chat stays as servers set it, also when that cannot be read at the start."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from bot.core.errors import StoreError
from bot.core.keeping import ServerSettings
from bot.core.types import ServerId
from bot.discord_app.house import OpenChannels
from tests.bot.discord_app.stage import Stage
from tests.fakes.discord_payloads import BOT, CHANNEL, GUILD
from tests.fakes.server_settings import FakeSettingsKeeper

CLUB = ServerId(f"discord:{GUILD}")


class BusyKeeper(FakeSettingsKeeper):
    """A store that cannot be read the first few times."""

    def __init__(self, *, busy: int) -> None:
        super().__init__()
        self.kept[CLUB] = ServerSettings(free_chat=frozenset({str(CHANNEL)}))
        self.busy = busy
        self.read = asyncio.Event()

    async def free_chat(self) -> Mapping[ServerId, frozenset[str]]:
        if self.busy:
            self.busy -= 1
            raise StoreError("The store is busy.")
        self.read.set()
        return await super().free_chat()


async def test_channels_that_could_not_be_read_are_taken_up_once_they_can() -> None:
    keeper = BusyKeeper(busy=3)
    channels = OpenChannels(keeper, again=0.01)
    await channels.load()
    at_first = channels(CHANNEL)
    await asyncio.wait_for(keeper.read.wait(), 5)
    await asyncio.sleep(0)

    assert (at_first, channels(CHANNEL)) == (False, True)


async def test_nothing_is_read_any_more_once_the_bot_leaves() -> None:
    keeper = BusyKeeper(busy=1)
    channels = OpenChannels(keeper, again=0.01)
    await channels.load()
    channels.close()
    await asyncio.sleep(0.05)

    assert not keeper.read.is_set()
    assert not channels(CHANNEL)


async def test_a_bot_that_starts_on_a_busy_store_answers_and_leaves_nothing_running(stage: Stage) -> None:
    stage.free_chat = True
    stage.people.settings = BusyKeeper(busy=1)
    async with stage.bot():
        await stage.server.say(f"<@{BOT}> a shark", mentions=True)
        await stage.card()
        trying = {task.get_name() for task in asyncio.all_tasks()}
    await asyncio.sleep(0)

    assert "channels open for free chat" in trying
    assert "channels open for free chat" not in {task.get_name() for task in asyncio.all_tasks()}
