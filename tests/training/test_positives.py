"""Positive partners: never the film itself, never one that shares nothing, always the same for one seed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.text import fold
from retrieval.types import Film, FilmId
from training.positives import NOBODY, Signal, overlap, same_theme

SIGNALS: tuple[Signal, ...] = get_args(Signal)
EQUAL: dict[Signal, float] = dict.fromkeys(SIGNALS, 1.0)

themes = st.lists(st.integers(-1, 4), max_size=40)
_names = st.lists(
    st.sampled_from(["Ada Lund", "ada  lund!", "Bram Pitre", "sea", "Séa", "Ivo", "ghost", "!"]), max_size=4
)
worlds = st.lists(
    st.builds(
        Film,
        film_id=st.just(FilmId("tt1")),
        title=st.just("X"),
        keywords=_names.map(tuple),
        cast=_names.map(tuple),
        directors=_names.map(tuple),
        cinematographers=_names.map(tuple),
    ),
    max_size=12,
)
seeds = st.integers(0, 2**32)


def film(**shared: tuple[str, ...]) -> Film:
    return Film(film_id=FilmId("tt1"), title="X", **shared)  # type: ignore[arg-type]  # mypy takes them for every field


def draws(films: Sequence[Film], weights: dict[Signal, float], count: int = 200) -> list[set[int]]:
    """For every film the partners that it gets from that many seeds."""
    drawn = [overlap(films, np.random.default_rng(seed), weights=weights) for seed in range(count)]
    return [set(column.tolist()) for column in np.transpose(drawn)]


def common(one: Film, other: Film, signals: Sequence[Signal]) -> set[tuple[Signal, str]]:
    sides = ({(name, fold(text)) for name in signals for text in getattr(film, name)} for film in (one, other))
    return {value for value in set.intersection(*sides) if value[1]}


@given(labels=themes, seed=seeds)
def test_a_partner_of_the_theme_is_another_film_of_it(labels: list[int], seed: int) -> None:
    partner = same_theme(np.array(labels, dtype=np.int64), np.random.default_rng(seed))

    for own, (label, other) in enumerate(zip(labels, partner.tolist(), strict=True)):
        if label == -1 or labels.count(label) == 1:
            assert other == NOBODY
        else:
            assert other != own
            assert labels[other] == label
    taken = partner[partner != NOBODY].tolist()
    assert len(set(taken)) == len(taken)


@given(labels=themes, seed=seeds)
def test_one_seed_draws_the_same_partners_of_the_theme(labels: list[int], seed: int) -> None:
    once, again = (same_theme(np.array(labels, dtype=np.int64), np.random.default_rng(seed)) for _ in range(2))

    assert once.tolist() == again.tolist()


def test_every_other_film_of_the_theme_is_as_likely() -> None:
    labels = np.array([0, 0, 1, 0, 0, -1, 1], dtype=np.int64)
    drawn = [same_theme(labels, np.random.default_rng(seed))[0] for seed in range(3000)]
    counts = np.bincount(drawn, minlength=len(labels))

    assert counts[[1, 3, 4]].sum() == 3000
    assert counts[[1, 3, 4]].tolist() == pytest.approx([1000] * 3, rel=0.1)


@given(films=worlds, seed=seeds, signals=st.lists(st.sampled_from(SIGNALS), unique=True))
def test_a_partner_by_overlap_shares_a_signal_that_counts(films: list[Film], seed: int, signals: list[Signal]) -> None:
    partner = overlap(films, np.random.default_rng(seed), weights=dict.fromkeys(signals, 1.0))

    assert len(partner) == len(films)
    for own, other in enumerate(partner.tolist()):
        if other == NOBODY:
            continue
        assert other != own
        assert common(films[own], films[other], signals)


@given(films=worlds, seed=seeds)
def test_who_shares_something_rare_enough_has_a_partner(films: list[Film], seed: int) -> None:
    partner = overlap(films, np.random.default_rng(seed), weights=EQUAL)

    for own, one in enumerate(films):
        shared = set().union(*(common(one, other, SIGNALS) for at, other in enumerate(films) if at != own))
        telling = {value for value in shared if not all(value in common(film, film, SIGNALS) for film in films)}
        assert (partner[own] != NOBODY) == bool(telling)


@given(films=worlds, seed=seeds)
def test_one_seed_draws_the_same_partners_by_overlap(films: list[Film], seed: int) -> None:
    once, again = (overlap(films, np.random.default_rng(seed), weights=EQUAL) for _ in range(2))

    assert once.tolist() == again.tolist()


def test_partners_are_the_nearest_five_and_change_with_the_seed() -> None:
    near = [film(keywords=("sea", "ghost"))] * 5
    far = [film(keywords=("sea",))] * 5
    rest = [film(keywords=("snow",))] * 5

    assert draws([film(keywords=("sea", "ghost")), *near, *far, *rest], EQUAL)[0] == {1, 2, 3, 4, 5}


def test_films_that_share_as_much_as_the_fifth_are_drawn_too() -> None:
    alike = [film(keywords=("sea",))] * 9

    assert draws([*alike, film(keywords=("snow",))], EQUAL)[0] == {1, 2, 3, 4, 5, 6, 7, 8}


def test_a_rare_value_counts_more_than_a_common_one() -> None:
    """Five share a keyword that four in five films have; five share one that hardly any other has."""
    ours = film(keywords=("love", "ghost ship"))
    rare = [film(keywords=("ghost ship",))] * 5
    common_ones = [film(keywords=("love",))] * 40
    rest = [film()] * 5

    assert draws([ours, *rare, *common_ones, *rest], EQUAL)[0] == {1, 2, 3, 4, 5}


def test_weights_say_which_signal_decides() -> None:
    ours = film(keywords=("sea",), cinematographers=("Ada Lund",))
    films = [ours, *[film(keywords=("sea",))] * 5, *[film(cinematographers=("Ada Lund",))] * 5, film()]

    assert draws(films, {"keywords": 2.0, "cinematographers": 1.0})[0] == {1, 2, 3, 4, 5}
    assert draws(films, {"keywords": 1.0, "cinematographers": 2.0})[0] == {6, 7, 8, 9, 10}
    assert draws(films, {"cast": 1.0})[0] == {NOBODY}


def test_a_name_means_another_thing_in_another_signal() -> None:
    films = [film(cast=("Ada Lund",)), film(directors=("Ada Lund",)), film()]

    assert draws(films, EQUAL, 5) == [{NOBODY}] * 3
