"""Whether two systems differ on the same questions by more than chance: two paired tests, two-sided.

Neither assumes a distribution. Their p values are of single comparisons; a table of many holds some small ones by
chance.
"""

from __future__ import annotations

from math import comb

import numpy as np
from numpy.typing import NDArray

from training.metrics import Ranks, interval, per_query

TESTED = ("mrr", "success@10")
"""The metrics that are tested: the first by signs, the second by discordant pairs."""

_FLIPS = 9999
_BATCH = 1000  # flips held in memory at once
_SEED = 20232


def against(ranks: Ranks, baseline: Ranks) -> dict[str, float]:
    """The p value of each of `TESTED`, for two systems' ranks of the same questions in the same order."""
    own, other = per_query(ranks), per_query(baseline)
    signs, pairs = TESTED
    return {signs: sign_flip(own[signs] - other[signs]), pairs: mcnemar(own[pairs] > 0, other[pairs] > 0)}


def gained(ranks: Ranks, baseline: Ranks) -> tuple[float, float, float]:
    """Success@10 over another system's on the same questions: the mean difference and its 95% bootstrap interval."""
    difference = per_query(ranks)["success@10"] - per_query(baseline)["success@10"]
    return (float(difference.mean()), *interval(difference))


def sign_flip(differences: NDArray[np.float64]) -> float:
    """Paired randomisation test of a mean difference, two-sided (Fisher 1935; for retrieval: Smucker et al. 2007).

    Under the null hypothesis each difference is as likely to have the other sign. The p value is the share of 9,999
    random sign patterns, the observed one counted with them, whose mean is at least as far from 0 as the observed one.

    Args:
        differences: one a question, shape (questions,).
    """
    told = differences[differences != 0]  # the others are 0 whatever their sign
    observed = abs(told.sum()) - 1e-12  # sums of one pattern in another order differ in their last digits
    draw = np.random.default_rng(_SEED)
    as_far = 0
    for start in range(0, _FLIPS, _BATCH):
        signs = draw.integers(0, 2, size=(min(_BATCH, _FLIPS - start), len(told)), dtype=np.int8) * 2 - 1
        as_far += int((np.abs(signs @ told) >= observed).sum())
    return (1 + as_far) / (1 + _FLIPS)


def mcnemar(own: NDArray[np.bool_], other: NDArray[np.bool_]) -> float:
    """McNemar's exact test of two shares of successes, two-sided (McNemar 1947, with the binomial distribution).

    Only questions that one system finds and the other misses tell them apart; under the null hypothesis each of these
    goes either way like a fair coin.

    Args:
        own: who succeeded, shape (questions,).
        other: the same of the other system.
    """
    only_own, only_other = int((own & ~other).sum()), int((other & ~own).sum())
    told = only_own + only_other
    tail: int = sum(comb(told, count) for count in range(min(only_own, only_other) + 1))
    return min(1.0, float(2 * tail / 2**told))
