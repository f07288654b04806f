from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.catalogue_sqlite import SqliteCatalogue, write_catalogue
from retrieval.text import passages
from tests.world import FILMS
from training.guessing import CHANCES, merge

IDS = [film.film_id for film in FILMS]


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqliteCatalogue]:
    path = tmp_path_factory.mktemp("guessing") / "catalogue.sqlite"
    write_catalogue(path, FILMS, [list(passages(film)) for film in FILMS])
    with closing(SqliteCatalogue(path)) as opened:
        yield opened


def test_the_chances_are_the_published_figures() -> None:
    assert CHANCES[:1].sum() == pytest.approx(0.2)
    assert CHANCES[:10].sum() == pytest.approx(0.32)
    assert CHANCES.sum() == pytest.approx(0.3733)
    assert len(CHANCES) == 100
    assert (np.diff(CHANCES) < 0).all()


def test_a_film_that_was_only_guessed_is_added(catalogue: SqliteCatalogue) -> None:
    films, chance = merge(np.array([0, 1]), np.array([0.75, 0.25]), [IDS[5], None, IDS[1]], catalogue)

    left = 1 - CHANCES[0] - CHANCES[2]
    assert films.tolist() == [0, 1, 5]
    assert chance.tolist() == pytest.approx([0.75 * left, 0.25 * left + CHANCES[2], CHANCES[0]])


def test_guesses_that_the_catalogue_does_not_hold_change_nothing(catalogue: SqliteCatalogue) -> None:
    films, chance = merge(np.array([3, 4]), np.array([0.6, 0.4]), [None, "tt0", "not an id"], catalogue)

    assert films.tolist() == [3, 4]
    assert chance.tolist() == pytest.approx([0.6, 0.4])


def test_of_a_film_guessed_twice_the_better_place_counts(catalogue: SqliteCatalogue) -> None:
    _, chance = merge(np.array([0]), np.array([1.0]), [IDS[2], IDS[0], IDS[2]], catalogue)

    assert chance.tolist() == pytest.approx([1 - CHANCES[0], CHANCES[0]])


def test_a_search_that_found_nothing_leaves_the_guesses(catalogue: SqliteCatalogue) -> None:
    films, chance = merge(np.zeros(0, dtype=np.int64), np.zeros(0), [IDS[7], IDS[2]], catalogue)

    assert films.tolist() == [7, 2]
    assert chance.tolist() == pytest.approx(CHANCES[:2].tolist())


@given(
    guesses=st.lists(st.none() | st.sampled_from([*IDS, "tt0"]), max_size=120),
    pool=st.lists(st.sampled_from(range(len(FILMS))), min_size=1, unique=True),
)
def test_what_was_a_distribution_stays_one(
    catalogue: SqliteCatalogue, guesses: list[str | None], pool: list[int]
) -> None:
    films, chance = merge(np.array(pool), np.full(len(pool), 1 / len(pool)), guesses, catalogue)

    assert len(set(films.tolist())) == len(films)
    assert chance.sum() == pytest.approx(1)
    assert (chance >= 0).all()
