"""Messages and windows that hold no words: emoji, punctuation, nothing at all."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.core import phrasing
from bot.discord_app import keys, wording
from bot.discord_app.hearing import spoken
from tests.bot.discord_app.house import house
from tests.bot.discord_app.stage import Stage
from tests.fakes.discord_payloads import ANN, BOT, CHANNEL, DIRECT, EPHEMERAL, shown

DEATH = "the one where brad pitt plays death"


@pytest.mark.parametrize("typed", ["🎬", "...!", "<:popcorn:77>"])
@pytest.mark.parametrize("channel", [CHANNEL, DIRECT])
async def test_refining_with_nothing_but_an_emoji_asks_for_something_remembered(
    stage: Stage, tmp_path: Path, typed: str, channel: int
) -> None:
    """The search goes on afterwards; where it is forgotten, nothing is called a new one."""
    async with house(stage.server, tmp_path / "home") as store:
        await stage.server.find(DEATH, channel=channel)
        card = int((await stage.server.posted())["id"])
        await asyncio.sleep(0.2)
        pressed = await stage.server.press(card, "Refine…")
        window = (await stage.server.requested("POST", rf"/interactions/{pressed}/[^/]+/callback")).body["data"]
        sent = [await stage.server.submit(card, typed, window=window)]
        told = [await stage.server.requested("POST", rf"/webhooks/\d+/token-{sent[0]}")]
        await stage.server.submit(card, "older", window=window)
        refined = await stage.server.posted(2)
        await store.people.forget(keys.person(ANN))
        sent.append(await stage.server.submit(card, typed, window=window))
        told.append(await stage.server.requested("POST", rf"/webhooks/\d+/token-{sent[1]}"))

    for one in told:
        assert one.body["flags"] & EPHEMERAL
        assert phrasing.EMPTY in shown(one.body)
        assert wording.STARTED_ANEW not in shown(one.body)
    assert "Using 2 messages" in shown(refined)
    assert stage.server.made("PATCH", rf"/webhooks/\d+/token-{sent[1]}/messages/@original") == []


async def test_a_search_for_nothing_is_answered_before_the_asker_alone(stage: Stage, tmp_path: Path) -> None:
    async with house(stage.server, tmp_path / "home"):
        asked = await stage.server.find("🎬")
        told = await stage.server.requested("PATCH", rf"/webhooks/\d+/token-{asked}/messages/@original")

    (acknowledged,) = stage.server.made("POST", rf"/interactions/{asked}/[^/]+/callback")
    assert acknowledged.body["data"]["flags"] & EPHEMERAL
    assert phrasing.EMPTY in shown(told.body)
    assert stage.server.made("POST", rf"/channels/{CHANNEL}/messages") == []


async def test_a_reply_with_nothing_but_a_servers_emoji_is_told_that_words_are_wanted(stage: Stage) -> None:
    async with stage.bot():
        await stage.server.say(f"<@{BOT}> a shark", mentions=True)
        card = int((await stage.card())["id"])
        await stage.server.say("<:popcorn:77>", reply_to=card, mentions=True)
        told = await stage.server.posted(2)

    assert shown(told).startswith(wording.NO_WORDS)
    assert len(stage.conversation.turns) == 1


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("heist in <:space:77> with <@12>", "heist in space with"),
        ("<:popcorn:77> <a:party:78>!", "!"),
        ("<@12> <:popcorn:77>", ""),
        ("🎬", "🎬"),
    ],
)
def test_an_emoji_of_a_server_is_its_name_among_words_and_nothing_alone(content: str, words: str) -> None:
    assert spoken(content) == words
