"""Whole searches with the card's buttons and selects, over the real conversation and store."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.core import phrasing
from bot.core.keeping import ServerSettings
from bot.core.types import Action, ConversationId, PersonId, ServerId
from bot.discord_app import wording, wording_house
from tests.bot.discord_app.house import house
from tests.bot.discord_app.stage import Stage
from tests.fakes.discord_payloads import (
    ALL_PERMISSIONS,
    ANN,
    BEN,
    BOT,
    CHANNEL,
    DIRECT,
    EPHEMERAL,
    GUILD,
    VIEW,
    Payload,
    buttons,
    is_greyed,
    options,
    shown,
)
from tests.fakes.finder import StalledFinder
from tests.small_world import FILMS, JOE_BLACK

DEATH = "the one where brad pitt plays death"
ORIGINAL = r"/webhooks/\d+/[^/]+/messages/@original"
FOLLOWUP = r"/webhooks/\d+/[^/]+"
MESSAGES = rf"/channels/{CHANNEL}/messages"


async def found(stage: Stage, text: str = DEATH, *, author: int = ANN, times: int = 1) -> Payload:
    """Somebody mentions the bot and gets an answer; its link to the search is written right after."""
    await stage.server.say(f"<@{BOT}> {text}", mentions=True, author=author)
    card = await stage.server.posted(times)
    await asyncio.sleep(0.2)
    return card


async def found_privately(stage: Stage) -> int:
    """Somebody gets an answer that only they see; its id."""
    await stage.server.find(DEATH, private=True)
    await stage.server.requested("PATCH", ORIGINAL)
    await asyncio.sleep(0.2)
    return next(reversed(stage.server.messages))


async def shared_from_one_screen(stage: Stage) -> int:
    """The same, after its film was shared; the answer is as it still stands on another screen of theirs."""
    private = await found_privately(stage)
    seen = stage.server.messages[private]
    await stage.server.press(private, "Share")
    await stage.server.requested("PATCH", ORIGINAL, times=2)
    stage.server.messages[private] = seen
    return private


async def test_find_refine_not_this_that_s_it(stage: Stage, tmp_path: Path) -> None:
    async with house(stage.server, tmp_path / "home"):
        card = int((await found(stage))["id"])
        pressed = await stage.server.press(card, "Refine…")
        window = await stage.server.requested("POST", rf"/interactions/{pressed}/[^/]+/callback")
        await stage.server.submit(card, "black and white", window=window.body["data"])
        refined = await stage.server.posted(2)
        await asyncio.sleep(0.2)
        await stage.server.press(int(refined["id"]), "Not this")
        other = await stage.server.posted(3)
        await asyncio.sleep(0.2)
        await stage.server.press(int(other["id"]), "That's it")
        settled = await stage.server.requested("PATCH", ORIGINAL)

    assert "The Seventh Seal (1957)" in shown(refined)
    assert "### The Seventh Seal" not in shown(other)
    assert "it is. “start over” begins another search." in shown(settled.body)
    assert list(buttons(settled.body)) == ["More like this", "Seen it", "Refine…"]
    assert len(stage.server.made("POST", MESSAGES)) == 3  # the message that was pressed shows it, no new one


async def test_a_runner_up_opens_in_the_same_message_for_anybody_after_a_restart(stage: Stage, tmp_path: Path) -> None:
    async with house(stage.server, tmp_path / "home"):
        card = await found(stage)
    second = next(iter(options(card)))
    async with house(stage.server, tmp_path / "home"):
        await stage.server.choose(int(card["id"]), second, author=BEN)
        opened = await stage.server.requested("PATCH", ORIGINAL)

    assert shown(opened.body).startswith(f"### {second}")
    assert "Meet Joe Black (1998)" in options(opened.body)
    assert len(stage.server.made("POST", MESSAGES)) == 1


async def test_more_films_brings_the_next_ones(stage: Stage, tmp_path: Path) -> None:
    async with house(stage.server, tmp_path / "home"):
        card = await found(stage)
        await stage.server.choose(int(card["id"]), "More films")
        more = await stage.server.posted(2)

    def of_films(message: Payload) -> set[str]:
        return {label for label, (_, value) in options(message).items() if value.startswith("open:")}

    assert len(of_films(more)) == len(of_films(card)) == 4
    assert not of_films(more) & of_films(card)
    assert "Meet Joe Black" not in shown(more)


async def test_a_clue_is_taken_back_and_undo_brings_it_again(stage: Stage, tmp_path: Path) -> None:
    async with house(stage.server, tmp_path / "home"):
        first = await found(stage)
        await stage.server.say("black and white", reply_to=int(first["id"]), mentions=True)
        narrowed = await stage.server.posted(2)
        await asyncio.sleep(0.2)
        await stage.server.choose(int(narrowed["id"]), "Forget: black and white")
        wider = await stage.server.posted(3)
        await asyncio.sleep(0.2)
        await stage.server.choose(int(wider["id"]), "Undo")
        back = await stage.server.posted(4)

    assert "-# Understood: Brad Pitt · black and white\n" in shown(narrowed)
    assert "-# Understood: Brad Pitt\n" in shown(wider)
    assert "-# Understood: Brad Pitt · black and white\n" in shown(back)


async def test_two_people_in_one_channel_press_their_own_searches(stage: Stage, tmp_path: Path) -> None:
    async with house(stage.server, tmp_path / "home"):
        anns = await found(stage, author=ANN)
        bens = await found(stage, "a shark at the beach", author=BEN, times=2)
        await stage.server.press(int(anns["id"]), "Not this", author=ANN)
        await stage.server.posted(3)
        await stage.server.press(int(bens["id"]), "Not this", author=BEN)
        last = await stage.server.posted(4)

    assert "### Jaws" in shown(bens)
    assert "### Jaws" not in shown(last)
    assert "Meet Joe Black" not in shown(bens).split("**2.**")[0]


async def test_what_was_seen_is_kept_for_whoever_pressed(stage: Stage, tmp_path: Path) -> None:
    async with house(stage.server, tmp_path / "home") as store:
        card = await found(stage)
        await stage.server.press(int(card["id"]), "Seen it", author=BEN)
        answer = await stage.server.posted(2)
        kept = [await store.seen.seen(PersonId(f"discord:{person}")) for person in (ANN, BEN)]

    assert "### Meet Joe Black" not in shown(answer)
    assert kept == [frozenset(), {JOE_BLACK.film_id}]


async def test_what_a_server_never_shows_no_press_brings_up(stage: Stage, tmp_path: Path) -> None:
    async with house(stage.server, tmp_path / "home") as store:
        card = await found(stage)
        themes = ServerSettings(themes=("chess",))
        await store.settings.change(ServerId(f"discord:{GUILD}"), lambda _: themes)
        await stage.server.choose(int(card["id"]), "The Seventh Seal (1957)")
        told = await stage.server.requested("POST", FOLLOWUP)
        await stage.server.press(int(card["id"]), "More like this")
        alike = await stage.server.posted(2)

    assert phrasing.NOT_LISTED in shown(told.body)
    assert "The Seventh Seal" not in shown(alike)


async def test_a_private_answer_is_shared_as_the_film_without_the_words(stage: Stage, tmp_path: Path) -> None:
    async with house(stage.server, tmp_path / "home"):
        kept = await found_privately(stage)
        private = await stage.server.requested("PATCH", ORIGINAL)
        await stage.server.press(kept, "Share")
        shared = await stage.server.posted()
        left = await stage.server.requested("PATCH", ORIGINAL, times=2)
        await stage.server.press(int(shared["id"]), "More like this", author=BEN)
        alike = await stage.server.posted(2)

    assert "Share" in buttons(private.body)
    assert wording.ONLY_YOU not in shown(private.body)
    assert shown(shared).startswith(f"-# Shared by user{ANN}\n")
    assert "### Meet Joe Black (1998)" in shown(shared)
    assert DEATH not in shown(shared)
    assert not shared["flags"] & EPHEMERAL
    assert (wording.SHARED_MARK in shown(left.body), "Share" in buttons(left.body)) == (True, False)
    assert phrasing.alike("Meet Joe Black") in shown(alike)


async def test_where_the_bot_may_not_write_there_is_nothing_to_share(stage: Stage, tmp_path: Path) -> None:
    stage.server.permissions = VIEW
    async with house(stage.server, tmp_path / "home"):
        await stage.server.find(DEATH, private=True)
        private = await stage.server.requested("PATCH", ORIGINAL)

    assert wording.ONLY_YOU in shown(private.body)
    assert "Share" not in buttons(private.body)


async def test_a_permission_that_is_taken_away_before_sharing_is_said(stage: Stage, tmp_path: Path) -> None:
    async with house(stage.server, tmp_path / "home"):
        private = await found_privately(stage)
        stage.server.permissions = VIEW
        await stage.server.press(private, "Share")
        told = await stage.server.requested("POST", FOLLOWUP)
        stage.server.permissions = ALL_PERMISSIONS

    assert (told.body["content"], told.body["flags"]) == (wording.CANNOT_SHARE, EPHEMERAL)
    assert not stage.server.made("POST", MESSAGES)


async def test_a_share_that_discord_refuses_is_said(stage: Stage, tmp_path: Path) -> None:
    stage.server.refuse("POST", MESSAGES, status=403, code=50013)
    async with house(stage.server, tmp_path / "home"):
        await stage.server.press(await found_privately(stage), "Share")
        told = await stage.server.requested("POST", FOLLOWUP)

    assert told.body["content"] == wording.CANNOT_SHARE


async def test_a_film_that_may_not_be_shown_any_more_is_not_shared(stage: Stage, tmp_path: Path) -> None:
    async with house(stage.server, tmp_path / "home") as store:
        private = await found_privately(stage)
        await store.settings.change(ServerId(f"discord:{GUILD}"), lambda _: ServerSettings(themes=("death",)))
        await stage.server.press(private, "Share")
        told = await stage.server.requested("POST", FOLLOWUP)

    assert (shown(told.body), told.body["flags"] & EPHEMERAL) == (phrasing.NOT_LISTED, EPHEMERAL)
    assert not stage.server.made("POST", MESSAGES)
    assert len(stage.server.made("PATCH", ORIGINAL)) == 1


async def test_share_pressed_twice_posts_once(stage: Stage, tmp_path: Path) -> None:
    async with house(stage.server, tmp_path / "home"):
        private = await shared_from_one_screen(stage)
        await stage.server.press(private, "Share")
        await stage.server.requested("PATCH", ORIGINAL, times=3)

    (nonce,) = {request.body["nonce"] for request in stage.server.made("POST", MESSAGES)}
    assert len(nonce) <= 25
    assert len(stage.server._posted) == 1


async def test_two_films_of_one_private_answer_are_both_shared(stage: Stage, tmp_path: Path) -> None:
    async with house(stage.server, tmp_path / "home"):
        private = await shared_from_one_screen(stage)
        seen = stage.server.messages[private]
        other = next(label for label, (_, value) in options(seen).items() if value.startswith("open:"))
        await stage.server.choose(private, other)
        await stage.server.requested("PATCH", ORIGINAL, times=3)
        await stage.server.press(private, "Share")
        second = await stage.server.posted(2)

    assert f"### {other}" in shown(second)


async def test_what_was_asked_stays_above_a_film_that_is_opened(stage: Stage, tmp_path: Path) -> None:
    async with house(stage.server, tmp_path / "home"):
        await stage.server.find("death plays *chess*")
        card = await stage.server.posted()
        await asyncio.sleep(0.2)
        await stage.server.choose(int(card["id"]), next(iter(options(card))))
        opened = await stage.server.requested("PATCH", ORIGINAL)

    assert shown(opened.body).startswith("-# Asked: death plays \\*chess\\*\n### ")


@pytest.mark.parametrize("label", ["Not this", "That's it"])
async def test_a_press_is_acknowledged_however_long_the_encoder_hangs(stage: Stage, tmp_path: Path, label: str) -> None:
    finder = StalledFinder(FILMS)
    finder.go_on.set()
    async with house(stage.server, tmp_path / "home", finder=finder):
        card = await found(stage)
        finder.go_on.clear()
        pressed = await stage.server.press(int(card["id"]), label)
        acknowledged = await stage.server.requested("POST", rf"/interactions/{pressed}/[^/]+/callback")
        assert not stage.server.made("PATCH", ORIGINAL)
        finder.go_on.set()
        if label == "Not this":
            await stage.server.posted(2)
        else:
            await stage.server.requested("PATCH", ORIGINAL)

    assert acknowledged.body == {"type": 6}


async def test_a_message_deleted_while_it_is_redrawn_costs_nothing_else(
    stage: Stage, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    stage.server.refuse("PATCH", ORIGINAL, status=404, code=10008)
    async with house(stage.server, tmp_path / "home"):
        card = await found(stage)
        await stage.server.press(int(card["id"]), "That's it")
        await stage.server.requested("PATCH", ORIGINAL)
        await found(stage, "a shark at the beach", author=BEN, times=2)

    assert "A turn failed" not in caplog.text


async def test_a_forgotten_search_is_greyed_but_its_film_can_still_lead_on(stage: Stage) -> None:
    async with stage.bot():
        await stage.server.find("a shark")
        card = int((await stage.card())["id"])
        stage.links.kept.clear()
        await stage.server.press(card, "That's it")
        greyed = await stage.server.requested("PATCH", ORIGINAL)
        await stage.server.press_id("reelcall:like:tt0119643")
        await stage.server.requested("PATCH", ORIGINAL, times=2)

    assert is_greyed(greyed.body)
    assert shown(greyed.body).endswith(f"-# {wording.FORGOTTEN_MARK}")
    assert stage.conversation.turns[-1].action is Action.LIKE


async def test_refining_a_forgotten_card_in_direct_messages_begins_a_new_search(stage: Stage, tmp_path: Path) -> None:
    """As its answer says; the search that goes on there is another one, and what is typed was not meant for it."""
    async with house(stage.server, tmp_path / "home"):
        await stage.server.find("a shark at the beach", channel=DIRECT)
        old = int((await stage.server.posted())["id"])
        await asyncio.sleep(0.2)
        await stage.server.find(DEATH, channel=DIRECT)
        await stage.server.posted(2)
        pressed = await stage.server.press(old, "Refine…")
        window = await stage.server.requested("POST", rf"/interactions/{pressed}/[^/]+/callback")
        await stage.server.submit(old, "black and white", window=window.body["data"])
        answer = await stage.server.posted(3)
        await stage.server.say("chess", channel=DIRECT)
        after = await stage.server.posted(4)

    assert wording.STARTED_ANEW in shown(answer)
    assert "-# Understood: probably black and white\n-# Using 1 message " in shown(answer)
    assert "-# Understood: probably black and white\n-# Using 2 messages " in shown(after)


async def test_more_like_this_on_a_film_in_direct_messages_starts_over(stage: Stage) -> None:
    async with stage.bot():
        await stage.server.command("film", {"title": "Jaws"}, channel=DIRECT)
        card = await stage.card()
        stage.links.kept.clear()
        await stage.server.press(int(card["id"]), "More like this")
        await stage.server.posted(2)

    (turn,) = stage.conversation.turns[1:]
    assert (turn.action, turn.conversation_id, turn.anew) == (Action.LIKE, f"discord:dm:{DIRECT}", True)


async def test_a_film_like_this_that_is_refused_leaves_the_search_in_direct_messages(
    stage: Stage, tmp_path: Path
) -> None:
    async with house(stage.server, tmp_path / "home", per_person=2) as store:
        await stage.server.say(DEATH, channel=DIRECT)
        await stage.server.posted()
        await stage.server.command("similar", {"title": "Jaws"}, channel=DIRECT)
        alike = await stage.server.posted(2)
        await stage.server.command("similar", {"title": "Troy"}, channel=DIRECT)
        refused = await stage.server.requested("PATCH", ORIGINAL)
        kept = await store.sessions.load(ConversationId(f"discord:dm:{DIRECT}"))

    assert phrasing.alike("Jaws") in shown(alike)
    assert refused.body["content"].startswith(wording_house.TOO_SOON.partition("{")[0])
    assert kept is not None
    assert [str(clue.value) for clue in kept.state.clues if "Jaws" in str(clue.value)]


async def test_a_note_in_answer_to_a_press_is_for_whoever_pressed(stage: Stage, tmp_path: Path) -> None:
    async with house(stage.server, tmp_path / "home"):
        card = await found(stage)
        await stage.server.choose(int(card["id"]), "Undo", author=BEN)
        told = await stage.server.requested("POST", FOLLOWUP)

    assert (shown(told.body), told.body["flags"] & EPHEMERAL) == (phrasing.BACK_AT_THE_START, EPHEMERAL)
    assert len(stage.server.made("POST", MESSAGES)) == 1
