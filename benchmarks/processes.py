"""Start, memory and idle use of the running bot, each as a process of its own.

They run in the benchmark's home folder and with no other settings, so that no key, token or `.env` of the user's is
used and none of the user's files is touched.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import bot
from benchmarks.report import OURS, Row

_QUESTION: Final = "the one where brad pitt plays death"
_ANSWER: Final = "Meet Joe Black"
_SIMPLE_ANSWER: Final = "answer: "  # of `benchmarks.simple`, which often finds another film
_MORE: Final = ("he falls in love with a rich man's daughter", "not that one", "older, black and white", "more")
_ROUNDS: Final = 5
_IDLE_S: Final = 5.0
_PATIENCE_S: Final = 60.0
_BUILD_PATIENCE_S: Final = 3600.0  # for a first start on a slow machine
_SETTINGS: Final = ("REELCALL_", "OPENAI_", "DISCORD_")

Command = Sequence[str]


class BenchmarkError(Exception):
    """A program that is measured did not do what it should."""


@dataclass(frozen=True, slots=True)
class Program:
    """A running program, what has been typed into it and what it has printed so far."""

    process: subprocess.Popen[bytes]
    printed: Path

    def type(self, line: str) -> None:
        """Type one line."""
        if self.process.stdin is not None:
            self.process.stdin.write(f"{line}\n".encode())
            self.process.stdin.flush()

    def wait_for(self, text: str, *, patience: float = _PATIENCE_S) -> None:
        """Wait until a text has been printed.

        Raises:
            BenchmarkError: the program ended before, or it took too long.
        """
        until = time.monotonic() + patience
        while text not in self.printed.read_text(encoding="utf-8", errors="replace"):
            if self.process.poll() is not None or time.monotonic() > until:
                raise BenchmarkError(f"{_QUESTION!r} was not answered with {text!r}; ask `reelcall chat` to see why.")
            time.sleep(0.01)

    def settle(self) -> None:
        """Wait until it has used no processor time for a second."""
        before = -1.0
        while (now := self.cpu_seconds()) != before:
            before = now
            time.sleep(1)

    def cpu_seconds(self) -> float:
        """Processor time used so far, of all threads. Linux only."""
        fields = self._proc("stat").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def resident_mb(self) -> float:
        """Resident memory in millions of bytes. Linux only."""
        line = next(line for line in self._proc("status").splitlines() if line.startswith("VmRSS:"))
        return int(line.split()[1]) * 1024 / 1e6

    def _proc(self, name: str) -> str:
        return Path(f"/proc/{self.process.pid}/{name}").read_text(encoding="utf-8")


@contextmanager
def running(command: Command, home: Path) -> Iterator[Program]:
    """Start a Python program in a home folder, and end it."""
    with TemporaryDirectory() as scratch:
        printed = Path(scratch) / "printed"
        with printed.open("wb") as out:
            process = subprocess.Popen(
                [sys.executable, *command], cwd=scratch, env=_environment(home), stdin=subprocess.PIPE, stdout=out
            )
        try:
            yield Program(process, printed)
        finally:
            process.kill()
            process.communicate()


def _environment(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_SETTINGS)}
    return kept | {"REELCALL_HOME": str(home), "PYTHONPATH": str(Path(bot.__file__).parents[1])}


def seconds_to_answer(command: Command, home: Path, answer: str, *, patience: float = _PATIENCE_S) -> float:
    """From the start of a program to its answer to one question, known by a text in it.

    Raises:
        BenchmarkError: it did not come.
    """
    started = time.perf_counter()
    with running(command, home) as program:
        program.type(_QUESTION)
        program.wait_for(answer, patience=patience)
        return time.perf_counter() - started


def seconds_to_end(command: Command, home: Path) -> float:
    """From the start of a program to its end.

    Raises:
        BenchmarkError: it failed.
    """
    started = time.perf_counter()
    with running(command, home) as program:
        if program.process.wait():
            raise BenchmarkError(f"`{' '.join(command)}` failed; run it by hand to see why.")
        return time.perf_counter() - started


def start_rows(home: Path, simple: Command) -> list[Row]:
    """How long a user waits for what; medians of a few starts, taken in turns. The index is there."""
    chat, find = ("-m", "bot", "chat"), ("-m", "bot", "find", _QUESTION)
    answered: Mapping[str, list[float]] = {OURS: [], "one vector a film": []}
    ended: Mapping[str, list[float]] = {"find": [], "help": [], "bare": []}
    for _ in range(_ROUNDS):
        answered[OURS].append(seconds_to_answer(chat, home, _ANSWER))
        answered["one vector a film"].append(seconds_to_answer(simple, home, _SIMPLE_ANSWER))
        ended["find"].append(seconds_to_end(find, home))
        ended["help"].append(seconds_to_end(("-m", "bot", "--help"), home))
        ended["bare"].append(seconds_to_end(("-c", "pass"), home))
    first = {way: statistics.median(taken) for way, taken in answered.items()}
    whole = {name: statistics.median(taken) for name, taken in ended.items()}
    bare = {"Python alone": whole["bare"]}
    return [
        Row("second start to the first answer in chat", "s", first, 3),
        Row("`reelcall find`, start to end", "s", {OURS: whole["find"]} | bare, 3),
        Row("`reelcall --help`, start to end", "s", {OURS: whole["help"]} | bare),
    ]


def first_start_row() -> Row:
    """Minutes to the first answer in an empty home: the index is built."""
    with TemporaryDirectory() as home:
        taken = seconds_to_answer(("-m", "bot", "chat"), Path(home), _ANSWER, patience=_BUILD_PATIENCE_S)
    return Row("first start in an empty home", "s", {OURS: taken})


def running_rows(home: Path, simple: Command) -> list[Row]:
    """Memory after a few questions and processor use while nobody asks, both programs running side by side."""
    if sys.platform != "linux":
        unknown = {OURS: None, "one vector a film": None}
        return [Row("resident memory in chat", "MB", unknown, 400), Row("idle processor use", "%", unknown, 1)]
    with running(("-m", "bot", "chat"), home) as ours, running(simple, home) as other:
        programs = {OURS: ours, "one vector a film": other}
        for program, answer in ((ours, _ANSWER), (other, _SIMPLE_ANSWER)):
            program.type(_QUESTION)
            program.wait_for(answer)
            for line in _MORE:
                program.type(line)
        for program in programs.values():
            program.settle()
        memory = {name: program.resident_mb() for name, program in programs.items()}
        before = {name: program.cpu_seconds() for name, program in programs.items()}
        time.sleep(_IDLE_S)
        idle = {name: (program.cpu_seconds() - before[name]) / _IDLE_S * 100 for name, program in programs.items()}
    return [Row("resident memory in chat", "MB", memory, 400), Row("idle processor use", "%", idle, 1)]
