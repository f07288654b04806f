"""Asks Discord what an operator may have forgotten in the developer portal; for `reelcall doctor`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, Final

import aiohttp
import discord
from discord.http import Route

from bot.discord_app.endpoint import versioned
from bot.discord_app.invite import PERMISSIONS

_PATIENCE: Final = aiohttp.ClientTimeout(total=10)
_MESSAGE_CONTENT: Final = (1 << 18) | (1 << 19)
"""Flags of an application that may ask for the words of all messages, in many servers or in few."""
_MOST_SKEW: Final = timedelta(seconds=30)
_REFUSED: Final = 401
_FINE: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Portal:
    """What Discord says of the bot."""

    status: int
    """Of the answer to who the bot is."""
    skew: timedelta | None = None
    """How far this machine's clock is ahead of Discord's; None where that is not known."""
    user: dict[str, Any] | None = None
    """The bot itself; what is None was not said."""
    application: dict[str, Any] | None = None
    servers: Sequence[dict[str, Any]] | None = None

    @property
    def accepted(self) -> bool:
        """Whether the token is valid; neither accepted nor refused is not known."""
        return self.status == _FINE and self.user is not None

    @property
    def refused(self) -> bool:
        """Whether the token is not valid."""
        return self.status == _REFUSED

    @property
    def clock_problem(self) -> str | None:
        """What is wrong with this machine's clock."""
        if self.skew is None or abs(self.skew) <= _MOST_SKEW:
            return None
        way = "ahead of" if self.skew > timedelta(0) else "behind"
        return f"The clock of this machine is {abs(self.skew.total_seconds()):.0f} s {way} Discord's; set it by NTP."

    @property
    def takes_commands_elsewhere(self) -> bool:
        """Whether commands and buttons go to a web server instead of the bot."""
        return bool(self.application and self.application.get("interactions_endpoint_url"))

    @property
    def lacks_message_content(self) -> bool:
        """Whether the words of all messages would be refused."""
        return self.application is not None and not int(self.application.get("flags") or 0) & _MESSAGE_CONTENT

    def servers_with_too_little(self) -> Iterator[tuple[str, ...]]:
        """For each server that the bot is in and where it lacks permissions: which."""
        for server in self.servers or ():
            granted = discord.Permissions(int(server.get("permissions") or PERMISSIONS.value))
            missing = discord.Permissions(0 if granted.administrator else PERMISSIONS.value & ~granted.value)
            if missing.value:
                yield tuple(name.replace("_", " ") for name, wanted in missing if wanted)


async def ask_discord(token: str, api_base: str | None) -> Portal | None:
    """Ask Discord, or what stands in for it, about the bot; None when it does not answer."""
    headers = {"Authorization": f"Bot {token.strip()}"}
    try:
        async with aiohttp.ClientSession(timeout=_PATIENCE, headers=headers) as session:
            base = Route.BASE if api_base is None else await versioned(api_base.rstrip("/"), session)
            async with session.get(f"{base}/users/@me") as answer:
                status, date, user = answer.status, answer.headers.get("Date"), await _read(answer)
            application = servers = None
            if status == _FINE:
                application = await _json(session, f"{base}/applications/@me")
                servers = await _json(session, f"{base}/users/@me/guilds")
    except (TimeoutError, aiohttp.ClientError, OSError):
        return None
    return Portal(
        status=status,
        skew=_skew(date),
        user=user if isinstance(user, dict) else None,
        application=application if isinstance(application, dict) else None,
        servers=servers if isinstance(servers, list) else None,
    )


async def _json(session: aiohttp.ClientSession, url: str) -> object:
    async with session.get(url) as answer:
        return await _read(answer)


async def _read(answer: aiohttp.ClientResponse) -> object:
    """What an answer says; None where that is an error, or no JSON: whatever stands in between may answer by a page."""
    if answer.status != _FINE:
        return None
    try:
        found: object = await answer.json(content_type=None)
    except ValueError:
        return None
    return found


def _skew(date: str | None) -> timedelta | None:
    try:
        return None if date is None else datetime.now(UTC) - parsedate_to_datetime(date)
    except (TypeError, ValueError):
        return None
