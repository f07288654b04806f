"""Where Discord is. The library knows one place for the whole process; this is the only code that changes it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Final

import aiohttp
import discord.client
import discord.http
import discord.shard
import discord.webhook.async_
import yarl
from discord.asset import Asset
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.core.errors import MisconfiguredError
from bot.discord_app.stand_in import StandInSocket, read_answer

_VERSIONED: Final = re.compile(r"/v\d+$")
_USUAL: Final = ("/v10", "/api/v10")
_NOT_THERE: Final = frozenset({404, 405})


@contextmanager
def discord_at(*, api_base: str | None, gateway_url: str | None, cdn_base: str | None = None) -> Iterator[None]:
    """Talk to a server that stands in for Discord, for the length of the block; None is Discord itself.

    Args:
        api_base: what comes before `/users/@me`, such as `http://127.0.0.1:8080/api/v10`.
        gateway_url: the gateway's address, such as `ws://127.0.0.1:8080/gateway`; http and https will do as well.
        cdn_base: what comes before `/avatars`, such as `http://127.0.0.1:8080/cdn`; None leaves it at Discord's.

    Raises:
        MisconfiguredError: an address has the wrong form, or one of the two is missing.
    """
    if api_base is None and gateway_url is None and cdn_base is None:
        yield
        return
    if api_base is None or not api_base.startswith(("http://", "https://")):
        raise MisconfiguredError("Set DISCORD_API_BASE to an address that starts with http:// or https://.")
    if gateway_url is None or not gateway_url.startswith(("ws://", "wss://", "http://", "https://")):
        raise MisconfiguredError("Set DISCORD_GATEWAY_URL to an address that starts with ws:// or wss://.")
    with ExitStack() as stack:
        stack.enter_context(_swapped(Route, "BASE", api_base.rstrip("/")))
        gateway = yarl.URL(re.sub("^http", "ws", gateway_url))
        stack.enter_context(_swapped(DiscordWebSocket, "DEFAULT_GATEWAY", gateway))
        stack.enter_context(_swapped(Asset, "BASE", (cdn_base or Asset.BASE).rstrip("/")))
        for module in (discord.client, discord.shard):
            stack.enter_context(_swapped(module, "DiscordWebSocket", StandInSocket))
        for module in (discord.http, discord.webhook.async_):
            stack.enter_context(_swapped(module, "json_or_text", read_answer))
        yield


@contextmanager
def _swapped(owner: object, name: str, value: object) -> Iterator[None]:
    """Give an attribute of the library another value for the length of the block."""
    before = getattr(owner, name)
    setattr(owner, name, value)
    try:
        yield
    finally:
        setattr(owner, name, before)


async def settle_version() -> None:
    """Find out where a stand-in has its interface, if its address was given without the version at its end.

    Raises:
        aiohttp.ClientError: it does not answer.
    """
    if is_stand_in():
        async with aiohttp.ClientSession() as session:
            Route.BASE = await versioned(Route.BASE, session)


async def versioned(base: str, session: aiohttp.ClientSession) -> str:
    """Return a stand-in's address with the version at its end, where it has its interface.

    Raises:
        aiohttp.ClientError: it does not answer.
    """
    if _VERSIONED.search(base):
        return base
    for tried in (base, *(f"{base}{path}" for path in _USUAL)):
        async with session.get(f"{tried}/users/@me") as answer:
            if answer.status not in _NOT_THERE:  # whoever asks without a token is refused where the interface is
                return tried
    return base


def is_stand_in() -> bool:
    """Whether the library talks to a server other than Discord now."""
    return discord.http.json_or_text is read_answer
