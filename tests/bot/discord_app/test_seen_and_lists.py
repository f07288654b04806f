"""`/seen` and `/lists`, driven through the fake Discord."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from bot.core.errors import StoreError
from bot.core.keeping import FilmList, ServerSettings
from bot.core.limits import Pace
from bot.core.types import PersonId, ServerId
from bot.discord_app import wording_house as words
from bot.discord_app.list_views import value_of
from retrieval.types import FilmId
from tests.bot.discord_app.stage import Stage
from tests.fakes import discord_moves as moves
from tests.fakes.discord_payloads import (
    ALL_PERMISSIONS,
    ANN,
    BEN,
    DIRECT,
    EPHEMERAL,
    GUILD,
    MANAGE_MESSAGES,
    Payload,
    buttons,
    selects,
    shown,
)
from tests.fakes.finder import FakeFinder
from tests.small_world import FILMS, JAWS, NEMO, TROY

CALLBACK = r"/interactions/{}/[^/]+/callback"
ORIGINAL = r"/webhooks/\d+/token-{}/messages/@original"
FOLLOWUP = r"/webhooks/\d+/[^/]+"
CLUB = ServerId(f"discord:{GUILD}")
ann, ben = PersonId(f"discord:{ANN}"), PersonId(f"discord:{BEN}")
FIRST = f"list {1:050}"
"""What a suggestion of the first list that is made stands for."""
MODERATOR = ALL_PERMISSIONS | MANAGE_MESSAGES


async def answer(stage: Stage, interaction: int) -> Payload:
    """What a command or a press was answered; all of it is for the asker's eyes."""
    edited = await stage.server.requested("PATCH", ORIGINAL.format(interaction))
    (acknowledged,) = stage.server.made("POST", CALLBACK.format(interaction))
    assert acknowledged.body in ({"type": 5, "data": {"flags": EPHEMERAL}}, {"type": 6})
    assert not stage.server.made("POST", r"/channels/\d+/messages")
    body: Payload = edited.body
    return body


async def did(stage: Stage, name: str, /, **options: Any) -> str:
    """The sentence or the text that Ann's command in the server was answered."""
    return shown(await answer(stage, await moves.command(stage.server, name, **options)))


async def kept(stage: Stage) -> tuple[FilmList, ...]:
    return await stage.people.lists.lists(server=CLUB, person=ann)


# Seen films


async def test_a_film_is_noted_as_seen_by_its_title_and_taken_off_again(stage: Stage) -> None:
    async with stage.bot():
        said = [
            await did(stage, "seen add", film="Jaws"),
            await did(stage, "seen add", film=TROY.film_id),
            await did(stage, "seen show"),
            await did(stage, "seen remove", film="Jaws"),
        ]

    assert said[0] == words.SEEN_ADDED.format(film="Jaws (1975)")
    assert "1\\. Troy (2004)\n2\\. Jaws (1975)" in said[2]
    assert words.SEEN_IN in said[2]
    assert said[3] == words.SEEN_TAKEN.format(film="Jaws (1975)")
    assert await stage.people.seen.seen(ann) == {TROY.film_id}


@pytest.mark.parametrize("title", ["No Such *Film* @everyone", "x"])
async def test_a_title_that_names_no_film_is_given_back(stage: Stage, title: str) -> None:
    async with stage.bot():
        said = await did(stage, "seen add", film=title)

    assert said.startswith("The catalogue has no film called “")
    assert "@everyone" not in said
    assert await stage.people.seen.seen(ann) == frozenset()


async def test_a_long_list_has_pages_and_films_can_be_taken_off_them_after_a_restart(stage: Stage) -> None:
    for number in range(5):
        await stage.people.seen.mark_seen(ann, FilmId(f"tt000000{number}"))  # of a catalogue that is gone
    for film in FILMS:
        await stage.people.seen.mark_seen(ann, film.film_id)
    async with stage.bot():
        first = await answer(stage, await moves.command(stage.server, "seen show", channel=DIRECT))
    async with stage.bot():
        turned = await stage.server.press_id(buttons(first)[words.NEXT_LABEL], channel=DIRECT)
        second = await answer(stage, turned)
        (select,) = selects(second)
        taken = await answer(stage, await moves.choose(stage.server, select, "tt0000000", channel=DIRECT))

    assert "Films you have seen: 17" in shown(first)
    assert "Page 1 of 2" in shown(first)
    assert "16\\. tt0000001\n17\\. tt0000000" in shown(second)
    assert "Films you have seen: 16" in shown(taken)
    assert FilmId("tt0000000") not in await stage.people.seen.seen(ann)


