"""kill -9 in the middle of each kind of write: what somebody was told about is there, and nothing is half.

Ten kills by default; `make chaos` makes 200.
"""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.chaos.kinds import KINDS
from tests.chaos.writes import text_on_disk

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")

Kill = Callable[[str, Path, int], list[int]]


@pytest.fixture(scope="module")
def kill() -> Iterator[Kill]:
    """Have a child write until it is killed; returns which writes it said were done."""
    command = [sys.executable, "-m", "tests.chaos.nursery"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as nursery:
        assert nursery.stdin is not None
        assert nursery.stdout is not None
        orders, answers = nursery.stdin, nursery.stdout

        def order(kind: str, home: Path, seed: int) -> list[int]:
            orders.write(json.dumps({"kind": kind, "home": str(home), "seed": seed}) + "\n")
            orders.flush()
            told: list[int] = json.loads(answers.readline())
            return told

        yield order
        orders.close()
        assert nursery.wait() == 0


@pytest.mark.parametrize("kind", list(KINDS))
async def test_a_kill_loses_nothing_that_was_told(
    kill: Kill, kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    rounds = -(-request.config.getoption("--kills") // len(KINDS))
    for seed in range(rounds):
        home = tmp_path / str(seed)
        home.mkdir()
        told = kill(kind, home, seed)

        assert told == list(range(len(told)))
        assert told
        await KINDS[kind].check(home, told)
        assert not text_on_disk(home)
        for store in home.rglob("sessions.db"):
            with closing(sqlite3.connect(store)) as connection:
                assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_every_kind_of_write_is_killed_at_least_once() -> None:
    assert len(KINDS) == 24
