"""Many people talk to the real bot for long: every turn is answered once, in time, and memory stays flat.

200 turns by default; `make soak` plays 10,000. Only Discord and the films are fakes. Both run in this process, so its
processor time is more than the bot's own.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import random
import statistics
import time
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from aiohttp import web
from cryptography.fernet import Fernet

from bot.adapters.clock import SystemClock
from bot.adapters.languages import load_languages
from bot.adapters.store import open_store
from bot.core.conversation import Conversation
from bot.core.limits import Pace
from bot.core.ports import MessageLinks, Outbox, Parcel
from bot.core.types import ConversationId
from bot.discord_app.client import run_discord
from bot.discord_app.house import House
from tests.bot.discord_app.stage import ABOUT
from tests.fakes.discord_payloads import EPHEMERAL, Payload, buttons, options
from tests.fakes.discord_server import TOKEN, FakeDiscord
from tests.fakes.finder import FakeFinder
from tests.fakes.reader import FakeReader
from tests.small_world import FILMS

USERS = 200
LEAST = 10
"""Turns of one person: fewer turns than 2,000 are shared by fewer people."""
AT_ONCE = 8
QUESTIONS = ("the one where brad pitt plays death", "a shark at the beach", "older", "black and white", "before 1990")
PRESSES = ("Not this", "More like this", "Seen it")
CHOICES = ("More films", "Undo", "Start over")
ACKNOWLEDGED_WITHIN = 1.0
GROWTH = 24 * 2**20
"""Bytes that memory may grow by between the first third of the turns and the end."""


@dataclass
class Soak(FakeDiscord):
    """Keeps no requests; notes when interactions were acknowledged and what was posted where."""

    asked_at: dict[int, float] = field(default_factory=dict)
    delays: list[float] = field(default_factory=list)
    answers: dict[int, asyncio.Queue[Payload]] = field(default_factory=dict)
    channels: dict[str, int] = field(default_factory=dict)
    """Where an interaction came from, by its token."""
    posts: int = 0

    async def _rest(self, request: web.Request) -> web.Response:
        response = await super()._rest(request)
        self.requests.clear()
        match request.match_info["path"].split("/"):
            case ["interactions", interaction, _, "callback"] if int(interaction) in self.asked_at:
                self.delays.append(time.process_time() - self.asked_at.pop(int(interaction)))
            case ["channels", channel, "messages"]:
                self._posted.clear()
                self._answered(int(channel), response)
            case ["webhooks", _, token]:
                self._answered(self.channels.pop(token), response)
            case ["webhooks", _, _, "messages", "@original"] if request.method == "PATCH":
                self._forget(response)
        return response

    def _answered(self, channel: int, response: web.Response) -> None:
        self.posts += 1
        self.answers[channel].put_nowait({**self._forget(response), "channel_id": str(channel)})

    def _forget(self, response: web.Response) -> Payload:
        return self.messages.pop(int(json.loads(str(response.text))["id"]))

    async def _interact(self, kind: int, data: Payload, *, channel: int, author: int, **more: object) -> int:
        before = time.process_time()
        interaction = await super()._interact(kind, data, channel=channel, author=author, **more)
        self.channels[f"token-{interaction}"] = channel
        self._pressed.clear()
        self.asked_at[interaction] = before
        return interaction


class Links:
    """The store's links and outbox, telling when a link is made: nobody is quick enough to press a button before."""

    def __init__(self, sessions: MessageLinks, outbox: Outbox) -> None:
        self._sessions = sessions
        self._outbox = outbox
        self._made: defaultdict[str, asyncio.Event] = defaultdict(asyncio.Event)

    async def link(self, message_key: str, conversation_id: ConversationId, answer: int | None = None) -> None:
        await self._sessions.link(message_key, conversation_id, answer)
        self._made[message_key].set()

    async def link_first(self, message_key: str, conversation_id: ConversationId) -> None:
        await self._sessions.link_first(message_key, conversation_id)

    async def answer_in(self, message_key: str, conversation_id: ConversationId) -> int | None:
        return await self._sessions.answer_in(message_key, conversation_id)

    async def put(self, parcel: Parcel) -> None:
        await self._outbox.put(parcel)

    async def arrived(self, parcel: Parcel, message_key: str | None = None) -> None:
        await self._outbox.arrived(parcel, message_key)
        if message_key is not None:
            self._made[message_key].set()

    async def waiting(self) -> tuple[Parcel, ...]:
        return await self._outbox.waiting()

    async def linked(self, message_key: str) -> ConversationId | None:
        return await self._sessions.linked(message_key)

    async def until(self, message_id: str) -> None:
        async with asyncio.timeout(60):
            await self._made[f"discord:{message_id}"].wait()
        del self._made[f"discord:{message_id}"]


