"""What a story in Discord needs: the fake Discord, a fake conversation, and a bot that can be started and stopped."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import date, timedelta
from pathlib import Path

from bot.adapters.languages import load_languages
from bot.core.about import About
from bot.core.health import Health
from bot.core.language import Languages
from bot.core.limits import Pace
from bot.core.undelivered import Undelivered
from bot.discord_app.client import run_discord
from bot.discord_app.house import House, OpenChannels
from tests.fakes.clock import FakeClock
from tests.fakes.conversation import FakeConversation
from tests.fakes.discord_payloads import Payload
from tests.fakes.discord_server import TOKEN, FakeDiscord
from tests.fakes.finder import FakeFinder
from tests.fakes.message_links import FakeMessageLinks
from tests.fakes.outbox import FakeOutbox
from tests.fakes.personal_data import FakePersonalData
from tests.fakes.sessions import FakeSessions
from tests.small_world import FILMS

ABOUT = About(
    version="1.2.3",
    films=2020,
    built_on=date(2026, 1, 1),
    licences=("CC0-1.0",),
    encoder="all-MiniLM-L6-v2 (b548d1d0d92100d6)",
    idle=timedelta(minutes=30),
    total=timedelta(hours=24),
    grace=timedelta(days=7),
)


def house_of(
    people: FakePersonalData,
    *,
    channels: OpenChannels | None = None,
    finder: FakeFinder | None = None,
    pace: Pace | None = None,
    languages: Languages | None = None,
    redraw_every: float = 0,
) -> House:
    """What the fake store keeps, for the cogs."""
    return House(
        seen=people.seen,
        lists=people.lists,
        settings=people.settings,
        catalogue=finder or FakeFinder(FILMS),
        pace=pace or Pace(clock=FakeClock(), per_person=0, per_server=0),
        languages=languages or load_languages(),
        language_choices=people.language_choices,
        nights=people.nights,
        channels=channels,
        redraw_every=redraw_every,
    )


class Stage:
    """All that a story needs."""

    def __init__(
        self, server: FakeDiscord, conversation: FakeConversation, links: FakeMessageLinks, home: Path
    ) -> None:
        self.clock = FakeClock()
        self.sessions = FakeSessions(self.clock)
        self.people = FakePersonalData(self.sessions, self.clock)
        self.finder = FakeFinder(FILMS)
        self.free_chat = False
        self.server = server
        self.conversation = conversation
        self.links = links
        self.outbox = FakeOutbox(links)
        self.pace = Pace(clock=self.clock, per_person=0, per_server=0)
        self.health = Health("gateway")
        self.undelivered: list[Undelivered] = []
        self.sharded = False
        self.redraw_every = 0.0
        self.about = ABOUT
        self.languages: Languages | None = None
        """Those that the bot speaks, if not all that there are."""
        self.home = home

    async def card(self, times: int = 1) -> Payload:
        """Wait for the n-th message that the bot posted, and until it is linked to its conversation."""
        posted = await self.server.posted(times)
        await self.until_linked(int(posted["id"]))
        return posted

    async def until_linked(self, message_id: int) -> None:
        async with asyncio.timeout(5):
            await self.links.until(f"discord:{message_id}")

    @asynccontextmanager
    async def bot(self) -> AsyncIterator[None]:
        """One life of the bot: log in, then stop as from outside."""
        channels = OpenChannels(self.people.settings) if self.free_chat else None
        logins = len(self.server.identified) + 1
        life = asyncio.create_task(
            run_discord(
                token=TOKEN,
                conversation=self.conversation,
                store=self.links,
                outbox=self.outbox,
                health=self.health,
                undelivered=self.undelivered.append,
                sharded=self.sharded,
                people=self.people,
                house=house_of(
                    self.people,
                    channels=channels,
                    finder=self.finder,
                    pace=self.pace,
                    languages=self.languages,
                    redraw_every=self.redraw_every,
                ),
                about=lambda: self.about,
                home=self.home,
                api_base=self.server.api_base,
                gateway_url=self.server.gateway_url,
            )
        )
        try:
            await self.server.until(lambda: len(self.server.identified) >= logins or life.done())
            yield
        finally:
            life.cancel()
            with suppress(asyncio.CancelledError):
                await life
