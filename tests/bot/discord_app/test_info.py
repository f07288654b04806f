"""What people are told about the bot and about their data, and what servers leave behind."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.types import ConversationId, PersonId, SearchState, ServerId, Session
from bot.discord_app import notices, wording
from tests.bot.discord_app.stage import ABOUT, Stage
from tests.fakes.discord_payloads import ANN, BEN, BOT, DIRECT, EPHEMERAL, GUILD, buttons, shown

CALLBACK = r"/interactions/{}/[^/]+/callback"
FOLLOWUP = r"/webhooks/\d+/[^/]+"
CLUB = ServerId(f"discord:{GUILD}")


def searched(stage: Stage, author: int = ANN, server: ServerId | None = None) -> Session:
    return Session(
        conversation_id=ConversationId(f"discord:3001:{author}"),
        state=SearchState(utterances=("a shark at the beach",), messages=1),
        started_at=stage.clock.now(),
        expires_at=stage.clock.now() + timedelta(hours=1),
        people=frozenset({PersonId(f"discord:{author}")}),
        server=server,
    )


@pytest.mark.parametrize(
    ("command", "text"),
    [("help", notices.HELP), ("about", notices.about_text(ABOUT)), ("privacy", notices.privacy(ABOUT))],
)
@pytest.mark.parametrize("channel", [DIRECT, 3001])
async def test_information_is_for_the_asker_alone(stage: Stage, command: str, text: str, channel: int) -> None:
    async with stage.bot():
        interaction = await stage.server.command(command, channel=channel)
        said = await stage.server.requested("POST", CALLBACK.format(interaction))

    assert said.body["type"] == 4
    assert said.body["data"]["flags"] & EPHEMERAL
    assert shown(said.body["data"]) == text
    assert said.body["data"]["allowed_mentions"] == {"parse": []}


async def test_what_is_said_about_the_catalogue_follows_the_index_in_use(stage: Stage) -> None:
    async with stage.bot():
        stage.about = replace(ABOUT, films=128_345, licences=("Wikipedia (CC BY-SA 4.0)",))
        interaction = await stage.server.command("about", channel=DIRECT)
        said = await stage.server.requested("POST", CALLBACK.format(interaction))

    assert shown(said.body["data"]) == notices.about_text(stage.about)


def test_what_is_said_about_privacy_follows_the_settings() -> None:
    said = notices.privacy(replace(ABOUT, idle=timedelta(hours=2), total=timedelta(days=3), llm="some-model"))

    assert "gone on for 2 hours, 3 days at most" in said
    assert "erased 7 days later" in said
    assert "some-model" in said
    assert "to understand them" not in said
    assert "to understand them" in notices.privacy(replace(ABOUT, llm="some-model", llm_reads=True))
    assert "Nobody else" not in said
    assert "Nobody else" in notices.privacy(ABOUT)


def test_what_is_said_about_the_catalogue_names_what_it_is() -> None:
    said = notices.about_text(ABOUT)

    for fact in ("1.2.3", "2,020", "<t:1767268800:D>", "CC0-1.0", "all-MiniLM-L6-v2"):
        assert fact in said
    assert "not stated" in notices.about_text(replace(ABOUT, licences=()))


@pytest.mark.parametrize(
    ("contact", "line"),
    [
        (None, "**Problems:** report them to whoever runs this bot, or to Discord from its profile."),
        ("https://example.org/reelcall_bot", "**Problems:** report them to https://example.org/reelcall_bot"),
        ("@everyone *here*", "**Problems:** report them to @\u200beveryone \\*here\\*"),
    ],
)
def test_it_is_said_where_problems_are_reported(contact: str | None, line: str) -> None:
    assert notices.about_text(replace(ABOUT, contact=contact)).splitlines()[-1] == line


@pytest.mark.parametrize(
    ("time", "words"),
    [
        (timedelta(minutes=1), "a minute"),
        (timedelta(minutes=30), "30 minutes"),
        (timedelta(hours=1), "60 minutes"),
        (timedelta(minutes=90), "90 minutes"),
        (timedelta(hours=24), "24 hours"),
        (timedelta(hours=30), "30 hours"),
        (timedelta(days=7), "7 days"),
    ],
)
def test_lengths_of_time_are_said_in_whole_units(time: timedelta, words: str) -> None:
    assert notices.span(time) == words


async def test_privacy_offers_export_and_deletion(stage: Stage) -> None:
    async with stage.bot():
        interaction = await stage.server.command("privacy")
        said = await stage.server.requested("POST", CALLBACK.format(interaction))

    assert buttons(said.body["data"]) == {
        wording.EXPORT_LABEL: "reelcall:privacy:export",
        wording.FORGET_LABEL: "reelcall:privacy:forget",
    }


async def test_an_export_is_a_file_with_ones_own_searches_only(stage: Stage) -> None:
    await stage.sessions.save(searched(stage, ANN, CLUB))
    await stage.sessions.save(searched(stage, BEN))
    async with stage.bot():
        pressed = await stage.server.press_id("reelcall:privacy:export")
        sent = await stage.server.requested("POST", FOLLOWUP)

    (acknowledged,) = stage.server.made("POST", CALLBACK.format(pressed))
    (search,) = json.loads(sent.files["reelcall-data.json"])["searches"]
    assert acknowledged.body == {"type": 5, "data": {"flags": EPHEMERAL}}
    assert (sent.body["content"], sent.body["flags"]) == (wording.EXPORTED, EPHEMERAL)
    assert search["said"] == ["a shark at the beach"]
    assert (search["people_taking_part"], search["server"]) == (1, CLUB)


async def test_an_export_of_nothing_says_so(stage: Stage) -> None:
    await stage.sessions.save(searched(stage, BEN))
    async with stage.bot():
        await stage.server.press_id("reelcall:privacy:export")
        sent = await stage.server.requested("POST", FOLLOWUP)

    assert (sent.body["content"], sent.files) == (wording.NOTHING_KEPT, {})


async def test_deletion_is_at_once_and_of_ones_own_data(stage: Stage) -> None:
    await stage.sessions.save(searched(stage, ANN))
    await stage.sessions.save(searched(stage, BEN))
    async with stage.bot():
        await stage.server.press_id("reelcall:privacy:forget")
        sent = await stage.server.requested("POST", FOLLOWUP)

    assert (sent.body["content"], sent.body["flags"]) == (wording.ALL_FORGOTTEN, EPHEMERAL)
    assert [session.people for session in await stage.sessions.live()] == [{f"discord:{BEN}"}]


async def test_every_turn_says_who_and_where(stage: Stage) -> None:
    async with stage.bot():
        await stage.server.say(f"<@{BOT}> a shark", mentions=True, author=ANN)
        card = int((await stage.card())["id"])
        await stage.server.press(card, "Not this", author=BEN)
        await stage.server.find("a ship", author=BEN)
        await stage.server.say("a whale", channel=DIRECT)
        await stage.server.posted(4)

    said = sorted((turn.person or "", turn.server or "") for turn in stage.conversation.turns)
    ann, ben = f"discord:{ANN}", f"discord:{BEN}"
    assert said == [(ann, ""), (ann, CLUB), (ben, CLUB), (ben, CLUB)]


async def test_a_server_that_removes_the_bot_departs_and_may_come_back(stage: Stage) -> None:
    guild = {"id": str(GUILD)}
    async with stage.bot():
        await stage.server.dispatch("GUILD_DELETE", {**guild, "unavailable": True})  # an outage
        await stage.server.dispatch("GUILD_DELETE", guild)
        await stage.people.until_departed(CLUB)
        joined = stage.server.guild()
        del joined["unavailable"]  # Discord says so only of servers that come back from an outage
        await stage.server.dispatch("GUILD_CREATE", joined)
        await stage.people.until_departed()


async def test_what_happened_while_the_bot_was_away_is_found_at_the_start(stage: Stage) -> None:
    gone = ServerId("discord:2999")
    await stage.sessions.save(searched(stage, ANN, gone))
    await stage.people.left(CLUB)
    async with stage.bot():
        await stage.people.until_departed(gone)
