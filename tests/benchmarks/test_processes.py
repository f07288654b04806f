from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from benchmarks.processes import BenchmarkError, running, running_rows, seconds_to_answer, seconds_to_end

PARROT = "import sys\nfor line in sys.stdin: print('answer: Meet Joe Black', flush=True)"
WITNESS = "import os, sys; print(sorted(n for n in os.environ if n.startswith(('REELCALL', 'OPENAI', 'DISCORD'))))"


def test_waits_for_the_answer(tmp_path: Path) -> None:
    slow = "import sys, time\nsys.stdin.readline(); time.sleep(0.3); print('It is Jaws.', flush=True); time.sleep(60)"

    assert 0.3 < seconds_to_answer(("-c", slow), tmp_path, "Jaws") < 30


def test_a_program_that_ends_without_an_answer_is_no_measurement(tmp_path: Path) -> None:
    with pytest.raises(BenchmarkError, match="Jaws"):
        seconds_to_answer(("-c", "input()"), tmp_path, "Jaws")


def test_patience_ends(tmp_path: Path) -> None:
    with pytest.raises(BenchmarkError, match="Jaws"):
        seconds_to_answer(("-c", "import time; time.sleep(60)"), tmp_path, "Jaws", patience=0.2)


def test_a_program_that_fails_is_no_measurement(tmp_path: Path) -> None:
    assert seconds_to_end(("-c", "pass"), tmp_path) > 0
    with pytest.raises(BenchmarkError, match="failed"):
        seconds_to_end(("-c", "raise SystemExit(4)"), tmp_path)


def test_programs_get_no_settings_but_their_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "k")
    monkeypatch.setenv("DISCORD_TOKEN", "t")

    with running(("-c", WITNESS), tmp_path) as program:
        program.process.wait()

        assert program.printed.read_text(encoding="utf-8").strip() == "['REELCALL_HOME']"


@pytest.mark.skipif(sys.platform != "linux", reason="processes are measured through /proc")
def test_processor_time_and_memory_are_the_programs_own(tmp_path: Path) -> None:
    busy = (
        "kept = b'x' * 200_000_000\nimport time\n"
        "while time.process_time() < 0.3: pass\n"
        "print('done', flush=True); input()"
    )

    with running(("-c", busy), tmp_path) as program:
        program.wait_for("done")

        assert 0.2 < program.cpu_seconds() < 30
        assert 200 < program.resident_mb() < 400


@pytest.mark.skipif(sys.platform == "linux", reason="Linux has /proc")
def test_elsewhere_nothing_is_invented(tmp_path: Path) -> None:
    rows = running_rows(tmp_path, ("-c", PARROT))

    assert all(figure is None for row in rows for figure in row.figures.values())


@pytest.mark.skipif(sys.platform != "linux", reason="processes are measured through /proc")
def test_settling_waits_until_the_work_is_done(tmp_path: Path) -> None:
    working = "import time\nwhile time.process_time() < 0.5: pass\nprint('done', flush=True); input()"
    started = time.monotonic()

    with running(("-c", working), tmp_path) as program:
        program.settle()

        assert program.printed.read_text(encoding="utf-8") == "done\n"
        assert time.monotonic() - started > 1
