"""The real client, conversation and store together; only Discord, the films and the clock are fakes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from cryptography.fernet import Fernet

from bot.adapters.languages import load_languages
from bot.adapters.store import Store, open_store
from bot.core.conversation import Conversation
from bot.core.language import Languages
from bot.core.limits import LimitedConversation, Pace
from bot.core.terms import TermedConversation, TermsBook
from bot.discord_app.client import run_discord
from bot.discord_app.house import House
from tests.bot.discord_app.stage import ABOUT
from tests.fakes.clock import FakeClock
from tests.fakes.discord_server import TOKEN, FakeDiscord
from tests.fakes.finder import FakeFinder
from tests.fakes.reader import FakeReader
from tests.small_world import FILMS

KEY = Fernet.generate_key()


@asynccontextmanager
async def house(
    server: FakeDiscord,
    home: Path,
    *,
    finder: FakeFinder | None = None,
    per_person: int = 0,
    languages: Languages | None = None,
) -> AsyncIterator[Store]:
    """One life of the whole bot on one home."""
    home.mkdir(exist_ok=True)
    clock = FakeClock()
    logins = len(server.identified) + 1
    finder, reader = finder or FakeFinder(FILMS), FakeReader(FILMS)
    async with open_store(home / "sessions.db", key=KEY, clock=clock, grace=ABOUT.grace) as store:
        conversation = Conversation(finder=finder, reader=reader, store=store.sessions, clock=clock, seen=store.seen)
        pace = Pace(clock=clock, per_person=per_person, per_server=0)
        termed = TermedConversation(conversation, TermsBook(store.settings, store.seen))
        bot = run_discord(
            token=TOKEN,
            conversation=LimitedConversation(termed, pace),
            store=store.sessions,
            outbox=store.outbox,
            people=store.people,
            house=House(
                seen=store.seen,
                lists=store.lists,
                settings=store.settings,
                catalogue=finder,
                pace=pace,
                languages=languages or load_languages(),
                language_choices=store.language_choices,
                nights=store.nights,
                redraw_every=0,
            ),
            about=lambda: ABOUT,
            home=home,
            api_base=server.api_base,
            gateway_url=server.gateway_url,
        )
        life = asyncio.create_task(bot)
        try:
            await server.until(lambda: len(server.identified) >= logins or life.done())
            yield store
        finally:
            life.cancel()
            with suppress(asyncio.CancelledError):
                await life