async def test_leaving_seen_films_out_is_one_press_and_can_be_taken_back(stage: Stage) -> None:
    async with stage.bot():
        body = await answer(stage, await moves.command(stage.server, "seen show"))
        assert words.SEEN_NONE in shown(body)
        pressed = await stage.server.press_id(buttons(body)[words.LEAVE_OUT_LABEL])
        out = await answer(stage, pressed)
        assert await stage.people.seen.leaves_seen_out(ann)
        back = await answer(stage, await stage.server.press_id(buttons(out)[words.LET_IN_LABEL]))

    assert (words.SEEN_OUT in shown(out), words.SEEN_IN in shown(back)) == (True, True)
    assert not await stage.people.seen.leaves_seen_out(ann)
    assert not await stage.people.seen.leaves_seen_out(ben)


async def test_titles_are_suggested_for_seen_films_and_for_lists(stage: Stage) -> None:
    async with stage.bot():
        found = [await moves.suggested(stage.server, command, "film", "ja") for command in ("seen add", "lists add")]

    assert found == [[{"name": "Jaws (1975)", "value": JAWS.film_id}]] * 2


LOST = FilmId("tt7654321")
"""Of a catalogue that is gone."""


async def test_what_can_be_taken_off_is_suggested_from_the_list(stage: Stage) -> None:
    await stage.people.lists.create("other", server=CLUB, person=ann)
    best = await stage.people.lists.create("best", server=CLUB, person=ann)
    for film_id in (TROY.film_id, LOST, NEMO.film_id):
        await stage.people.lists.put(best.list_id, film_id)
    async with stage.bot():
        typed = [("best", ""), (value_of(best), "TROY 2"), ("best", "tt765"), ("best", "ja"), ("other", ""), ("?", "")]
        found = [await moves.suggested(stage.server, "lists remove", "film", one, list=name) for name, one in typed]
        unnamed = await moves.suggested(stage.server, "lists remove", "film", "")

    every = [
        {"name": "Troy (2004)", "value": TROY.film_id},
        {"name": LOST, "value": LOST},
        {"name": "Finding Nemo (2003)", "value": NEMO.film_id},
    ]
    assert found == [every, every[:1], every[1:2], [], [], []]
    assert unnamed == []


async def test_what_can_be_taken_back_is_suggested_from_the_films_seen(stage: Stage) -> None:
    for film_id in (TROY.film_id, LOST):
        await stage.people.seen.mark_seen(ann, film_id)
    async with stage.bot():
        every = await moves.suggested(stage.server, "seen remove", "film", "t")
        said = await did(stage, "seen remove", film=LOST)

    assert [one["value"] for one in every] == [LOST, TROY.film_id]
    assert said == words.SEEN_TAKEN.format(film=LOST)
    assert await stage.people.seen.seen(ann) == {TROY.film_id}


async def test_of_several_films_of_one_title_the_one_on_the_list_is_meant(stage: Stage) -> None:
    stage.finder = FakeFinder([JAWS, replace(JAWS, film_id=FilmId("tt2"), year=2030)])
    best = await stage.people.lists.create("best", server=CLUB, person=ann)
    await stage.people.lists.put(best.list_id, JAWS.film_id)
    async with stage.bot():
        said = await did(stage, "lists remove", list="best", film="Jaws")

    assert said == words.LIST_TAKEN.format(film="Jaws (1975)", name="best")


async def test_what_is_lost_or_not_shown_can_be_taken_off_a_list(stage: Stage) -> None:
    """What is not shown there is not suggested either; what is lost nobody knows more of than its id."""
    best = await stage.people.lists.create("best", server=CLUB, person=ann)
    for film_id in (JAWS.film_id, TROY.film_id, LOST):
        await stage.people.lists.put(best.list_id, film_id)
    await stage.people.settings.change(CLUB, lambda _: ServerSettings(themes=("shark",)))
    async with stage.bot():
        suggested = await moves.suggested(stage.server, "lists remove", "film", "", list="best")
        said = [await did(stage, "lists remove", list="best", film=film) for film in (LOST, "Jaws", "Jaws", "tt1")]
        (left,) = await kept(stage)

    assert [one["value"] for one in suggested] == [TROY.film_id, LOST]
    assert said[:2] == [words.LIST_TAKEN.format(film=film, name="best") for film in (LOST, "Jaws (1975)")]
    assert said[2] == words.LIST_LACKED.format(film="Jaws (1975)", name="best")
    assert said[3].startswith("The catalogue has no film called")
    assert left.films == (TROY.film_id,)


