"""Stands in for Discord on loopback: REST and gateway, as far as a bot without privileged intents sees them.

The real client logs in here. Tests make things happen (`say`, `find`, `press`, `submit`), then wait for the requests
that should follow. Every request is kept for the OpenAPI check.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

from aiohttp import WSMsgType, web

from tests.fakes import discord_payloads as payloads
from tests.fakes.discord_payloads import ANN, BOT, CHANNEL, DIRECT, EPHEMERAL, LAYOUT, Payload

TOKEN = "MTAwMQ.fake.token"  # noqa: S105 - the fake's own
_API = "/api/v10"
_PATIENCE = 10.0
_LONGEST_NONCE = 25


@dataclass(frozen=True, slots=True)
class Request:
    method: str
    path: str
    query: dict[str, str]
    body: Any
    authorised: bool
    files: dict[str, bytes] = field(default_factory=dict)


@dataclass(slots=True)
class Refusal:
    """An answer that is not a success, given to matching requests."""

    method: str
    path: re.Pattern[str]
    status: int
    code: int
    times: int
    carried_out: bool


@dataclass
class FakeDiscord:
    permissions: int = payloads.ALL_PERMISSIONS
    locale: str = "en-US"
    """What everybody's Discord is in."""
    preferred_locale: str = "en-US"
    """The server's."""
    requests: list[Request] = field(default_factory=list)
    messages: dict[int, Payload] = field(default_factory=dict)
    identified: list[Payload] = field(default_factory=list)
    close_codes: list[int | None] = field(default_factory=list)
    commands: list[Payload] = field(default_factory=list)
    """As they were registered."""
    portal: Payload = field(default_factory=dict)
    """What the developer set otherwise in the portal."""
    resumed: list[Payload] = field(default_factory=list)
    turn_away: int | None = None
    """With which code the gateway closes instead of letting a bot in."""

    def __post_init__(self) -> None:
        self._ids = itertools.count(1_500_000_000_000_000_001)  # as long as Discord's own
        self._posted: list[int] = []
        self._pressed: dict[str, int] = {}
        self._ephemeral: set[str] = set()
        self._places: dict[str, int] = {}
        self._nonces: dict[tuple[int, str], int] = {}
        self._refusals: list[Refusal] = []
        self._changed = asyncio.Condition()
        self._sockets: list[web.WebSocketResponse] = []
        self._sequence = itertools.count(1)

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_get("/gateway/", self._gateway)
        app.router.add_route("*", _API + "/{path:.*}", self._rest)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.api_base, self.gateway_url = f"http://{host}:{port}{_API}", f"ws://{host}:{port}/gateway/"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._runner.cleanup()

    # What tests make happen

    def refuse(
        self, method: str, path: str, *, status: int, code: int = 0, times: int = 1, carried_out: bool = False
    ) -> None:
        """Have the next requests of this kind fail; some that fail are carried out all the same."""
        self._refusals.append(Refusal(method, re.compile(path), status, code, times, carried_out))

    async def say(
        self,
        text: str,
        *,
        channel: int = CHANNEL,
        author: int = ANN,
        reply_to: int | None = None,
        mentions: bool = False,
        to: int | None = None,
        **more: Any,
    ) -> int:
        """Somebody writes. Words arrive in direct messages, with a mention, and with the privileged intent."""
        message_id = next(self._ids)
        replied = None if reply_to is None else self.messages.get(reply_to)
        if reply_to is not None:
            more = {
                "type": 19,
                "message_reference": {"type": 0, "message_id": str(reply_to), "channel_id": str(channel)},
                "referenced_message": replied,
                **more,
            }
        reads_all = bool(self.identified and self.identified[-1]["intents"] & payloads.MESSAGE_CONTENT)
        content = text if mentions or channel == DIRECT or reads_all else ""
        mentioned = [payloads.user(BOT)] if mentions else [payloads.user(to)] if to else []
        said = {"content": content, "mentions": mentioned, **more}
        self.messages[message_id] = payloads.message(message_id, channel_id=channel, author=author, **said)
        await self.dispatch("MESSAGE_CREATE", self.messages[message_id])
        return message_id

    async def find(self, text: str, *, channel: int = CHANNEL, author: int = ANN, private: bool | None = None) -> int:
        more: dict[str, str | bool] = {} if private is None else {"private": private}
        return await self.command("find", {"text": text, **more}, channel=channel, author=author)

    async def command(
        self, name: str, given: dict[str, str | bool] | None = None, *, channel: int = CHANNEL, author: int = ANN
    ) -> int:
        """Somebody uses a command, with the options given."""
        data: Payload = {"id": "2", "name": name, "type": 1}
        if given:
            data["options"] = [payloads.option(option, value) for option, value in given.items()]
        return await self._interact(2, data, channel=channel, author=author)

    async def find_in(self, message_id: int, *, channel: int = CHANNEL, author: int = ANN) -> int:
        """Somebody uses "Find this film" on a message."""
        resolved = {"messages": {str(message_id): self.messages[message_id]}}
        data = {"id": "3", "name": "Find this film", "type": 3, "target_id": str(message_id), "resolved": resolved}
        return await self._interact(2, data, channel=channel, author=author)

    async def press_id(self, custom_id: str, *, channel: int = CHANNEL, author: int = ANN) -> int:
        """Somebody presses a button that only they see."""
        button = {"type": 2, "id": 2, "style": 2, "label": "…", "custom_id": custom_id}
        shown: Payload = {"flags": EPHEMERAL | LAYOUT, "components": [{"type": 1, "id": 1, "components": [button]}]}
        message_id = next(self._ids)
        seen = payloads.message(message_id, channel_id=channel, author=BOT, **shown)
        self.messages[message_id] = seen
        data = {"custom_id": custom_id, "component_type": 2}
        return await self._interact(3, data, channel=channel, author=author, message=seen)

    async def press(self, message_id: int, label: str, *, author: int = ANN) -> int:
        message = self.messages[message_id]
        data = {"custom_id": payloads.buttons(message)[label], "component_type": 2}
        return await self._interact(3, data, channel=int(message["channel_id"]), author=author, message=message)

    async def choose(self, message_id: int, label: str, *, author: int = ANN) -> int:
        """Somebody chooses an option of a select."""
        message = self.messages[message_id]
        custom_id, value = payloads.options(message)[label]
        data = {"custom_id": custom_id, "component_type": 3, "values": [value]}
        return await self._interact(3, data, channel=int(message["channel_id"]), author=author, message=message)

    async def submit(self, message_id: int, text: str, *, window: Payload, author: int = ANN) -> int:
        """Fill in the window that a press on the message opened, and send it."""
        message = self.messages[message_id]
        label = window["components"][0]
        typed = {"type": 4, "id": 2, "custom_id": label["component"]["custom_id"], "value": text}
        data = {"custom_id": window["custom_id"], "components": [{"type": 18, "id": 1, "component": typed}]}
        return await self._interact(5, data, channel=int(message["channel_id"]), author=author, message=message)

    async def _interact(self, kind: int, data: Payload, *, channel: int, author: int, **more: Any) -> int:
        interaction_id = next(self._ids)
        self._places[f"token-{interaction_id}"] = channel
        if "message" in more:
            self._pressed[f"token-{interaction_id}"] = int(more["message"]["id"])
        permissions = payloads.ALL_PERMISSIONS if channel == DIRECT else self.permissions
        await self.dispatch(
            "INTERACTION_CREATE",
            payloads.interaction(
                interaction_id,
                kind=kind,
                channel_id=channel,
                author=author,
                permissions=permissions,
                data=data,
                locale=self.locale,
                guild_locale=self.preferred_locale,
                **more,
            ),
        )
        return interaction_id

    def guild(self) -> Payload:
        """The one server that this Discord has."""
        return payloads.guild(self.permissions) | {"preferred_locale": self.preferred_locale}

    async def dispatch(self, event: str, data: Payload) -> None:
        await self._sockets[-1].send_json({"op": 0, "t": event, "s": next(self._sequence), "d": data})

    # What tests wait for

    async def until(self, reached: Callable[[], bool]) -> None:
        async with asyncio.timeout(_PATIENCE), self._changed:
            await self._changed.wait_for(reached)

    async def requested(self, method: str, path: str, *, times: int = 1) -> Request:
        """Wait for the n-th request of this kind that was made since the start."""
        await self.until(lambda: len(self.made(method, path)) >= times)
        return self.made(method, path)[times - 1]

    def made(self, method: str, path: str) -> list[Request]:
        return [r for r in self.requests if r.method == method and re.fullmatch(path, r.path)]

    async def posted(self, times: int = 1) -> Payload:
        """Wait for the n-th message that the bot posted in a channel."""
        await self.until(lambda: len(self._posted) >= times)
        return self.messages[self._posted[times - 1]]

    # REST

    async def _rest(self, request: web.Request) -> web.Response:
        path = "/" + request.match_info["path"]
        body, files = await _read(request)
        authorised = request.headers.get("Authorization") == f"Bot {TOKEN}"
        seen = Request(request.method, path, dict(request.query), body, authorised, files)
        response = self._refused(seen) or self._answer(seen)
        async with self._changed:
            self.requests.append(seen)
            self._changed.notify_all()
        return response

    def _refused(self, request: Request) -> web.Response | None:
        for refusal in self._refusals:
            if refusal.times and refusal.method == request.method and refusal.path.fullmatch(request.path):
                refusal.times -= 1
                if refusal.carried_out:
                    self._answer(request)
                body = {"message": "refused", "code": refusal.code, "retry_after": 0.01, "global": False}
                return _json(body, status=refusal.status, headers={"Via": "1.1 fake"})
        return None

    def _answer(self, request: Request) -> web.Response:  # noqa: C901, PLR0911, PLR0912 - one case a route
        match [request.method, *request.path.strip("/").split("/")]:
            case ["GET", "users", "@me"] if request.authorised:
                return _json(payloads.user(BOT))
            case ["GET", "users", "@me"]:
                return _json({"message": "401: Unauthorized", "code": 0}, status=401)
            case ["GET", "oauth2", "applications", "@me"]:
                return _json(payloads.application())
            case ["GET", "applications", "@me"]:
                return _json({**payloads.application(), **self.portal})
            case ["GET", "users", "@me", "guilds"]:
                return _json([{"id": str(payloads.GUILD), "permissions": str(self.permissions)}])
            case ["GET", "gateway", "bot"]:
                limit = {"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1}
                return _json({"url": self.gateway_url, "shards": 1, "session_start_limit": limit})
            case ["PUT", "applications", application, "commands"]:
                numbered = enumerate(request.body, start=1)
                self.commands = [
                    {"id": str(n), "application_id": application, "version": "1", **c} for n, c in numbered
                ]
                return _json(self.commands)
            case ["GET", "applications", _, "commands"]:
                return _json(self.commands)
            case ["POST", "channels", _, "messages"] if len(request.body.get("nonce") or "") > _LONGEST_NONCE:
                return _json({"message": "Invalid Form Body", "code": 50035}, status=400)
            case ["POST", "channels", channel, "messages"]:
                return _json(self._post(request.body, channel=int(channel)))
            case ["POST", "interactions", interaction, _, "callback"]:
                return self._acknowledged(interaction, request.body)
            case ["POST", "webhooks", _, _]:
                return _json(self._keep(request.body, channel=CHANNEL))
            case ["PATCH", "webhooks", _, token, "messages", "@original"] if token in self._pressed:
                return _json(self._edit(self._pressed[token], request.body))
            case ["PATCH", "webhooks", _, token, "messages", "@original"]:
                flags = request.body.get("flags", 0) | (EPHEMERAL if token in self._ephemeral else 0)
                kept = self._keep({**request.body, "flags": flags}, channel=self._places.get(token, CHANNEL))
                self._pressed[token] = int(kept["id"])
                return _json(kept)
            case ["PATCH", "channels", _, "messages", message]:
                return _json(self._edit(int(message), request.body))
            case ["DELETE", *_] | ["POST", "channels", _, "typing"]:
                return web.Response(status=204)
            case _:
                return _json({"message": "404: Not Found", "code": 0}, status=404)

    def _post(self, body: Payload, *, channel: int) -> Payload:
        """A message in a channel; the one that is there, if it has this nonce."""
        if body.get("enforce_nonce") and (before := self._nonces.get((channel, body["nonce"]))):
            return self.messages[before]
        kept = self._keep(body, channel=channel)
        self._posted.append(int(kept["id"]))
        if body.get("enforce_nonce"):
            self._nonces[channel, body["nonce"]] = int(kept["id"])
        return kept

    def _keep(self, body: Payload, *, channel: int) -> Payload:
        message_id = next(self._ids)
        kept = {
            "components": payloads.numbered(body.get("components") or []),
            "flags": body.get("flags", 0),
            "message_reference": body.get("message_reference"),
        }
        if kept["message_reference"] is None:
            del kept["message_reference"]
        self.messages[message_id] = payloads.message(
            message_id, channel_id=channel, author=BOT, content=body.get("content") or "", **kept
        )
        return self.messages[message_id]

    def _edit(self, message_id: int, body: Payload) -> Payload:
        """The message that was pressed or shown before, laid out anew."""
        edited = {**self.messages[message_id], "components": payloads.numbered(body.get("components") or [])}
        self.messages[message_id] = edited
        return edited

    def _acknowledged(self, interaction: str, body: Payload) -> web.Response:
        ephemeral = bool(body.get("data", {}).get("flags", 0) & EPHEMERAL)
        if ephemeral:
            self._ephemeral.add(f"token-{interaction}")
        response = {
            "id": interaction,
            "type": body["type"],
            "response_message_id": str(next(self._ids)),
            "response_message_loading": body["type"] == 5,
            "response_message_ephemeral": ephemeral,
        }
        return _json({"interaction": response})

    # Gateway

    async def _gateway(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"op": 10, "d": {"heartbeat_interval": 40_000}, "s": None, "t": None})
        async for frame in socket:
            if frame.type is WSMsgType.TEXT:
                await self._frame(socket, frame.json())
        self.close_codes.append(socket.close_code)
        return socket

    async def _frame(self, socket: web.WebSocketResponse, frame: Payload) -> None:
        if frame["op"] == 1:
            await socket.send_json({"op": 11, "d": None, "s": None, "t": None})
        elif frame["op"] == 2 and self.turn_away is not None:
            await socket.close(code=self.turn_away)
        elif frame["op"] == 2:
            self._sockets.append(socket)
            await self.dispatch("READY", self._ready(frame["d"]))
            await self.dispatch("GUILD_CREATE", self.guild())
            async with self._changed:
                self.identified.append(frame["d"])
                self._changed.notify_all()
        elif frame["op"] == 6:
            self._sockets.append(socket)
            await socket.send_json({"op": 0, "t": "RESUMED", "s": next(self._sequence), "d": {}})
            async with self._changed:
                self.resumed.append(frame["d"])
                self._changed.notify_all()

    def _ready(self, identify: Payload) -> Payload:
        return {
            **{key: identify[key] for key in ("shard",) if key in identify},
            "v": 10,
            "user": payloads.user(BOT),
            "guilds": [{"id": str(payloads.GUILD), "unavailable": True}],
            "session_id": "session",
            "resume_gateway_url": self.gateway_url,
            "application": {"id": str(payloads.APPLICATION), "flags": 0},
        }


async def _read(request: web.Request) -> tuple[Any, dict[str, bytes]]:
    """The JSON of a request, and the files that came with it."""
    if request.content_type != "multipart/form-data":
        raw = await request.text()
        return (json.loads(raw) if raw else None), {}
    fields = await request.post()
    files = {part.filename: part.file.read() for part in fields.values() if isinstance(part, web.FileField)}
    return json.loads(str(fields["payload_json"])), files


def _json(data: Any, *, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    """As Discord sends it: the library takes a content type with a charset for plain text."""
    body = json.dumps(data).encode()
    return web.Response(body=body, status=status, headers={"Content-Type": "application/json", **(headers or {})})
