"""The vectors of all passages' tokens, one byte a number, in files that stay on the disk until a film is compared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from retrieval.errors import IndexDamagedError
from retrieval.ports import TokenVectors

_CODES, _FIRST = "codes.npy", "first.npy"
_STEPS = 127  # a number from -1 to 1 becomes one from -127 to 127


class TokenStore:
    """Vectors of the tokens that tell something, passage by passage in the order of the index's rows."""

    def __init__(self, codes: NDArray[np.int8], first: NDArray[np.int64]) -> None:
        """Hold what `build` made or `load` read.

        Args:
            codes: shape (tokens, token dimension).
            first: shape (rows + 1,), where each row's tokens begin.
        """
        self.codes = codes
        self.first = first

    @classmethod
    def build(cls, passages: Iterable[TokenVectors], *, dimension: int) -> Self:
        """Keep the tokens of passages."""
        parts = [np.round(own * _STEPS).astype(np.int8) for own in passages]
        first = np.cumsum([0, *map(len, parts)], dtype=np.int64)
        return cls(np.concatenate([np.empty((0, dimension), dtype=np.int8), *parts]), first)

    @classmethod
    def joined(cls, stores: Sequence[TokenStore]) -> Self:
        """One store after another."""
        ends = np.cumsum([0, *(len(store.codes) for store in stores)])
        firsts = [store.first[:-1] + end for store, end in zip(stores, ends[:-1], strict=True)]
        return cls(np.concatenate([store.codes for store in stores]), np.concatenate([*firsts, ends[-1:]]))

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Map what `save` wrote.

        Raises:
            IndexDamagedError: a file is no array, or they do not belong together.
        """
        try:
            codes = np.load(folder / _CODES, mmap_mode="r", allow_pickle=False)
            first = np.load(folder / _FIRST, allow_pickle=False)
        except (OSError, ValueError, EOFError) as error:
            raise IndexDamagedError(f"The tokens in {folder} are damaged; build the index again.") from error
        if not len(first) or first[-1] != len(codes):
            raise IndexDamagedError(f"The tokens in {folder} do not belong together; build the index again.")
        return cls(codes, first)

    def save(self, folder: Path) -> None:
        """Write the files into a new folder.

        Raises:
            OSError: the disk refused.
        """
        folder.mkdir()
        np.save(folder / _CODES, self.codes)
        np.save(folder / _FIRST, self.first)

    @property
    def rows(self) -> int:
        """How many passages there are."""
        return len(self.first) - 1

    def of_row(self, row: int) -> TokenVectors:
        """The tokens of one passage, as the store keeps them."""
        return self.codes[self.first[row] : self.first[row + 1]].astype(np.float32) / np.float32(_STEPS)

    def best_products(self, asked: TokenVectors, first: int, end: int) -> NDArray[np.float32]:
        """Each asked token's greatest product with a token of some rows, 0 where they have none; shape (asked tokens,).

        Args:
            asked: shape (asked tokens, token dimension).
            first: the first row.
            end: the row after the last.
        """
        codes = self.codes[self.first[first] : self.first[end]]
        if not len(codes):
            return np.zeros(len(asked), dtype=np.float32)
        products = codes.astype(np.float32) @ (asked.T / np.float32(_STEPS))
        best: NDArray[np.float32] = products.max(axis=0)
        return best
