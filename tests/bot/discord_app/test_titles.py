"""`/film` and `/similar`: from what is typed to a card."""

from __future__ import annotations

from dataclasses import replace

import pytest
from discord import ui

from bot.core.keeping import ServerSettings
from bot.core.types import Action, Reply, ReplyKind, ServerId
from bot.discord_app import wording
from bot.discord_app.titles import Wanted, Which, question, suggestions
from retrieval.types import FilmId, TitleMatch
from tests.bot.discord_app.stage import Stage
from tests.fakes import discord_moves as moves
from tests.fakes.discord_payloads import CHANNEL, EPHEMERAL, GUILD, LAYOUT, VIEW, options, shown
from tests.fakes.discord_spec import DiscordSpec
from tests.small_world import JAWS, JOE_BLACK

ORIGINAL = r"/webhooks/\d+/[^/]+/messages/@original"
MESSAGES = rf"/channels/{CHANNEL}/messages"
HOSTILE = "*@everyone* ` [x](https://y.z) || مدينة 👨‍👩‍👧‍👦 \u202e" * 12


async def test_what_is_suggested_is_a_title_with_its_year_and_stands_for_an_id(stage: Stage) -> None:
    async with stage.bot():
        suggested = await moves.suggested(stage.server, "film", "title", "ja")

    assert suggested == [{"name": "Jaws (1975)", "value": JAWS.film_id}]


async def test_suggestions_that_fail_are_none_and_what_was_typed_is_not_logged(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    stage.finder.failure = RuntimeError("jaws of memory")
    async with stage.bot():
        suggested = await moves.suggested(stage.server, "similar", "title", "jaws of memory")

    assert suggested == []
    assert "jaws of memory" not in caplog.text
    assert "Nothing could be suggested: RuntimeError" in caplog.text


@pytest.mark.parametrize(("command", "action"), [("film", Action.OPEN), ("similar", Action.LIKE)])
@pytest.mark.parametrize("typed", ["tt0119643", "meet joe black"])
async def test_a_chosen_film_and_a_title_written_out_are_answered_in_the_channel(
    stage: Stage, command: str, action: Action, typed: str
) -> None:
    async with stage.bot():
        interaction = await stage.server.command(command, {"title": typed})
        acknowledged = await stage.server.requested("POST", rf"/interactions/{interaction}/[^/]+/callback")
        answer = await stage.server.posted()
        await stage.server.requested("DELETE", ORIGINAL)

    (turn,) = stage.conversation.turns
    assert acknowledged.body == {"type": 5, "data": {"flags": EPHEMERAL}}
    assert (turn.action, turn.film_id, turn.conversation_id) == (action, JOE_BLACK.film_id, f"discord:{interaction}")
    assert "Meet Joe Black" in shown(answer)


async def test_private_is_private(stage: Stage) -> None:
    async with stage.bot():
        await stage.server.command("film", {"title": "jaws", "private": True})
        answer = await stage.server.requested("PATCH", ORIGINAL)

    assert "Meet Joe Black" in shown(answer.body)
    assert not stage.server.made("POST", MESSAGES)


async def test_a_title_that_is_misspelt_is_asked_back_and_the_choice_is_answered(stage: Stage) -> None:
    async with stage.bot():
        await stage.server.command("similar", {"title": "jawz"})
        asked = await stage.server.requested("PATCH", ORIGINAL)
        await stage.server.choose(next(reversed(stage.server.messages)), "Jaws (1975)")
        await stage.server.posted()
        await stage.server.requested("DELETE", ORIGINAL)

    assert wording.DID_YOU_MEAN in shown(asked.body)
    assert [(turn.action, turn.film_id) for turn in stage.conversation.turns] == [(Action.LIKE, JAWS.film_id)]


async def test_a_choice_where_the_bot_may_not_write_takes_the_question_s_place(stage: Stage) -> None:
    stage.server.permissions = VIEW
    async with stage.bot():
        await stage.server.command("film", {"title": "jawz"})
        await stage.server.requested("PATCH", ORIGINAL)
        await stage.server.choose(next(reversed(stage.server.messages)), "Jaws (1975)")
        answer = await stage.server.requested("PATCH", ORIGINAL, times=2)

    assert wording.ONLY_YOU in shown(answer.body)
    assert not options(answer.body).keys() & {"Jaws (1975)"}
    assert not stage.server.made("POST", MESSAGES)


async def test_a_choice_that_the_server_shuts_out_meanwhile_is_told_to_the_asker_alone(stage: Stage) -> None:
    stage.conversation.answer = lambda _: Reply(kind=ReplyKind.NOTE, text="Not here.")
    async with stage.bot():
        await stage.server.command("film", {"title": "jawz"})
        await stage.server.requested("PATCH", ORIGINAL)
        await stage.server.choose(next(reversed(stage.server.messages)), "Jaws (1975)")
        told = await stage.server.requested("POST", r"/webhooks/\d+/[^/]+")

    assert (shown(told.body), told.body["flags"] & EPHEMERAL) == ("Not here.", EPHEMERAL)
    assert not stage.server.made("POST", MESSAGES)


async def test_a_title_of_several_films_is_answered_with_a_choice(stage: Stage) -> None:
    twins = replace(JAWS, title="Twins"), replace(JOE_BLACK, title="Twins")
    stage.finder.catalogue = {film.film_id: film for film in twins}
    async with stage.bot():
        await stage.server.command("film", {"title": "twins"})
        asked = await stage.server.requested("PATCH", ORIGINAL)

    assert wording.WHICH_FILM in shown(asked.body)
    assert [label.split(" · ")[0] for label in options(asked.body)] == ["Twins (1998)", "Twins (1975)"]


async def test_what_a_server_never_shows_is_neither_suggested_nor_asked_back(stage: Stage) -> None:
    await stage.people.settings.change(ServerId(f"discord:{GUILD}"), lambda _: ServerSettings(themes=("shark",)))
    async with stage.bot():
        suggested = await moves.suggested(stage.server, "film", "title", "ja")
        await stage.server.command("film", {"title": "jaws"})
        told = await stage.server.requested("PATCH", ORIGINAL)

    assert suggested == []
    assert told.body["content"] == wording.NO_SUCH_TITLE
    assert not stage.conversation.turns


async def test_a_title_like_none_says_so(stage: Stage) -> None:
    async with stage.bot():
        await stage.server.command("film", {"title": "@everyone *zzz*"})
        told = await stage.server.requested("PATCH", ORIGINAL)

    assert told.body["content"] == wording.NO_SUCH_TITLE
    assert not stage.conversation.turns


@pytest.mark.parametrize("private", [False, True])
def test_any_titles_fit(spec: DiscordSpec, *, private: bool) -> None:
    matches = [TitleMatch(FilmId(f"tt{number}" * 10), HOSTILE, 1999, HOSTILE) for number in range(40)]
    matches.insert(0, TitleMatch(FilmId("x" * 101), "an id that is too long", None))
    choices = suggestions(matches)
    view: ui.LayoutView = question(wording.WHICH_FILM, matches, Which(Wanted.SIMILAR, private))
    body = {"components": view.to_components(), "flags": LAYOUT}  # type: ignore[no-untyped-call]
    callback = {"type": 8, "data": {"choices": [choice.to_dict() for choice in choices]}}

    assert len(choices) == 24
    assert all(1 <= len(choice.name) <= 100 for choice in choices)
    assert all("(1999)" in choice.name for choice in choices)
    assert spec.problems("POST", "/channels/1/messages", {}, body) == []
    assert spec.problems("POST", "/interactions/1/token/callback", {}, callback) == []
