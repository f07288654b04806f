"""From the start of the program to its first answer, and the memory it then holds; each in a process of its own."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.processes import Command, running
from benchmarks.report import Row
from benchmarks.scale.program import ANSWER

_PATIENCE_S: Final = 300.0


@dataclass(frozen=True, slots=True)
class Start:
    """What one start took."""

    seconds: float
    """To the first answer."""
    resident_mb: float | None
    """After all questions; None where this system does not say."""


def command(kind: str, folder: Path, encoder: Path) -> Command:
    """How to start `benchmarks.scale.program`."""
    return ("-m", "benchmarks.scale.program", kind, str(folder.absolute()), str(encoder.absolute()))


def start(program: Command, home: Path, questions: Sequence[str]) -> Start:
    """Start a program, ask the questions one after the other, look at its memory and end it.

    Raises:
        benchmarks.processes.BenchmarkError: it did not answer.
    """
    started = time.perf_counter()
    with running(program, home) as process:
        taken = 0.0
        for number, question in enumerate(questions):
            process.type(" ".join(question.split()))
            process.wait_for(f"{ANSWER} {number}: ", patience=_PATIENCE_S)
            taken = taken or time.perf_counter() - started
        return Start(taken, process.resident_mb() if sys.platform == "linux" else None)


def start_rows(
    programs: Mapping[str, Command], home: Path, questions: Sequence[str], *, rounds: int, aims: Mapping[str, float]
) -> list[Row]:
    """Seconds and memory of several programs, medians of a few starts that take turns; files are in the cache.

    Args:
        programs: by name; ours under `benchmarks.report.OURS`.
        home: an empty folder.
        questions: asked of each one after the other.
        rounds: how often each is started.
        aims: of ours, by "seconds" and "memory".
    """
    all_starts = [{name: start(program, home, questions) for name, program in programs.items()} for _ in range(rounds)]
    seconds = {name: statistics.median(one[name].seconds for one in all_starts) for name in programs}
    memory = {name: _median([one[name].resident_mb for one in all_starts]) for name in programs}
    return [
        Row("start to the first answer", "s", seconds, aims.get("seconds")),
        Row(f"resident memory after {len(questions)} turns", "MB", memory, aims.get("memory")),
    ]


def _median(figures: Sequence[float | None]) -> float | None:
    known = [figure for figure in figures if figure is not None]
    return statistics.median(known) if known else None
