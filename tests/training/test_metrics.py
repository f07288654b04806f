"""The figures, against versions that a reader sees to be right."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.metrics import METRICS, SUCCESS_AT, intervals, summary

RANKS = st.lists(st.none() | st.integers(1, 1000), min_size=1, max_size=30)


def naive(ranks: list[int | None]) -> dict[str, float]:
    n = len(ranks)
    found = [rank for rank in ranks if rank is not None]
    figures = {f"success@{k}": sum(rank <= k for rank in found) / n for k in SUCCESS_AT}
    figures["mrr"] = sum(1 / rank for rank in found) / n
    figures["ndcg@10"] = sum(1 / math.log2(rank + 1) for rank in found if rank <= 10) / n
    return figures


@given(RANKS)
def test_the_figures_are_the_naive_ones(ranks: list[int | None]) -> None:
    figures = summary(ranks)

    assert tuple(figures) == METRICS
    assert figures == pytest.approx(naive(ranks))


@pytest.mark.parametrize(
    ("rank", "hits", "mrr", "ndcg"),
    [
        (1, 5, 1.0, 1.0),
        (2, 4, 0.5, 1 / math.log2(3)),
        (5, 4, 0.2, 1 / math.log2(6)),
        (10, 3, 0.1, 1 / math.log2(11)),
        (11, 2, 1 / 11, 0.0),
        (100, 1, 0.01, 0.0),
        (1000, 0, 0.001, 0.0),
        (None, 0, 0.0, 0.0),
    ],
)
def test_one_rank(rank: int | None, hits: int, mrr: float, ndcg: float) -> None:
    figures = summary([rank])

    assert sum(figures[f"success@{k}"] for k in (1, 5, 10, 25, 100)) == hits
    assert (figures["mrr"], figures["ndcg@10"]) == pytest.approx((mrr, ndcg))


@given(RANKS)
def test_an_interval_holds_its_figure_and_is_the_same_each_time(ranks: list[int | None]) -> None:
    bounds, figures = intervals(ranks), summary(ranks)

    assert tuple(bounds) == METRICS
    assert bounds == intervals(ranks)
    for name, (low, high) in bounds.items():
        assert 0 <= low <= figures[name] + 1e-9
        assert figures[name] - 1e-9 <= high <= 1


def test_intervals_are_as_wide_as_the_binomial_says() -> None:
    """Success at half of 400 questions: 1.96 * sqrt(.25 / 400) = .049 to each side."""
    low, high = intervals([1, None] * 200)["success@1"]

    assert (low, high) == pytest.approx((0.451, 0.549), abs=0.004)


def test_what_is_always_the_same_has_no_width() -> None:
    assert intervals([1, 1, 1])["mrr"] == (1.0, 1.0)
    assert intervals([None])["success@100"] == (0.0, 0.0)
