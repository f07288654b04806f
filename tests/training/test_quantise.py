"""Rounding to 8 bits: nothing moves by more than half a step, and smoothing changes no product."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray

from training.quantise import Range, quantise_input, quantise_rows, quantise_weight, smoothing_of

Matrix = NDArray[np.float32]

numbers = st.floats(-50, 50, width=32)
matrices = arrays.arrays(np.float32, st.tuples(st.integers(1, 6), st.just(5)), elements=numbers)


def outlying(tokens: int = 200, channels: int = 64) -> Matrix:
    """States like a BERT's: one channel is thirty times as large as the rest."""
    states = np.random.default_rng(0).normal(size=(tokens, channels)).astype(np.float32)
    states[:, 3] *= 30
    return states


@given(table=matrices)
def test_a_row_comes_back_within_half_a_step(table: Matrix) -> None:
    values, scale = quantise_rows(table)

    assert values.dtype == np.int8
    assert (np.abs(values * scale[:, None] - table) <= scale[:, None] * 0.501).all()


@given(matrix=matrices, states=matrices)
def test_a_weight_comes_back_for_smoothed_inputs_within_half_a_step(matrix: Matrix, states: Matrix) -> None:
    smoothing = smoothing_of(Range.of(states))
    values, scale = quantise_weight(matrix, smoothing)

    assert values.shape == matrix.T.shape
    assert np.abs(values.astype(np.int16)).max() <= 80
    assert (np.abs((values * scale).T * smoothing - matrix) <= scale[:, None] * smoothing * 0.501).all()


@given(states=matrices)
def test_what_was_seen_is_never_cut_off(states: Matrix) -> None:
    span = Range.of(states)
    step, zero = quantise_input(span)
    smooth = states * smoothing_of(span)
    stored = np.clip(np.round(smooth / step) + zero, 0, 255)

    assert (np.abs((stored - zero) * step - smooth) <= step * 1.001).all()
    assert quantise_input(Range.of(np.zeros((2, 5), dtype=np.float32)))[1] == 0


@given(first=matrices, second=matrices)
def test_ranges_grow_to_hold_both(first: Matrix, second: Matrix) -> None:
    both = Range.of(first) | Range.of(second)
    whole = Range.of(np.concatenate([first, second]))

    np.testing.assert_array_equal(both.low, whole.low)
    np.testing.assert_array_equal(both.high, whole.high)


def test_one_large_channel_does_not_cost_the_others_their_steps() -> None:
    states = outlying()
    span = Range.of(states)
    plain, smoothed = (
        float(quantise_input(Range(np.full(64, span.low.min()), np.full(64, span.high.max())))[0]),
        float(quantise_input(span)[0]),
    )

    assert smoothing_of(span)[3] < 0.2
    assert smoothing_of(span).max() == 1
    assert smoothed < plain / 5
