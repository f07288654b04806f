"""Figures of ranked answers. A rank counts from 1; None means: not among those returned, and counts 0 everywhere."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

SUCCESS_AT = (1, 5, 10, 25, 100)
METRICS = (*(f"success@{k}" for k in SUCCESS_AT), "mrr", "ndcg@10")
_RESAMPLES = 2000
_SEED = 20231

Ranks = Sequence[int | None]


def per_query(ranks: Ranks) -> dict[str, NDArray[np.float64]]:
    """Every metric for every query; shapes (queries,).

    With one relevant film a query, nDCG@10 is 1 / log2(1 + rank) for a rank up to 10 (Järvelin & Kekäläinen 2002).
    """
    rank = np.array([np.inf if r is None else r for r in ranks], dtype=np.float64)
    columns = {f"success@{k}": (rank <= k).astype(np.float64) for k in SUCCESS_AT}
    columns["mrr"] = 1 / rank
    columns["ndcg@10"] = np.where(rank <= 10, 1 / np.log2(1 + rank), 0.0)  # noqa: PLR2004  # its name says ten
    return columns


def summary(ranks: Ranks) -> dict[str, float]:
    """Every metric's mean."""
    return {name: float(values.mean()) for name, values in per_query(ranks).items()}


def intervals(ranks: Ranks) -> dict[str, tuple[float, float]]:
    """Every metric's 95% bootstrap interval over queries (percentiles of 2,000 resamples, fixed seed)."""
    columns = per_query(ranks)
    draws = _resamples(len(ranks))
    return {name: _percentiles(values[draws].mean(axis=1)) for name, values in columns.items()}


def interval(values: NDArray[np.float64]) -> tuple[float, float]:
    """The 95% bootstrap interval of a mean over queries, as `intervals` makes them; shape (queries,)."""
    return _percentiles(values[_resamples(len(values))].mean(axis=1))


def _resamples(n: int) -> NDArray[np.int64]:
    return np.random.default_rng(_SEED).integers(0, n, size=(_RESAMPLES, n))


def _percentiles(means: NDArray[np.float64]) -> tuple[float, float]:
    low, high = np.percentile(means, [2.5, 97.5])
    return float(low), float(high)
