"""What is known of a request after each step of a search: made ready, its words looked for, its films described."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.opened import OpenIndex
from retrieval.ports import TokenVectors
from retrieval.rank import RowScores
from retrieval.types import FindRequest


@dataclass(frozen=True, slots=True)
class Pool:
    """The films that a search ranks."""

    query: str
    """The text that was encoded."""
    words: str
    """The text whose words were looked for."""
    films: NDArray[np.int64]
    """Their numbers."""
    features: NDArray[np.float64]
    """Shape (films, `retrieval.rank.FEATURES`)."""
    rows: RowScores
    tokens: TokenVectors
    """Of the query; none where tokens have no vectors."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request, made ready for the encoder."""

    request: FindRequest
    index: OpenIndex
    """The one that all the rest is about."""
    reach: NDArray[np.bool_]
    """Which of all films could be shown if nothing were known of the one meant."""
    open_films: NDArray[np.bool_]
    """Which of these no clue shuts out."""
    people: Sequence[NDArray[np.bool_]]
    """For everyone who was firmly named, which of all films they take part in."""
    query: str
    sentences: Sequence[str]
    """Of the query, where it has several."""
    words: str

    @property
    def texts(self) -> list[str]:
        """What is encoded: the query, then its sentences."""
        return [self.query, *self.sentences]


@dataclass(frozen=True, slots=True)
class ByWords:
    """What can be told of a request without its vectors."""

    once: NDArray[np.float32]
    """BM25 of all films with every word counted once."""
    repeated: NDArray[np.float32]
    """The same with each as often as it is said."""
    titled: Mapping[int, float]
    """The feature `title` of the films that have it, by their numbers."""
    films: NDArray[np.bool_]
    """Which of all films words, a title or a suggestion bring up."""
