"""What the front end relies on of movie nights that are kept; fake and real are held to it alike."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial

import pytest

from bot.core.errors import RefusedError
from bot.core.keeping import Ballot, Night, NightId, Nomination
from bot.core.order import begin_turn
from bot.night.rules import MOST_OF_ONE, cast, close, nominate
from retrieval.types import FilmId
from tests.contracts.kept import ANN, BEN, CLUB, OTHER, Kept
from tests.fakes.clock import FakeClock

JAWS, TROY = FilmId("tt0073195"), FilmId("tt0332452")


async def voted(kept: Kept) -> Night:
    """A night of Ann's, on which she nominated one film and Ben another, and both voted."""
    night = await kept.nights.start(server=CLUB, channel="3001", person=ANN)
    await kept.nights.change(night.night_id, lambda one: nominate(one, TROY, ANN), person=ANN)
    await kept.nights.change(night.night_id, lambda one: nominate(one, JAWS, BEN), person=BEN)
    await kept.nights.change(night.night_id, lambda one: cast(one, BEN, [JAWS]), person=BEN)
    return await kept.nights.change(night.night_id, lambda one: cast(one, ANN, [JAWS, TROY]), person=ANN)


async def test_a_night_is_kept_as_it_is_after_each_change(kept: Kept, clock: FakeClock) -> None:
    night = await voted(kept)

    assert night == Night(
        night_id=NightId(1),
        server=CLUB,
        channel="3001",
        starter=ANN,
        started_at=clock.now(),
        nominations=(Nomination(TROY, ANN), Nomination(JAWS, BEN)),
        ballots=(Ballot(ANN, frozenset({JAWS, TROY})), Ballot(BEN, frozenset({JAWS}))),
    )
    assert await kept.nights.night(night.night_id) == night
    carded = await kept.nights.change(night.night_id, lambda one: replace(one, card="9"), person=ANN)
    again = await kept.nights.change(night.night_id, lambda one: cast(one, ANN, []), person=ANN)
    assert again == replace(carded, ballots=night.ballots[1:])
    assert await kept.nights.night(night.night_id) == again


async def test_a_closed_night_keeps_counts_and_no_ballots(kept: Kept) -> None:
    night = await voted(kept)
    closed = await kept.nights.change(night.night_id, lambda one: close(one, barred={TROY}), person=ANN)

    assert closed == replace(night, nominations=(Nomination(JAWS, BEN, 2),), ballots=(), voters=2)
    assert await kept.nights.night(night.night_id) == closed
    assert await kept.nights.newest(CLUB, "3001") == closed


async def test_a_channel_has_one_open_night_and_others_have_theirs(kept: Kept) -> None:
    first = await kept.nights.start(server=CLUB, channel="3001", person=ANN)
    with pytest.raises(RefusedError, match="A movie night is open in this channel"):
        await kept.nights.start(server=CLUB, channel="3001", person=BEN)
    elsewhere = await kept.nights.start(server=CLUB, channel="3003", person=BEN)
    await kept.nights.change(first.night_id, close, person=ANN)
    second = await kept.nights.start(server=CLUB, channel="3001", person=BEN)

    assert await kept.nights.newest(CLUB, "3001") == second
    assert await kept.nights.newest(CLUB, "3003") == elsewhere
    assert await kept.nights.newest(OTHER, "3001") is None
    assert len({first.night_id, elsewhere.night_id, second.night_id}) == 3


async def test_two_changes_at_once_both_count_and_keep_to_the_rules(kept: Kept) -> None:
    night_id = (await kept.nights.start(server=CLUB, channel="3001", person=ANN)).night_id
    changes = [partial(nominate, film_id=FilmId(f"tt{number}"), person=ANN) for number in range(MOST_OF_ONE + 3)]
    made = (kept.nights.change(night_id, change, person=ANN) for change in changes)
    refused = [one for one in await asyncio.gather(*made, return_exceptions=True) if isinstance(one, RefusedError)]
    night = await kept.nights.night(night_id)

    assert night is not None
    assert (len(night.nominations), len(refused)) == (MOST_OF_ONE, 3)


async def test_what_a_rule_refuses_changes_nothing(kept: Kept) -> None:
    night = await voted(kept)
    with pytest.raises(RefusedError, match="nominated already"):
        await kept.nights.change(night.night_id, lambda one: nominate(one, JAWS, ANN), person=ANN)
    with pytest.raises(RefusedError, match="over"):
        await kept.nights.change(NightId(9), close, person=ANN)

    assert await kept.nights.night(night.night_id) == night


async def test_an_export_holds_a_persons_part_of_a_night_and_nobody_elses(kept: Kept) -> None:
    night = await voted(kept)
    await kept.nights.start(server=OTHER, channel="3001", person=ANN)
    (part,) = (await kept.people.export(BEN)).nights

    assert part == replace(night, starter=None, nominations=night.nominations[1:], ballots=night.ballots[1:])
    assert not (await kept.people.export(BEN)).empty


async def test_forgetting_a_person_takes_their_ballot_and_their_name(kept: Kept) -> None:
    night = await voted(kept)
    await kept.people.forget(ANN)

    assert await kept.nights.night(night.night_id) == replace(
        night, starter=None, nominations=(Nomination(TROY, None), Nomination(JAWS, BEN)), ballots=night.ballots[1:]
    )
    assert (await kept.people.export(ANN)).empty


async def test_what_was_under_way_while_its_person_was_forgotten_is_not_kept(kept: Kept) -> None:
    night = await voted(kept)
    begin_turn()
    await kept.people.forget(ANN)
    with pytest.raises(RefusedError):
        await kept.nights.change(night.night_id, lambda one: cast(one, ANN, [JAWS]), person=ANN)
    with pytest.raises(RefusedError):
        await kept.nights.start(server=OTHER, channel="3001", person=ANN)

    assert (await kept.people.export(ANN)).empty


async def test_a_server_that_removed_the_bot_for_long_takes_its_nights_along(kept: Kept, clock: FakeClock) -> None:
    night = await voted(kept)
    other = await kept.nights.start(server=OTHER, channel="3001", person=ANN)
    assert await kept.people.servers() == {CLUB, OTHER}
    await kept.people.left(CLUB)
    clock.advance(days=7)
    await kept.people.purge_departed()

    assert await kept.nights.night(night.night_id) is None
    assert await kept.nights.night(other.night_id) == other
    assert (await kept.people.export(BEN)).empty
