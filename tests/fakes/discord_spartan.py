"""A server that speaks as little of Discord as it can: what somebody else's may leave out or do its own way.

It sends no field that it can do without, JSON with a charset, no rate limit headers, nothing in answer to an
acknowledgement, knows no application, and names Discord's own gateway as the one to come back to.
"""

from __future__ import annotations

import json
import zlib
from typing import Any, Final

from aiohttp import web

from tests.fakes.discord_payloads import Payload
from tests.fakes.discord_server import FakeDiscord

_USER: Final = ("id", "username", "bot")
_MESSAGE: Final = ("id", "channel_id", "guild_id", "content", "mentions", "type", "webhook_id")
_REFERRING: Final = ("message_reference", "referenced_message")
_INTERACTION: Final = ("id", "type", "token", "channel_id", "guild_id", "data")


class SpartanDiscord(FakeDiscord):
    """A fake Discord cut down to the least."""

    compressed = False
    """Whether events come as binary frames, each compressed by itself."""

    async def _rest(self, request: web.Request) -> web.Response:
        response = await super()._rest(request)
        match [request.method, *request.match_info["path"].strip("/").split("/")]:
            case ["GET", "oauth2", *_]:
                return web.json_response({"message": "404"}, status=404)
            case ["PUT", "applications", *_] | ["POST", "interactions", *_]:
                return web.Response(status=204)
            case _ if not response.body:
                return response
        assert isinstance(response.body, bytes)
        answer = json.loads(response.body)
        if isinstance(answer, dict) and "channel_id" in answer:
            answer = {"id": answer["id"], "channel_id": answer["channel_id"]}
        elif isinstance(answer, dict) and "username" in answer:
            answer = _only(answer, _USER)
        return web.json_response(answer, status=response.status)

    async def dispatch(self, event: str, data: Payload) -> None:
        lean = {"READY": self._lean_ready, "GUILD_CREATE": _lean_guild, "MESSAGE_CREATE": _lean_message}
        frame = {"op": 0, "t": event, "s": next(self._sequence), "d": lean.get(event, _lean_interaction)(data)}
        if self.compressed:
            await self._sockets[-1].send_bytes(zlib.compress(json.dumps(frame).encode()))
        else:
            await self._sockets[-1].send_json(frame)

    def _lean_ready(self, data: Payload) -> Payload:
        return {
            "v": 10,
            "user": _only(data["user"], _USER),
            "session_id": "one",
            "resume_gateway_url": "wss://gateway.discord.gg",
        }


def _only(payload: Payload, names: tuple[str, ...]) -> Payload:
    return {name: payload[name] for name in names if name in payload}


def _lean_guild(data: Payload) -> Payload:
    channels = [_only(channel, ("id", "type", "name")) for channel in data["channels"]]
    return {"id": data["id"], "name": data["name"], "channels": channels}


def _lean_message(data: Payload) -> Payload:
    lean = _only(data, _MESSAGE)
    lean["author"] = _only(data["author"], _USER)
    lean["mentions"] = [_only(user, _USER) for user in data.get("mentions", ())]
    for name in _REFERRING:
        if data.get(name) is not None:
            lean[name] = _lean_message(data[name]) if name == "referenced_message" else data[name]
    if "components" in data:
        lean["components"] = data["components"]
    return lean


def _lean_options(options: list[Payload]) -> list[Payload]:
    more = ({"options": _lean_options(one["options"])} if one.get("options") else {} for one in options)
    return [{**_only(one, ("name", "value")), **inner} for one, inner in zip(options, more, strict=True)]


def _lean_interaction(data: Payload) -> Payload:
    lean: dict[str, Any] = _only(data, _INTERACTION)
    lean["data"] = {name: value for name, value in data["data"].items() if name != "component_type"}
    if "options" in lean["data"]:
        lean["data"]["options"] = _lean_options(lean["data"]["options"])
    person = data["user"] if "user" in data else data["member"]["user"]
    if "member" in data:
        lean["member"] = {"user": _only(person, _USER)}
    else:
        lean["user"] = _only(person, _USER)
    if "message" in data:
        lean["message"] = {**_lean_message(data["message"]), "flags": data["message"]["flags"]}
    return lean
