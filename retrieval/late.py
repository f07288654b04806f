"""Late interaction: the tokens of a question beside those of the films that the search found best.

Every telling token of the question takes its greatest product with a token of the film, whichever passage that is in
(MaxSim: Khattab and Zaharia 2020). So a film is asked for each thing that was said, where one vector a passage blurs
them; and it is asked only of a shortlist, because it takes a hundred products where a passage takes one.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from retrieval.ports import TokenVectors
from retrieval.rank import Floats
from retrieval.token_store import TokenStore


def token_matches(
    asked: TokenVectors, store: TokenStore, first: NDArray[np.int64], end: NDArray[np.int64]
) -> NDArray[np.float32]:
    """Each asked token's greatest product with a token of each film, 0 where a film has none.

    Args:
        asked: the question's tokens.
        store: where those of the films are.
        first: each film's first row.
        end: the row after its last.

    Returns:
        Shape (films, asked tokens).
    """
    found = np.zeros((len(first), len(asked)), dtype=np.float32)
    # Film by film: the products of all fifty together would leave the processor's cache.
    for place, (begin, after) in enumerate(zip(first.tolist(), end.tolist(), strict=True)):
        found[place] = store.best_products(asked, begin, after)
    return found


def late_features(matches: NDArray[np.float32]) -> tuple[Floats, Floats]:
    """The features `retrieval.rank.LATE_FEATURES` of every film, out of its `token_matches`."""
    films, tokens = matches.shape
    if not films or not tokens:
        return np.zeros(films), np.zeros(films)
    own = matches.astype(np.float64)
    above = np.maximum(own - own.mean(axis=0), 0)
    return own.mean(axis=1), (above**2).sum(axis=1) / np.sqrt(tokens)
