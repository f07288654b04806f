"""`python -m training fit`: learns the ranking weights from real people's questions. Needs no torch.

The probability of film f for question q is the softmax over the candidates of w · x(q, f) (a conditional logit,
McFadden 1974). The weights are the maximum a posteriori under independent normal priors: wide ones for what every
question shows (vectors, words), narrow ones around a plain guess for what few questions say (a length, a name).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.clues import hear
from retrieval.rank import FEATURES, LATE_FEATURES, Ranking, posterior, reranked
from retrieval.search import FilmSearch, OpenIndex
from retrieval.steps import Pool
from retrieval.text import TEXT_VERSION
from retrieval.types import FindRequest, PersonClue
from training.questions import Question
from training.systems import DEPTH

Floats = NDArray[np.float64]

_PRIOR = {
    "person": (3.0, 0.5),
    "runtime": (2.0, 0.5),
    "not_genre": (2.0, 0.5),
    "colour": (1.0, 0.5),
    "popularity": (0.0, 1.0),  # at 1, ten times the votes make a film e times as probable; 0 where nobody counted
    "fame": (0.0, 1.0),
    "textless": (0.0, 1.0),
    "passages": (0.0, 1.0),
    "title": (8.0, 0.5),  # questions that a fit learns from name none; it has to outweigh what vectors and words say
}
"""Mean and standard deviation of the weights that few questions inform, or that a plain guess bounds."""
_WIDE = (0.0, 20.0)
_STEPS = 50
_CONVERGED = 1e-6  # far below any weight's own error
_TINY = 1e-300
_SURELY_NOT = 1e-6  # probabilities are kept this far from 0 and 1, where log odds have an end
_FOLDS = 5
_RIGHT_WHEN_CONFIDENT = 0.85
_FITS_QUANTILE = 0.10


@dataclass(frozen=True, slots=True)
class Example:
    """One question's candidates."""

    features: Floats
    """Shape (films, features)."""
    answer: int
    """Which of them was asked for."""


@dataclass(frozen=True, slots=True)
class Shortlist:
    """The best of one question's candidates, their tokens compared with its own."""

    places: NDArray[np.int64]
    """Which of the candidates."""
    features: Floats
    """Shape (films, `FEATURES` and `LATE_FEATURES`)."""
    answer: int | None
    """Which of them was asked for; None where it did not come so far."""


def unfitted(encoder: str, *, fitted_on: str) -> Ranking:
    """Weights of 0, for a search whose candidates are wanted before it can rank them.

    Args:
        encoder: the fingerprint of its encoder.
        fitted_on: what its weights will be fitted on.
    """
    return Ranking(
        encoder=encoder,
        text_version=TEXT_VERSION,
        fitted_on=fitted_on,
        weights=dict.fromkeys(FEATURES, 0.0),
        confident_at=1.0,
        fits_at=0.0,
    )


def examples(pools: Iterable[tuple[Pool, int]]) -> list[Example]:
    """What the weights of `FEATURES` are learnt from."""
    return [Example(pool.features, answer) for pool, answer in pools]


def shortlists(search: FilmSearch, pools: Iterable[tuple[Pool, int]], weights: Floats) -> list[Shortlist]:
    """The shortlist of every question, by the weights of `FEATURES`."""
    found = []
    for pool, answer in pools:
        places, features = search.compared(pool, posterior(pool.features, weights))
        at = np.flatnonzero(places == answer)
        found.append(Shortlist(places, features, int(at[0]) if len(at) else None))
    return found


def fit_shortlists(found: Iterable[Shortlist]) -> Floats:
    """The weights of `FEATURES` and `LATE_FEATURES`, from the questions whose answer came so far."""
    data = [Example(one.features, one.answer) for one in found if one.answer is not None]
    return fit(data, (*FEATURES, *LATE_FEATURES))


def candidates(search: FilmSearch, index: OpenIndex, questions: Iterable[Question]) -> list[tuple[Pool, int]]:
    """The candidates of every question whose answer is among them, and which of them it is."""
    found = []
    for question in questions:
        reading = search.read_now(question.turns[0], screen_year=None)
        said, clues = hear((), (), reading)
        # A hard clue that is wrong would leave no answer to learn from; people shut nothing out.
        soft = tuple(clue for clue in clues if not clue.hard or isinstance(clue.value, PersonClue))
        pool = search.pool(FindRequest(said, soft, limit=DEPTH))
        number = index.catalogue.number(question.film_id)
        at = np.flatnonzero(pool.films == number)
        if len(at):
            found.append((pool, int(at[0])))
    return found