async def test_what_a_server_never_shows_is_neither_noted_nor_put_on_a_list_nor_listed_there(stage: Stage) -> None:
    one = await stage.people.lists.create("mine", server=None, person=ann)
    await stage.people.lists.put(one.list_id, JAWS.film_id)
    await stage.people.lists.put(one.list_id, TROY.film_id)
    await stage.people.settings.change(CLUB, lambda _: ServerSettings(themes=("shark",)))
    async with stage.bot():
        suggested = await moves.suggested(stage.server, "seen add", "film", "ja")
        said = [
            await did(stage, "seen add", film="Jaws"),
            await did(stage, "lists add", list="mine", film=JAWS.film_id),
        ]
        here = await did(stage, "lists show", list="mine")
        direct = await moves.command(stage.server, "lists show", channel=DIRECT, list="mine")
        elsewhere = shown(await answer(stage, direct))
        taken = await did(stage, "lists remove", list="mine", film="Jaws")

    assert suggested == []
    assert all(one.startswith("The catalogue has no film called") for one in said)
    assert here == f"### mine\n1\\. Troy (2004)\n{words.LIST_HIDDEN.format(count=1)}"
    assert "1\\. Jaws (1975)\n2\\. Troy (2004)" in elsewhere
    assert taken == words.LIST_TAKEN.format(film="Jaws (1975)", name="mine")
    assert await stage.people.seen.seen(ann) == frozenset()


async def test_who_asks_too_often_is_told_when_to_go_on_and_nothing_has_changed(stage: Stage) -> None:
    stage.pace = Pace(clock=stage.clock, per_person=2, per_server=0)
    async with stage.bot():
        body = await answer(stage, await moves.command(stage.server, "seen show"))
        await did(stage, "lists create", name="best")
        late = [
            await moves.command(stage.server, "lists create", name="worst"),
            await moves.command(stage.server, "seen add", film="Jaws"),
            await stage.server.press_id(buttons(body)[words.LEAVE_OUT_LABEL]),
        ]
        told = [await stage.server.requested("POST", CALLBACK.format(one)) for one in late]
        bens = await moves.command(stage.server, "seen show", author=BEN)
        await answer(stage, bens)

    for one in told:
        assert one.body["data"]["content"].startswith(words.TOO_SOON.partition("{")[0])
        assert one.body["data"]["flags"] == EPHEMERAL
    assert [one.name for one in await kept(stage)] == ["best"]
    assert (await stage.people.seen.seen(ann), await stage.people.seen.leaves_seen_out(ann)) == (frozenset(), False)


# Lists


async def test_the_life_of_a_list(stage: Stage) -> None:
    async with stage.bot():
        said = [
            await did(stage, "lists create", name="Best *ever*"),
            await did(stage, "lists add", list="best *ever*", film="Jaws"),
            await did(stage, "lists add", list="Best *ever*", film="Jaws"),
            await did(stage, "lists add", list=FIRST, film="Finding Nemo"),
            await did(stage, "lists show", list=FIRST),
            await did(stage, "lists remove", list=FIRST, film="Jaws"),
            await did(stage, "lists remove", list=FIRST, film="Jaws"),
            await did(stage, "lists rename", list=FIRST, name=" Fish\n"),
        ]
        (one,) = await kept(stage)
        said.append(await did(stage, "lists delete", list="fish"))

    name = "Best \\*ever\\*"
    assert said[:4] == [
        words.LIST_MADE.format(name=name),
        words.LIST_PUT.format(film="Jaws (1975)", name=name),
        words.LIST_HAD.format(film="Jaws (1975)", name=name),
        words.LIST_PUT.format(film="Finding Nemo (2003)", name=name),
    ]
    assert said[4] == f"### {name}\n1\\. Jaws (1975)\n2\\. Finding Nemo (2003)"
    assert said[5:] == [
        words.LIST_TAKEN.format(film="Jaws (1975)", name=name),
        words.LIST_LACKED.format(film="Jaws (1975)", name=name),
        words.LIST_RENAMED.format(name="Fish"),
        words.LIST_DELETED.format(name="Fish"),
    ]
    assert (one.films, one.server, await kept(stage)) == ((NEMO.film_id,), CLUB, ())


async def test_a_private_list_is_seen_by_its_maker_alone_and_also_in_direct_messages(stage: Stage) -> None:
    async with stage.bot():
        await did(stage, "lists create", name="mine", private=True)
        await did(stage, "lists create", name="ours")
        mine = shown(await answer(stage, await moves.command(stage.server, "lists show", channel=DIRECT)))
        bens = shown(await answer(stage, await moves.command(stage.server, "lists show", author=BEN)))
        await moves.choose(stage.server, "reelcall:lists:open", "1", author=BEN)
        reached = await stage.server.requested("POST", FOLLOWUP)
        direct = await moves.command(stage.server, "lists create", channel=DIRECT, name="also mine")
        await answer(stage, direct)

    assert ("mine" in mine, "ours" in mine) == (True, False)
    assert ("mine" in bens, "ours" in bens) == (False, True)
    assert reached.body["content"] == words.LIST_GONE
    assert [one.name for one in await stage.people.lists.lists(server=None, person=ann)] == ["also mine", "mine"]


