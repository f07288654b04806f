"""What bounds let through, in the search and beside it, over the miniature world."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import closing
from pathlib import Path

import pytest

from retrieval.bounds import Boundary
from retrieval.search import FilmSearch, open_index
from retrieval.types import NO_BOUNDS, Bounds, FilmId, FindRequest
from tests.fakes.encoder import FakeEncoder
from tests.world import ARABIC, CHESSBOARD, COMET, FILMS, LANTERN, NO_RUNTIME, SIEGE, TWINS_NEW

ALL = frozenset(film.film_id for film in FILMS)


@pytest.mark.parametrize(
    ("bounds", "shut_out"),
    [
        (NO_BOUNDS, set()),
        (Bounds(themes=("honey",)), {LANTERN, SIEGE}),
        (Bounds(themes=("HONEYS",)), {LANTERN, SIEGE}),
        (Bounds(themes=("horror",)), {NO_RUNTIME}),
        (Bounds(themes=("science fiction",)), {NO_RUNTIME}),
        (Bounds(themes=("jar of honey",)), {LANTERN}),
        (Bounds(themes=("honey jar",)), set()),
        (Bounds(themes=("honey", "draughts", "unicorn")), {LANTERN, SIEGE, CHESSBOARD}),
        (Bounds(themes=("the", "", "?!", "x")), set()),
    ],
)
async def test_a_theme_shuts_out_the_films_that_hold_it(
    search: FilmSearch, bounds: Bounds, shut_out: set[object]
) -> None:
    passing = await search.passing(ALL, bounds)

    assert {film for film in FILMS if film.film_id not in passing} == shut_out
    assert (await search.room(bounds)).films == len(passing)


@pytest.mark.parametrize(("ceiling", "left"), [(6, set()), (7, {COMET}), (16, {COMET}), (17, {COMET, SIEGE})])
async def test_a_film_of_unknown_age_counts_as_above_every_ceiling(
    search: FilmSearch, ceiling: int, left: set[object]
) -> None:
    passing = await search.passing(ALL, Bounds(ceiling))

    assert {film for film in FILMS if film.film_id in passing} == left
    assert TWINS_NEW.certificate == "NR"


async def test_the_room_that_is_left_says_what_nothing_is_known_of(search: FilmSearch) -> None:
    room = await search.room(Bounds(13, ("unicorn", "comet")))

    assert (room.films, room.of, room.marked, room.idle) == (0, len(FILMS), 2, ("unicorn",))


async def test_ids_of_no_film_do_not_pass(search: FilmSearch) -> None:
    assert await search.passing([FilmId("tt1"), ARABIC.film_id], NO_BOUNDS) == {ARABIC.film_id}


@pytest.mark.parametrize("question", ["honey", "a pale guest eats honey", "The Lantern Keeper", "Bram Pitre"])
async def test_no_question_brings_up_what_bounds_shut_out(search: FilmSearch, question: str) -> None:
    """Neither by vectors, nor by words, nor by name."""
    free = await search.find(FindRequest((question,)))
    bound = await search.find(FindRequest((question,), bounds=Bounds(themes=("honey",))))
    none = await search.find(FindRequest((question,), bounds=Bounds(ceiling=0)))

    assert LANTERN.film_id in {found.film_id for found in free.candidates}
    assert not {LANTERN.film_id, SIEGE.film_id} & {found.film_id for found in bound.candidates}
    assert len(bound.candidates) > 0
    assert none.candidates == ()


def test_of_too_many_themes_those_used_longest_ago_are_looked_up_again(world_index: Path) -> None:
    index = open_index(world_index, FakeEncoder())
    few, all_ = Boundary(most=250), Boundary()
    with closing(index.catalogue):
        for theme in ("honey", "draughts", "honey", "unicorn"):
            few.learn(index, theme)
            assert few.knows(theme)
        for themes in (("honey",), ("draughts",), ("honey", "draughts", "unicorn")):
            bounds = Bounds(themes=themes)
            assert few.passing(index, list(ALL), bounds) == all_.passing(index, list(ALL), bounds)

    assert [theme for theme in ("honey", "draughts", "unicorn") if few.knows(theme)] == ["draughts", "unicorn"]
    assert all(map(all_.knows, ("honey", "draughts", "unicorn")))


@pytest.mark.parametrize("how", ["find", "passing", "room", "similar"])
async def test_who_asks_after_a_server_with_new_themes_is_answered_before_it(search: FilmSearch, how: str) -> None:
    """Looking a theme up takes long in a large catalogue, so it is a piece of work by itself."""
    bounds = Bounds(themes=tuple(f"{how} {number}" for number in range(5)))
    ways: dict[str, Callable[[], Coroutine[object, object, object]]] = {
        "find": lambda: search.find(FindRequest(("honey",), bounds=bounds)),
        "passing": lambda: search.passing(ALL, bounds),
        "room": lambda: search.room(bounds),
        "similar": lambda: search.similar(LANTERN.film_id, bounds=bounds),
    }
    done: list[str] = []
    first = asyncio.create_task(ways[how]())
    first.add_done_callback(lambda _: done.append("server"))
    second = asyncio.create_task(search.films([LANTERN.film_id]))
    second.add_done_callback(lambda _: done.append("other"))
    await asyncio.gather(first, second)

    assert done == ["other", "server"]
