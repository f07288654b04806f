"""What people in Discord live through: the real client, a fake Discord, a fake conversation."""

from __future__ import annotations

import pytest

from bot.core.types import Action
from bot.discord_app import wording
from tests.bot.discord_app.stage import Stage
from tests.fakes.discord_payloads import (
    ALL_PERMISSIONS,
    ANN,
    BEN,
    BOT,
    CHANNEL,
    DIRECT,
    OTHER_BOT,
    READ_HISTORY,
    SEND,
    THREAD,
    UNKNOWN,
    VIEW,
    buttons,
    is_greyed,
    shown,
)

MESSAGES = rf"/channels/{CHANNEL}/messages"


async def test_a_direct_message_is_answered_with_a_card(stage: Stage) -> None:
    async with stage.bot():
        asked = await stage.server.say("the one where brad pitt plays death", channel=DIRECT)
        answer = await stage.card()

    assert "Meet Joe Black (1998)" in shown(answer)
    assert list(buttons(answer)) == ["That's it", "Not this", "More like this", "Seen it", "Refine…"]
    # The question may be deleted while the search runs.
    reference = {"message_id": str(asked), "channel_id": str(DIRECT), "fail_if_not_exists": False}
    assert answer["message_reference"] == reference
    assert stage.links.kept == {f"discord:{answer['id']}": f"discord:dm:{DIRECT}"}


async def test_direct_messages_are_one_conversation_reply_or_not(stage: Stage) -> None:
    async with stage.bot():
        await stage.server.say("a shark", channel=DIRECT)
        await stage.server.say("older", channel=DIRECT)
        second = await stage.server.posted(2)

    assert "Searched for: a shark / older." in shown(second)


async def test_a_mention_is_answered_and_a_reply_refines_it(stage: Stage) -> None:
    async with stage.bot():
        await stage.server.say(f"<@{BOT}> heist in <:space:77> with <@{BEN}>", mentions=True)
        card = await stage.card()
        await stage.server.say("older", reply_to=int(card["id"]), mentions=True)
        refined = await stage.server.posted(2)

    assert "Searched for: heist in space with / older." in shown(refined)
    assert {turn.conversation_id for turn in stage.conversation.turns} == {f"discord:{CHANNEL}:{ANN}"}


async def test_no_answer_can_ping_anybody(stage: Stage) -> None:
    async with stage.bot():
        await stage.server.say("@everyone <@&1> find it", channel=DIRECT)
        await stage.server.find("@everyone <@&1>")
        await stage.server.posted(2)

    sent = [request.body for request in stage.server.requests if request.path.endswith("/messages")]
    assert [body["allowed_mentions"] for body in sent] == [{"parse": [], "replied_user": False}] * 2
    assert not any("@everyone" in shown(body) or "<@&" in shown(body).replace("\\<", "") for body in sent)


async def test_somebody_else_joins_by_replying(stage: Stage) -> None:
    async with stage.bot():
        await stage.server.say(f"<@{BOT}> a shark", mentions=True, author=ANN)
        card = await stage.card()
        await stage.server.say("with a boat", reply_to=int(card["id"]), mentions=True, author=BEN)
        joined = await stage.server.posted(2)

    assert "Searched for: a shark / with a boat." in shown(joined)


async def test_two_people_in_one_channel_do_not_mix(stage: Stage) -> None:
    async with stage.bot():
        await stage.server.say(f"<@{BOT}> a shark", mentions=True, author=ANN)
        await stage.server.posted()
        await stage.server.say(f"<@{BOT}> a ship", mentions=True, author=BEN)
        await stage.server.posted(2)
        await stage.server.say(f"<@{BOT}> a beach", mentions=True, author=ANN)
        last = await stage.server.posted(3)

    assert "Searched for: a shark / a beach." in shown(last)


async def test_a_reply_that_arrives_without_words_is_told_how_to_go_on(stage: Stage) -> None:
    async with stage.bot():
        await stage.server.say(f"<@{BOT}> a shark", mentions=True)
        card = await stage.card()
        await stage.server.say("this text does not arrive", reply_to=int(card["id"]))
        told = await stage.card(2)

    assert wording.UNREAD_REPLY in shown(told)
    assert list(buttons(told)) == ["Refine…"]
    assert stage.links.kept[f"discord:{told['id']}"] == f"discord:{CHANNEL}:{ANN}"
    assert len(stage.conversation.turns) == 1


