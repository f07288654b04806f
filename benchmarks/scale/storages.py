"""Which way of keeping vectors: fewer bits, cells and how many of them are looked into, against exact search."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from benchmarks.report import OURS, Row, quantile
from benchmarks.scale.quality import Exam
from retrieval.build import VECTORS
from retrieval.index_faiss import FaissIndex
from retrieval.ports import STORAGES, Vectors

WAYS: Final = ((0, (0,)), (1024, (32, 64, 128, 256)), (2048, (64, 128)))  # cells, and how many of them are looked into
_DEPTH: Final = 1000  # rows that a search asks for


def storage_rows(exam: Exam, vectors: Vectors, ways: Sequence[tuple[int, Sequence[int]]] = WAYS) -> Iterator[Row]:
    """Four figures for every way of keeping these vectors, which are the rows of the exam's index."""
    for storage in STORAGES:
        for cells, all_probed in ways:
            index = FaissIndex.build(vectors, storage=storage, cells=cells)
            size = _megabytes(index)
            for probed in all_probed:
                index.probed = probed
                way = f"{storage}, {probed} of {cells} cells" if cells else f"{storage}, every row"
                found = exam.quality(index)
                yield Row(f"{way}: size", "MB", {OURS: size})
                yield Row(f"{way}: one search, median", "ms", {OURS: _median_ms(index, exam.queries)})
                yield Row(f"{way}: Recall@10 of rows", "%", {OURS: found.recall})
                yield Row(f"{way}: Success@10", "%", {OURS: found.success})


def _megabytes(index: FaissIndex) -> float:
    with TemporaryDirectory() as scratch:
        index.save(Path(scratch) / VECTORS)
        return (Path(scratch) / VECTORS).stat().st_size / 1e6


def _median_ms(index: FaissIndex, queries: Sequence[Vectors]) -> float:
    taken = []
    for query in queries:
        started = time.perf_counter()
        index.search(query, _DEPTH)
        taken.append((time.perf_counter() - started) * 1000)
    return quantile(taken, 0.5)