def fit(data: Sequence[Example], names: Sequence[str] = FEATURES) -> Floats:
    """The weights, by Newton's method with step halving (the posterior is concave).

    Args:
        data: the questions to learn from.
        names: which of `FEATURES` the columns of their features are.

    Returns:
        Shape (names,).
    """
    mean, deviation = (np.array(part) for part in zip(*(_PRIOR.get(name, _WIDE) for name in names), strict=True))
    weights: Floats = np.array(mean)
    value = _log_posterior(data, weights, mean, deviation)
    for _ in range(_STEPS):
        step = _newton_step(data, weights, mean, deviation)
        while _log_posterior(data, weights + step, mean, deviation) < value:
            step = np.asarray(step / 2)
        weights = np.asarray(weights + step)
        value = _log_posterior(data, weights, mean, deviation)
        if np.abs(step).max() < _CONVERGED:
            break
    return weights


def _log_posterior(data: Sequence[Example], weights: Floats, mean: Floats, deviation: Floats) -> float:
    likelihood = sum(np.log(posterior(example.features, weights)[example.answer] + _TINY) for example in data)
    return float(likelihood - 0.5 * (((weights - mean) / deviation) ** 2).sum())


def _newton_step(data: Sequence[Example], weights: Floats, mean: Floats, deviation: Floats) -> Floats:
    gradient, hessian = (mean - weights) / deviation**2, np.diag(-1 / deviation**2)
    for example in data:
        chance = posterior(example.features, weights)
        centred = example.features - chance @ example.features
        gradient += centred[example.answer]
        hessian -= (centred * chance[:, None]).T @ centred
    return np.asarray(-np.linalg.solve(hessian, gradient), dtype=np.float64)


def held_out(data: Sequence[Example], shortlisted: Sequence[Shortlist] = ()) -> tuple[Floats, NDArray[np.bool_]]:
    """For every question the best film's probability and whether it was right, by weights fitted on the other folds.

    Args:
        data: the questions.
        shortlisted: their shortlists; none where tokens have no vectors.
    """
    order = np.random.default_rng(0).permutation(len(data))
    top, right = np.zeros(len(data)), np.zeros(len(data), dtype=np.bool_)
    for fold in range(_FOLDS):
        inside = set(order[fold::_FOLDS].tolist())
        others = [i for i in range(len(data)) if i not in inside]
        weights = fit([data[i] for i in others])
        late = fit_shortlists(shortlisted[i] for i in others) if shortlisted else None
        for i in inside:
            chance = posterior(data[i].features, weights)
            if late is not None:
                compared = posterior(shortlisted[i].features, late)
                chance = reranked(chance, shortlisted[i].places, compared)
            top[i], right[i] = chance.max(), chance.argmax() == data[i].answer
    return top, right


def told(top: Floats, right: NDArray[np.bool_], confident: float, *, asked: int) -> list[str]:
    """The held-out figures in words.

    Args:
        top: the best film's probability, for every question whose film is among the candidates.
        right: whether it was that film.
        confident: the probability from which on a best film is called the answer.
        asked: how many questions there are. Where the film asked for is no candidate, no weights can find it: a miss.
    """
    sure = top >= confident
    precision = right[sure].mean() if sure.any() else 0.0
    return [
        f"{asked} questions; the film asked for is a candidate in {len(right)}: from these the weights are learnt",
        f"held out: Success@1 {right.sum() / asked:.3f} of all {asked} (where it is no candidate, that is a miss)",
        f"called the answer at {confident:.3f}: {sure.mean():.0%} of the {len(right)}, right {precision:.0%}",
    ]


def thresholds(top: Floats, right: NDArray[np.bool_]) -> tuple[float, float]:
    """Where a best film is called the answer, and where it is not even called likely.

    The first is the lowest probability from which on 85 in 100 best films are right, by the calibration curve: of a
    few hundred questions too few are sure to be counted. Below the second the best film is less probable than in all
    but a tenth of the questions that have an answer.
    """
    order = np.argsort(-top)
    share = np.cumsum(calibrated(top, right)[order]) / np.arange(1, len(top) + 1)
    good = np.flatnonzero(share >= _RIGHT_WHEN_CONFIDENT)
    confident = float(top[order][good[-1]]) if len(good) else 1.0
    return confident, float(np.quantile(top, _FITS_QUANTILE))


def calibrated(top: Floats, right: NDArray[np.bool_]) -> Floats:
    """How probable it is that each best film is right: a logistic curve over the log odds it was given (Platt 1999).

    As there, the targets are drawn in a little from 0 and 1: the curve stays finite where all or none are right.
    """
    hits, misses = int(right.sum()), int((~right).sum())
    targets = np.where(right, (hits + 1) / (hits + 2), 1 / (misses + 2))
    odds = np.log(top.clip(_SURELY_NOT, 1 - _SURELY_NOT) / (1 - top.clip(_SURELY_NOT, 1 - _SURELY_NOT)))
    inputs, curve = np.stack([np.ones_like(odds), odds], axis=1), np.zeros(2)
    chance: Floats = np.full(len(top), 0.5)
    for _ in range(_STEPS):
        spread = inputs.T @ (inputs * (chance * (1 - chance))[:, None]) + _SURELY_NOT * np.eye(2)
        curve = curve + np.linalg.solve(spread, inputs.T @ (targets - chance))
        chance = np.asarray(1 / (1 + np.exp(-inputs @ curve)))
    return chance
