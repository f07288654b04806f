from __future__ import annotations

import sys
from pathlib import Path

import pytest

from benchmarks.processes import BenchmarkError
from benchmarks.report import OURS
from benchmarks.scale.start import start, start_rows

PARROT = ("-c", "for n in range(9):\n input()\n print(f'answer {n}: Jaws', flush=True)")


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
def test_a_start_is_timed_and_weighed(tmp_path: Path) -> None:
    seconds, memory = start_rows(
        {OURS: PARROT, "other": PARROT}, tmp_path, ["a", "b\nc"], rounds=2, aims={"seconds": 5}
    )

    assert (seconds.aim, memory.aim, memory.what) == (5, None, "resident memory after 2 turns")
    assert all(0 < (figure or 0) < 60 for figure in seconds.figures.values())
    assert all(1 < (figure or 0) < 1000 for figure in memory.figures.values())


def test_a_program_that_does_not_answer_is_no_measurement(tmp_path: Path) -> None:
    with pytest.raises(BenchmarkError):
        start(("-c", "input()"), tmp_path, ["a"])
