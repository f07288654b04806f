"""A language model's guesses as further candidates of the search, without fitting anything.

    p(film) = (1 - G) · p_search(film) + g(rank of the guess)        G = Σ g over the guesses that the catalogue holds

Either the guesser is right, with the probability g of the place where it named the film, or it is not, and then the
search's own distribution holds. What the catalogue does not hold cannot be meant by anyone who finds it here, so its
share goes back to the search. The result sums to 1 as `p_search` does.

g comes from figures published for *other* questions: GPT-4 asked for twenty titles on the 150 test questions of
TREC 2023 Tip of the Tongue (run `baseline_gpt4_db`), Success@1 .2000, @10 .3200, @100 .3733. Within a band a guess
counts in proportion to 1 / rank.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from retrieval.catalogue_sqlite import SqliteCatalogue
from retrieval.types import FilmId

Floats = NDArray[np.float64]

_SUCCESS = {1: 0.2000, 10: 0.3200, 100: 0.3733}
"""Success@k of the guesser, by k."""


def _chances() -> Floats:
    """The g of every rank from 1 on, shape (100,)."""
    rank = np.arange(1, max(_SUCCESS) + 1)
    chances = 1 / rank
    before, reached = 0, 0.0
    for end, success in _SUCCESS.items():
        band = slice(before, end)
        chances[band] *= (success - reached) / chances[band].sum()
        before, reached = end, success
    return np.asarray(chances)


CHANCES = _chances()
"""How probable it is that the guess at a rank is the film meant; entry 0 is rank 1."""


def merge(
    films: NDArray[np.int64], chance: Floats, guesses: Sequence[str | None], catalogue: SqliteCatalogue
) -> tuple[NDArray[np.int64], Floats]:
    """Mix ranked guesses into the search's distribution.

    Args:
        films: numbers of the films that the search ranks, shape (films,).
        chance: their probabilities, shape (films,).
        guesses: IMDb ids, best first; None stands for a guess that is no known film.
        catalogue: numbers the films.

    Returns:
        Numbers and probabilities of the same films, followed by those that were only guessed.
    """
    guessed: dict[int, float] = {}
    for share, guess in zip(CHANCES, guesses, strict=False):  # ranks beyond 100 say nothing
        number = None if guess is None else catalogue.number(FilmId(guess))
        if number is not None:
            guessed.setdefault(number, float(share))  # of a film guessed twice the better place counts
    extra = np.array([number for number in guessed if number not in set(films.tolist())], dtype=np.int64)
    every = np.concatenate([films, extra])
    mixed = np.concatenate([chance, np.zeros(len(extra))]) * (1 - sum(guessed.values()))
    mixed += [guessed.get(number, 0.0) for number in every.tolist()]
    return every, mixed
