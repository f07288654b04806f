"""`python -m benchmarks.storage`: what fewer bits a number cost, and what they save.

Every way of storing holds the same vectors and is asked the same questions in the same run. The vectors are invented,
as many as asked for, or those of an index; a question is the vector of one row with noise, so its film is known.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray
from rich.console import Console

from benchmarks.report import OURS, Row, machine, quantile, show
from retrieval.build import VECTORS
from retrieval.errors import RetrievalError
from retrieval.index_faiss import FaissIndex
from retrieval.manifest import read_manifest
from retrieval.ports import STORAGES, Storage, Vectors

_ROWS_A_FILM = 14
_SPREAD, _NOISE = 0.9, 6.0  # beside vectors of length 1: how far a film's rows lie apart, and a question from its row
_TOP = 10
_DEPTH = 1000  # rows that a search asks for


@dataclass(frozen=True, slots=True)
class Task:
    """What is stored and what is asked."""

    vectors: Vectors
    questions: Vectors
    rows: NDArray[np.int64]
    """Of each question, the row that it was made of."""
    films: NDArray[np.int64]
    """Of each row, its film."""


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print the table and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.storage", description=__doc__)
    parser.add_argument("--rows", type=int, default=28_000, help="how many vectors are invented")
    parser.add_argument("--dimension", type=int, default=384)
    parser.add_argument("--questions", type=int, default=500)
    parser.add_argument("--index", type=Path, help="take the vectors of this index instead")
    arguments = parser.parse_args(argv)
    draw = np.random.default_rng(0)
    try:
        vectors = _stored(arguments.index) if arguments.index else invented(draw, arguments.rows, arguments.dimension)
    except RetrievalError as error:
        Console(stderr=True).print(str(error), style="red", markup=False)
        return 1
    show(storage_rows(make_task(draw, vectors, arguments.questions)), machine(), Console())
    return 0


def _stored(folder: Path) -> Vectors:
    index = FaissIndex.load(folder / read_manifest(folder).generation / VECTORS)
    return index.reconstruct(np.arange(index.rows))


def invented(draw: np.random.Generator, rows: int, dimension: int) -> Vectors:
    """Vectors of length 1 in groups, as the rows of films are; shape (rows, dimension)."""
    centres = draw.standard_normal((rows // _ROWS_A_FILM + 1, dimension), dtype=np.float32)
    own = np.repeat(_unit(centres), _ROWS_A_FILM, axis=0)[:rows]
    return _noisy(draw, own, _SPREAD)


def make_task(draw: np.random.Generator, vectors: Vectors, questions: int) -> Task:
    """Ask for passages, each with noise around it."""
    rows = draw.integers(len(vectors), size=questions)
    return Task(vectors, _noisy(draw, vectors[rows], _NOISE), rows, np.arange(len(vectors)) // _ROWS_A_FILM)


def _noisy(draw: np.random.Generator, vectors: Vectors, size: float) -> Vectors:
    return _unit(vectors + size * _unit(draw.standard_normal(vectors.shape, dtype=np.float32)))


def _unit(vectors: Vectors) -> Vectors:
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


def storage_rows(task: Task) -> list[Row]:
    """Size, time, Recall@10 against exact search, and Success@10, for every way of storing."""
    exact = _answers(FaissIndex.build(task.vectors), task)[0]
    figures: dict[str, tuple[float, ...]] = {
        OURS if storage == "float32" else storage: _measured(storage, task, exact) for storage in STORAGES
    }
    names = (
        ("vectors on the disk", "MB"),
        ("one search among all rows, median", "ms"),
        ("Recall@10 against exact search", "%"),
        ("Success@10", "%"),
    )
    return [
        Row(f"{what}, {len(task.vectors):,} rows", unit, {way: taken[place] for way, taken in figures.items()})
        for place, (what, unit) in enumerate(names)
    ]


def _measured(storage: Storage, task: Task, exact: NDArray[np.int64]) -> tuple[float, ...]:
    index = FaissIndex.build(task.vectors, storage=storage)
    with TemporaryDirectory() as scratch:
        index.save(Path(scratch) / VECTORS)
        size = (Path(scratch) / VECTORS).stat().st_size
    found, times = _answers(index, task)
    recall = np.mean([len(np.intersect1d(one, other)) for one, other in zip(found, exact, strict=True)]) / _TOP
    success = (task.films[found] == task.films[task.rows][:, None]).any(axis=1).mean()
    return size / 1e6, quantile(times, 0.5), float(recall * 100), float(success * 100)


def _answers(index: FaissIndex, task: Task) -> tuple[NDArray[np.int64], list[float]]:
    """The ten best rows for every question, and the milliseconds each search took."""
    best, times = [], []
    for question in task.questions:
        started = time.perf_counter()
        _, rows = index.search(question[None], _DEPTH)
        times.append((time.perf_counter() - started) * 1000)
        best.append(rows[:_TOP])
    return np.array(best), times


if __name__ == "__main__":
    sys.exit(main())
