"""From vectors and words to one calibrated score a film.

A film's score is a linear function of a few features, and the candidates' softmax is the probability that each is the
film meant: a conditional logit (McFadden 1974) fitted by `python -m training fit` on real people's questions, so the
weights, the fusion and the calibration are one thing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources.abc import Traversable
from typing import Final

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter, ValidationError

from retrieval.catalogue_sqlite import FilmTable
from retrieval.errors import EncoderError
from retrieval.text import TEXT_VERSION

ROW_FEATURES: Final = ("best", "nearest", "identity", "sentences", "passages")
FEATURES: Final = (
    *ROW_FEATURES,
    *("words", "words_share", "year", "runtime", "colour", "genre", "not_genre", "person"),
    *("popularity", "fame", "brief", "textless", "title"),
)
"""In the order of the weights:

best         mean of the query's inner products with the film's three best rows
nearest      the greatest of these products
identity     the product with the film's first row, which holds a bit of everything
sentences    mean over the query's sentences of the sentence's greatest product with a row, by words in the sentence:
             a memory is several memories, and the film meant has an answer to each (late interaction, Khattab and
             Zaharia 2020, with sentences for tokens); times the root of how many they are, as more of them tell more
passages     log of the number of rows: the more there are, the better the best of them is by chance
words        BM25 with every word of the query counted once, over the root of how many the query has: in a long memory
             more of them agree by chance
words_share  BM25 as a share of the best film's, repeated words counted as often as they are said
year         minus the decades between the film and the years said, at most 2
runtime      minus the hours between the film and the length said, at most 1
colour       minus the number of colours, languages and countries said that it is known not to have
genre        share of the genres said that it is of
not_genre    minus the number of genres it is of, and of groups of films it is in, and was said not to be
person       share of the people firmly said who take part; those said not to be in it count against it
popularity   log10(1 + votes), 0 where they are unknown: of two films alike, people ask for the better known one
fame         a tenth of its square: what everybody knows, nobody asks for
brief        popularity times 16 / (16 + words of the query): who says little means a film that everybody knows
textless     1 where a film has no more than its identity
title        1 where the newest message is the film's title, less where an earlier one is (`retrieval.title_match`)
"""

LATE_FEATURES: Final = ("late", "contrast")
"""What is known beside `FEATURES` of the films of the shortlist, where the encoder has vectors of tokens:

late         mean over the query's tokens of the token's greatest product with a token of the film (`retrieval.late`)
contrast     what is rare tells more: the sum of the squares by which these products lie above their mean over the
             shortlist, over the root of the number of the query's tokens
"""
SHORTLIST: Final = 50
"""How many of the films ranked by `FEATURES` are compared by tokens; 100 found no more."""

_BRIEF_WORDS = 16  # 8, 30 and a steeper curve gave the same
_BEST_ROWS = 3  # measured beside 1, 2 and 4; one row is chance, four ask too much of a short film

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """What `python -m training fit` learnt; read from `ranking.json` beside the encoder it was fitted with."""

    encoder: str
    """Fingerprint of that encoder."""
    text_version: int
    fitted_on: str
    weights: Mapping[str, float]
    """By the names of `FEATURES`."""
    confident_at: float
    """A best film at least this probable is called the answer."""
    fits_at: float
    """A best film less probable than this is not even offered as likely."""
    late: Mapping[str, float] = field(default_factory=dict)
    """By the names of `FEATURES` and `LATE_FEATURES`, the weights for the shortlist; empty where tokens have no
    vectors."""

    def late_vector(self) -> Floats | None:
        """The weights for the shortlist in the order of `FEATURES` and `LATE_FEATURES`; None where there are none."""
        return np.array([self.late[name] for name in (*FEATURES, *LATE_FEATURES)]) if self.late else None

    def vector(self) -> Floats:
        """The weights in the order of `FEATURES`."""
        return np.array([self.weights[name] for name in FEATURES])


_RANKING = TypeAdapter(Ranking)


def load_ranking(path: Traversable, *, fingerprint: str) -> Ranking:
    """Read the weights that belong to an encoder.

    Raises:
        EncoderError: they are missing, malformed or were fitted with another encoder.
    """
    try:
        ranking = _RANKING.validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise EncoderError(f"The ranking weights {path} cannot be read; install Reelcall again.") from error
    fits = (ranking.encoder, ranking.text_version, set(ranking.weights)) == (fingerprint, TEXT_VERSION, set(FEATURES))
    if not fits or set(ranking.late) not in (set(), {*FEATURES, *LATE_FEATURES}):
        raise EncoderError(f"The ranking weights {path} belong to another encoder; run `python -m training fit`.")
    return ranking


@dataclass(frozen=True, slots=True)
class RowScores:
    """Inner products of the query with every row of some films."""

    rows: NDArray[np.int64]
    """All rows of the films, film by film."""
    start: NDArray[np.int64]
    """Where each film's rows begin in `rows`."""
    scores: NDArray[np.float32]


