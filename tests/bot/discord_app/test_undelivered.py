"""What Discord did not take is counted, once each, by its reason alone."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import aiohttp
import discord
import pytest

from bot.core.undelivered import Undelivered
from bot.discord_app.failures import Losses
from tests.bot.discord_app.stage import Stage
from tests.fakes.discord_payloads import BOT, CHANNEL, DIRECT, VIEW

MESSAGES = rf"/channels/{CHANNEL}/messages"
ORIGINAL = r"/webhooks/\d+/[^/]+/messages/@original"


def answered(kind: type[discord.HTTPException], status: int) -> discord.HTTPException:
    response: Any = SimpleNamespace(status=status, reason="")
    return kind(response, "what somebody wrote")


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (answered(discord.Forbidden, 403), Undelivered.FORBIDDEN),
        (answered(discord.NotFound, 404), Undelivered.GONE),
        (answered(discord.HTTPException, 429), Undelivered.LIMITED),
        (answered(discord.HTTPException, 400), Undelivered.REFUSED),
        (answered(discord.DiscordServerError, 503), Undelivered.FAILED),
        (aiohttp.ServerDisconnectedError(), Undelivered.UNREACHABLE),
        (ConnectionResetError(), Undelivered.UNREACHABLE),
        (RuntimeError(), None),
    ],
)
def test_each_failure_has_a_reason_if_it_is_discords(error: Exception, reason: Undelivered | None) -> None:
    noted: list[Undelivered] = []
    Losses(noted.append).count(error)

    assert noted == [reason] * (reason is not None)


@pytest.mark.parametrize(("status", "code", "reason"), [(403, 50013, "forbidden"), (404, 10003, "gone")])
async def test_an_answer_that_discord_refuses_is_counted(stage: Stage, status: int, code: int, reason: str) -> None:
    stage.server.refuse("POST", MESSAGES, status=status, code=code)
    async with stage.bot():
        await stage.server.say(f"<@{BOT}> a shark", mentions=True)
        await stage.server.requested("POST", MESSAGES)
        await stage.server.say("a ship", channel=DIRECT)
        await stage.server.posted()

    assert stage.undelivered == [reason]


async def test_an_apology_that_is_refused_like_its_answer_is_another_one(stage: Stage) -> None:
    stage.server.refuse("POST", MESSAGES, status=400, times=2)
    async with stage.bot():
        await stage.server.say(f"<@{BOT}> a shark", mentions=True)
        await stage.server.requested("POST", MESSAGES, times=2)
        await stage.server.say("a ship", channel=DIRECT)
        await stage.server.posted()

    assert stage.undelivered == ["refused", "refused"]


@pytest.mark.parametrize("text", [f"<@{BOT}> a shark", f"<@{BOT}>"])
async def test_a_mention_where_the_bot_may_not_write_is_counted(stage: Stage, text: str) -> None:
    stage.server.permissions = VIEW
    async with stage.bot():
        await stage.server.say(text, mentions=True)
        await stage.server.say("a ship", channel=DIRECT)
        await stage.server.posted()

    assert stage.undelivered == ["forbidden"]
    assert [turn.text for turn in stage.conversation.turns] == ["a ship"]  # nor is it searched for, or kept


async def test_what_turns_private_is_counted_once(stage: Stage) -> None:
    stage.server.refuse("POST", MESSAGES, status=403, code=50013)
    async with stage.bot():
        await stage.server.find("a shark")
        await stage.server.requested("PATCH", ORIGINAL)

    assert stage.undelivered == ["forbidden"]


@pytest.mark.parametrize("known", [False, True])
async def test_a_share_that_is_refused_is_counted(stage: Stage, *, known: bool) -> None:
    async with stage.bot():
        await stage.server.find("a shark", private=True)
        await stage.server.requested("PATCH", ORIGINAL)
        if known:
            stage.server.permissions = VIEW
        else:
            stage.server.refuse("POST", MESSAGES, status=403, code=50013)
        await stage.server.press(next(reversed(stage.server.messages)), "Share")
        await stage.server.requested("POST", r"/webhooks/\d+/[^/]+")

    assert stage.undelivered == ["forbidden"]


async def test_what_is_left_over_and_refused_is_counted(stage: Stage) -> None:
    async with stage.bot():
        await stage.server.say(f"<@{BOT}> a shark", mentions=True)
        await stage.card()
    await stage.outbox.put(stage.outbox.seen[-1])
    stage.server.refuse("POST", MESSAGES, status=403, code=50001)
    async with stage.bot():
        await stage.server.say("a ship", channel=DIRECT)
        await stage.server.posted(2)

    assert stage.undelivered == ["forbidden"]


async def test_what_arrives_is_not_counted(stage: Stage) -> None:
    async with stage.bot():
        await stage.server.find("a shark")
        card = await stage.card()
        await stage.server.press(int(card["id"]), "Not this")
        await stage.server.posted(2)

    assert stage.undelivered == []
