"""What goes wrong around the bot, and what people see of it."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from pathlib import Path

import pytest

from bot.core.errors import BadTokenError, MisconfiguredError, TooSoonError, UnreachableError
from bot.core.health import Health
from bot.core.limits import Pace
from bot.core.types import Reply, UserTurn
from bot.discord_app import wording, wording_house
from bot.discord_app.client import ReelcallBot, needed_intents, run_discord
from bot.discord_app.failures import Losses
from tests.bot.discord_app.stage import ABOUT, Stage, house_of
from tests.fakes.clock import FakeClock
from tests.fakes.conversation import FakeConversation, found
from tests.fakes.discord_payloads import ANN, BEN, BOT, CHANNEL, DIRECT, EPHEMERAL, shown
from tests.fakes.discord_server import TOKEN, FakeDiscord
from tests.fakes.message_links import FakeMessageLinks
from tests.fakes.outbox import FakeOutbox
from tests.fakes.personal_data import FakePersonalData
from tests.fakes.sessions import FakeSessions

ORIGINAL = r"/webhooks/\d+/[^/]+/messages/@original"
MEMORY = "what only I remember"


async def test_a_failing_conversation_is_answered_everywhere(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    async with stage.bot():
        await stage.server.say(f"<@{BOT}> a shark", mentions=True)
        card = int((await stage.card())["id"])
        stage.conversation.failure = RuntimeError(f"no such thing as {MEMORY}")
        await stage.server.say(MEMORY, channel=DIRECT)
        in_channel = await stage.server.posted(2)
        await stage.server.find(MEMORY)
        by_command = await stage.server.requested("PATCH", ORIGINAL)
        await stage.server.press(card, "Not this")
        by_button = await stage.server.requested("POST", r"/webhooks/\d+/[^/]+")

    assert shown(in_channel) == wording.APOLOGY
    assert by_command.body["content"] == wording.APOLOGY
    assert (by_button.body["content"], by_button.body["flags"]) == (wording.APOLOGY, 64)
    assert "RuntimeError at" in caplog.text
    assert MEMORY not in caplog.text


async def test_words_from_a_window_are_given_back_when_their_search_fails(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    async with stage.bot():
        await stage.server.find("a shark")
        card = int((await stage.card())["id"])
        pressed = await stage.server.press(card, "Refine…")
        window = await stage.server.requested("POST", rf"/interactions/{pressed}/[^/]+/callback")
        stage.conversation.failure = RuntimeError()
        await stage.server.submit(card, f"{MEMORY} *there*", window=window.body["data"])
        told = await stage.server.requested("POST", r"/webhooks/\d+/[^/]+")

    assert told.body["content"] == f"{wording.APOLOGY}\nYou said: {MEMORY} \\*there\\*"
    assert told.body["flags"] == EPHEMERAL
    assert MEMORY not in caplog.text


async def test_nothing_people_write_reaches_the_log(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with stage.bot():
        await stage.server.say(MEMORY, channel=DIRECT)
        await stage.server.find(MEMORY)
        await stage.server.posted(2)
        await stage.server.requested("DELETE", ORIGINAL)

    assert MEMORY not in caplog.text


@pytest.mark.parametrize(("status", "code"), [(403, 50013), (404, 10003)])
async def test_a_refused_answer_is_logged_and_the_bot_goes_on(
    stage: Stage, caplog: pytest.LogCaptureFixture, status: int, code: int
) -> None:
    caplog.set_level(logging.INFO)
    stage.server.refuse("POST", rf"/channels/{CHANNEL}/messages", status=status, code=code)
    async with stage.bot():
        await stage.server.say(f"<@{BOT}> a shark", mentions=True)
        await stage.server.requested("POST", rf"/channels/{CHANNEL}/messages")
        await stage.server.say("a ship", channel=DIRECT)
        await stage.server.posted()

    assert f"status {status}, code {code}" in caplog.text
    assert "A turn failed" not in caplog.text


async def test_a_card_deleted_under_the_bot_costs_only_its_buttons(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    stage.server.refuse("PATCH", ORIGINAL, status=404, code=10008)
    async with stage.bot():
        await stage.server.find("a shark")
        card = int((await stage.card())["id"])
        stage.links.kept.clear()
        await stage.server.press(card, "Not this")
        told = await stage.server.requested("POST", r"/webhooks/\d+/[^/]+")
        await stage.server.requested("PATCH", ORIGINAL)
        await stage.server.say("a ship", channel=DIRECT)
        await stage.server.posted(2)

    assert told.body["content"] == wording.FORGOTTEN
    assert "A turn failed" not in caplog.text


async def test_an_interaction_too_old_to_answer_is_let_go(stage: Stage) -> None:
    stage.server.refuse("POST", r"/interactions/.*", status=404, code=10062)
    async with stage.bot():
        await stage.server.find("too late")
        await stage.server.requested("POST", r"/interactions/.*")
        await stage.server.say("a ship", channel=DIRECT)
        await stage.server.posted()

    assert [turn.text for turn in stage.conversation.turns] == ["a ship"]


async def test_an_acknowledgement_that_fails_is_answered_all_the_same(stage: Stage) -> None:
    stage.server.refuse("POST", r"/interactions/.*", status=400)
    async with stage.bot():
        await stage.server.find("a shark")
        told = await stage.server.requested("POST", r"/interactions/.*", times=2)

    assert (told.body["type"], told.body["data"]["content"], told.body["data"]["flags"]) == (4, wording.APOLOGY, 64)


async def test_what_fails_outside_a_turn_is_logged_without_words(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    bot = _bot(tmp_path)
    try:
        _break()
    except RuntimeError:
        await bot.on_error("on_message", MEMORY)

    assert "on_message failed: RuntimeError at test_failures.py" in caplog.text
    assert MEMORY not in caplog.text


async def test_a_rate_limit_delays_the_answer_and_loses_nothing(stage: Stage) -> None:
    stage.server.refuse("POST", rf"/channels/{DIRECT}/messages", status=429, times=2)
    async with stage.bot():
        await stage.server.say("a shark", channel=DIRECT)
        answer = await stage.server.posted()

    assert "Meet Joe Black" in shown(answer)


async def test_a_message_that_was_posted_although_discord_failed_is_not_posted_twice(stage: Stage) -> None:
    stage.server.refuse("POST", rf"/channels/{DIRECT}/messages", status=502, carried_out=True)
    async with stage.bot():
        await stage.server.say("a shark", channel=DIRECT)
        await stage.server.requested("POST", rf"/channels/{DIRECT}/messages", times=2)
        await stage.server.say("a ship", channel=DIRECT)
        second = await stage.server.posted(2)

    assert "Searched for: a shark / a ship." in shown(second)
    nonces = [request.body["nonce"] for request in stage.server.made("POST", rf"/channels/{DIRECT}/messages")]
    assert nonces[0] == nonces[1] != nonces[2]


def test_no_privileged_intent_is_asked_for() -> None:
    members, presences, message_content = 1 << 1, 1 << 8, 1 << 15
    assert needed_intents(free_chat=False).value & (members | presences | message_content) == 0


async def test_the_library_keeps_no_messages(tmp_path: Path) -> None:
    bot = _bot(tmp_path)

    assert bot._connection._messages is None


async def test_the_gateway_is_told_just_these_intents(stage: Stage) -> None:
    async with stage.bot():
        pass

    assert [identify["intents"] for identify in stage.server.identified] == [needed_intents(free_chat=False).value]


async def test_commands_are_registered_once_and_again_only_when_the_mark_is_lost(stage: Stage) -> None:
    for _ in range(2):
        async with stage.bot():
            pass
    assert len(stage.server.made("PUT", r"/applications/\d+/commands")) == 1
    (mark,) = stage.home.iterdir()
    mark.write_text("of other commands")
    async with stage.bot():
        pass

    registered = stage.server.made("PUT", r"/applications/\d+/commands")
    assert len(registered) == 2
    commands = registered[0].body
    places = {command["name"]: command["contexts"] for command in commands}
    everywhere = {"Find this film", "about", "film", "find", "help", "language", "lists", "privacy", "seen", "similar"}
    of_servers = {"night": [0], "settings": [0]}
    assert places == {**{name: [0, 1, 2] for name in everywhere}, **of_servers}
    homes = {command["name"]: command["integration_types"] for command in commands}
    assert homes == {**{name: [0, 1] for name in everywhere}, **of_servers}


async def test_refused_commands_do_not_keep_the_bot_from_answering(stage: Stage) -> None:
    stage.server.refuse("PUT", r"/applications/\d+/commands", status=403)
    async with stage.bot():
        await stage.server.say("a shark", channel=DIRECT)
        await stage.server.posted()

    assert not stage.home.exists()


async def test_a_home_that_cannot_be_written_does_not_keep_the_bot_from_answering(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    stage.home.write_text("a file where the folder should be")
    async with stage.bot():
        await stage.server.say("a shark", channel=DIRECT)
        await stage.server.posted()

    assert "Cannot note that the commands are registered" in caplog.text


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_lets_the_turn_under_way_finish_and_leaves(stage: Stage, number: signal.Signals) -> None:
    stage.conversation.go_on.clear()
    life = asyncio.create_task(_run(stage.server, stage.home, stage.conversation))
    await stage.server.until(lambda: bool(stage.server.identified))
    await stage.server.say("a shark", channel=DIRECT)
    async with asyncio.timeout(5):
        await stage.conversation.asked.wait()
    os.kill(os.getpid(), number)
    await asyncio.sleep(0.05)
    assert not life.done()
    stage.conversation.go_on.set()
    await life

    assert "Meet Joe Black" in shown(await stage.server.posted())
    await stage.server.until(lambda: stage.server.close_codes[-1:] == [1000])


@pytest.mark.parametrize("token", ["", "  ", "a\nb", "wrong.but.formed"])
async def test_a_refused_token_is_one_sentence_without_the_token(stage: Stage, token: str) -> None:
    with pytest.raises(BadTokenError) as caught:
        await _run(stage.server, stage.home, token=token)

    assert "Discord refused the token" in str(caught.value)
    assert not token.strip() or token not in str(caught.value)


@pytest.mark.parametrize(("code", "error"), [(4004, BadTokenError), (4013, UnreachableError)])
async def test_a_gateway_that_turns_the_bot_away_ends_it(stage: Stage, code: int, error: type[Exception]) -> None:
    stage.server.turn_away = code
    with pytest.raises(error):
        await _run(stage.server, stage.home)


async def test_no_discord_at_all_is_one_sentence(tmp_path: Path) -> None:
    async with FakeDiscord() as server:
        pass
    with pytest.raises(UnreachableError, match="check the network"):
        await _run(server, tmp_path)


@pytest.mark.parametrize(
    ("api_base", "gateway_url"), [("ftp://x", "ws://x"), ("http://x", None), (None, "ws://x"), ("http://x", "ftp://x")]
)
async def test_half_a_stand_in_is_a_setting_to_mend(
    tmp_path: Path, api_base: str | None, gateway_url: str | None
) -> None:
    with pytest.raises(MisconfiguredError, match="Set DISCORD_"):
        await run_discord(
            token=TOKEN,
            conversation=FakeConversation(),
            store=FakeMessageLinks(),
            outbox=FakeOutbox(FakeMessageLinks()),
            people=_nobody(),
            house=house_of(_nobody()),
            about=lambda: ABOUT,
            home=tmp_path,
            api_base=api_base,
            gateway_url=gateway_url,
        )


@pytest.mark.parametrize("sharded", [False, True])
async def test_readiness_follows_the_gateway(stage: Stage, *, sharded: bool) -> None:
    health = Health("gateway")
    life = asyncio.create_task(_run(stage.server, stage.home, health=health, sharded=sharded))
    await stage.server.until(lambda: bool(stage.server.identified))
    async with asyncio.timeout(10):
        while health.missing():  # noqa: ASYNC110 - the library tells nobody outside
            await asyncio.sleep(0.05)
    assert stage.server.identified[0].get("shard") == ([0, 1] if sharded else None)
    life.cancel()
    await asyncio.gather(life, return_exceptions=True)

    assert health.missing() == ("gateway",)


def _nobody() -> FakePersonalData:
    clock = FakeClock()
    return FakePersonalData(FakeSessions(clock), clock)


def _bot(home: Path) -> ReelcallBot:
    return ReelcallBot(
        conversation=FakeConversation(),
        links=FakeMessageLinks(),
        outbox=FakeOutbox(FakeMessageLinks()),
        people=_nobody(),
        house=house_of(_nobody()),
        about=lambda: ABOUT,
        commands_file=home / "mark",
        losses=Losses(lambda _reason: None),
    )


def _break() -> None:
    raise RuntimeError(MEMORY)


async def _run(
    server: FakeDiscord,
    home: Path,
    conversation: FakeConversation | None = None,
    *,
    token: str = TOKEN,
    health: Health | None = None,
    sharded: bool = False,
) -> None:
    await run_discord(
        token=token,
        conversation=conversation or FakeConversation(),
        store=FakeMessageLinks(),
        outbox=FakeOutbox(FakeMessageLinks()),
        people=_nobody(),
        house=house_of(_nobody()),
        about=lambda: ABOUT,
        home=home,
        api_base=server.api_base,
        gateway_url=server.gateway_url,
        health=health,
        sharded=sharded,
    )


@pytest.mark.parametrize("crowd", [False, True])
async def test_a_flood_of_messages_is_told_once_a_minute(stage: Stage, *, crowd: bool) -> None:
    def answer(turn: UserTurn) -> Reply:
        if "shark" in turn.text:
            raise TooSoonError(stage.clock.now(), crowd=crowd)
        return found("A ship.")

    stage.conversation.answer, told = answer, 1 if crowd else 2
    async with stage.bot():
        for author in (ANN, ANN, ANN, BEN):
            await stage.server.say(f"<@{BOT}> a shark", mentions=True, author=author)
        await stage.server.posted(told)
        await stage.server.say("a ship", channel=DIRECT)
        answered = await stage.server.posted(told + 1)
        stage.clock.advance(minutes=1)
        await stage.server.say(f"<@{BOT}> a shark", mentions=True)
        again = await stage.server.posted(told + 2)

    assert "A ship." in shown(answered)
    assert shown(again).startswith(wording_house.TOO_SOON.partition("{")[0])


async def test_every_press_that_comes_too_soon_is_told(stage: Stage) -> None:
    async with stage.bot():
        await stage.server.find("a shark")
        card = int((await stage.card())["id"])
        stage.conversation.failure = TooSoonError(stage.clock.now())
        for times in (1, 2):
            await stage.server.press(card, "Not this")
            told = await stage.server.requested("POST", r"/webhooks/\d+/[^/]+", times=times)
            assert told.body["content"].startswith(wording_house.TOO_SOON.partition("{")[0])


async def test_mentions_without_a_word_count_as_turns(stage: Stage) -> None:
    stage.pace = Pace(clock=stage.clock, per_person=1, per_server=0)
    async with stage.bot():
        for _ in range(4):
            await stage.server.say(f"<@{BOT}>", mentions=True)
        await stage.server.posted(2)
        await stage.server.say("a ship", channel=DIRECT)
        answer = await stage.server.posted(3)

    assert wording.NO_WORDS in shown(await stage.server.posted(1))
    assert "Searched for: a ship." in shown(answer)
