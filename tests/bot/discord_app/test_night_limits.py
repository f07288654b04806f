"""`/night` where something is full, gone, forbidden or over, driven through the fake Discord."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial

from bot.core.keeping import NightId, ServerSettings
from bot.core.limits import Pace
from bot.core.types import PersonId
from bot.discord_app import wording
from bot.discord_app import wording_house as words
from bot.night.rules import MOST_OF_ONE, nominate
from retrieval.types import Film, FilmId
from tests.bot.discord_app.night_stage import (
    BALLOT,
    CARD,
    CLUB,
    FOLLOWUP,
    ballot,
    chosen_in,
    closed,
    did,
    drawn,
    started,
    vote,
)
from tests.bot.discord_app.requests import CALLBACK, ORIGINAL
from tests.bot.discord_app.stage import Stage
from tests.fakes import discord_moves as moves
from tests.fakes.discord_payloads import (
    ALL_PERMISSIONS,
    ANN,
    BEN,
    CHANNEL,
    FOREIGN,
    FOREIGN_GUILD,
    SEND,
    is_greyed,
    selects,
    shown,
)
from tests.fakes.finder import FakeFinder
from tests.small_world import FILMS, JAWS, TROY


async def test_a_card_that_somebody_deleted_is_posted_again(stage: Stage) -> None:
    stage.server.refuse("PATCH", CARD.format(r"\d+"), status=404)
    async with stage.bot():
        await started(stage)
        await did(stage, "night add", film="Troy")
        anew = await stage.server.posted(2)
        await stage.people.nights.until(lambda night: night.card == anew["id"])
        await did(stage, "night add", film="Jaws")
        listed = await drawn(stage, anew, 1)

    assert "1\\. Troy (2004)" in shown(anew)
    assert "2\\. Jaws (1975)" in listed


async def test_a_card_that_cannot_be_laid_out_anew_costs_nobody_their_answer(stage: Stage) -> None:
    stage.server.refuse("PATCH", CARD.format(r"\d+"), status=400, code=50035, times=2)
    async with stage.bot():
        card = await started(stage)
        said = await did(stage, "night add", film="Troy")
        voted = await vote(stage, TROY.film_id)
        await drawn(stage, card, 2)

    assert said == words.NIGHT_NOMINATED.format(film="Troy (2004)")
    assert chosen_in(voted) == [TROY.film_id]
    assert not stage.server.made("POST", FOLLOWUP.format(r"\d+"))


async def test_a_vote_that_is_over_says_so_wherever_it_is_pressed(stage: Stage) -> None:
    """An older card shows the result, a ballot is greyed, and so is the card of a night that has been erased."""
    async with stage.bot():
        card = await started(stage)
        await did(stage, "night add", film="Troy")
        await vote(stage, TROY.film_id)
        await drawn(stage, card, 2)
        old = stage.server.messages[int(card["id"])]
        await closed(stage)
        late = await stage.server.press_id(BALLOT, author=BEN)
        greyed = await stage.server.requested("PATCH", ORIGINAL.format(late))
        pressed = await stage.server.press(int(old["id"]), words.VOTE_LABEL, author=BEN)
        redrawn = await stage.server.requested("PATCH", ORIGINAL.format(pressed))
        told = [await stage.server.requested("POST", FOLLOWUP.format(one)) for one in (late, pressed)]
        stage.people.nights.kept.clear()
        stage.server.messages[int(card["id"])] = old
        erased = await stage.server.press(int(old["id"]), words.VOTE_LABEL, author=BEN)
        gone = await stage.server.requested("PATCH", ORIGINAL.format(erased))

    assert is_greyed(greyed.body)
    assert shown(redrawn.body).splitlines()[0] == words.NIGHT_WON.format(film="Troy (2004)")
    assert [one.body["content"] for one in told] == [words.NIGHT_OVER] * 2
    assert is_greyed(gone.body)
    assert words.NIGHT_OVER in shown(gone.body)


async def test_what_a_server_never_shows_is_neither_nominated_nor_can_it_win(stage: Stage) -> None:
    async with stage.bot():
        card = await started(stage)
        for film in ("Jaws", "Troy"):
            await did(stage, "night add", film=film)
        for author in (ANN, BEN):
            await vote(stage, JAWS.film_id, TROY.film_id, author=author)
        await vote(stage, JAWS.film_id, author=BEN)
        await stage.people.settings.change(CLUB, lambda _: ServerSettings(themes=("shark",)))
        refused = await did(stage, "night add", film="Jaws")
        suggested = await moves.suggested(stage.server, "night add", "film", "ja")
        offered = await ballot(stage, stage.server.messages[int(card["id"])], ANN)
        brought_down = await moves.command(stage.server, "night show")
        await stage.server.requested("DELETE", ORIGINAL.format(brought_down))
        hidden = await stage.server.posted(2)
        result = await closed(stage, times=3)

    assert refused.startswith("The catalogue has no film called")
    assert suggested == []
    assert [option["value"] for option in selects(offered)[BALLOT]["options"]] == [TROY.film_id]
    assert words.LIST_HIDDEN.format(count=1) in shown(hidden)
    assert "Jaws" not in shown(hidden) + shown(result)
    assert shown(result).splitlines()[0] == words.NIGHT_WON.format(film="Troy (2004)")
    assert "1 person has voted." in shown(result)


async def test_titles_are_suggested_and_only_films_of_the_catalogue_are_nominated(stage: Stage) -> None:
    unvotable = replace(JAWS, film_id=FilmId("x" * 101), title="Zulu")
    stage.finder.catalogue[unvotable.film_id] = unvotable
    async with stage.bot():
        await started(stage)
        suggested = await moves.suggested(stage.server, "night add", "film", "ja")
        refused = await did(stage, "night add", film="The *Godfather* Returns @everyone")
        too_long = await did(stage, "night add", film="Zulu")

    assert too_long == words.NO_SUCH_FILM.format(title="Zulu")
    assert suggested == [{"name": "Jaws (1975)", "value": JAWS.film_id}]
    assert refused.startswith("The catalogue has no film called “The \\*Godfather\\* Returns @\u200beveryone”")
    assert stage.people.nights.kept[NightId(1)].nominations == ()


async def test_one_person_nominates_so_many_films_and_no_more(stage: Stage) -> None:
    async with stage.bot():
        await started(stage)
        films = list(stage.finder.catalogue)[: MOST_OF_ONE + 1]
        said = [await did(stage, "night add", film=film) for film in films]

    assert said[-1] == "You have nominated 5 films, which is the most for one person."
    assert len(stage.people.nights.kept[NightId(1)].nominations) == MOST_OF_ONE


HOSTILE = "*@everyone* الطيب والشرس والقبيح 🎬🎬 [x](https://x.example) " * 10


class SlowCatalogue(FakeFinder):
    """Looks films up at once, but for one time."""

    def __init__(self) -> None:
        super().__init__(FILMS)
        self.slow_in = 0
        """After how many look-ups one takes until it is let go."""
        self.reached, self.go_on = asyncio.Event(), asyncio.Event()

    async def films(self, film_ids: Iterable[FilmId]) -> Mapping[FilmId, Film]:
        self.slow_in -= 1
        if self.slow_in == 0:
            self.reached.set()
            await self.go_on.wait()
        return await super().films(film_ids)


async def test_a_card_that_takes_long_does_not_come_after_a_newer_one(stage: Stage) -> None:
    stage.finder = catalogue = SlowCatalogue()
    async with stage.bot():
        card = await started(stage)
        await did(stage, "night add", film="Troy")
        await drawn(stage, card, 1)
        catalogue.slow_in = 2  # the ballot is the first, the card the second
        await vote(stage, TROY.film_id)
        await catalogue.reached.wait()
        await vote(stage, TROY.film_id, author=BEN)
        await asyncio.sleep(0.1)  # in which the newer card would overtake
        catalogue.go_on.set()
        last = await drawn(stage, card, 3)

    assert "2 people have voted." in last


async def test_the_card_ends_up_with_every_vote_of_many_at_once(stage: Stage) -> None:
    async with stage.bot():
        card = await started(stage)
        await did(stage, "night add", film="Troy")
        await drawn(stage, card, 1)
        await asyncio.gather(*(vote(stage, TROY.film_id, author=5000 + number) for number in range(12)))
        last = await drawn(stage, card, 13)

    assert "12 people have voted." in last


async def test_of_many_votes_within_seconds_the_card_shows_the_sum_at_once(stage: Stage) -> None:
    stage.redraw_every = 1.0
    async with stage.bot():
        card = await started(stage)
        await did(stage, "night add", film="Troy")
        await drawn(stage, card, 1)
        began = asyncio.get_running_loop().time()
        await asyncio.gather(*(vote(stage, TROY.film_id, author=5000 + number) for number in range(12)))
        last = await drawn(stage, card, 2)
        took = asyncio.get_running_loop().time() - began

    assert "12 people have voted." in last
    assert took > stage.redraw_every / 2
    assert len(stage.server.made("PATCH", CARD.format(card["id"]))) == 2


async def test_the_fullest_night_of_the_longest_titles_fits_into_its_messages(stage: Stage) -> None:
    films = [
        replace(JAWS, film_id=FilmId(f"tt{number:07}"), title=f"{number} {HOSTILE}", original_title=None)
        for number in range(25)
    ]
    stage.finder.catalogue |= {film.film_id: film for film in films}
    async with stage.bot():
        await started(stage)
        for number, film in enumerate(films):
            person = PersonId(f"discord:{10**19 + number}")
            change = partial(nominate, film_id=film.film_id, person=person)
            await stage.people.nights.change(NightId(1), change, person=person)
        full = await did(stage, "night add", film="Troy")
        shown_again = await moves.command(stage.server, "night show")
        await stage.server.requested("DELETE", ORIGINAL.format(shown_again))
        card = await stage.server.posted(2)
        voted = await vote(stage, *(film.film_id for film in films))
        result = await closed(stage, times=3)

    assert full == "25 films are nominated; there is no room for more."
    for body in (card, voted, result):
        assert 1500 < len(shown(body).encode("utf-16-le")) // 2 < 4000
        assert "@everyone" not in shown(body)
        assert "*@" not in shown(body).replace("\\*@", "")
    options = selects(voted)[BALLOT]["options"]
    assert len(options) == selects(voted)[BALLOT]["max_values"] == 25
    assert max(len(option["label"].encode("utf-16-le")) // 2 for option in options) <= 100
    assert all(option["label"].endswith("(1975)") for option in options)


async def test_where_the_bot_may_not_write_no_night_begins(stage: Stage) -> None:
    stage.server.permissions = ALL_PERMISSIONS & ~SEND
    async with stage.bot():
        told = await did(stage, "night start")

    assert told == wording.CANNOT_SHARE
    assert stage.people.nights.kept == {}


async def test_where_the_bot_may_not_write_any_more_a_card_is_not_tried(stage: Stage) -> None:
    async with stage.bot():
        await started(stage)
        stage.server.permissions = ALL_PERMISSIONS & ~SEND
        told = [await did(stage, "night show"), await did(stage, "night close")]

    assert told == [wording.CANNOT_SHARE] * 2
    assert len(stage.server.made("POST", rf"/channels/{CHANNEL}/messages")) == 1


async def test_a_card_that_discord_refuses_is_told_of_and_can_be_shown_later(stage: Stage) -> None:
    stage.server.refuse("POST", rf"/channels/{CHANNEL}/messages", status=403, code=50013)
    async with stage.bot():
        told = await did(stage, "night start")
        shown_later = await moves.command(stage.server, "night show")
        card = await stage.server.posted(1)
        await stage.server.requested("DELETE", ORIGINAL.format(shown_later))

    assert told == wording.CANNOT_SHARE
    assert words.NIGHT_TITLE in shown(card)


async def test_where_only_commands_are_installed_there_is_no_night(stage: Stage) -> None:
    of_the_server = {"authorizing_integration_owners": {"0": str(FOREIGN_GUILD)}}
    data = {"id": "2", "name": "night", "type": 1, "options": [{"type": 1, "name": "start", "options": []}]}
    async with stage.bot():
        asked = await stage.server._interact(2, data, channel=FOREIGN, author=ANN, **of_the_server)
        told = await stage.server.requested("PATCH", ORIGINAL.format(asked))

    assert told.body["content"] == words.NIGHT_NO_MEMBER


async def test_who_votes_too_often_is_told_when_to_go_on(stage: Stage) -> None:
    stage.pace = Pace(clock=stage.clock, per_person=2, per_server=0)
    async with stage.bot():
        await started(stage)
        await did(stage, "night add", film="Troy")
        late = await moves.choose(stage.server, BALLOT, TROY.film_id)
        told = await stage.server.requested("POST", CALLBACK.format(late))

    assert told.body["data"]["content"].startswith(words.TOO_SOON.partition("{")[0])
    assert stage.people.nights.kept[NightId(1)].ballots == ()
