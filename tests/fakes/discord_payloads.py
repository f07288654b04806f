"""What Discord sends, as far as the library reads it."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from typing import Any

APPLICATION, BOT = 1001, 1001
GUILD, CHANNEL, DIRECT, THREAD, UNKNOWN = 2001, 3001, 3002, 3003, 3004
GROUP, FRIENDS, FOREIGN_GUILD, FOREIGN = 3005, 3006, 2002, 3007
"""A group's and a friend's direct messages, and a channel of a server: places where the bot is no member."""
ANN, BEN, OTHER_BOT = 4001, 4002, 4003
VIEW, SEND, EMBED, READ_HISTORY, SEND_IN_THREADS = 1 << 10, 1 << 11, 1 << 14, 1 << 16, 1 << 38
ALL_PERMISSIONS = VIEW | SEND | EMBED | READ_HISTORY | SEND_IN_THREADS
"""The invite's."""
EPHEMERAL, LAYOUT = 1 << 6, 1 << 15
MESSAGE_CONTENT = 1 << 15
"""The privileged intent."""
MANAGE_MESSAGES = 1 << 13
MANAGE_SERVER, MANAGE_EVENTS = 1 << 5, 1 << 33
MANAGER = ALL_PERMISSIONS | MANAGE_SERVER
Payload = dict[str, Any]


def user(user_id: int) -> Payload:
    bot = user_id in {BOT, OTHER_BOT}
    return {
        "id": str(user_id),
        "username": f"user{user_id}",
        "global_name": None,
        "discriminator": "0",
        "avatar": None,
        "bot": bot,
        "public_flags": 0,
    }


def member(user_id: int, *, with_user: bool, permissions: int = ALL_PERMISSIONS) -> Payload:
    return {
        "roles": [],
        "nick": None,
        "avatar": None,
        "joined_at": "2026-01-01T00:00:00+00:00",
        "deaf": False,
        "mute": False,
        "flags": 0,
        "pending": False,
        "permissions": str(permissions),
        **({"user": user(user_id)} if with_user else {}),
    }


def application() -> Payload:
    return {
        "id": str(APPLICATION),
        "name": "Reelcall",
        "icon": None,
        "description": "",
        "bot_public": True,
        "bot_require_code_grant": False,
        "owner": user(ANN),
        "verify_key": "",
        "flags": 0,
    }


def channel(channel_id: int) -> Payload:
    if channel_id == DIRECT:
        return {"id": str(DIRECT), "type": 1, "last_message_id": None}
    if channel_id == FRIENDS:
        return {"id": str(FRIENDS), "type": 1, "last_message_id": None}
    if channel_id == GROUP:
        return {"id": str(GROUP), "type": 3, "name": "film night", "owner_id": str(ANN), "last_message_id": None}
    if channel_id == THREAD:
        return {
            "id": str(THREAD),
            "type": 11,
            "name": "one film",
            "guild_id": str(GUILD),
            "parent_id": str(CHANNEL),
            "owner_id": str(ANN),
            "message_count": 1,
            "member_count": 1,
            "rate_limit_per_user": 0,
            "thread_metadata": {
                "archived": False,
                "auto_archive_duration": 1440,
                "archive_timestamp": "2026-01-01T00:00:00+00:00",
                "locked": False,
            },
        }
    return {
        "id": str(channel_id),
        "type": 0,
        "name": "films",
        "position": 0,
        "permission_overwrites": [],
        "nsfw": False,
        "parent_id": None,
        "topic": None,
        "last_message_id": None,
        "guild_id": str(FOREIGN_GUILD if channel_id == FOREIGN else GUILD),
    }


def guild(permissions: int) -> Payload:
    """One server, where everybody has these permissions."""
    everyone = {
        "id": str(GUILD),
        "name": "@everyone",
        "permissions": str(permissions),
        "position": 0,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "managed": False,
        "mentionable": False,
        "flags": 0,
    }
    return {
        "id": str(GUILD),
        "name": "Film club",
        "owner_id": str(ANN),
        "roles": [everyone],
        "channels": [channel(CHANNEL)],
        "threads": [channel(THREAD)],
        "members": [member(BOT, with_user=True)],
        "member_count": 3,
        "unavailable": False,
        "premium_tier": 0,
    }


