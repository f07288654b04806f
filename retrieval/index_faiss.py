"""Vectors on FAISS: inner product over all rows, which are grouped by film."""

from __future__ import annotations

from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from retrieval.errors import IndexDamagedError
from retrieval.ports import Storage, Vectors


class FaissIndex:
    """`VectorIndex` on a flat FAISS index: every row is compared, with float32 as exactly as the encoder made it."""

    def __init__(self, index: faiss.Index) -> None:
        """Wrap an index of inner products."""
        self._index = index

    @classmethod
    def build(cls, vectors: Vectors, *, storage: Storage = "float32") -> FaissIndex:
        """Index vectors of shape (rows, dimension)."""
        rows = np.ascontiguousarray(vectors, dtype=np.float32)
        index = _empty(rows.shape[1], storage)
        index.train(rows)  # int8 learns the ranges, the others have nothing to learn
        index.add(rows)
        return cls(index)

    @classmethod
    def load(cls, path: Path) -> FaissIndex:
        """Read what `save` wrote.

        Raises:
            IndexDamagedError: FAISS cannot read the file.
        """
        try:
            return cls(faiss.read_index(str(path)))
        except RuntimeError as error:  # what FAISS raises for a file that is cut short or not its own
            raise IndexDamagedError(f"The vectors in {path} are damaged; build the index again.") from error

    def save(self, path: Path) -> None:
        """Write the index to one file.

        Raises:
            OSError: the disk refused.
        """
        path.write_bytes(faiss.serialize_index(self._index).data)  # FAISS's own writer keeps quiet about a lost end

    @property
    def rows(self) -> int:
        """How many vectors there are."""
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._index.d)

    def search(
        self, query: Vectors, k: int, allowed: NDArray[np.bool_] | None = None
    ) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """Find the best rows for one query, best first, shapes (n,) with n <= k; `allowed` masks the rows looked at."""
        faiss.omp_set_num_threads(1)  # of this thread: one query is too little to share, waiting took ten times as long
        params = None
        if allowed is not None:
            params = faiss.SearchParameters(sel=faiss.IDSelectorBatch(np.flatnonzero(allowed)))  # type: ignore[call-arg]  # its stubs lag
        scores, rows = self._index.search(query, min(k, self.rows), params=params)
        found = rows[0] >= 0  # FAISS pads with -1 when fewer rows were allowed
        return scores[0][found], rows[0][found]

    def scores(self, query: Vectors, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Inner products of one query with the rows named; shape (len(rows),)."""
        faiss.omp_set_num_threads(1)  # as in `search`; and einsum, unlike `@`, starts no threads of its own
        found: NDArray[np.float32] = np.einsum("rd,d->r", self.reconstruct(rows), query[0])
        return found

    def reconstruct(self, rows: NDArray[np.int64]) -> Vectors:
        """The vectors of the rows named, as the index keeps them; shape (len(rows), dimension)."""
        found: Vectors = self._index.reconstruct_batch(rows)
        return found


def _empty(dimension: int, storage: Storage) -> faiss.Index:
    if storage == "float32":
        return faiss.IndexFlatIP(dimension)
    kind = {"float16": faiss.ScalarQuantizer.QT_fp16, "int8": faiss.ScalarQuantizer.QT_8bit}[storage]
    return faiss.IndexScalarQuantizer(dimension, kind, faiss.METRIC_INNER_PRODUCT)
