"""Float32 matrices and what is multiplied with them as 8-bit integers: the arithmetic, without a graph around it.

A product `x @ W.T` is made of integers. What enters it is rounded to 256 steps between the least and the greatest
number seen while texts were encoded, so a vector depends on its own text and never on its batch. A few channels of a
BERT's states are many times as large as the rest and would leave the rest a handful of steps: they are divided by a
factor first, and their weights multiplied by it (SmoothQuant: Xiao et al. 2023, arXiv 2211.10438, equation 4).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

_SHARE = 0.75
"""How much of a channel's excess moves into the weights: with more the weights suffer, with less the inputs do."""

_MOST_WEIGHT = 80
"""Weights are rounded to -80 to 80. Processors without VNNI add two products at a time in 16 bits and cut off what is
larger than 32,767: of four billion pairs in real texts none was at 80, three at 90, fifty thousand at 127."""

_LEAST = 1e-12


@dataclass(frozen=True, slots=True)
class Range:
    """The least and the greatest number of each channel, shape (channels,), float32."""

    low: NDArray[np.float32]
    high: NDArray[np.float32]

    @classmethod
    def of(cls, seen: NDArray[np.float32]) -> Self:
        """The range of states of shape (tokens, channels)."""
        return cls(seen.min(axis=0), seen.max(axis=0))

    def __or__(self, other: Range) -> Range:
        """The range of both."""
        return Range(np.minimum(self.low, other.low), np.maximum(self.high, other.high))


def smoothing_of(span: Range) -> NDArray[np.float32]:
    """What to multiply each channel by, at most 1; shape (channels,)."""
    largest = np.maximum(np.maximum(-span.low, span.high), _LEAST)
    excess = np.maximum((largest / np.median(largest)) ** _SHARE, 1)
    return np.asarray(1 / excess, dtype=np.float32)


def quantise_input(span: Range) -> tuple[NDArray[np.float32], NDArray[np.uint8]]:
    """The step between two integers and the integer that stands for 0, for smoothed channels; both of shape ()."""
    smoothing = smoothing_of(span)
    low, high = min(0.0, float((span.low * smoothing).min())), max(0.0, float((span.high * smoothing).max()))
    step = max(high - low, _LEAST) / 255
    return np.array(step, dtype=np.float32), np.array(round(-low / step), dtype=np.uint8)


def quantise_weight(
    matrix: NDArray[np.float32], smoothing: NDArray[np.float32]
) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """A matrix (out, in) for smoothed inputs: integers of shape (in, out) and a scale for each output, shape (out,)."""
    values, scale = _rounded(matrix / smoothing, _MOST_WEIGHT)
    return values.T, scale


def quantise_rows(table: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """A table that is only looked up in: integers of its shape (rows, size) and a scale for each row, shape (rows,)."""
    return _rounded(table, 127)


def _rounded(matrix: NDArray[np.float32], most: int) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    scale = np.maximum(np.abs(matrix).max(axis=1), _LEAST) / most
    return np.round(matrix / scale[:, None]).astype(np.int8), scale.astype(np.float32)
