"""What a server that stands in for Discord leaves out, filled in as Discord would: the library asks for every field.

Only payloads of a stand-in pass through here (`endpoint`). Missing permissions count as given, so that an answer is
tried rather than withheld. What the bot never reads (attachments, embeds, reactions) is dropped.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Final

import discord

Payload = dict[str, Any]

_ALL: Final = str(discord.Permissions.all().value)
_EPOCH_MS: Final = 1_420_070_400_000
"""2015-01-01, where Discord's ids begin to count milliseconds."""
_BEGINNING: Final = datetime(2015, 1, 1, tzinfo=UTC).isoformat()
_TEXT, _DIRECT, _GROUP, _THREADS = 0, 1, 3, frozenset({10, 11, 12})
_PLAIN, _REPLY = 0, 19
_TEXT_OPTION, _SUBCOMMAND, _BUTTON, _SELECT = 3, 1, 2, 3
_UNREAD: Final = (
    "reactions",
    "poll",
    "activity",
    "application",
    "interaction",
    "interaction_metadata",
    "sticker_items",
)
_USERS: Final = frozenset({"user", "author", "owner"})
_MANY_USERS: Final = frozenset({"mentions", "recipients"})
_SIZE_LIMIT: Final = 10_485_760


def complete_event(event: str | None, data: Payload, *, me: int | None, gateway: str) -> None:
    """Fill in what a gateway event lacks, in place.

    Args:
        event: its name, such as `MESSAGE_CREATE`.
        data: what came with it.
        me: the application's id, where it is known.
        gateway: where a lost connection is to be taken up again: never anywhere but at the stand-in.
    """
    match event:
        case "READY":
            data.setdefault("session_id", "stand-in")
            data.setdefault("guilds", [])
            data.setdefault("shard", [0, 1])
            data.setdefault("application", {}).setdefault("flags", 0)
            data["resume_gateway_url"] = gateway
        case "GUILD_CREATE" | "GUILD_UPDATE":
            _complete_guild(data)
        case "CHANNEL_CREATE" | "CHANNEL_UPDATE" | "THREAD_CREATE" | "THREAD_UPDATE":
            _complete_channel(data)
        case "INTERACTION_CREATE":
            _complete_interaction(data, me)
    _walk(data)


def complete_answer(method: str, path: str, data: Any) -> Any:
    """Fill in what the answer to a successful request lacks; an empty one is made up where the library reads it.

    Args:
        method: of the request.
        path: of its address, without the query.
        data: the JSON of the answer, or what else came.
    """
    parts = path.strip("/").split("/")
    made: Any = data
    match [method, *parts[-4:]]:
        case [_, *_, "gateway", "bot"]:
            made = _dict(data)
            made.setdefault("shards", 1)
            made.setdefault("url", "")
            made.setdefault("session_start_limit", {})
        case ["GET", *_, "users", "@me"]:
            _complete_user(made)
        case ["GET", *_, "applications", "@me"]:
            made = complete_application(_dict(data))
        case [("GET" | "PUT"), *_, "applications", application, "commands"]:
            made = [_command(command, application) for command in (data if isinstance(data, list) else ())]
        case ["POST", "interactions", interaction, _, "callback"]:
            made = _dict(data)
            made.setdefault("interaction", {}).setdefault("id", interaction)
        case ["POST" | "PATCH", *_, channel, "messages"] | ["POST" | "PATCH", *_, "messages", channel]:
            made = _complete_message(_dict(data), channel)
        case ["POST", *_, "webhooks", _, _]:
            made = _complete_message(_dict(data), "0")
    _walk(made)
    return made


def complete_application(data: Payload) -> Payload:
    """Fill in what the library wants to know of the application."""
    for name in ("name", "description", "verify_key"):
        data.setdefault(name, "")
    data.setdefault("id", "0")
    data.setdefault("icon", None)
    data.setdefault("bot_public", True)
    data.setdefault("bot_require_code_grant", False)
    data.setdefault("owner", {})
    data["owner"] = _complete_user(data["owner"] or {})
    if not data.get("team"):
        data.pop("team", None)
    return data


def _dict(data: Any) -> Payload:
    return data if isinstance(data, dict) else {}


def _command(command: Payload, application: str) -> Payload:
    return {"id": "0", "application_id": application, "name": "", "description": "", "type": 1, **command}


def _complete_user(user: Payload) -> Payload:
    user.setdefault("id", "0")
    user.setdefault("username", f"user {user['id']}")
    user.setdefault("discriminator", "0")
    user.setdefault("avatar", None)
    return user


def _complete_member(member: Payload) -> None:
    member.setdefault("roles", [])
    member.setdefault("flags", 0)