async def test_everybody_puts_films_on_a_servers_list_but_only_some_do_more(stage: Stage) -> None:
    made = await stage.people.lists.create("best", server=CLUB, person=ann)
    async with stage.bot():
        put = await moves.command(stage.server, "lists add", author=BEN, list="best", film="Jaws")
        refused = [
            await moves.command(stage.server, "lists remove", author=BEN, list="best", film="Jaws"),
            await moves.command(stage.server, "lists rename", author=BEN, list="best", name="worst"),
            await moves.command(stage.server, "lists delete", author=BEN, list="best"),
        ]
        said = [shown(await answer(stage, one)) for one in (put, *refused)]
        (one,) = await kept(stage)
        allowed = await moves.command(
            stage.server, "lists delete", author=BEN, permissions=MODERATOR, list=value_of(made)
        )
        await answer(stage, allowed)

    assert said == ["Jaws (1975) is on best now.", *[words.NOT_YOURS] * 3]
    assert (one.name, one.films) == ("best", (JAWS.film_id,))
    assert await kept(stage) == ()


async def test_what_cannot_be_kept_is_said_in_a_sentence(stage: Stage) -> None:
    await stage.people.lists.create("best", server=CLUB, person=ben)
    async with stage.bot():
        taken = await did(stage, "lists create", name="BEST")
        unknown = await did(stage, "lists add", list="@everyone", film="Jaws")

    assert taken == "There is a list of that name already; choose another name."
    assert unknown.startswith("There is no list called “@\u200beveryone” here.")


async def test_a_name_that_is_a_number_means_no_other_list(stage: Stage) -> None:
    other = await stage.people.lists.create("other", server=CLUB, person=ann)
    number = await stage.people.lists.create(str(other.list_id), server=CLUB, person=ann)
    async with stage.bot():
        suggested = await moves.suggested(stage.server, "lists show", "list", "oth")
        shows = [
            await did(stage, "lists show", list=suggested[0]["value"]),
            await did(stage, "lists show", list=number.name),
            await did(stage, "lists show", list=str(number.list_id)),
        ]
        pressed = await moves.choose(stage.server, "reelcall:lists:open", str(other.list_id))
        opened = shown(await answer(stage, pressed))
        await did(stage, "lists delete", list=suggested[0]["value"])
        gone = await did(stage, "lists add", list=suggested[0]["value"], film="Jaws")

    assert [one.partition("\n")[0] for one in shows] == ["### other", "### 1", shows[2]]
    assert shows[2].startswith("There is no list called “2” here.")
    assert opened.startswith("### other")
    assert gone == words.LIST_GONE


async def test_lists_are_suggested_while_typing(stage: Stage) -> None:
    for number in range(24):
        await stage.people.lists.create(f"list {number:02} {'x' * 42}", server=CLUB, person=ben)
    for number in range(5):
        await stage.people.lists.create(f"own {number}", server=None, person=ann)
    async with stage.bot():
        every = await moves.suggest(stage.server, "lists show", "list", "")
        some = await moves.suggest(stage.server, "lists delete", "list", "OWN")
        answers = [await stage.server.requested("POST", CALLBACK.format(one)) for one in (every, some)]

    first, second = (one.body["data"]["choices"] for one in answers)
    assert (len(first), len(second)) == (25, 5)
    assert second[0] == {"name": "own 0 (0, private)", "value": f"list {25:050}"}
    assert all(len(choice["name"]) <= 100 for choice in first)


async def test_suggestions_that_fail_are_none_and_nobody_is_in_the_log(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    stage.people.lists.failure = StoreError("busy")
    async with stage.bot():
        suggested = await moves.suggested(stage.server, "lists show", "list", "secret words")

    assert suggested == []
    assert "Nothing could be suggested: StoreError" in caplog.text
    assert not {str(ANN), "secret words"} & set(re.findall(r"\d+|secret words", caplog.text))


async def test_from_one_list_one_gets_to_the_others_and_through_its_pages(stage: Stage) -> None:
    long = await stage.people.lists.create("long", server=CLUB, person=ben)
    await stage.people.lists.create("short", server=CLUB, person=ben)
    for number in range(16):
        await stage.people.lists.put(long.list_id, FilmId(f"tt{number}"))
    async with stage.bot():
        every = await answer(stage, await moves.command(stage.server, "lists show"))
        first = await answer(stage, await moves.choose(stage.server, "reelcall:lists:open", str(long.list_id)))
        second = await answer(stage, await stage.server.press_id(buttons(first)[words.NEXT_LABEL]))

    assert [option["label"] for option in selects(every)["reelcall:lists:open"]["options"]] == [
        "long (16)",
        "short (0)",
    ]
    assert "Page 1 of 2" in shown(first)
    assert "16\\. tt15" in shown(second)
    assert [option["label"] for option in selects(second)["reelcall:lists:open"]["options"]] == ["short (0)"]
