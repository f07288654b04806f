"""Positive partners between different films: for every film the one that it is pulled towards.

`same_theme` is the rule of *Lost in Plot*: any two films of one latent theme. Its authors found it too coarse and named
what it ignores: shared keywords, cast, directors and cinematographers. `overlap` is that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from retrieval.text import fold
from retrieval.types import Film

Signal = Literal["keywords", "cast", "directors", "cinematographers"]
NOBODY = -1
"""Where a film has no partner."""

_BEST = 5
"""How many of the nearest films a partner is drawn from: enough for other pairs each epoch, few enough to stay near."""


def same_theme(labels: NDArray[np.int64], rng: np.random.Generator) -> NDArray[np.int64]:
    """Draw for every film another one of its theme, each as likely as the next.

    Args:
        labels: shape (films,), the theme of each film, -1 for none.
        rng: its state alone decides the draw.

    Returns:
        Shape (films,): the partner's index, or -1 where the film has no theme or is alone in it. No two films have the
        same partner.
    """
    partner = np.full(len(labels), NOBODY, dtype=np.int64)
    mixed = rng.permutation(len(labels))
    by_theme = mixed[np.argsort(labels[mixed], kind="stable")]
    ends = np.flatnonzero(np.diff(labels[by_theme])) + 1
    for group in np.split(by_theme, ends):
        if len(group) > 1 and labels[group[0]] >= 0:
            partner[group] = np.roll(group, 1)
    return partner


def overlap(films: Sequence[Film], rng: np.random.Generator, *, weights: Mapping[Signal, float]) -> NDArray[np.int64]:
    """Draw for every film one of the five others that share most with it.

    What two films share counts by how rare it is: the score is the sum over shared values of w_signal · ln(N / n), with
    N films in all and n that have the value (inverse document frequency, Spärck Jones 1972). Films that share as much
    as the fifth are drawn from too.

    Args:
        films: the films; their order gives the indices.
        rng: its state alone decides the draw.
        weights: how much each signal counts, above 0; one that is left out does not count.

    Returns:
        Shape (films,): the partner's index, or -1 where the film shares nothing with any other.
    """
    values = [_values(film, weights) for film in films]
    holders = _holders(values)
    worth = {value: weights[value[0]] * np.log(len(films) / len(having)) for value, having in holders.items()}
    draws = rng.random(len(films))
    partner = np.full(len(films), NOBODY, dtype=np.int64)
    for film, own in enumerate(values):
        shared = [value for value in own if value in holders]
        if shared:
            others = np.concatenate([holders[value] for value in shared])
            points = np.repeat([worth[value] for value in shared], [len(holders[value]) for value in shared])
            nearest = _nearest(others, points, film)
            if len(nearest):
                partner[film] = nearest[int(draws[film] * len(nearest))]
    return partner


def _values(film: Film, weights: Mapping[Signal, float]) -> list[tuple[Signal, str]]:
    """What a film can share, each value once. Names are folded, so that two spellings of one are one."""
    folded = ((signal, fold(text)) for signal in weights for text in getattr(film, signal))
    return list(dict.fromkeys(value for value in folded if value[1]))


def _holders(values: Sequence[Sequence[tuple[Signal, str]]]) -> dict[tuple[Signal, str], NDArray[np.int64]]:
    """The films that have a value, for every value that tells films apart: more than one has it, and not all."""
    holders: dict[tuple[Signal, str], list[int]] = {}
    for film, own in enumerate(values):
        for value in own:
            holders.setdefault(value, []).append(film)
    return {
        value: np.array(having, dtype=np.int64) for value, having in holders.items() if 1 < len(having) < len(values)
    }


def _nearest(others: NDArray[np.int64], points: NDArray[np.float64], film: int) -> NDArray[np.int64]:
    """The films with the five highest sums of points, and whoever has as many as the fifth; never the film itself."""
    score = np.bincount(others, weights=points)
    score[film] = 0
    found = np.flatnonzero(score)
    if len(found) <= _BEST:
        return found
    least = np.partition(score[found], -_BEST)[-_BEST]
    # Sums in another order differ in their last digits, and a tie must stay one.
    return np.asarray(found[score[found] >= least * (1 - 1e-9)])
