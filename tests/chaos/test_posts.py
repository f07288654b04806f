"""kill -9 in the middle of answering through Discord: what was told arrives, and nothing stands there twice.

One kill of each kind by default; `make chaos` makes twenty. The fake Discord knows a nonce again, as Discord does.
"""

from __future__ import annotations

import asyncio
import os
import random
import sys
from collections import Counter
from pathlib import Path

import pytest

from bot.discord_app import wording
from tests.chaos.posting import KINDS, mailing, text
from tests.fakes.discord_payloads import shown
from tests.fakes.discord_server import FakeDiscord

ROOT = Path(__file__).parents[2]
pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL"),
    pytest.mark.timeout(1800),
]


async def kill(kind: str, home: Path, server: FakeDiscord, chance: random.Random) -> list[int]:
    """Have a process answer until it is killed; return which answers it said were done."""
    command = [sys.executable, "-m", "tests.chaos.posting", kind, str(home), server.api_base]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    child = await asyncio.create_subprocess_exec(*command, cwd=ROOT, env=environment, stdout=asyncio.subprocess.PIPE)
    assert child.stdout is not None
    heard = [int(await child.stdout.readline()) for _ in range(chance.randint(1, 6))]
    await asyncio.sleep(chance.uniform(0, 0.02))
    child.kill()
    heard += [int(line) for line in (await child.stdout.read()).split(b"\n")[:-1]]
    await child.wait()
    return heard


def seen(server: FakeDiscord, kind: str) -> Counter[str]:
    """What people see of the answers, and how often."""
    if kind == "edit":  # an edit takes the place of what stood there
        return Counter(shown(server.messages[message]) for message in server._pressed.values())
    return Counter(shown(server.messages[message]) for message in server._posted)


@pytest.mark.parametrize("kind", list(KINDS))
async def test_a_kill_loses_no_answer_and_doubles_none(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    for seed in range(max(1, request.config.getoption("--kills") // 10)):
        home = tmp_path / str(seed)
        async with FakeDiscord() as server:
            told = await kill(kind, home, server, random.Random(seed))
            before = seen(server, kind)
            async with mailing(home, server.api_base) as mail:
                await mail.send_left_over()
                left = await mail.outbox.waiting()
            after = seen(server, kind)

        assert told == list(range(len(told)))
        assert left == ()
        if kind == "tell":
            assert set(after) == {wording.STOPPED_MIDWAY}
            assert len(told) <= after.total() <= len(told) + 1
        else:
            assert set(after.values()) == {1}
            assert {text(number) for number in told} <= set(after)
            assert set(after) <= {wording.STOPPED_MIDWAY, *(text(number) for number in range(len(told) + 1))}
            assert set(before) <= set(after)
