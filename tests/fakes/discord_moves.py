"""What people do with commands that have options, and with panels that only they see, in the fake Discord."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.fakes import discord_payloads as payloads
from tests.fakes.discord_payloads import ANN, BOT, CHANNEL, DIRECT, EPHEMERAL, LAYOUT, Payload
from tests.fakes.discord_server import FakeDiscord


async def command(
    server: FakeDiscord,
    name: str,
    /,
    *,
    channel: int = CHANNEL,
    author: int = ANN,
    permissions: int = payloads.ALL_PERMISSIONS,
    **options: str | bool,
) -> int:
    """Somebody uses a command, or one of a group ("lists add")."""
    member = payloads.member(author, with_user=True, permissions=permissions)
    more = {} if channel == DIRECT else {"member": member}
    return await server._interact(2, _command(name, options), channel=channel, author=author, **more)


async def suggest(
    server: FakeDiscord,
    name: str,
    option: str,
    typed: str,
    *,
    channel: int = CHANNEL,
    author: int = ANN,
    before: Mapping[str, str] | None = None,
) -> int:
    """Somebody types into an option of a command that makes suggestions, with other options filled in before."""
    data = _command(name, {**(before or {}), option: typed})
    given = data["options"][0]["options"] if " " in name else data["options"]
    given[-1]["focused"] = True
    return await server._interact(4, data, channel=channel, author=author)


async def suggested(server: FakeDiscord, name: str, option: str, typed: str, **before: str) -> list[Payload]:
    """What is suggested to somebody who types into an option."""
    interaction = await suggest(server, name, option, typed, before=before)
    answered = await server.requested("POST", rf"/interactions/{interaction}/[^/]+/callback")
    choices: list[Payload] = answered.body["data"]["choices"]
    return choices


async def choose(
    server: FakeDiscord,
    custom_id: str,
    *chosen: str,
    kind: int = 3,
    channel: int = CHANNEL,
    author: int = ANN,
    permissions: int | None = None,
    on: int | None = None,
) -> int:
    """Somebody chooses in a select that only they see, in a message of now or in one that they got before."""
    data = {"custom_id": custom_id, "component_type": kind, "values": list(chosen), "resolved": {}}
    more = _having(author, permissions) | {"message": _private(server, channel, on)}
    return await server._interact(3, data, channel=channel, author=author, **more)


async def press(server: FakeDiscord, custom_id: str, *, author: int = ANN, permissions: int | None = None) -> int:
    """Somebody presses a button that only they see, with the permissions that they have then."""
    data = {"custom_id": custom_id, "component_type": 2}
    more = _having(author, permissions)
    return await server._interact(3, data, channel=CHANNEL, author=author, message=_private(server, CHANNEL), **more)


async def fill_in(
    server: FakeDiscord,
    window: Payload,
    text: str,
    *,
    channel: int = CHANNEL,
    author: int = ANN,
    permissions: int | None = None,
) -> int:
    """Somebody sends a window that was opened from a message which only they see."""
    label = window["components"][0]
    typed = {"type": 4, "id": 2, "custom_id": label["component"]["custom_id"], "value": text}
    data = {"custom_id": window["custom_id"], "components": [{"type": 18, "id": 1, "component": typed}]}
    more = _having(author, permissions)
    return await server._interact(5, data, channel=channel, author=author, message=_private(server, channel), **more)


def _having(author: int, permissions: int | None) -> dict[str, Payload]:
    """What comes with an interaction of a member who may do this; nothing of one who may do what all may."""
    if permissions is None:
        return {}
    return {"member": payloads.member(author, with_user=True, permissions=permissions)}


def _private(server: FakeDiscord, channel: int, message_id: int | None = None) -> Payload:
    message_id = next(server._ids) if message_id is None else message_id
    message = payloads.message(message_id, channel_id=channel, author=BOT, flags=EPHEMERAL | LAYOUT)
    server.messages[message_id] = message
    return message


def _command(name: str, options: Mapping[str, str | bool]) -> dict[str, Any]:
    given: list[dict[str, Any]] = [
        {"type": 5 if isinstance(v, bool) else 3, "name": key, "value": v} for key, v in options.items()
    ]
    top, _, sub = name.partition(" ")
    if sub:
        given = [{"type": 1, "name": sub, "options": given}]
    return {"id": "2", "name": top, "type": 1, "options": given}
