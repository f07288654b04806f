"""What the search needs from others, as small protocols. Fakes of each stand in `tests/fakes`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
"""Shape (texts, dimension), every row of length 1."""


class Encoder(Protocol):
    """Texts to vectors. Queries and documents are told apart by method, never by a prefix in the caller."""

    @property
    def fingerprint(self) -> str:
        """A hash of the weights and the tokenizer: an index knows by it which encoder made its rows."""
        ...

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        ...

    def encode_query(self, texts: Sequence[str]) -> Vectors:
        """Encode what users said."""
        ...

    def encode_document(self, texts: Sequence[str]) -> Vectors:
        """Encode passages of films."""
        ...


class VectorIndex(Protocol):
    """Rows of vectors, compared by inner product."""

    @property
    def rows(self) -> int:
        """How many rows there are."""
        ...

    def search(
        self, query: Vectors, k: int, allowed: NDArray[np.bool_] | None = None
    ) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """Find the best rows for one query of shape (1, dimension), best first; `allowed` masks the rows looked at."""
        ...

    def scores(self, query: Vectors, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Inner products of one query with the rows named."""
        ...

    def reconstruct(self, rows: NDArray[np.int64]) -> Vectors:
        """The vectors of the rows named, as the index keeps them; shape (len(rows), dimension)."""
        ...