def film_rows(table: FilmTable, films: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """All rows of the films named, film by film, and where each film's begin."""
    first, end = table.first_row[films], table.first_row[films + 1]
    counts = end - first
    start = np.cumsum(counts) - counts
    rows = np.repeat(first - start, counts) + np.arange(counts.sum())
    return rows, start


def row_features(found: RowScores, sentences: NDArray[np.float32], lengths: NDArray[np.int64]) -> tuple[Floats, ...]:
    """The features `ROW_FEATURES` of every film.

    Args:
        found: the rows of the films.
        sentences: inner products of the same rows with the query's sentences, shape (rows, sentences); there may be
            none, then the query itself stands for them.
        lengths: how many words each sentence has.
    """
    counts = np.diff(found.start, append=len(found.scores))
    nearest = np.maximum.reduceat(found.scores, found.start).astype(np.float64) if len(counts) else np.zeros(0)
    if len(lengths) and len(counts):
        answered = np.maximum.reduceat(sentences, found.start, axis=0) @ (lengths / lengths.sum())
        answered *= np.sqrt(len(lengths))
    else:
        answered = nearest
    return best_rows(found), nearest, found.scores[found.start].astype(np.float64), answered, np.log(counts)


def best_rows(found: RowScores) -> Floats:
    """The feature `best` of every film."""
    scores = found.scores.astype(np.float64)
    counts = np.diff(found.start, append=len(scores))
    apart = np.ptp(scores) + 1 if len(scores) else 1.0  # the worst row of a film comes before the best of the next
    ranked = scores[np.argsort(np.repeat(np.arange(len(counts)) * apart, counts) - scores)]
    place = np.arange(min(_BEST_ROWS, counts.max(initial=0)))
    own = np.minimum(place, counts[:, None] - 1)  # a film of fewer rows
    best = np.where(own == place, ranked[found.start[:, None] + own], 0)
    return np.asarray(best.sum(axis=1) / np.minimum(counts, _BEST_ROWS))


def highest(scores: NDArray[np.float32], count: int, *, grouped: int = 128) -> NDArray[np.int64]:
    """The places of the highest scores above 0, at most so many, in no order; of equal ones the first.

    Nearly all of 128,000 scores are left out at once: where as many groups of `grouped` scores have a higher one.
    """
    groups = len(scores) // grouped
    tops = scores[: groups * grouped].reshape(grouped, groups).max(axis=0, initial=0)
    enough = np.partition(tops, -count)[-count] if groups >= count else 0
    places = np.flatnonzero(scores >= enough) if enough > 0 else np.flatnonzero(scores > 0)
    if len(places) <= count:
        return places
    found = scores[places]
    least = np.partition(found, -count)[-count]
    above, at = places[found > least], places[found == least]
    return np.concatenate([above, at[: count - len(above)]])


def word_features(
    once: NDArray[np.float32], repeated: NDArray[np.float32], films: NDArray[np.int64], *, said: int
) -> tuple[Floats, Floats]:
    """The features `words` and `words_share` of the films named, out of the two BM25 scores of all.

    Args:
        once: with every word of the query counted once.
        repeated: with each as often as it is said.
        films: their numbers.
        said: how many words the query has.
    """
    share = repeated[films].astype(np.float64) / max(float(repeated.max(initial=0.0)), 1e-6)
    return once[films].astype(np.float64) / np.sqrt(max(said, 1)), share


def standing(table: FilmTable, films: NDArray[np.int64], *, words: int) -> tuple[Floats, Floats, Floats, Floats]:
    """The features `popularity`, `fame`, `brief` and `textless` of the films named, for a query of so many words."""
    popularity = np.log10(1.0 + np.maximum(table.votes[films], 0))
    brief = popularity * _BRIEF_WORDS / (_BRIEF_WORDS + words)
    return popularity, popularity**2 / 10, brief, (~table.has_text[films]).astype(np.float64)


def posterior(features: Floats, weights: Floats, evidence: Floats | None = None) -> Floats:
    """How probable it is that each film is the one meant, shape (films,): the softmax of the weighted features.

    Args:
        features: shape (films, `FEATURES`).
        weights: in the order of `FEATURES`.
        evidence: log-likelihoods of what else is known, such as answers to questions (Bayes' rule); shape (films,).
    """
    logits = features @ weights if evidence is None else features @ weights + evidence
    grown = np.exp(logits - logits.max(initial=-np.inf))
    return np.asarray(grown / max(grown.sum(), 1e-12))


def shortlist(scores: Floats) -> NDArray[np.int64]:
    """The places of the best films, best first; of equal ones the first."""
    return np.argsort(-scores, kind="stable")[:SHORTLIST]


def reranked(scores: Floats, places: NDArray[np.int64], compared: Floats) -> Floats:
    """How probable each film is once the shortlist was compared: what it had in all is shared out anew within it.

    Args:
        scores: how probable each film was.
        places: of the shortlist.
        compared: how probable each film of the shortlist is, if it is one of them.
    """
    shared = scores.copy()
    shared[places] = scores[places].sum() * compared
    return shared
