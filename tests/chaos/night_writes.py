"""The writes of movie nights; see `tests.chaos.writes`."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from bot.adapters.store import Store
from bot.core.keeping import Ballot, Night, NightId
from bot.core.types import PersonId
from bot.night.rules import MOST_NOMINATIONS, cast, close, nominate
from bot.night.tally import tally
from tests.chaos.kept_writes import ANN, CLUB, film
from tests.chaos.writes import Done, Write, opened

FILMS = frozenset({film(1), film(2)})
NIGHTS_AT_ONCE = 25


def person(number: int) -> PersonId:
    return PersonId(f"discord:{number}")


async def _begun(store: Store, channel: str = "3001") -> NightId:
    """A night with two films, which Ann has voted for."""
    night_id = (await store.nights.start(server=CLUB, channel=channel, person=ANN)).night_id
    for film_id in sorted(FILMS):
        await store.nights.change(night_id, partial(nominate, film_id=film_id, person=ANN), person=ANN)
    await store.nights.change(night_id, partial(cast, person=ANN, approved=FILMS), person=ANN)
    return night_id


async def _kept(home: Path, channel: str = "3001") -> Night | None:
    async with opened(home) as store:
        return await store.nights.newest(CLUB, channel)


async def _start(home: Path, done: Done) -> None:
    async with opened(home) as store:
        for number in itertools.count():
            await store.nights.start(server=CLUB, channel=str(number), person=ANN)
            done(number)


async def _started(home: Path, told: Sequence[int]) -> None:
    assert all([(await _kept(home, str(number))) is not None for number in told])


async def _nominate(home: Path, done: Done) -> None:
    async with opened(home) as store:
        night_id = (await store.nights.start(server=CLUB, channel="3001", person=ANN)).night_id
        for number in range(MOST_NOMINATIONS):
            nominator = person(number)
            change = partial(nominate, film_id=film(number), person=nominator)
            await store.nights.change(night_id, change, person=nominator)
            done(number)


async def _nominated(home: Path, told: Sequence[int]) -> None:
    night = await _kept(home)
    assert night is not None
    assert len(night.nominations) in {len(told), len(told) + 1}
    assert [(one.film_id, one.person) for one in night.nominations] == [
        (film(number), person(number)) for number in range(len(night.nominations))
    ]


async def _vote(home: Path, done: Done) -> None:
    async with opened(home) as store:
        night_id = await _begun(store)
        for number in itertools.count():
            voter = person(number)
            await store.nights.change(night_id, partial(cast, person=voter, approved=FILMS), person=voter)
            done(number)


async def _voted(home: Path, told: Sequence[int]) -> None:
    night = await _kept(home)
    assert night is not None
    assert set(night.ballots) >= {Ballot(who, FILMS) for who in (ANN, *map(person, told))}
    assert {one.approved for one in night.ballots} == {FILMS}


async def _close(home: Path, done: Done) -> None:
    async with opened(home) as store:
        begun = [await _begun(store, str(number)) for number in range(NIGHTS_AT_ONCE)]
        for number, night_id in enumerate(begun):
            await store.nights.change(night_id, close, person=ANN)
            done(number)


async def _closed(home: Path, told: Sequence[int]) -> None:
    """Each night is open with its ballot, or closed with its count; the result is the same."""
    nights = [await _kept(home, str(number)) for number in range(NIGHTS_AT_ONCE)]
    for number, night in enumerate(nights):
        assert night is not None
        assert night.open or number <= len(told)
        assert not night.open or number not in told
        assert len(night.ballots) == (1 if night.open else 0)
        assert [one.approvals for one in tally(night).standings] == [1, 1]


NIGHTS = {
    "start a night": Write(_start, _started),
    "nominate": Write(_nominate, _nominated),
    "vote": Write(_vote, _voted),
    "close a night": Write(_close, _closed),
}
