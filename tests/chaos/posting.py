"""A process that answers people through Discord without end, until it is killed. Run by `test_posts`.

Takes the kind of answer, the store's folder and the fake Discord's address; says after each answer that it is done.
"""

from __future__ import annotations

import asyncio
import itertools
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import discord
from discord.http import HTTPClient

from bot.adapters.clock import SystemClock
from bot.adapters.store import open_store
from bot.core.language import Languages
from bot.core.types import ConversationId, Reply, ReplyKind, UserTurn
from bot.discord_app import render
from bot.discord_app.endpoint import discord_at
from bot.discord_app.failures import Losses
from bot.discord_app.mail import NONCE_WINDOW, Mail, Place, StampedMail
from tests.chaos.writes import KEY
from tests.fakes.discord_payloads import ANN, APPLICATION, CHANNEL
from tests.fakes.discord_server import TOKEN

FIRST = 1_000_000


@asynccontextmanager
async def mailing(home: Path, api_base: str) -> AsyncIterator[Mail]:
    """A way out to the fake Discord over the store in this folder."""
    with discord_at(api_base=api_base, gateway_url="ws://unused/"):
        http = HTTPClient(asyncio.get_running_loop())
        opening = open_store(home / "sessions.db", key=KEY, clock=SystemClock(), grace=timedelta(days=7))
        async with opening as store:
            try:
                await http.static_login(TOKEN)
                yield Mail(store.outbox, lambda: http, Languages(), Losses(lambda _reason: None))
            finally:
                await http.close()


def stamped(mail: Mail) -> StampedMail:
    return mail.stamped(UserTurn(conversation_id=ConversationId("discord:1")), Reply(kind=ReplyKind.NOTE, text=""))


def text(number: int) -> str:
    return f"answer {number}"


def pressed(number: int) -> Any:
    """What a mail needs of an interaction."""
    return SimpleNamespace(
        id=FIRST + number,
        type=discord.InteractionType.component,
        application_id=APPLICATION,
        token=f"token-{number}",
        channel_id=CHANNEL,
        user=SimpleNamespace(id=ANN),
    )


async def post(mail: Mail, number: int) -> None:
    view = render.hint(text(number), refine=False)
    async with mail.promised(pressed(number), place=Place(CHANNEL)):
        await stamped(mail).post(Place(CHANNEL), view, nonce=str(FIRST + number))


async def edit(mail: Mail, number: int) -> None:
    async with mail.promised(pressed(number), place=None):
        await stamped(mail).edit(pressed(number), render.hint(text(number), refine=False))


async def tell(mail: Mail, number: int) -> None:
    """Find an answer left over from too long ago."""
    stamp = stamped(mail).stamp
    address = f'{{"channel": {CHANNEL}}}'
    long_ago = datetime.now(UTC) - NONCE_WINDOW
    await mail.outbox.put(replace(stamp, key=str(FIRST + number), address=address, sent_at=long_ago))
    await mail.send_left_over()


KINDS: dict[str, Callable[[Mail, int], Awaitable[None]]] = {"post": post, "edit": edit, "tell": tell}


async def _main(kind: str, home: Path, api_base: str) -> None:
    async with mailing(home, api_base) as mail:
        for number in itertools.count():
            await KINDS[kind](mail, number)
            sys.stdout.write(f"{number}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(_main(sys.argv[1], Path(sys.argv[2]), sys.argv[3]))
