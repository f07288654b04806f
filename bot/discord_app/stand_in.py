"""How the library talks to a server that stands in for Discord: forgiving where Discord's own rules are not kept.

A stand-in may send JSON as any content type, answer with nothing where Discord answers with what was made, ask for
patience without the headers of Discord's proxies, compress or not. And it may name Discord's own gateway as the place
to come back to: the bot goes nowhere but where it was sent, because it shows its token there.
"""

from __future__ import annotations

import asyncio
import json
import logging
import zlib
from typing import TYPE_CHECKING, Any, Final, Self

import aiohttp
from discord.gateway import DiscordWebSocket

from bot.discord_app.lenient import complete_answer, complete_event

if TYPE_CHECKING:
    from discord import Client

_log = logging.getLogger(__name__)
_RETRY: Final = 502
"""The library repeats a request that was answered so."""
_TOO_MANY: Final = 429
_LONGEST_PATIENCE: Final = 60.0
_FLUSHED: Final = b"\x00\x00\xff\xff"
_HEARTBEAT_MS: Final = 41_250


async def read_answer(response: aiohttp.ClientResponse) -> Any:
    """Read the body of an answer; stands in for the library's own `json_or_text`."""
    text = await response.text(encoding="utf-8", errors="replace")
    try:
        data = json.loads(text)
    except ValueError:
        data = text
    if response.status == _TOO_MANY and not response.headers.get("Via"):
        # The library takes an answer without this header for a ban by Discord's proxy, and gives up.
        await asyncio.sleep(_patience(response, data))
        response.status = _RETRY
    if response.ok:
        return complete_answer(response.method, response.url.path, data)
    return data


def _patience(response: aiohttp.ClientResponse, data: Any) -> float:
    """Seconds that a server asks to be left alone for."""
    asked = data.get("retry_after") if isinstance(data, dict) else None
    try:
        seconds = float(asked if asked is not None else response.headers.get("Retry-After", "1"))
    except (TypeError, ValueError):
        seconds = 1.0
    return min(max(seconds, 0.0), _LONGEST_PATIENCE)


class StandInSocket(DiscordWebSocket):
    """A gateway connection that fills in what is missing, and stays with the server it was sent to."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._inflating = zlib.decompressobj()
        self._inflated = b""

    @classmethod
    async def from_client(cls, client: Client, **how: Any) -> Self:
        """Connect; without compression, which few stand-ins know."""
        return await super().from_client(client, **{**how, "gateway": cls.DEFAULT_GATEWAY, "compress": False})

    async def send_as_json(self, data: Any) -> None:
        """Send; asking for no compression here either."""
        if data.get("op") == self.IDENTIFY:
            data["d"]["compress"] = False
        await super().send_as_json(data)

    async def received_message(self, msg: Any, /) -> None:
        """Complete an event and hand it to the library."""
        text = self._text(msg)
        if text is None:
            return
        event = json.loads(text)
        if event.get("op") == self.HELLO:
            event["d"] = {"heartbeat_interval": _HEARTBEAT_MS, **(event.get("d") or {})}
        if event.get("op") == self.DISPATCH:
            event["d"] = event.get("d") or {}
            event.setdefault("s", (self.sequence or 0) + 1)
            if isinstance(event["d"], dict):
                me = self._connection.application_id
                complete_event(event.get("t"), event["d"], me=me, gateway=str(self.DEFAULT_GATEWAY))
        await super().received_message(json.dumps(event))

    def _text(self, frame: str | bytes) -> str | None:
        """Read a frame that may be compressed as a whole or as a part of a stream; None for half of one."""
        if isinstance(frame, str):
            return frame
        if frame[:1] == b"{":
            return frame.decode()
        self._inflated += self._inflating.decompress(frame)
        if self._inflating.eof:
            self._inflating = zlib.decompressobj()
        elif not frame.endswith(_FLUSHED):
            return None
        text, self._inflated = self._inflated.decode(), b""
        return text
