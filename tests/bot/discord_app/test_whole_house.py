"""The real client, conversation and store together; only Discord, the films and the clock are fakes."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot.discord_app import keys, wording, wording_house
from tests.bot.discord_app.house import house
from tests.bot.discord_app.stage import Stage
from tests.fakes import discord_moves as moves
from tests.fakes.clock import FakeClock
from tests.fakes.discord_payloads import ANN, BEN, BOT, CHANNEL, shown
from tests.fakes.finder import StalledFinder
from tests.small_world import FILMS

MESSAGES = rf"/channels/{CHANNEL}/messages"


async def test_a_search_goes_on_after_a_restart(stage: Stage, tmp_path: Path) -> None:
    """What was said before the restart still counts, and a friend joins by replying."""
    async with house(stage.server, tmp_path / "home"):
        await stage.server.say(f"<@{BOT}> the one where brad pitt plays death", mentions=True)
        first = await stage.server.posted(1)
        await asyncio.sleep(0.2)  # the link to the conversation is written after the post
    async with house(stage.server, tmp_path / "home"):
        await stage.server.say("older, black and white", reply_to=int(first["id"]), mentions=True, author=BEN)
        second = await stage.server.posted(2)

    assert "Meet Joe Black (1998)" in shown(first)
    assert "The Seventh Seal (1957)" in shown(second)
    assert "Brad Pitt" in shown(second)
    assert "2 messages" in shown(second)


async def test_two_people_in_one_channel_have_two_searches(stage: Stage, tmp_path: Path) -> None:
    async with house(stage.server, tmp_path / "home"):
        await stage.server.say(f"<@{BOT}> the one where brad pitt plays death", mentions=True, author=ANN)
        await stage.server.posted(1)
        await stage.server.say(f"<@{BOT}> a shark at the beach", mentions=True, author=BEN)
        second = await stage.server.posted(2)

    assert "Brad Pitt" not in shown(second)
    assert "1 message" in shown(second)
    assert {request.path for request in stage.server.requests if request.path.endswith("/messages")} == {
        f"/channels/{CHANNEL}/messages"
    }


async def test_deleting_ones_data_ends_every_search_one_took_part_in(stage: Stage, tmp_path: Path) -> None:
    async with house(stage.server, tmp_path / "home"):
        await stage.server.say(f"<@{BOT}> the one where brad pitt plays death", mentions=True, author=ANN)
        first = await stage.server.posted(1)
        await stage.server.command("privacy", author=ANN)
        await stage.server.press_id("reelcall:privacy:export", author=ANN)
        exported = await stage.server.requested("POST", r"/webhooks/\d+/[^/]+", times=1)
        await stage.server.press_id("reelcall:privacy:forget", author=ANN)
        await stage.server.requested("POST", r"/webhooks/\d+/[^/]+", times=2)
        left = b"".join(file.read_bytes() for file in (tmp_path / "home").glob("sessions.db*"))
        await stage.server.press(int(first["id"]), "Not this", author=BEN)
        told = await stage.server.requested("POST", r"/webhooks/\d+/[^/]+", times=3)

    assert "brad pitt plays death" in exported.files["reelcall-data.json"].decode()
    assert str(ANN).encode() not in left
    assert told.body["content"] == wording.FORGOTTEN


async def test_a_turn_under_way_leaves_nothing_when_its_person_deletes_their_data(stage: Stage, tmp_path: Path) -> None:
    """Neither the search nor its answer, which is on its way while Discord has a hiccup."""
    finder = StalledFinder(FILMS)
    stage.server.refuse("POST", MESSAGES, status=500)
    async with house(stage.server, tmp_path / "home", finder=finder) as store:
        await stage.server.say(f"<@{BOT}> the one where brad pitt plays death", mentions=True, author=ANN)
        await finder.asked.wait()
        await stage.server.press_id("reelcall:privacy:forget", author=ANN)
        await stage.server.requested("POST", r"/webhooks/\d+/[^/]+")
        finder.go_on.set()
        await stage.server.requested("POST", MESSAGES)
        waiting = await store.outbox.waiting()
        left = b"".join(file.read_bytes() for file in (tmp_path / "home").glob("sessions.db*"))
        await stage.server.posted()
        exported = await store.people.export(keys.person(ANN))

    assert waiting == ()
    assert str(ANN).encode() not in left
    assert exported.empty


async def test_who_asks_too_fast_is_told_when_to_go_on_and_gets_the_words_back(stage: Stage, tmp_path: Path) -> None:
    async with house(stage.server, tmp_path / "home", per_person=2):
        await stage.server.say(f"<@{BOT}> the one where brad pitt plays death", mentions=True, author=ANN)
        first = await stage.server.posted(1)
        await stage.server.say(f"<@{BOT}> a shark at the *beach*", mentions=True, author=BEN)
        await stage.server.posted(2)
        await stage.server.press(int(first["id"]), "Not this", author=ANN)
        await stage.server.posted(3)
        pressed = await stage.server.press(int(first["id"]), "Not this", author=ANN)
        told = await stage.server.requested("POST", rf"/webhooks/\d+/token-{pressed}")
        found = await stage.server.find("a *ship* @everyone", author=ANN)
        given_back = await stage.server.requested("PATCH", rf"/webhooks/\d+/token-{found}/messages/@original")
        await stage.server.say(f"<@{BOT}> older", mentions=True, author=ANN)
        said = await stage.server.posted(4)

    moment = int(FakeClock().now().timestamp()) + 30
    sentence = wording_house.TOO_SOON.format(when=f"<t:{moment}:R>")
    assert (told.body["content"], told.body["flags"]) == (sentence, 64)
    assert given_back.body["content"] == f"{sentence}\nYou said: a \\*ship\\* @\u200beveryone"
    assert shown(said) == f"{sentence}\nYou said: older"


async def test_seen_films_stay_out_of_ones_own_answers_and_in_those_of_others(stage: Stage, tmp_path: Path) -> None:
    async with house(stage.server, tmp_path / "home"):
        added = await moves.command(stage.server, "seen add", film="The Seventh Seal")
        await stage.server.requested("PATCH", rf"/webhooks/\d+/token-{added}/messages/@original")
        chosen = await stage.server.press_id("reelcall:seen:out:0")
        await stage.server.requested("PATCH", rf"/webhooks/\d+/token-{chosen}/messages/@original")
        for number, author in enumerate((ANN, BEN), start=1):
            await stage.server.say(f"<@{BOT}> death plays chess on the beach", mentions=True, author=author)
            await stage.server.posted(number)
        anns, bens = [await stage.server.posted(number) for number in (1, 2)]

    assert "The Seventh Seal" not in shown(anns)
    assert "The Seventh Seal" in shown(bens)
