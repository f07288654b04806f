"""What bounds let through, in the search and beside it, over the miniature world."""

from __future__ import annotations

import pytest

from retrieval.search import FilmSearch
from retrieval.types import NO_BOUNDS, Bounds, FilmId, FindRequest
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
