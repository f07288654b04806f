"""The tests of significance, against counting every case and against what a table would say."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from training.significance import TESTED, against, gained, mcnemar, sign_flip

_FEW = st.lists(st.floats(-1, 1).map(lambda value: round(value, 3)), min_size=1, max_size=9)


def every_sign(differences: list[float]) -> float:
    """The exact p value: all sign patterns, none drawn."""
    sums = [
        sum(s * d for s, d in zip(signs, differences, strict=True))
        for signs in product((1, -1), repeat=len(differences))
    ]
    return sum(abs(value) >= abs(sum(differences)) - 1e-9 for value in sums) / len(sums)


@settings(max_examples=30)
@given(_FEW)
def test_drawn_signs_agree_with_all_signs(differences: list[float]) -> None:
    assert sign_flip(np.array(differences)) == pytest.approx(every_sign(differences), abs=0.025)


def test_what_is_gained_is_a_mean_within_its_interval() -> None:
    assert gained([1, 2, None], [1, 2, None]) == (0, 0, 0)
    assert gained([1] * 9, [None] * 9) == (1, 1, 1)
    mean, low, high = gained([1, 1, 11, 1], [11, 1, 11, 11])
    assert mean == 0.5
    assert 0 <= low < mean < high <= 1


def test_what_is_alike_does_not_differ() -> None:
    assert sign_flip(np.zeros(50)) == 1.0
    assert mcnemar(np.ones(50, dtype=np.bool_), np.ones(50, dtype=np.bool_)) == 1.0


def test_what_always_wins_differs() -> None:
    assert sign_flip(np.full(30, 0.1)) == pytest.approx(0.0001)


def test_which_system_is_better_does_not_matter() -> None:
    differences = np.random.default_rng(0).normal(0.1, 1, 60)

    assert sign_flip(differences) == pytest.approx(sign_flip(-differences))


def test_where_nothing_differs_one_test_in_twenty_says_so() -> None:
    draw = np.random.default_rng(1)
    found = [sign_flip(draw.normal(0, 1, 25)) for _ in range(200)]

    assert 0.01 < np.mean([p <= 0.05 for p in found]) < 0.10


@pytest.mark.parametrize(
    ("own", "other", "p"),
    [(0, 0, 1.0), (1, 0, 1.0), (5, 0, 0.0625), (6, 0, 0.03125), (10, 2, 0.03857), (2, 10, 0.03857), (7, 7, 1.0)],
)
def test_mcnemar_is_the_binomial(own: int, other: int, p: float) -> None:
    """Expected values: twice the tail of the binomial distribution with probability one half."""
    first = np.array([True] * own + [False] * other + [True] * 20 + [False] * 20)
    second = np.array([False] * own + [True] * other + [True] * 20 + [False] * 20)

    assert mcnemar(first, second) == pytest.approx(p, abs=1e-4)


def test_ranks_are_tested_by_their_reciprocals_and_by_the_first_ten() -> None:
    tested = against([1] * 12 + [11, None], [10] * 12 + [11, None])

    assert tuple(tested) == TESTED
    assert tested["mrr"] < 0.005
    assert tested["success@10"] == 1.0
    assert against([1] * 12, [None] * 12)["success@10"] == pytest.approx(2 / 2**12)
