from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from benchmarks.report import OURS
from benchmarks.storage import invented, main, make_task, storage_rows


def test_fewer_bits_are_held_against_exact_search() -> None:
    draw = np.random.default_rng(1)
    size, time, recall, success = storage_rows(make_task(draw, invented(draw, 700, 16), 20))

    assert list(size.figures) == list(success.figures) == [OURS, "float16", "int8"]
    assert recall.figures[OURS] == 100
    assert all(90 <= (figure or 0) <= 100 for figure in recall.figures.values())
    assert (size.figures["int8"] or 0) < (size.figures["float16"] or 0) < (size.figures[OURS] or 0)
    assert all((figure or 0) > 0 for figure in time.figures.values())
    assert "700 rows" in size.what


def test_the_vectors_are_of_length_one_and_a_question_is_near_its_row() -> None:
    draw = np.random.default_rng(1)
    vectors = invented(draw, 100, 32)
    task = make_task(draw, vectors, 10)

    assert vectors.shape == (100, 32)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, rtol=1e-5)
    near = (task.questions * vectors[task.rows]).sum(axis=1)
    assert near.mean() > (task.questions @ vectors.T).mean() + 0.1


def test_it_prints_a_table_of_invented_vectors_or_of_an_index(
    world_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--rows", "100", "--dimension", "8", "--questions", "2"]) == 0
    assert "100 rows" in capsys.readouterr().out
    assert main(["--index", str(world_index), "--questions", "2"]) == 0
    assert "Success@10" in capsys.readouterr().out


def test_no_index_is_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--index", str(tmp_path)]) == 1
    assert "There is no index" in capsys.readouterr().err