async def test_a_bare_mention_is_told_how_to_ask(stage: Stage) -> None:
    async with stage.bot():
        await stage.server.say(f"<@{BOT}>", mentions=True)
        told = await stage.server.posted()

    assert wording.NO_WORDS in shown(told)
    assert not buttons(told)
    assert not stage.conversation.turns


async def test_only_what_is_meant_for_the_bot_is_answered(stage: Stage) -> None:
    async with stage.bot():
        await stage.server.say(f"<@{BOT}> a shark", mentions=True)
        card = int((await stage.card())["id"])
        other = await stage.server.say("has anybody seen a good film")
        await stage.server.say("yes", author=BEN, reply_to=other)
        await stage.server.say("hello", author=OTHER_BOT, mentions=True)
        await stage.server.say("hello", author=OTHER_BOT, channel=DIRECT)
        await stage.server.say("own words", author=BOT, channel=DIRECT)
        await stage.server.say("by webhook", mentions=True, webhook_id="9")
        await stage.server.say("", reply_to=card, type=6)  # "pinned a message" refers to the card
        await stage.server.say("", channel=DIRECT, type=6)
        await stage.server.say("", reply_to=12345)  # the message replied to is gone and was not the bot's
        await stage.server.say("last", channel=DIRECT)
        answer = await stage.server.posted(2)

    assert "Searched for: last." in shown(answer)
    assert [turn.text for turn in stage.conversation.turns] == ["a shark", "last"]
    assert stage.links.asked == ["discord:12345"]  # talk among people costs no look-up


async def test_find_is_acknowledged_at_once_however_long_the_search_takes(stage: Stage) -> None:
    stage.conversation.go_on.clear()
    async with stage.bot():
        interaction = await stage.server.find("a *shark*")
        acknowledged = await stage.server.requested("POST", rf"/interactions/{interaction}/[^/]+/callback")
        assert not stage.server.made("POST", MESSAGES)
        stage.conversation.go_on.set()
        answer = await stage.server.posted()
        await stage.server.requested("DELETE", r"/webhooks/\d+/[^/]+/messages/@original")

    assert acknowledged.body == {"type": 5, "data": {"flags": 64}}
    assert r"Asked: a \*shark\*" in shown(answer)
    assert answer["flags"] & 64 == 0
    assert stage.links.kept[f"discord:{answer['id']}"] == f"discord:{interaction}"


async def test_each_find_in_a_server_is_a_search_of_its_own_that_replies_continue(stage: Stage) -> None:
    async with stage.bot():
        await stage.server.find("a shark")
        first = await stage.card()
        await stage.server.find("a ship")
        await stage.server.posted(2)
        await stage.server.say("a beach", reply_to=int(first["id"]), mentions=True, author=BEN)
        continued = await stage.server.posted(3)

    assert "Searched for: a shark / a beach." in shown(continued)


async def test_find_in_direct_messages_starts_that_conversation_over(stage: Stage) -> None:
    async with stage.bot():
        await stage.server.say("a shark", channel=DIRECT)
        await stage.server.posted()
        await stage.server.find("a ship", channel=DIRECT)
        await stage.server.posted(2)
        await stage.server.say("older", channel=DIRECT)
        last = await stage.server.posted(3)

    assert "Searched for: a ship / older." in shown(last)


async def test_find_where_the_bot_may_not_write_is_answered_privately(stage: Stage) -> None:
    stage.server.permissions = VIEW
    async with stage.bot():
        interaction = await stage.server.find("a shark")
        edited = await stage.server.requested("PATCH", r"/webhooks/\d+/[^/]+/messages/@original")
        await stage.until_linked(private := next(reversed(stage.server.messages)))
        stage.server.permissions = ALL_PERMISSIONS  # what began before the asker alone goes on so
        await stage.server.press(private, "Not this")
        more = await stage.server.requested("PATCH", r"/webhooks/\d+/[^/]+/messages/@original", times=2)

    assert "Meet Joe Black" in shown(edited.body)
    assert wording.ONLY_YOU in shown(edited.body)
    assert "Meet Joe Black" in shown(more.body)
    assert {turn.conversation_id for turn in stage.conversation.turns} == {f"discord:{interaction}"}
    assert not stage.server.made("POST", MESSAGES)


