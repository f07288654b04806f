"""Updates a catalogue in forked processes that die where a test asks; run with `-m`.

    kill FOLDER FILE    for every point, kill an update of FOLDER/<point> by FILE there

One process that has imported everything forks the updates, as `tests.retrieval.build_child` does.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from data import formats
from data.build import Indexing, Input, update
from tests.fakes.encoder import FakeEncoder

POINTS = {
    "began": ("open", ".films.jsonl"),
    "wrote the films": ("os.rename", ".records.jsonl.gz"),
    "encoding": ("encode", ""),
    "hashing": ("open", "vectors.faiss"),
    "before the manifest's rename": ("os.rename", ".manifest.json"),
    "after the manifest's rename": ("os.rename", ".films.jsonl"),
    "before the old records go": ("os.remove", ".jsonl.gz"),
    "before the report": ("open", ".report.json"),
}
"""Where an update dies; from "after the manifest's rename" on the new catalogue is the catalogue."""


def main(folder: str, file: str) -> None:
    """Fork and wait, point by point."""
    for point in POINTS:
        child = os.fork()
        if child == 0:
            _killed(point, Path(folder) / point, Path(file))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"exit {os.waitstatus_to_exitcode(status)}\n")


def _killed(point: str, folder: Path, file: Path) -> None:
    event, name = POINTS[point]
    encoder = FakeEncoder()
    if event == "encode":
        encoder.before = _die
    sys.addaudithook(lambda seen, given: _die() if seen == event and str(given[0]).endswith(name) else None)
    known = formats.find("films")
    assert known is not None
    update(
        folder,
        [Input(known, file)],
        accepted=(),
        indexing=Indexing(encoder, lambda _done, _total: None),
        reading=lambda _name, _records: None,
    )


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main(*sys.argv[2:])
