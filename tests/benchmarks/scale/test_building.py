from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.report import OURS
from benchmarks.scale.building import building_rows, size_rows
from benchmarks.scale.subject import Subject


def test_the_parts_of_an_index_are_weighed(subject: Subject, world_index: Path) -> None:
    (row,) = size_rows(world_index / subject.index.manifest.generation)

    parts = [figure or 0 for name, figure in row.figures.items() if name != OURS]
    assert len(parts) == 3
    assert min(parts) > 0
    assert row.figures[OURS] == pytest.approx(sum(parts))


def test_building_is_extrapolated_from_a_sample(subject: Subject) -> None:
    rate, minutes, films = building_rows(subject, subject.vectors(), sample=10)

    assert (minutes.figures["encoding"] or 0) == pytest.approx(
        subject.index.manifest.rows / (rate.figures[OURS] or 1) / 60
    )
    assert set(minutes.figures) == {OURS, "encoding", "catalogue", "words", "vectors"}
    assert (films.figures[OURS] or 0) > 0