async def test_find_turns_private_when_discord_refuses_the_message(stage: Stage) -> None:
    stage.server.refuse("POST", MESSAGES, status=403, code=50013)
    async with stage.bot():
        await stage.server.find("a shark")
        edited = await stage.server.requested("PATCH", r"/webhooks/\d+/[^/]+/messages/@original")

    assert wording.ONLY_YOU in shown(edited.body)


async def test_a_mention_where_the_bot_may_not_write_costs_no_request(stage: Stage) -> None:
    stage.server.permissions = VIEW
    async with stage.bot():
        await stage.server.say(f"<@{BOT}> a shark", mentions=True)
        await stage.server.say("last", channel=DIRECT)
        await stage.server.posted()

    assert not stage.server.made("POST", MESSAGES)


async def test_in_threads_it_is_the_permission_for_threads_that_counts(stage: Stage) -> None:
    stage.server.permissions = ALL_PERMISSIONS & ~SEND
    async with stage.bot():
        await stage.server.say(f"<@{BOT}> a shark", channel=THREAD, mentions=True)
        await stage.server.posted()
        await stage.server.find("a ship", channel=THREAD)
        await stage.server.posted(2)

    assert len(stage.server.made("POST", rf"/channels/{THREAD}/messages")) == 2


async def test_without_the_history_an_answer_stands_by_itself(stage: Stage) -> None:
    stage.server.permissions = ALL_PERMISSIONS & ~READ_HISTORY
    async with stage.bot():
        await stage.server.say(f"<@{BOT}> a shark", mentions=True)
        card = await stage.card()
        await stage.server.press(int(card["id"]), "Not this")
        more = await stage.server.posted(2)

    assert "message_reference" not in card
    assert "message_reference" not in more


async def test_a_channel_that_is_not_known_yet_is_tried(stage: Stage) -> None:
    async with stage.bot():
        await stage.server.say(f"<@{BOT}> a shark", channel=UNKNOWN, mentions=True)
        await stage.server.requested("POST", rf"/channels/{UNKNOWN}/messages")


async def test_a_slow_search_shows_that_the_bot_is_at_work(stage: Stage) -> None:
    stage.conversation.go_on.clear()
    async with stage.bot():
        await stage.server.say("a shark", channel=DIRECT)
        await stage.server.requested("POST", rf"/channels/{DIRECT}/typing")
        stage.conversation.go_on.set()
        await stage.server.posted()


async def test_a_refused_typing_indicator_does_not_cost_the_answer(stage: Stage) -> None:
    stage.server.refuse("POST", rf"/channels/{DIRECT}/typing", status=403)
    stage.conversation.go_on.clear()
    async with stage.bot():
        await stage.server.say("a shark", channel=DIRECT)
        await stage.server.requested("POST", rf"/channels/{DIRECT}/typing")
        stage.conversation.go_on.set()
        await stage.server.posted()


@pytest.mark.parametrize(
    ("label", "action"),
    [("Not this", Action.REJECT), ("More like this", Action.LIKE), ("Seen it", Action.SEEN)],
)
async def test_buttons_work_after_a_restart_for_anybody(stage: Stage, label: str, action: Action) -> None:
    async with stage.bot():
        await stage.server.say(f"<@{BOT}> a shark", mentions=True, author=ANN)
        card = int((await stage.card())["id"])
    async with stage.bot():
        pressed = await stage.server.press(card, label, author=BEN)
        answer = await stage.server.posted(2)

    acknowledged = stage.server.made("POST", rf"/interactions/{pressed}/[^/]+/callback")
    turn = stage.conversation.turns[-1]
    assert [request.body for request in acknowledged] == [{"type": 6}]
    assert (turn.action, turn.conversation_id) == (action, f"discord:{CHANNEL}:{ANN}")
    assert turn.film_id == "tt0119643"
    assert answer["message_reference"]["message_id"] == str(card)


