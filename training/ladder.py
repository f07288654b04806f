"""One encoder's search with its parts added one by one, every rung with weights of its own.

A rung is the production ranking restricted to some of its features, and its weights are the conditional logit of
`training.fit` on these features alone. All rungs rank the candidates of the production search: films that vectors,
words or a name bring up and that no hard clue shuts out. So a rung says what its features rank, not what they bring up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from retrieval.clues import hear
from retrieval.rank import FEATURES, LATE_FEATURES, ROW_FEATURES, posterior, reranked
from retrieval.search import FilmSearch, OpenIndex
from retrieval.steps import Pool
from retrieval.types import FindRequest
from training.fit import Example, candidates, fit, fit_shortlists, shortlists
from training.guessing import merge
from training.questions import Question, QuestionError
from training.systems import DEPTH

Floats = NDArray[np.float64]

_CLUES: Final = ("year", "runtime", "colour", "genre", "not_genre", "person")
RUNGS: Final[Mapping[str, tuple[str, ...]]] = {
    "vectors": ("best",),
    "+ sentences": ROW_FEATURES,
    "+ clues": (*ROW_FEATURES, *_CLUES),
    "+ words": (*ROW_FEATURES, *_CLUES, "words", "words_share"),
    "+ popularity": FEATURES,
}
"""By the name of a rung, which of `FEATURES` it has; the last has all."""
WHOLE: Final = tuple(RUNGS)[-1]
"""The rung that ranks all candidates by all that is known of each: production, where tokens have no vectors."""
LATE: Final = "+ late interaction"
"""One rung more where the encoder has vectors of tokens: the last one's shortlist, compared by them."""
GUESSES: Final = "+ guesses"
"""One rung more where a language model's guesses are stored: the last one's distribution with them mixed in."""


def features_of(rung: str) -> tuple[str, ...]:
    """The names of a rung's weights, in their order."""
    return (*FEATURES, *LATE_FEATURES) if rung == LATE else RUNGS[rung]


def fit_rungs(search: FilmSearch, index: OpenIndex, questions: Iterable[Question]) -> dict[str, Floats]:
    """The weights of every rung, in the order of its features.

    Raises:
        QuestionError: no question's answer is among its candidates.
    """
    pools = candidates(search, index, questions)
    if not pools:
        raise QuestionError("None of the questions to fit on asks for a film of the catalogue; name others (--fit-on).")
    weights = {
        rung: fit([Example(_columns(pool.features, names), answer) for pool, answer in pools], names)
        for rung, names in RUNGS.items()
    }
    if index.tokens:
        weights[LATE] = fit_shortlists(shortlists(search, pools, weights[WHOLE]))
    return weights


def rank_rungs(
    search: FilmSearch,
    index: OpenIndex,
    weights: Mapping[str, Floats],
    question: Question,
    guesses: Sequence[str | None] | None,
) -> dict[str, int | None]:
    """Where every rung ranks the answer; None where it is not among the first `DEPTH`.

    Args:
        search: the production search; its own weights are not used.
        index: what it searches.
        weights: from `fit_rungs`.
        question: not a conversation.
        guesses: ranked IMDb ids; None where nobody guessed, then there is no such rung.
    """
    pool = _pool(search, question)
    answer = index.catalogue.number(question.film_id)
    ranks: dict[str, int | None] = {}
    chance = np.zeros(0)
    for rung, names in RUNGS.items():
        chance = posterior(_columns(pool.features, names), weights[rung])
        ranks[rung] = rank_of(answer, pool.films, chance)
    if LATE in weights:
        places, features = search.compared(pool, chance)
        chance = reranked(chance, places, posterior(features, weights[LATE]))
        ranks[LATE] = rank_of(answer, pool.films, chance)
    if guesses is not None:
        ranks[GUESSES] = rank_of(answer, *merge(pool.films, chance, guesses, index.catalogue))
    return ranks


def rank_of(answer: int | None, films: NDArray[np.int64], chance: Floats) -> int | None:
    """The answer's place, best first, as the search ranks: of films alike the one that comes first in the pool."""
    at = np.flatnonzero(films == (-1 if answer is None else answer))
    if not len(at):
        return None
    place = int(at[0])
    rank = 1 + int((chance > chance[place]).sum() + (chance[:place] == chance[place]).sum())
    return rank if rank <= DEPTH else None


def _pool(search: FilmSearch, question: Question) -> Pool:
    """The candidates of a question as the bot would search for it (`training.systems.Production`)."""
    reading = search.read_now(question.turns[0], screen_year=None)
    said, clues = hear((), (), reading)
    return search.pool(FindRequest(said, clues, limit=DEPTH))


def _columns(features: Floats, names: Sequence[str]) -> Floats:
    return features[:, [FEATURES.index(name) for name in names]]