def _complete_message(message: Payload, channel: str) -> Payload:
    message.setdefault("id", "0")
    message.setdefault("channel_id", channel if channel.isdecimal() else "0")
    message.setdefault("author", {})
    kind = _REPLY if message.get("message_reference") else _PLAIN
    for name, value in {"content": "", "type": kind, "flags": 0}.items():
        if message.get(name) is None:
            message[name] = value
    for name in ("components", "mentions", "mention_roles"):
        if message.get(name) is None:
            message[name] = []
    message.setdefault("timestamp", _time_of(message["id"]))
    message["attachments"] = message["embeds"] = []
    for name in _UNREAD:
        message.pop(name, None)
    if message.get("message_reference") is None:
        message.pop("message_reference", None)
    return message


def _time_of(snowflake: Any) -> str:
    milliseconds = (int(snowflake) >> 22) + _EPOCH_MS
    return datetime.fromtimestamp(milliseconds / 1000, UTC).isoformat()


def _complete_channel(channel: Payload) -> None:
    kind = channel.setdefault("type", _TEXT)
    if kind in _THREADS:
        channel.setdefault("parent_id", channel["id"])
        channel.setdefault("owner_id", "0")
        channel.setdefault("message_count", 0)
        channel.setdefault("member_count", 0)
        rules = channel.setdefault("thread_metadata", {})
        for name, value in {"archived": False, "auto_archive_duration": 1440, "archive_timestamp": _BEGINNING}.items():
            rules.setdefault(name, value)
    elif kind not in {_DIRECT, _GROUP}:
        channel.setdefault("position", 0)
        channel.setdefault("permission_overwrites", [])
    if kind != _DIRECT:
        channel.setdefault("name", "")


def _complete_guild(guild: Payload) -> None:
    if guild.get("unavailable"):
        return
    roles: list[Payload] = guild.setdefault("roles", [])
    if not any(str(role.get("id")) == str(guild["id"]) for role in roles):
        roles.append({"id": guild["id"], "name": "@everyone"})
    for role in roles:
        role.setdefault("name", "")
        if str(role["id"]) == str(guild["id"]):
            role.setdefault("permissions", _ALL)
    for channel in (*guild.setdefault("channels", []), *guild.setdefault("threads", [])):
        _complete_channel(channel)
    for member in guild.setdefault("members", []):
        _complete_member(member)
        member["user"] = _complete_user(member.get("user") or {})
    for name in ("voice_states", "presences", "stage_instances", "guild_scheduled_events", "soundboard_sounds"):
        guild.pop(name, None)


def _complete_interaction(data: Payload, me: int | None) -> None:
    guild = data.get("guild_id")
    data.setdefault("version", 1)
    data.setdefault("application_id", str(me or 0))
    data.setdefault("attachment_size_limit", _SIZE_LIMIT)
    data.setdefault("app_permissions", _ALL)
    data.setdefault("authorizing_integration_owners", {"0": str(guild or 0)})
    data["entitlements"] = []
    channel = data.get("channel") or {"id": data.get("channel_id", "0"), "type": _DIRECT if guild is None else _TEXT}
    data["channel"] = channel
    _complete_channel(channel)
    if guild is None:
        data.setdefault("context", 2 if channel["type"] == _GROUP else 1)
        data["user"] = _complete_user(data.get("user") or (data.get("member") or {}).get("user") or {})
    else:
        data.setdefault("context", 0)
        member = data.setdefault("member", {})
        member["user"] = _complete_user(member.get("user") or data.get("user") or {})
        _complete_member(member)
    message = data.get("message")
    if message is not None:
        _complete_message(message, str(channel["id"]))
    elif "message" in data:
        del data["message"]
    _complete_choice(data.get("data") or {}, str(channel["id"]))


def _complete_choice(data: Payload, channel: str) -> None:
    """Fill in what was pressed or typed: a component without a type is a button, or a select if it has values."""
    _complete_options(data)
    if "custom_id" in data:
        data.setdefault("component_type", _SELECT if data.get("values") else _BUTTON)
    for found in ((data.get("resolved") or {}).get("messages") or {}).values():
        _complete_message(found, channel)


def _complete_options(command: Payload) -> None:
    """Fill in the options of a command, or of one of a group: without a type those with a value are text."""
    for option in command.get("options") or ():
        option.setdefault("type", _TEXT_OPTION if "value" in option else _SUBCOMMAND)
        _complete_options(option)


def _walk(value: Any) -> None:
    """Complete the people and the messages in a payload, however deep they lie."""
    if isinstance(value, list):
        for item in value:
            _walk(item)
    if not isinstance(value, dict):
        return
    if "author" in value and "channel_id" in value:
        _complete_message(value, str(value["channel_id"]))
    for user in _users_in(value):
        _complete_user(user)
    if isinstance(value.get("member"), dict):
        _complete_member(value["member"])
    for item in value.values():
        _walk(item)


def _users_in(value: Mapping[str, Any]) -> Iterator[Payload]:
    for name, item in value.items():
        if name in _USERS and isinstance(item, dict):
            yield item
        elif name in _MANY_USERS and isinstance(item, list):
            yield from (one for one in item if isinstance(one, dict))