async def test_refine_opens_a_window_whose_words_go_on_with_the_search(stage: Stage) -> None:
    async with stage.bot():
        await stage.server.find("a shark")
        card = int((await stage.card())["id"])
        pressed = await stage.server.press(card, "Refine…", author=BEN)
        opened = await stage.server.requested("POST", rf"/interactions/{pressed}/[^/]+/callback")
    async with stage.bot():  # the window is still open when the bot comes back
        await stage.server.submit(card, "older", window=opened.body["data"], author=BEN)
        refined = await stage.server.posted(2)

    assert opened.body["type"] == 9
    assert "Searched for: a shark / older." in shown(refined)
    assert "Asked: older" in shown(refined)


async def test_a_button_of_a_forgotten_search_says_so_and_goes_away(stage: Stage) -> None:
    async with stage.bot():
        await stage.server.find("a shark")
        card = await stage.card()
        stage.links.kept.clear()
        await stage.server.press(int(card["id"]), "Not this")
        told = await stage.server.requested("POST", r"/webhooks/\d+/[^/]+")
        edited = await stage.server.requested("PATCH", r"/webhooks/\d+/[^/]+/messages/@original")

    assert (told.body["content"], told.body["flags"] & 64) == (wording.FORGOTTEN, 64)
    assert shown(edited.body).startswith(shown(card))
    assert wording.FORGOTTEN_MARK in shown(edited.body)
    assert is_greyed(edited.body)
    assert len(stage.conversation.turns) == 1


async def test_words_for_a_forgotten_search_start_a_new_one(stage: Stage) -> None:
    async with stage.bot():
        await stage.server.find("a shark")
        card = int((await stage.card())["id"])
        await stage.server.press(card, "Refine…")
        opened = await stage.server.requested("POST", r"/interactions/\d+/[^/]+/callback", times=2)
        stage.links.kept.clear()
        submitted = await stage.server.submit(card, "a ship", window=opened.body["data"])
        by_window = await stage.card(2)
        await stage.server.requested("PATCH", r"/webhooks/\d+/[^/]+/messages/@original")
        stage.links.kept.clear()
        replied = await stage.server.say("a whale", reply_to=card, mentions=True)
        by_reply = await stage.server.posted(3)

    assert wording.STARTED_ANEW in shown(by_window)
    assert "Searched for: a ship." in shown(by_window)
    assert "Searched for: a whale." in shown(by_reply)
    assert wording.STARTED_ANEW in shown(by_reply)
    assert [turn.conversation_id for turn in stage.conversation.turns[1:]] == [
        f"discord:{submitted}",
        f"discord:{replied}",
    ]


async def test_words_for_a_forgotten_search_in_direct_messages_start_that_conversation_over(stage: Stage) -> None:
    async with stage.bot():
        await stage.server.say("a shark", channel=DIRECT)
        card = int((await stage.card())["id"])
        await stage.server.press(card, "Refine…")
        opened = await stage.server.requested("POST", r"/interactions/\d+/[^/]+/callback")
        stage.links.kept.clear()
        await stage.server.submit(card, "a ship", window=opened.body["data"])
        await stage.card(2)

    assert {turn.conversation_id for turn in stage.conversation.turns} == {f"discord:dm:{DIRECT}"}
    assert [turn.anew for turn in stage.conversation.turns] == [False, True]


async def test_starting_over_leaves_nothing_to_press(stage: Stage) -> None:
    async with stage.bot():
        await stage.server.find("a shark")
        card = await stage.card()
        await stage.server.choose(int(card["id"]), "Start over")
        told = await stage.server.requested("POST", r"/webhooks/\d+/[^/]+")
        edited = await stage.server.requested("PATCH", r"/webhooks/\d+/[^/]+/messages/@original")

    assert (shown(told.body), told.body["flags"] & 64) == ("Forgotten. What do you remember?", 64)
    assert not buttons(told.body)
    assert is_greyed(edited.body)
    assert wording.STARTED_OVER_MARK in shown(edited.body)
