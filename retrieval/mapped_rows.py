"""The 8-bit rows of a memory-mapped index as one array, so that thousands of them are scored at once.

FAISS hands out rows one by one, decoded: of the eight thousand that a turn scores, that takes four times as long.
"""

from __future__ import annotations

from typing import Self

import faiss
import numpy as np
from numpy.typing import NDArray

from retrieval.errors import IndexDamagedError
from retrieval.ports import Vectors

LEVELS = 255
"""Steps of a range: a byte c stands for the middle of its step, least + (c + 0.5) / 255 of the range."""
_TOGETHER = 128  # rows widened at a time: they stay in the processor's cache
_ID_BYTES = 8  # of a row's number, all of a cell's after all of its codes


class MappedRows:
    """Scores rows by where their bytes lie in the file."""

    def __init__(self, index: faiss.IndexIVFScalarQuantizer, lists: faiss.OnDiskInvertedLists) -> None:
        self._index = index  # the array below is its memory
        cells = [lists.lists.at(cell) for cell in range(index.nlist)]  # type: ignore[attr-defined]  # the stubs take it for a list
        ends = [cell.offset + cell.capacity * (lists.code_size + _ID_BYTES) for cell in cells if cell.size]
        if max(ends, default=0) > lists.totsize:
            raise IndexDamagedError("The vectors are cut short; build the index again.")
        least, width = np.split(faiss.vector_to_array(index.sq.trained), 2)
        self._step = width / LEVELS
        self._zero = least + self._step / 2
        # FAISS keeps for every row its cell in the upper half of a number and its place there in the lower.
        places = faiss.vector_to_array(index.direct_map.array)
        starts = np.array([cell.offset for cell in cells], dtype=np.int64)
        self._start: NDArray[np.int64] = starts[places >> 32] + (places & 0xFFFFFFFF) * lists.code_size
        mapped = faiss.rev_swig_ptr(lists.ptr, lists.totsize)
        self._codes = np.lib.stride_tricks.sliding_window_view(mapped, lists.code_size)

    @classmethod
    def of(cls, index: faiss.Index) -> Self | None:
        """Those of an index that was read into mapped memory; None of one of another kind.

        Raises:
            IndexDamagedError: the file ends too early.
        """
        own = index.invlists if isinstance(index, faiss.IndexIVF) else None
        lists = faiss.downcast_InvertedLists(own) if own else None
        if not isinstance(lists, faiss.OnDiskInvertedLists):
            return None
        lists.prefetch_nthread = 0  # by default every search starts 32 threads that read ahead
        if not isinstance(index, faiss.IndexIVFScalarQuantizer) or index.sq.qtype != faiss.ScalarQuantizer.QT_8bit:
            return None
        return cls(index, lists)

    def scores(self, queries: Vectors, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Inner products of the rows named with each query; shape (rows, queries).

        With a row's numbers zero + step * code, its product with q is that of zero and q and that of code and step * q.
        """
        weights = np.ascontiguousarray((queries * self._step).T)
        found = np.empty((len(rows), len(queries)), dtype=np.float32)
        starts = self._start[rows]
        for at in range(0, len(rows), _TOGETHER):
            here = slice(at, at + _TOGETHER)
            np.dot(self._codes[starts[here]].astype(np.float32), weights, out=found[here])
        found += queries @ self._zero
        return found
