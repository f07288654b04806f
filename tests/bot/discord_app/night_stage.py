"""What people do at a movie night in the fake Discord, and what they get to see."""

from __future__ import annotations

from typing import Any

from bot.core.types import PersonId, ServerId
from bot.discord_app import wording_house as words
from tests.bot.discord_app.requests import CALLBACK, ORIGINAL
from tests.bot.discord_app.stage import Stage
from tests.fakes import discord_moves as moves
from tests.fakes.discord_payloads import (
    ANN,
    BEN,
    CHANNEL,
    EPHEMERAL,
    GUILD,
    Payload,
    selects,
    shown,
)

CARD = rf"/channels/{CHANNEL}/messages/{{}}"
FOLLOWUP = r"/webhooks/\d+/token-{}"
CLUB = ServerId(f"discord:{GUILD}")
ann, ben = PersonId(f"discord:{ANN}"), PersonId(f"discord:{BEN}")
BALLOT = "reelcall:night:ballot:1"


async def did(stage: Stage, name: str, /, **options: Any) -> str:
    """What a command was answered, for the asker's eyes alone."""
    interaction = await moves.command(stage.server, name, **options)
    acknowledged = await stage.server.requested("POST", CALLBACK.format(interaction))
    assert acknowledged.body == {"type": 5, "data": {"flags": EPHEMERAL}}
    return shown((await stage.server.requested("PATCH", ORIGINAL.format(interaction))).body)


async def started(stage: Stage, *, times: int = 1, **more: Any) -> Payload:
    """The card of a night that Ann starts."""
    interaction = await moves.command(stage.server, "night start", **more)
    card = await stage.server.posted(times)
    await stage.server.requested("DELETE", ORIGINAL.format(interaction))
    return card


async def closed(stage: Stage, *, times: int = 2, **more: Any) -> Payload:
    """The card once a night was closed: it stands at the end of the channel."""
    interaction = await moves.command(stage.server, "night close", **more)
    await stage.server.requested("DELETE", ORIGINAL.format(interaction))
    return await stage.server.posted(times)


async def drawn(stage: Stage, card: Payload, times: int) -> str:
    """What the card says once it was laid out anew so often."""
    edited = await stage.server.requested("PATCH", CARD.format(card["id"]), times=times)
    return shown(edited.body)


async def ballot(stage: Stage, card: Payload, author: int) -> Payload:
    """What somebody gets who presses Vote."""
    pressed = await stage.server.press(int(card["id"]), words.VOTE_LABEL, author=author)
    sent = await stage.server.requested("POST", FOLLOWUP.format(pressed))
    body: Payload = sent.body
    return body


async def vote(stage: Stage, *films: str, author: int = ANN) -> Payload:
    """What a ballot shows after a choice on it."""
    chosen = await moves.choose(stage.server, BALLOT, *films, author=author)
    body: Payload = (await stage.server.requested("PATCH", ORIGINAL.format(chosen))).body
    return body


def chosen_in(body: Payload) -> list[str]:
    return [option["value"] for option in selects(body)[BALLOT]["options"] if option.get("default")]
