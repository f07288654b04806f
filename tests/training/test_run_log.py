from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.training.rows import write_rows
from training.questions import QuestionError
from training.run_log import METRICS_FILE, Curve, read_run


def test_losses_their_parts_and_dev_figures_are_told_apart(tmp_path: Path) -> None:
    write_rows(
        tmp_path / METRICS_FILE,
        [
            {"step": 10, "epoch": 0, "loss": 2.0, "parts": {"retr": 1.5, "genre": 0.5}, "lr": 1e-5},
            {"step": 20, "epoch": 0, "dev": {"mrr": 0.1}},
            {"step": 10, "epoch": 1, "loss": 1.0, "parts": {"retr": 0.75}, "lr": 1e-5},
            {"step": 20, "epoch": 1, "dev": {"mrr": 0.2}},
        ],
    )
    run = read_run(tmp_path)

    assert run.name == tmp_path.name
    assert {name: (curve.steps.tolist(), curve.values.tolist()) for name, curve in run.losses.items()} == {
        "loss": ([10, 30], [2, 1]),
        "retr": ([10, 30], [1.5, 0.75]),
        "genre": ([10], [0.5]),
    }
    assert (run.dev["mrr"].steps.tolist(), run.dev["mrr"].values.tolist()) == ([20, 40], [0.1, 0.2])


@given(values=st.lists(st.floats(-5, 5), min_size=1, max_size=60), most=st.integers(1, 20))
def test_a_thinned_curve_is_short_and_keeps_its_mean_within_each_stretch(values: list[float], most: int) -> None:
    curve = Curve(np.arange(float(len(values))), np.array(values)).thinned(most)
    size = -(-len(values) // most)

    assert 1 <= len(curve.steps) <= most
    naive = [np.mean(values[start : start + size]) for start in range(0, len(values), size)]
    assert curve.values.tolist() == pytest.approx(naive, abs=1e-9)


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([{"loss": 1}], "Line 1 of"),
        ([{"step": 1, "loss": "much"}], "Line 1 of"),
        ([{"step": 1, "loss": 2.0}, {"step": 2, "loss": 1.0, "parts": 3}], "Line 2 of"),
        ([{"step": 1, "dev": {"mrr": 0.5}}], "holds no loss"),
    ],
)
def test_what_is_no_log_is_a_sentence(tmp_path: Path, rows: list[dict[str, object]], sentence: str) -> None:
    write_rows(tmp_path / METRICS_FILE, rows)

    with pytest.raises(QuestionError, match=sentence):
        read_run(tmp_path)


def test_a_folder_without_a_log_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(QuestionError, match="cannot be read"):
        read_run(tmp_path)
