from __future__ import annotations

from dataclasses import replace

import pytest

from benchmarks.report import OURS
from benchmarks.scale.floor import Machine, Work, encoder_multiply_adds, floor_rows, measure_machine, work_of_a_turn
from benchmarks.scale.subject import Subject
from retrieval.encoder_onnx import read_card, shipped_encoder


def test_the_encoder_multiplies_as_its_card_says() -> None:
    card = read_card(shipped_encoder()).model_copy(update={"layers": 2, "dimension": 10})

    assert encoder_multiply_adds(card, [3, 1]) == 2 * (12 * 100 * 4 + 2 * (9 + 1) * 10)


def test_cells_save_reading(subject: Subject) -> None:
    manifest = replace(subject.index.manifest, rows=1000, dimension=100, storage="int8")
    card = read_card(shipped_encoder())

    assert work_of_a_turn(card, manifest, lengths=[9], cells=0, probed=0).scanned == 100_000
    assert work_of_a_turn(card, manifest, lengths=[9], cells=10, probed=2).scanned == 20_000 + 10 * 100 * 4


def test_the_floor_is_the_work_at_the_machines_rates() -> None:
    rows = floor_rows(Machine(read=1e9, multiply=1e10), Work(2e7, 3e6, 6e6), turn_ms=50)

    floor, times = rows[-2:]
    assert floor.figures == pytest.approx({OURS: 5, "encoder": 2, "vectors": 3})
    assert times.figures[OURS] == pytest.approx(10)


@pytest.mark.slow
def test_a_machine_reads_and_multiplies() -> None:
    found = measure_machine()

    assert found.read > 1e8
    assert found.multiply > 1e8
