"""Raises processes that write to a store, and kills each in the middle of it. Run by `test_kills`.

It reads an order a line from its input, forks, lets the child write until it has said "done" a few times, kills it with
SIGKILL a moment later, and answers with what the child had said. A fork costs next to nothing, because everything has
been imported before; this process itself never starts a thread.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import sys
import time
from pathlib import Path
from typing import Any

from tests.chaos.kinds import KINDS

_MOMENT = 0.02
"""Seconds within which the kill comes after the last word that is waited for; a write takes about as long."""


def main() -> None:
    for line in sys.stdin:
        order = json.loads(line)
        said = _raise_and_kill(order, random.Random(order["seed"]))
        sys.stdout.write(json.dumps(said) + "\n")
        sys.stdout.flush()


def _raise_and_kill(order: dict[str, Any], chance: random.Random) -> list[int]:
    """Return the numbers of the writes that the child said were done."""
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(ours)
        _live(order, theirs)
    os.close(theirs)
    with os.fdopen(ours, "rb", buffering=0) as pipe:
        heard = b""
        words = chance.randint(1, 6)
        while heard.count(b"\n") < words and (more := pipe.read(4096)):
            heard += more
        time.sleep(chance.uniform(0, _MOMENT))
        os.kill(child, signal.SIGKILL)
        while more := pipe.read(4096):
            heard += more
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status):
        raise SystemExit("the child ended before it was killed")
    return [int(word) for word in heard.split()]


def _live(order: dict[str, Any], pipe: int) -> None:
    def done(number: int) -> None:
        os.write(pipe, b"%d\n" % number)

    try:
        asyncio.run(KINDS[order["kind"]].write(Path(order["home"]), done))
    finally:
        os._exit(1)


if __name__ == "__main__":
    main()
