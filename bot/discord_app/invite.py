"""The invite link with least permissions, and what the form of a token tells before anybody logs in."""

from __future__ import annotations

import base64
import binascii
from typing import Final

import discord

PERMISSIONS: Final = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    embed_links=True,
    read_message_history=True,
)
"""`docs/discord.md` says what each is for."""
SCOPES: Final = ("bot", "applications.commands")
_PARTS: Final = 3


def invite_link(application_id: int) -> str:
    """Return the address where an admin adds the bot to a server."""
    return discord.utils.oauth_url(application_id, permissions=PERMISSIONS, scopes=SCOPES)


def personal_link(application_id: int) -> str:
    """Return the address where a person takes the bot along to wherever they write."""
    return f"{discord.utils.oauth_url(application_id, scopes=(SCOPES[1],))}&integration_type=1"


def token_problem(token: str) -> str | None:
    """Say what is wrong with the form of a token, without repeating any of it; None when it looks right."""
    if not token.strip():
        return "There is no token: set DISCORD_TOKEN to the one on the Bot page of the developer portal."
    if token != token.strip() or not token.isascii() or any(c.isspace() or c in "\"'" for c in token):
        return "The token has spaces, quotes or foreign characters in it: set DISCORD_TOKEN to the bare token."
    if len(token.split(".")) != _PARTS or not all(token.split(".")):
        return (
            "The token is not three parts with dots between: copy it again from the Bot page of the developer portal."
        )
    if application_id(token) is None:
        return "The token does not begin with an application's id: copy the Bot's token, not the client secret."
    return None


def application_id(token: str) -> int | None:
    """Read the application's id, which is the first part of a token; None when there is none."""
    first = token.split(".", maxsplit=1)[0]
    try:
        digits = base64.b64decode(first + "=" * (-len(first) % 4), altchars=b"-_", validate=True).decode("ascii")
    except (binascii.Error, ValueError):
        return None
    return int(digits) if digits.isdigit() else None
