"""Ways to reach the bot besides `/find` in a server: on a message, where it is no member, in threads, in free chat."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.keeping import ServerSettings
from bot.core.types import Reply, ServerId, UserTurn
from bot.discord_app import wording
from bot.discord_app.client import needed_intents
from tests.bot.discord_app.stage import Stage
from tests.fakes.conversation import found
from tests.fakes.discord_payloads import (
    ANN,
    BEN,
    BOT,
    CHANNEL,
    DIRECT,
    EPHEMERAL,
    FOREIGN,
    FRIENDS,
    GROUP,
    GUILD,
    THREAD,
    VIEW,
    shown,
)

ORIGINAL = r"/webhooks/\d+/[^/]+/messages/@original"
CALLBACK = r"/interactions/\d+/[^/]+/callback"
POSTS = r"/channels/\d+/messages"


def numbered(turn: UserTurn) -> Reply:
    """An answer whose number is that of the turn's words."""
    return replace(found(f"Heard {turn.text}."), answer=len(turn.text))


async def test_a_film_is_found_from_what_a_message_says(stage: Stage) -> None:
    async with stage.bot():
        told = await stage.server.say("a shark eats people, what was it called?", author=BEN, mentions=True)
        await stage.server.posted()
        interaction = await stage.server.find_in(told, author=ANN)
        answer = await stage.server.posted(2)
        await stage.server.requested("DELETE", ORIGINAL)

    assert "Searched for: a shark eats people, what was it called?." in shown(answer)
    assert stage.conversation.turns[-1].conversation_id == f"discord:{interaction}"
    assert stage.conversation.turns[-1].person == f"discord:{ANN}"


async def test_a_film_is_found_from_a_message_privately_where_the_bot_may_not_write(stage: Stage) -> None:
    stage.server.permissions = VIEW
    async with stage.bot():
        told = await stage.server.say("a shark", author=BEN, mentions=True)
        await stage.server.find_in(told)
        edited = await stage.server.requested("PATCH", ORIGINAL)

    assert wording.ONLY_YOU in shown(edited.body)


async def test_a_message_without_words_is_no_search(stage: Stage) -> None:
    async with stage.bot():
        await stage.server.find_in(await stage.server.say("", channel=DIRECT, type=6))
        told = await stage.server.requested("POST", CALLBACK)

    assert (told.body["data"]["content"], told.body["data"]["flags"]) == (wording.NO_TEXT, EPHEMERAL)
    assert not stage.conversation.turns


@pytest.mark.parametrize("place", [GROUP, FRIENDS, FOREIGN])
async def test_where_the_bot_is_no_member_the_answer_is_the_response_and_goes_on_by_buttons(
    stage: Stage, place: int
) -> None:
    async with stage.bot():
        interaction = await stage.server.find("a shark", channel=place)
        acknowledged = await stage.server.requested("POST", CALLBACK)
        first = await stage.server.requested("PATCH", ORIGINAL)
        card = stage.server._pressed[f"token-{interaction}"]
        await stage.until_linked(card)
        await stage.server.press(card, "Refine…")
        opened = await stage.server.requested("POST", CALLBACK, times=2)
        await stage.server.submit(card, "older", window=opened.body["data"], author=BEN)
        refined = await stage.server.requested("PATCH", ORIGINAL, times=2)

    assert not acknowledged.body.get("data", {}).get("flags", 0) & EPHEMERAL  # all who are there see it
    assert wording.VISITING in shown(first.body)
    assert "Searched for: a shark / older." in shown(refined.body)
    assert not stage.server.made("POST", POSTS)
    assert {turn.server for turn in stage.conversation.turns} == {None}