@asynccontextmanager
async def bot(server: Soak, home: Path) -> AsyncIterator[Links]:
    clock = SystemClock()
    async with open_store(home / "sessions.db", key=Fernet.generate_key(), clock=clock, grace=ABOUT.grace) as store:
        finder, reader = FakeFinder(FILMS), FakeReader(FILMS)
        conversation = Conversation(finder=finder, reader=reader, store=store.sessions, clock=clock)
        pace = Pace(clock=clock, per_person=0, per_server=0)
        links = Links(store.sessions, store.outbox)
        running = run_discord(
            token=TOKEN,
            conversation=conversation,
            store=links,
            outbox=links,
            people=store.people,
            house=House(
                seen=store.seen,
                lists=store.lists,
                settings=store.settings,
                catalogue=finder,
                pace=pace,
                languages=load_languages(),
                language_choices=store.language_choices,
                nights=store.nights,
            ),
            about=lambda: ABOUT,
            home=home,
            api_base=server.api_base,
            gateway_url=server.gateway_url,
        )
        life = asyncio.create_task(running)
        try:
            await server.until(lambda: bool(server.identified) or life.done())
            yield links
        finally:
            life.cancel()
            await asyncio.gather(life, return_exceptions=True)


async def talk(server: Soak, links: Links, person: int, turns: int, chance: random.Random) -> None:
    """One person's turns in a channel of their own, each after the answer to the one before."""
    channel = 1_000_000 + person
    server.answers[channel] = asyncio.Queue()
    card: Payload | None = None
    for _ in range(turns):
        labels = [label for label in PRESSES if card is not None and label in buttons(card)]
        choices = [label for label in CHOICES if card is not None and label in options(card)]
        if card is None or not (labels or choices) or chance.random() < 1 / 3:
            await server.find(chance.choice(QUESTIONS), channel=channel, author=person)
        else:
            label = chance.choice(labels + choices)
            server.messages[int(card["id"])] = card
            await (server.press if label in labels else server.choose)(int(card["id"]), label, author=person)
            del server.messages[int(card["id"])]
        card = await asyncio.wait_for(server.answers[channel].get(), timeout=60)
        if buttons(card):
            await links.until(card["id"])
        if card["flags"] & EPHEMERAL:  # what is pressed there is answered in its place
            card = None


def resident() -> int:
    """Bytes of memory that this process holds."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is read from /proc")
async def test_a_long_day_of_many_people(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    turns = request.config.getoption("--turns")
    chance = random.Random(7)
    users = min(USERS, turns // LEAST)
    shares = [turns // users + (person < turns % users) for person in range(users)]
    memory: list[int] = []
    places = asyncio.Semaphore(AT_ONCE)

    async def visit(server: Soak, links: Links, person: int) -> None:
        async with places:
            await talk(server, links, 5000 + person, shares[person], chance)
        if person in {users // 3, users - 1}:
            gc.collect()
            memory.append(resident())

    started = time.monotonic()
    async with Soak() as server, bot(server, tmp_path) as links:
        await asyncio.gather(*(visit(server, links, person) for person in range(users)))

    p99 = statistics.quantiles(server.delays, n=100)[-1]
    print(  # noqa: T201 - `make soak` shows it
        f"{turns} turns in {time.monotonic() - started:.0f} s; acknowledged within {p99 * 1000:.0f} ms (p99, processor "
        f"time); memory {memory[0] / 2**20:.0f} MiB, then {memory[-1] / 2**20:.0f} MiB"
    )
    assert (server.posts, len(server.delays)) == (turns, turns)
    assert p99 < ACKNOWLEDGED_WITHIN
    assert memory[-1] - memory[0] < GROWTH
    assert all(queue.empty() for queue in server.answers.values())
