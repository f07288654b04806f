"""The least that a turn could take on this machine: what must be read and multiplied, at the rates measured here."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from benchmarks.report import OURS, Row
from retrieval.encoder_onnx import EncoderCard
from retrieval.manifest import Manifest

_SIZE: Final = 1536  # rows and columns of the matrices multiplied
_BUFFER: Final = 256_000_000  # bytes read, several times what processors keep at hand
_REPEATS: Final = 7
_BYTES: Final = {"float32": 4, "float16": 2, "int8": 1}


@dataclass(frozen=True, slots=True)
class Machine:
    """What this machine can do at best."""

    read: float
    """Bytes a second out of memory, one thread."""
    multiply: float
    """Multiply-adds a second of float32 matrices, all threads."""


@dataclass(frozen=True, slots=True)
class Work:
    """What one turn cannot do without."""

    multiply_adds: float
    """Of the encoder, for the tokens of the question and of its sentences."""
    scanned: float
    """Bytes of vectors that are compared with the question."""
    all_vectors: float
    """Bytes that comparing every vector would read."""


def measure_machine() -> Machine:
    """Measure both rates, the best of a few tries."""
    buffer = np.ones(_BUFFER // 8, dtype=np.float64)
    left, right = (np.ones((_SIZE, _SIZE), dtype=np.float32) for _ in range(2))
    return Machine(read=_BUFFER / _best(buffer.max), multiply=_SIZE**3 / _best(lambda: left @ right))


def _best(work: Callable[[], object]) -> float:
    """Seconds of the fastest run."""
    work()
    taken = []
    for _ in range(_REPEATS):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return min(taken)


def encoder_multiply_adds(card: EncoderCard, lengths: Sequence[int]) -> float:
    """Multiply-adds of a BERT encoder for texts of so many tokens each.

    A layer has 4 square matrices of attention and 8 of the feed-forward part, whose inside is four times as wide; and
    each token meets each other one twice, in the weights and in the sum (Vaswani et al. 2017).
    """
    width = card.dimension
    return float(sum(card.layers * (12 * width**2 * tokens + 2 * tokens**2 * width) for tokens in lengths))


def work_of_a_turn(card: EncoderCard, manifest: Manifest, *, lengths: Sequence[int], cells: int, probed: int) -> Work:
    """What a question takes in an index.

    Args:
        card: of the encoder.
        manifest: of the index.
        lengths: tokens of every text that is encoded.
        cells: how many the rows are sorted into, 0 for none.
        probed: how many of them are looked into.
    """
    row = manifest.dimension * _BYTES[manifest.storage]
    every = float(manifest.rows * row)
    scanned = every * probed / cells + cells * manifest.dimension * _BYTES["float32"] if cells else every
    return Work(encoder_multiply_adds(card, lengths), scanned, every)


def floor_rows(machine: Machine, work: Work, *, turn_ms: float) -> list[Row]:
    """The floor of a turn, and the measured median as a multiple of it.

    The rate is that of float32 matrices, which numpy can measure; the encoder multiplies in 8 bits, so on processors
    with instructions for that a turn can be faster than this floor.

    Args:
        machine: its rates.
        work: what must be done.
        turn_ms: the measured median of a turn.
    """
    encode, scan = work.multiply_adds / machine.multiply * 1e3, work.scanned / machine.read * 1e3
    return [
        Row("reading memory, one thread", "GB/s", {OURS: machine.read / 1e9}),
        Row("multiplying float32 matrices, all cores", "G multiply-adds/s", {OURS: machine.multiply / 1e9}),
        Row("the encoder, for the question of median length", "M multiply-adds", {OURS: work.multiply_adds / 1e6}),
        Row("vectors scanned", "MB", {OURS: work.scanned / 1e6, "every vector": work.all_vectors / 1e6}),
        Row("floor of a turn, products in float32", "ms", {OURS: encode + scan, "encoder": encode, "vectors": scan}),
        Row("median turn as a multiple of that floor", "times", {OURS: turn_ms / (encode + scan)}),
    ]
