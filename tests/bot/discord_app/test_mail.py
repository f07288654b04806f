"""Answers that were on their way when the bot was killed: sent again with the same nonce, or told of, never twice."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.ports import Parcel
from bot.discord_app import wording
from bot.discord_app.mail import NONCE_WINDOW, TOKEN_LIFE
from tests.bot.discord_app.stage import Stage
from tests.fakes.discord_payloads import BOT, CHANNEL, DIRECT, EPHEMERAL, LAYOUT, SEND, VIEW, shown

MESSAGES = rf"/channels/{CHANNEL}/messages"
FOLLOWUP = r"/webhooks/\d+/[^/]+"
ORIGINAL = r"/webhooks/\d+/[^/]+/messages/@original"


def answers(stage: Stage) -> list[Parcel]:
    """What was put into the outbox with something to send."""
    return [parcel for parcel in stage.outbox.seen if not parcel.body or json.loads(parcel.body)["payload"]]


async def left_over(stage: Stage, *, age: timedelta = timedelta(0), arrived: bool = False) -> Parcel:
    """Have an answer put into the outbox and, as if killed, never taken out; Discord may have it or not."""
    async with stage.bot():
        await stage.server.say(f"<@{BOT}> a shark", mentions=True)
        await stage.card()
    parcel = replace(answers(stage)[0], sent_at=datetime.now(UTC) - age)
    await stage.outbox.put(parcel)
    if not arrived:
        stage.server.messages.pop(stage.server._posted.pop())
        stage.server._nonces.clear()
    return parcel


async def test_an_answer_is_kept_before_it_is_sent_and_not_after(stage: Stage) -> None:
    async with stage.bot():
        asked = await stage.server.say(f"<@{BOT}> a shark", mentions=True)
        answer = await stage.card()

    (parcel,) = answers(stage)
    assert (parcel.key, answer["id"]) == (str(asked), str(stage.server._posted[0]))
    assert json.loads(parcel.address)["channel"] == CHANNEL
    assert "shark" not in parcel.address
    assert not stage.outbox.kept


async def test_an_answer_that_never_left_is_sent_at_the_next_start(stage: Stage) -> None:
    await left_over(stage)
    async with stage.bot():
        answer = await stage.card()

    assert "Searched for: a shark." in shown(answer)
    assert not stage.outbox.kept


async def test_an_answer_that_had_arrived_is_not_posted_twice(stage: Stage) -> None:
    await left_over(stage, arrived=True)
    stage.links.kept.clear()
    async with stage.bot():
        await stage.until_linked(stage.server._posted[0])

    assert len(stage.server._posted) == 1
    first, again = stage.server.made("POST", MESSAGES)
    assert first.body == again.body
    assert not stage.outbox.kept


async def test_past_the_window_people_are_told_instead_of_answered_twice(stage: Stage) -> None:
    parcel = await left_over(stage, age=NONCE_WINDOW, arrived=True)
    async with stage.bot():
        told = await stage.server.posted(2)

    assert shown(told) == wording.STOPPED_MIDWAY
    assert told["message_reference"] == json.loads(parcel.address)["reply_to"]
    assert not stage.outbox.kept


async def test_a_kill_while_people_are_told_tells_them_once(stage: Stage) -> None:
    await left_over(stage, age=NONCE_WINDOW, arrived=True)
    async with stage.bot():
        await stage.server.posted(2)
    await stage.outbox.put(answers(stage)[-1])
    async with stage.bot():
        pass

    assert len(stage.server._posted) == 2
    assert not stage.outbox.kept


async def test_a_shared_film_that_may_have_arrived_is_told_of(stage: Stage) -> None:
    """Its nonce is longer than a message's id; Discord takes no longer one than 25 characters."""
    async with stage.bot():
        await stage.server.command("film", {"title": "jaws", "private": True})
        await stage.server.requested("PATCH", ORIGINAL)
        await stage.server.press(next(reversed(stage.server.messages)), "Share")
        await stage.server.posted()
    shared = next(parcel for parcel in answers(stage) if "channel" in json.loads(parcel.address))
    await stage.outbox.put(replace(shared, sent_at=datetime.now(UTC) - NONCE_WINDOW))
    async with stage.bot():
        told = await stage.server.posted(2)

    assert shown(told) == wording.STOPPED_MIDWAY


async def test_what_had_to_be_erased_is_told_of(stage: Stage) -> None:
    await left_over(stage)
    for key, parcel in stage.outbox.kept.items():
        stage.outbox.kept[key] = replace(parcel, body="")
    async with stage.bot():
        told = await stage.server.posted(1)

    assert shown(told) == wording.STOPPED_MIDWAY


async def test_the_acknowledgement_of_a_command_goes_after_its_answer(stage: Stage) -> None:
    async with stage.bot():
        await stage.server.find("a shark")
        await stage.card()
        await stage.server.requested("DELETE", ORIGINAL)
    await stage.outbox.put(answers(stage)[0])
    async with stage.bot():
        await stage.server.requested("DELETE", ORIGINAL, times=2)

    assert len(stage.server._posted) == 1


async def test_a_private_answer_is_edited_in_again_as_long_as_its_token_lives(stage: Stage) -> None:
    stage.server.permissions = VIEW
    async with stage.bot():
        await stage.server.find("a shark")
        first = await stage.server.requested("PATCH", ORIGINAL)
    await stage.outbox.put(answers(stage)[0])
    async with stage.bot():
        again = await stage.server.requested("PATCH", ORIGINAL, times=2)
    assert first == again

    await stage.outbox.put(replace(answers(stage)[0], sent_at=datetime.now(UTC) - TOKEN_LIFE))
    async with stage.bot():
        await stage.server.say("a ship", channel=DIRECT)
        await stage.server.posted()

    assert len(stage.server.made("PATCH", ORIGINAL)) == 2
    assert not stage.outbox.kept


