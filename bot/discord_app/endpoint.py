"""Where Discord is. The library knows one place for the whole process; this is the only code that changes it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import yarl
from discord.asset import Asset
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.core.errors import MisconfiguredError


@contextmanager
def discord_at(*, api_base: str | None, gateway_url: str | None, cdn_base: str | None = None) -> Iterator[None]:
    """Talk to a server that stands in for Discord, for the length of the block; None is Discord itself.

    Args:
        api_base: what comes before `/users/@me`, such as `http://127.0.0.1:8080/api/v10`.
        gateway_url: the gateway's address, such as `ws://127.0.0.1:8080/gateway`.
        cdn_base: what comes before `/avatars`, such as `http://127.0.0.1:8080/cdn`; None leaves it at Discord's.

    Raises:
        MisconfiguredError: an address has the wrong form, or one of the two is missing.
    """
    if api_base is None and gateway_url is None and cdn_base is None:
        yield
        return
    if api_base is None or not api_base.startswith(("http://", "https://")):
        raise MisconfiguredError("Set DISCORD_API_BASE to an address that starts with http:// or https://.")
    if gateway_url is None or not gateway_url.startswith(("ws://", "wss://")):
        raise MisconfiguredError("Set DISCORD_GATEWAY_URL to an address that starts with ws:// or wss://.")
    before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY, Asset.BASE
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = api_base.rstrip("/"), yarl.URL(gateway_url)
    Asset.BASE = (cdn_base or Asset.BASE).rstrip("/")
    try:
        yield
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY, Asset.BASE = before
