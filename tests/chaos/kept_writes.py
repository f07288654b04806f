"""The writes of what people and servers keep on purpose; see `tests.chaos.writes`."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from bot.core.keeping import FilmList, ServerSettings
from bot.core.types import PersonId, ServerId
from retrieval.types import FilmId
from tests.chaos.writes import Done, Write, opened

ANN = PersonId("discord:4001")
CLUB = ServerId("discord:2001")
MANY = 25
"""A server has no more lists; a child seldom gets that many writes done before it is killed."""


def film(number: int) -> FilmId:
    return FilmId(f"tt{number:07}")


async def _lists(home: Path) -> tuple[FilmList, ...]:
    async with opened(home) as store:
        return await store.lists.lists(server=CLUB, person=ANN)


# Seen films


async def _mark(home: Path, done: Done) -> None:
    async with opened(home) as store:
        for number in itertools.count():
            await store.seen.mark_seen(ANN, film(number))
            done(number)


async def _marked(home: Path, told: Sequence[int]) -> None:
    async with opened(home) as store:
        assert await store.seen.seen(ANN) >= {film(number) for number in told}


async def _unmark(home: Path, done: Done) -> None:
    async with opened(home) as store:
        for number in range(MANY):
            await store.seen.mark_seen(ANN, film(number))
        for number in range(MANY):
            await store.seen.unmark_seen(ANN, film(number))
            done(number)


async def _unmarked(home: Path, told: Sequence[int]) -> None:
    async with opened(home) as store:
        assert await store.seen.seen(ANN) >= {film(number) for number in range(len(told) + 1, MANY)}
        assert not await store.seen.seen(ANN) & {film(number) for number in told}


async def _choose(home: Path, done: Done) -> None:
    async with opened(home) as store:
        for number in itertools.count():
            await store.seen.leave_seen_out(ANN, on=number % 2 == 0)
            await store.seen.leave_seen_out(PersonId(f"discord:{number}"), on=True)
            done(number)


async def _chosen(home: Path, told: Sequence[int]) -> None:
    async with opened(home) as store:
        for number in told:
            assert await store.seen.leaves_seen_out(PersonId(f"discord:{number}"))


# Settings


async def _set(home: Path, done: Done) -> None:
    async with opened(home) as store:
        for number in itertools.count():
            await store.settings.change(CLUB, _next)
            done(number)


def _next(before: ServerSettings) -> ServerSettings:
    number = (before.idle_minutes or 0) + 1
    return replace(before, idle_minutes=number, themes=(str(number),))


async def _were_set(home: Path, told: Sequence[int]) -> None:
    async with opened(home) as store:
        kept = await store.settings.settings(CLUB)
        assert kept.idle_minutes in {len(told), len(told) + 1}
        assert kept.themes == (str(kept.idle_minutes),)


# Lists


async def _create(home: Path, done: Done) -> None:
    async with opened(home) as store:
        for number in range(MANY):
            await store.lists.create(str(number), server=CLUB, person=ANN)
            done(number)


async def _created(home: Path, told: Sequence[int]) -> None:
    assert {one.name for one in await _lists(home)} >= {str(number) for number in told}


async def _put(home: Path, done: Done) -> None:
    async with opened(home) as store:
        made = await store.lists.create("best", server=CLUB, person=ANN)
        for number in itertools.count():
            await store.lists.put(made.list_id, film(number))
            done(number)


async def _were_put(home: Path, told: Sequence[int]) -> None:
    (kept,) = await _lists(home)
    assert kept.films in {tuple(map(film, range(count))) for count in (len(told), len(told) + 1)}


async def _take(home: Path, done: Done) -> None:
    async with opened(home) as store:
        made = await store.lists.create("best", server=CLUB, person=ANN)
        for number in range(MANY):
            await store.lists.put(made.list_id, film(number))
        for number in range(MANY):
            await store.lists.take(made.list_id, film(number))
            done(number)


async def _were_taken(home: Path, told: Sequence[int]) -> None:
    (kept,) = await _lists(home)
    assert kept.films in {tuple(map(film, range(first, MANY))) for first in (len(told), len(told) + 1)}


async def _rename(home: Path, done: Done) -> None:
    async with opened(home) as store:
        made = await store.lists.create("best", server=CLUB, person=ANN)
        for number in itertools.count():
            await store.lists.rename(made.list_id, str(number))
            done(number)


async def _renamed(home: Path, told: Sequence[int]) -> None:
    (kept,) = await _lists(home)
    assert kept.name in {str(told[-1]), str(told[-1] + 1)}


async def _drop(home: Path, done: Done) -> None:
    async with opened(home) as store:
        made = [await store.lists.create(f"{number:02}", server=CLUB, person=ANN) for number in range(MANY)]
        for one in made:
            await store.lists.put(one.list_id, film(1))
        for number, one in enumerate(made):
            await store.lists.delete(one.list_id)
            done(number)


async def _dropped(home: Path, told: Sequence[int]) -> None:
    kept = await _lists(home)
    assert [one.name for one in kept] == [f"{number:02}" for number in range(MANY - len(kept), MANY)]
    assert MANY - len(kept) in {len(told), len(told) + 1}
    assert {one.films for one in kept} == {(film(1),)}


KEPT = {
    "mark seen": Write(_mark, _marked),
    "unmark seen": Write(_unmark, _unmarked),
    "leave seen out": Write(_choose, _chosen),
    "settings": Write(_set, _were_set),
    "create a list": Write(_create, _created),
    "put on a list": Write(_put, _were_put),
    "take off a list": Write(_take, _were_taken),
    "rename a list": Write(_rename, _renamed),
    "delete a list": Write(_drop, _dropped),
}