async def test_an_answer_that_discord_refuses_is_not_kept(stage: Stage) -> None:
    stage.server.refuse("POST", MESSAGES, status=403, code=50013)
    async with stage.bot():
        await stage.server.say(f"<@{BOT}> a shark", mentions=True)
        await stage.server.requested("POST", MESSAGES)
        await stage.server.say("a ship", channel=DIRECT)
        await stage.server.posted()

    assert not stage.outbox.kept


async def test_what_cannot_be_sent_at_the_start_does_not_keep_the_bot_from_answering(stage: Stage) -> None:
    await left_over(stage)
    stage.server.refuse("POST", MESSAGES, status=403, code=50001)
    async with stage.bot():
        await stage.server.say("a ship", channel=DIRECT)
        answer = await stage.server.posted()

    assert "Searched for: a ship." in shown(answer)
    assert not stage.outbox.kept


async def test_what_cannot_be_read_any_more_does_not_keep_the_bot_from_starting(stage: Stage) -> None:
    parcel = await left_over(stage)
    stage.outbox.kept.clear()
    await stage.outbox.put(replace(parcel, key="1", body='{"of": "another version"}'))
    await stage.outbox.put(replace(parcel, key="2"))
    async with stage.bot():
        answer = await stage.card()

    assert "Searched for: a shark." in shown(answer)


async def test_a_kill_in_the_middle_of_a_search_is_told_of(stage: Stage) -> None:
    async with stage.bot():
        asked = await stage.server.say(f"<@{BOT}> a shark", mentions=True)
        await stage.card()
        await stage.server.find("a ship")
        await stage.card(2)
        await stage.server.requested("DELETE", ORIGINAL)
    for parcel in stage.outbox.seen[:]:
        if parcel not in answers(stage):
            await stage.outbox.put(parcel)
    async with stage.bot():
        told = [await stage.server.posted(3), await stage.server.posted(4)]
        await stage.server.requested("DELETE", ORIGINAL, times=2)

    assert {shown(one) for one in told} == {wording.STOPPED_MIDWAY}
    assert told[0]["message_reference"]["message_id"] == str(asked)
    assert not stage.outbox.kept


async def test_what_is_told_replies_to_nothing_where_the_bot_may_not_read_it(stage: Stage) -> None:
    stage.server.permissions = VIEW | SEND
    async with stage.bot():
        await stage.server.say(f"<@{BOT}> a shark", mentions=True)
        await stage.card()
    await stage.outbox.put(stage.outbox.seen[0])
    async with stage.bot():
        told = await stage.server.posted(2)

    assert shown(told) == wording.STOPPED_MIDWAY
    assert "message_reference" not in stage.server.made("POST", MESSAGES)[-1].body


async def test_a_kill_in_the_middle_of_a_private_search_is_told_of_privately(stage: Stage) -> None:
    stage.server.permissions = VIEW
    async with stage.bot():
        await stage.server.find("a ship")
        await stage.server.requested("PATCH", ORIGINAL)
    await stage.outbox.put(stage.outbox.seen[0])
    async with stage.bot():
        told = await stage.server.requested("PATCH", ORIGINAL, times=2)

    assert shown(told.body) == wording.STOPPED_MIDWAY
    assert not stage.outbox.kept


@pytest.mark.parametrize("label", ["Not this", "That's it"])
async def test_a_kill_in_the_middle_of_a_press_is_told_of_and_leaves_the_card(stage: Stage, label: str) -> None:
    async with stage.bot():
        await stage.server.find("a ship", private=True)
        await stage.server.requested("PATCH", ORIGINAL)
        card = next(reversed(stage.server.messages))
        await stage.until_linked(card)
        pressed = await stage.server.press(card, label)
        await stage.server.requested("PATCH", ORIGINAL, times=2)
    before = stage.server.messages[card]
    promise = next(one for one in stage.outbox.seen if one.key == str(pressed))
    await stage.outbox.put(promise)
    async with stage.bot():
        told = await stage.server.requested("POST", FOLLOWUP)

    assert (shown(told.body), told.body["flags"]) == (wording.STOPPED_MIDWAY, EPHEMERAL | LAYOUT)
    assert stage.server.messages[card] == before
    assert not stage.outbox.kept


async def test_the_acknowledgement_goes_also_when_people_are_told(stage: Stage) -> None:
    async with stage.bot():
        await stage.server.find("a shark")
        await stage.card()
        await stage.server.requested("DELETE", ORIGINAL)
    await stage.outbox.put(replace(answers(stage)[0], sent_at=datetime.now(UTC) - NONCE_WINDOW))
    async with stage.bot():
        told = await stage.server.posted(2)
        await stage.server.requested("DELETE", ORIGINAL, times=2)

    assert shown(told) == wording.STOPPED_MIDWAY


async def test_a_search_that_fails_is_apologised_for_and_not_told_of_again(stage: Stage) -> None:
    stage.conversation.failure = RuntimeError()
    async with stage.bot():
        await stage.server.say("a shark", channel=DIRECT)
        apology = await stage.server.posted()

    assert shown(apology) == wording.APOLOGY
    assert not stage.outbox.kept


async def test_people_are_told_in_the_language_that_the_answer_was_to_have(stage: Stage) -> None:
    stage.server.preferred_locale = "de"
    await left_over(stage, age=NONCE_WINDOW, arrived=True)
    async with stage.bot():
        told = await stage.server.posted(2)

    assert shown(told).startswith("Ich wurde angehalten")