def message(message_id: int, *, channel_id: int, author: int, content: str = "", **more: Any) -> Payload:
    in_guild = channel_id != DIRECT
    return {
        "id": str(message_id),
        "channel_id": str(channel_id),
        "author": user(author),
        "content": content,
        "timestamp": "2026-08-01T12:00:00+00:00",
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "embeds": [],
        "pinned": False,
        "type": 0,
        "flags": 0,
        **({"guild_id": str(GUILD), "member": member(author, with_user=False)} if in_guild else {}),
        **more,
    }


def interaction(
    interaction_id: int,
    *,
    kind: int,
    channel_id: int,
    author: int,
    permissions: int,
    data: Payload,
    locale: str,
    guild_locale: str,
    **more: Any,
) -> Payload:
    in_guild = channel_id not in {DIRECT, GROUP, FRIENDS}
    home = FOREIGN_GUILD if channel_id == FOREIGN else GUILD
    place: Payload = (
        {"guild_id": str(home), "member": member(author, with_user=True)} if in_guild else {"user": user(author)}
    )
    place |= {"guild_locale": guild_locale} if in_guild else {}
    context = 0 if in_guild else 1 if channel_id == DIRECT else 2
    by_user = context == 2 or channel_id == FOREIGN
    return {
        "id": str(interaction_id),
        "application_id": str(APPLICATION),
        "type": kind,
        "token": f"token-{interaction_id}",
        "version": 1,
        "channel": channel(channel_id),
        "channel_id": str(channel_id),
        "app_permissions": str(permissions),
        "context": context,
        "locale": locale,
        "entitlements": [],
        "authorizing_integration_owners": {"1": str(author)} if by_user else {"0": str(GUILD if in_guild else 0)},
        "attachment_size_limit": 10_000_000,
        "data": data,
        **place,
        **more,
    }


def walk(components: Iterable[Mapping[str, Any]]) -> Iterable[Mapping[str, Any]]:
    """All components, those inside others included."""
    for component in components:
        yield component
        yield from walk(component.get("components", ()))


def selects(payload: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Every select by its id."""
    return {c["custom_id"]: c for c in walk(payload.get("components") or ()) if c["type"] in {3, 8}}


def shown(payload: Mapping[str, Any]) -> str:
    """The text of a message or of a request that makes one."""
    texts = [component["content"] for component in walk(payload.get("components") or ()) if component["type"] == 10]
    return "\n".join(filter(None, [payload.get("content"), *texts]))


def options(payload: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """Label to the id of its select and its value, of all that can be chosen."""
    selects = [c for c in walk(payload.get("components") or ()) if c["type"] == 3]
    return {
        option["label"]: (select["custom_id"], option["value"]) for select in selects for option in select["options"]
    }


def is_greyed(payload: Mapping[str, Any]) -> bool:
    """Whether there is something to press and none of it can be."""
    pressed = [c for c in walk(payload.get("components") or ()) if c["type"] in {2, 3}]
    return bool(pressed) and all(c.get("disabled") for c in pressed)


def buttons(payload: Mapping[str, Any]) -> dict[str, str]:
    """Label to id."""
    return {c["label"]: c["custom_id"] for c in walk(payload.get("components") or ()) if c["type"] == 2}


def numbered(components: list[Payload]) -> list[Payload]:
    """Give each component an id, as Discord does."""
    ids = itertools.count(1)

    def number(component: Payload) -> Payload:
        inner = {"components": [number(c) for c in component["components"]]} if "components" in component else {}
        return {**component, **inner, "id": next(ids)}

    return [number(component) for component in components]


def option(name: str, value: object) -> Payload:
    return {"type": 5 if isinstance(value, bool) else 3, "name": name, "value": value}
