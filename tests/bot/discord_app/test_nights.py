"""`/night` from its start to the film that won, driven through the fake Discord."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.core.keeping import NightId, NightStarters, ServerSettings
from bot.discord_app import wording_house as words
from tests.bot.discord_app.house import house
from tests.bot.discord_app.night_stage import (
    BALLOT,
    CARD,
    CLUB,
    FOLLOWUP,
    ballot,
    ben,
    chosen_in,
    closed,
    did,
    drawn,
    started,
    vote,
)
from tests.bot.discord_app.requests import ORIGINAL
from tests.bot.discord_app.stage import Stage
from tests.fakes import discord_moves as moves
from tests.fakes.discord_payloads import (
    ALL_PERMISSIONS,
    ANN,
    BEN,
    CHANNEL,
    EPHEMERAL,
    MANAGE_EVENTS,
    MANAGE_SERVER,
    THREAD,
    buttons,
    selects,
    shown,
)
from tests.small_world import JAWS, TROY

MESSAGES = rf"/channels/{CHANNEL}/messages"


async def test_a_night_from_its_start_to_the_film_that_won(stage: Stage) -> None:
    async with stage.bot():
        card = await started(stage)
        said = [await did(stage, "night add", film="Troy"), await did(stage, "night add", film="Jaws", author=BEN)]
        said.append(await did(stage, "night add", film=JAWS.film_id))
        listed = await drawn(stage, card, 2)
        anns, bens = await ballot(stage, card, ANN), await ballot(stage, card, BEN)
        both = await vote(stage, TROY.film_id, JAWS.film_id)
        await vote(stage, JAWS.film_id, author=BEN)
        voted = await drawn(stage, card, 4)
        result = await closed(stage)
        await stage.server.requested("DELETE", CARD.format(card["id"]))

    public = [*stage.server.made("POST", MESSAGES), *stage.server.made("PATCH", CARD.format(r"\d+"))]
    assert [one.body["allowed_mentions"]["parse"] for one in public] == [[]] * 6
    assert shown(card).splitlines()[:3] == [words.NIGHT_TITLE, words.NIGHT_EMPTY, "0 people have voted."]
    assert card["components"][1]["components"][0]["disabled"] is True
    assert said == [
        words.NIGHT_NOMINATED.format(film="Troy (2004)"),
        words.NIGHT_NOMINATED.format(film="Jaws (1975)"),
        "This film is nominated already; you can vote for it.",
    ]
    assert f"1\\. Troy (2004) · <@{ANN}>\n2\\. Jaws (1975) · <@{BEN}>\n0 people have voted." in listed
    assert anns["flags"] & EPHEMERAL
    assert shown(bens).splitlines() == [words.BALLOT_TITLE, words.BALLOT_NONE, words.BALLOT_NOTE]
    assert [option["label"] for option in selects(bens)[BALLOT]["options"]] == ["Troy (2004)", "Jaws (1975)"]
    assert selects(bens)[BALLOT]["min_values"] == 0
    assert words.BALLOT_APPROVED.format(films="Troy (2004) · Jaws (1975)") in shown(both)
    assert chosen_in(both) == [TROY.film_id, JAWS.film_id]
    assert "2 people have voted." in voted
    assert not re.search(r"\d approval", voted)
    assert shown(result).splitlines() == [
        words.NIGHT_WON.format(film="Jaws (1975)"),
        words.NIGHT_BY_APPROVALS,
        f"1\\. Jaws (1975) · 2 approvals · <@{BEN}>",
        f"2\\. Troy (2004) · 1 approval · <@{ANN}>",
        "2 people have voted.",
        words.NIGHT_ERASED,
    ]
    assert not buttons(result)


async def test_of_equals_the_film_that_was_nominated_first_wins_and_the_card_says_so(stage: Stage) -> None:
    async with stage.bot():
        await started(stage)
        for film in ("Troy", "Jaws", "Finding Nemo"):
            await did(stage, "night add", film=film)
        await vote(stage, JAWS.film_id)
        await vote(stage, TROY.film_id, author=BEN)
        result = await closed(stage)

    assert shown(result).splitlines()[:2] == [
        words.NIGHT_WON.format(film="Troy (2004)"),
        words.NIGHT_BY_ORDER.format(count=2),
    ]


async def test_where_nobody_votes_no_film_wins(stage: Stage) -> None:
    async with stage.bot():
        await started(stage)
        await did(stage, "night add", film="Troy")
        await vote(stage, TROY.film_id)
        taken_back = await vote(stage)
        result = await closed(stage)

    assert words.BALLOT_NONE in shown(taken_back)
    assert chosen_in(taken_back) == []
    assert shown(result).splitlines()[:2] == [words.NIGHT_NOBODY, f"1\\. Troy (2004) · 0 approvals · <@{ANN}>"]


async def test_everything_goes_on_after_a_restart(stage: Stage, tmp_path: Path) -> None:
    """The whole house, with the real store."""
    async with house(stage.server, tmp_path / "home"):
        card = await started(stage)
        await did(stage, "night add", film="Troy")
        await did(stage, "night add", film="Jaws")
        await vote(stage, TROY.film_id)
        await drawn(stage, card, 3)
    async with house(stage.server, tmp_path / "home"):
        again = await ballot(stage, stage.server.messages[int(card["id"])], ANN)
        await vote(stage, JAWS.film_id, TROY.film_id, author=BEN)
        voted = await drawn(stage, card, 4)
        result = await closed(stage)

    assert chosen_in(again) == [TROY.film_id]
    assert "2 people have voted." in voted
    assert shown(result).splitlines()[0] == words.NIGHT_WON.format(film="Troy (2004)")


MANAGERS, EVENTS = NightStarters.MANAGERS, NightStarters.EVENTS


@pytest.mark.parametrize(
    ("starters", "permissions", "told"),
    [
        (NightStarters.EVERYONE, 0, None),
        (EVENTS, 0, words.NOT_STARTER_EVENTS),
        (EVENTS, MANAGE_EVENTS, None),
        (EVENTS, MANAGE_SERVER, None),
        (MANAGERS, MANAGE_EVENTS, words.NOT_STARTER_MANAGERS),
        (MANAGERS, MANAGE_SERVER, None),
    ],
)
async def test_a_server_says_who_may_start_a_night(
    stage: Stage, starters: NightStarters, permissions: int, told: str | None
) -> None:
    stage.people.settings.kept[CLUB] = ServerSettings(night_starters=starters)
    async with stage.bot():
        if told is None:
            await started(stage, permissions=ALL_PERMISSIONS | permissions)
        else:
            assert await did(stage, "night start", permissions=ALL_PERMISSIONS | permissions) == told

    assert len(stage.people.nights.kept) == (told is None)


async def test_a_night_is_closed_by_whoever_started_it_or_manages_the_server(stage: Stage) -> None:
    async with stage.bot():
        await started(stage)
        refused = await did(stage, "night close", author=BEN)
        assert stage.people.nights.kept[NightId(1)].open
        await closed(stage, author=BEN, permissions=ALL_PERMISSIONS | MANAGE_SERVER)
        late = [await did(stage, f"night {name}", **more) for name, more in NAMED if name != "show"]
        await started(stage, times=3, author=BEN)
        await closed(stage, times=4, author=BEN)

    assert (refused, late) == (words.NOT_CLOSER, [words.NIGHT_NONE] * 2)
    assert not any(night.open for night in stage.people.nights.kept.values())


async def test_a_film_is_taken_off_by_its_nominator_or_whoever_runs_the_night(stage: Stage) -> None:
    manager = ALL_PERMISSIONS | MANAGE_SERVER
    async with stage.bot():
        card = await started(stage)
        for film, author in (("Troy", ANN), ("Jaws", BEN), ("Finding Nemo", BEN)):
            await did(stage, "night add", film=film, author=author)
        await vote(stage, TROY.film_id, author=BEN)
        suggested = await moves.suggested(stage.server, "night remove", "film", "j")
        said = [
            await did(stage, "night remove", film="Troy", author=BEN),
            await did(stage, "night remove", film="The Seventh Seal"),
            await did(stage, "night remove", film="Jaws", author=BEN),
            await did(stage, "night remove", film="Finding Nemo"),
            await did(stage, "night remove", film=TROY.film_id, author=BEN, permissions=manager),
        ]
        listed = await drawn(stage, card, 7)

    assert suggested == [{"name": "Jaws (1975)", "value": JAWS.film_id}]
    assert said == [
        words.NOT_NOMINATOR,
        words.NIGHT_LACKED.format(film="The Seventh Seal (1957)"),
        *(words.NIGHT_REMOVED.format(film=film) for film in ("Jaws (1975)", "Finding Nemo (2003)", "Troy (2004)")),
    ]
    assert f"{words.NIGHT_EMPTY}\n0 people have voted." in listed


async def test_a_channel_has_one_night_and_another_one_has_its_own(stage: Stage) -> None:
    async with stage.bot():
        before = [await did(stage, f"night {name}", **more) for name, more in NAMED]
        await started(stage)
        twice = await did(stage, "night start", author=BEN)
        await started(stage, times=2, channel=THREAD)
        await did(stage, "night add", film="Troy", channel=THREAD)
        await closed(stage, times=3)

    assert before == [words.NIGHT_NONE] * 3
    assert twice == "A movie night is open in this channel. Show its card with /night show."
    assert {n.channel: (n.open, len(n.nominations)) for n in stage.people.nights.kept.values()} == {
        str(CHANNEL): (False, 0),
        str(THREAD): (True, 1),
    }


NAMED: list[tuple[str, dict[str, str]]] = [("add", {"film": "Troy"}), ("show", {}), ("close", {})]


async def test_the_card_comes_down_and_the_one_further_up_goes(stage: Stage) -> None:
    async with stage.bot():
        card = await started(stage)
        await did(stage, "night add", film="Troy")
        shown_again = await moves.command(stage.server, "night show")
        below = await stage.server.posted(2)
        await stage.server.requested("DELETE", CARD.format(card["id"]))
        await stage.server.requested("DELETE", ORIGINAL.format(shown_again))
        await did(stage, "night add", film="Jaws")
        listed = await drawn(stage, below, 1)

    assert "1\\. Troy (2004)" in shown(below)
    assert "2\\. Jaws (1975)" in listed


async def test_deleting_ones_data_takes_ballot_and_name_and_an_export_has_them(stage: Stage, tmp_path: Path) -> None:
    async with house(stage.server, tmp_path / "home") as store:
        card = await started(stage)
        await did(stage, "night add", film="Troy")
        await did(stage, "night add", film="Jaws", author=BEN)
        await vote(stage, JAWS.film_id)
        await vote(stage, TROY.film_id, author=BEN)
        await drawn(stage, card, 4)
        pressed = await stage.server.press_id("reelcall:privacy:export")
        exported = await stage.server.requested("POST", FOLLOWUP.format(pressed))
        pressed = await stage.server.press_id("reelcall:privacy:forget")
        await stage.server.requested("POST", FOLLOWUP.format(pressed))
        left = b"".join(file.read_bytes() for file in (tmp_path / "home").glob("sessions.db*"))
        kept = await store.nights.night(NightId(1))
        result = await closed(stage, permissions=ALL_PERMISSIONS | MANAGE_SERVER)

    file = exported.files["reelcall-data.json"].decode()
    assert '"nominated": [\n    "tt0332452"\n   ]' in file
    assert '"approved": [\n    "tt0073195"\n   ]' in file
    assert str(BEN) not in file
    assert kept is not None
    assert [one.person for one in kept.nominations] == [None, ben]
    assert str(ANN).encode() not in left
    assert "1\\. Troy (2004) · 1 approval\n" in shown(result)
