"""Vectors on FAISS: inner product over all rows, which are grouped by film.

Few rows are compared one by one. Many are sorted into cells around the centres that k-means finds (an inverted file,
Sivic and Zisserman 2003; Jegou et al. 2011), and a search looks only into the cells nearest to the query.
`python -m benchmarks.storage` says what that loses.
"""

from __future__ import annotations

import math
import sys
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from retrieval.errors import IndexDamagedError
from retrieval.mapped_rows import LEVELS, MappedRows
from retrieval.ports import Storage, Vectors

CELLS_FROM = 100_000
"""Rows from which on they are sorted into cells; below, comparing all takes a few milliseconds."""
_CELLS = 1024
_PROBED = 64  # cells looked into where no row is shut out
_EXACT_BELOW = 20_000  # rows left open: comparing these alone is as fast, and misses none
_KMEANS_ROUNDS = 10
_MAPPED = 0 if sys.platform == "win32" else faiss.IO_FLAG_MMAP  # cells stay in the file; FAISS has no such on Windows


def suited_storage(rows: int) -> Storage:
    """How so many rows are kept unless told otherwise: few exactly, many small (figures in `docs/catalogue.md`)."""
    return "int8" if rows >= CELLS_FROM else "float32"


class FaissIndex:
    """`VectorIndex` on FAISS; with float32 and few rows as exact as the encoder made them."""

    def __init__(self, index: faiss.Index, *, probed: int = _PROBED) -> None:
        """Wrap an index of inner products.

        Args:
            index: FAISS's own.
            probed: how many cells a search looks into, if there are any and no row is shut out.
        """
        self._index = index
        self._mapped = MappedRows.of(index)
        self.cells = int(index.nlist) if isinstance(index, faiss.IndexIVF) else 0
        """How many cells the rows are sorted into; 0 where all are compared."""
        self.probed = min(probed, self.cells)
        """How many of them a search looks into; more find more and take longer."""

    @classmethod
    def build(cls, vectors: Vectors, *, storage: Storage = "float32", cells: int | None = None) -> FaissIndex:
        """Index vectors.

        Args:
            vectors: shape (rows, dimension).
            storage: how each number is kept.
            cells: how many to sort the rows into, 0 for none; by default as many as suit the number of rows.
        """
        rows = np.ascontiguousarray(vectors, dtype=np.float32)
        if cells is None:
            cells = _CELLS if len(rows) >= CELLS_FROM else 0
        index = _empty(rows.shape[1], storage, cells)
        index.train(rows)  # an inverted file learns its centres
        if storage == "int8":
            faiss.copy_array_to_vector(_ranges(rows), index.sq.trained)  # type: ignore[attr-defined]  # of both kinds
        index.add(rows)
        if cells:
            index.make_direct_map()  # type: ignore[attr-defined]  # from a row's number to its place: `reconstruct` needs it
        return cls(index)

    @classmethod
    def load(cls, path: Path) -> FaissIndex:
        """Read what `save` wrote.

        Raises:
            IndexDamagedError: FAISS cannot read the file.
        """
        try:
            return cls(faiss.read_index(str(path), _MAPPED))
        except (RuntimeError, IndexDamagedError) as error:  # the first from FAISS: cut short, or not its own
            raise IndexDamagedError(f"The vectors in {path} are damaged; build the index again.") from error

    def save(self, path: Path) -> None:
        """Write an index that was built to one file; of one that was loaded, the rows are in its own file.

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
        open_rows = self.rows if allowed is None else int(np.count_nonzero(allowed))
        if allowed is not None and self.cells and open_rows < _EXACT_BELOW:
            return self._best_of(query, np.flatnonzero(allowed), k)
        scores, rows = self._index.search(query, min(k, self.rows), params=self._parameters(allowed, open_rows))
        found = rows[0] >= 0  # FAISS pads with -1 when fewer rows were allowed
        return scores[0][found], rows[0][found]

    def _parameters(self, allowed: NDArray[np.bool_] | None, open_rows: int) -> faiss.SearchParameters | None:
        """What a search looks at; the fewer rows are open, the more cells, so that as many rows are compared."""
        selected: dict[str, Any] = {}
        if allowed is not None:
            selected["sel"] = faiss.IDSelectorBitmap(np.packbits(allowed, bitorder="little"))  # type: ignore[call-arg,arg-type]  # its stubs lag
        if self.cells:
            probed = min(self.cells, math.ceil(self.probed * self.rows / open_rows))
            return faiss.SearchParametersIVF(nprobe=probed, **selected)  # type: ignore[call-arg]
        return faiss.SearchParameters(**selected) if selected else None

    def _best_of(
        self, query: Vectors, rows: NDArray[np.int64], k: int
    ) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        scores = self.scores(query, rows)[:, 0]
        best = np.argsort(-scores, kind="stable")[:k]
        return scores[best], rows[best]

    def scores(self, queries: Vectors, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Inner products of the rows named with each query; shape (rows, queries)."""
        if self._mapped is not None:
            return self._mapped.scores(queries, rows)
        faiss.omp_set_num_threads(1)  # as in `search`
        found: NDArray[np.float32] = self.reconstruct(rows) @ queries.T
        return found

    def reconstruct(self, rows: NDArray[np.int64]) -> Vectors:
        """The vectors of the rows named, as the index keeps them; shape (len(rows), dimension)."""
        found: Vectors = self._index.reconstruct_batch(rows)
        return found


def _ranges(rows: Vectors) -> NDArray[np.float32]:
    """From where to where each number's bytes reach: all least values, then all widths; shape (2 * dimension,).

    Half a step wider than the numbers on both sides, because a byte stands for the middle of its step. So what is read
    back and kept again comes to the same bytes, where FAISS' own ranges move it by half a step at every update.
    """
    least, most = rows.min(axis=0), rows.max(axis=0)
    half = (most - least) / (2 * (LEVELS - 1))
    return np.concatenate((least - half, most - least + 2 * half)).astype(np.float32)


def _empty(dimension: int, storage: Storage, cells: int) -> faiss.Index:
    kinds = {"float16": faiss.ScalarQuantizer.QT_fp16, "int8": faiss.ScalarQuantizer.QT_8bit}
    metric = faiss.METRIC_INNER_PRODUCT
    if cells:
        return _inverted_file(dimension, kinds.get(storage), cells)
    if storage == "float32":
        return faiss.IndexFlatIP(dimension)
    return faiss.IndexScalarQuantizer(dimension, kinds[storage], metric)


def _inverted_file(dimension: int, kind: int | None, cells: int) -> faiss.IndexIVF:
    metric, centres = faiss.METRIC_INNER_PRODUCT, faiss.IndexFlatIP(dimension)
    index = (
        faiss.IndexIVFFlat(centres, dimension, cells, metric)
        if kind is None
        else faiss.IndexIVFScalarQuantizer(centres, dimension, cells, kind, metric)
    )
    index.by_residual = False  # a row is kept as it is, so that its scores do not hang on its cell
    index.cp.spherical = True  # the rows are of length 1, and so are the centres then
    index.cp.niter = _KMEANS_ROUNDS
    return index