async def test_a_reply_to_an_older_answer_says_which(stage: Stage) -> None:
    stage.conversation.answer = numbered
    async with stage.bot():
        await stage.server.say(f"<@{BOT}> shark", mentions=True)
        first = int((await stage.card())["id"])
        await stage.server.say("no", reply_to=first, mentions=True)
        await stage.card(2)
        await stage.server.say("other", reply_to=first, mentions=True)
        await stage.card(3)
        await stage.server.press(first, "Not this")
        await stage.card(4)
        await stage.server.say(f"<@{BOT}> new", mentions=True)
        await stage.card(5)

    assert [turn.answer for turn in stage.conversation.turns] == [None, 5, 5, 5, None]


async def test_a_reply_in_direct_messages_goes_on_from_its_answer_and_the_rest_from_the_newest(stage: Stage) -> None:
    stage.conversation.answer = numbered
    async with stage.bot():
        await stage.server.say("shark", channel=DIRECT)
        first = int((await stage.card())["id"])
        await stage.server.say("no", channel=DIRECT)
        await stage.card(2)
        await stage.server.say("other", channel=DIRECT, reply_to=first)
        await stage.card(3)

    assert [turn.answer for turn in stage.conversation.turns] == [None, None, 5]


async def test_a_thread_holds_one_search_whoever_speaks(stage: Stage) -> None:
    async with stage.bot():
        await stage.server.say(f"<@{BOT}> a shark", channel=THREAD, mentions=True, author=ANN)
        await stage.card()
        await stage.server.say(f"<@{BOT}> older", channel=THREAD, mentions=True, author=BEN)
        second = await stage.card(2)

    assert "Searched for: a shark / older." in shown(second)
    assert {turn.conversation_id for turn in stage.conversation.turns} == {f"discord:thread:{THREAD}"}


async def test_the_first_search_in_a_thread_is_the_one_it_holds(stage: Stage) -> None:
    async with stage.bot():
        first = await stage.server.find("a shark", channel=THREAD)
        await stage.card()
        await stage.until_linked(THREAD)
        await stage.server.find("a ship", channel=THREAD)
        await stage.card(2)
        await stage.server.say(f"<@{BOT}> older", channel=THREAD, mentions=True)
        last = await stage.card(3)

    assert "Searched for: a shark / older." in shown(last)
    assert stage.conversation.turns[-1].conversation_id == f"discord:{first}"


async def test_a_private_search_in_a_thread_is_not_the_one_it_holds(stage: Stage) -> None:
    async with stage.bot():
        await stage.server.find("a secret", channel=THREAD, private=True)
        await stage.server.requested("PATCH", ORIGINAL)
        first = await stage.server.find("a shark", channel=THREAD)
        await stage.card()
        await stage.until_linked(THREAD)
        await stage.server.say(f"<@{BOT}> older", channel=THREAD, mentions=True)
        await stage.card(2)

    assert stage.conversation.turns[-1].conversation_id == f"discord:{first}"


async def test_what_is_said_to_nobody_is_heard_only_where_the_bot_may_listen(stage: Stage) -> None:
    stage.free_chat = True
    opened = ServerSettings(free_chat=frozenset({str(CHANNEL)}))
    await stage.people.settings.change(ServerId(f"discord:{GUILD}"), lambda _: opened)
    async with stage.bot():
        await stage.server.say("a shark", content="a shark")
        answer = await stage.card()
        await stage.server.say("hello Ben", content="hello Ben", to=BEN)
        other = await stage.server.say("elsewhere", content="a ship", channel=THREAD)
        await stage.server.say("to that", content="to that", reply_to=other)
        await stage.server.say("", content="")
        await stage.server.say("last", channel=DIRECT)
        await stage.card(2)

    assert "Searched for: a shark." in shown(answer)
    assert [turn.text for turn in stage.conversation.turns] == ["a shark", "last"]
    assert stage.server.identified[0]["intents"] == needed_intents(free_chat=True).value


def test_only_free_chat_takes_the_privileged_intent() -> None:
    message_content = 1 << 15
    assert needed_intents(free_chat=True).value - needed_intents(free_chat=False).value == message_content
