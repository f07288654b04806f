"""Builds the index in forked processes that die, race or run out of disk, as a test asks; run with `-m`.

    kill FOLDER FILMS             for every point, kill a build of FOLDER/<point> there
    race FOLDER FILMS             two builds at once; prints each one's generation and how often it encoded
    full BYTES FOLDER FILMS       build where no file may grow beyond so many bytes; prints the error

One process that has imported everything forks the builders: importing takes longer than building the small world.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from retrieval.build import ensure_index
from retrieval.errors import IndexBuildError
from retrieval.manifest import Manifest
from tests.fakes.encoder import FakeEncoder

WIDE = 4100
"""Makes the vectors the biggest file, so that they can be what fails."""

POINTS = {
    "made the folder": ("sqlite3.connect", "catalogue.sqlite"),
    "wrote the catalogue": ("open", "vocab.index.json"),
    "wrote the words": ("open", "films.json"),
    "encoding": ("encode", ""),
    "writing the vectors": ("open", "vectors.faiss"),
    "hashing": ("open", "catalogue.sqlite"),
    "writing the manifest": ("open", ".manifest.json"),
    "before the rename": ("os.rename", ".manifest.json"),
    "after the rename": ("shutil.rmtree", ""),
}


def main(command: str, *arguments: str) -> None:
    if command == "kill":
        folder, films = arguments
        for point in POINTS:
            _wait(_fork(lambda point=point: _killed(point, Path(folder) / point, Path(films))))  # type: ignore[misc]  # mypy infers no lambda's default
    elif command == "race":
        folder, films = arguments
        for child in [_fork(lambda: _raced(Path(folder), Path(films))) for _ in range(2)]:
            _wait(child)
    elif command == "full":
        size, folder, films = arguments
        _wait(_fork(lambda: _limited(int(size), Path(folder), Path(films))))


def _fork(work: Callable[[], None]) -> int:
    child = os.fork()
    if child == 0:
        work()
        sys.stdout.flush()
        os._exit(0)
    return child


def _wait(child: int) -> None:
    _, status = os.waitpid(child, 0)
    sys.stdout.write(f"exit {os.waitstatus_to_exitcode(status)}\n")


def _build(folder: Path, films: Path, encoder: FakeEncoder) -> Manifest:
    return ensure_index(folder, films, encoder, licences=(), progress=lambda _done, _total: None)


def _killed(point: str, folder: Path, films: Path) -> None:
    event, name = POINTS[point]
    encoder = FakeEncoder()
    if event == "encode":
        encoder.before = _die
    sys.addaudithook(lambda seen, given: _die() if seen == event and str(given[0]).endswith(name) else None)
    _build(folder, films, encoder)


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _raced(folder: Path, films: Path) -> None:
    times: list[float] = []
    encoder = FakeEncoder()

    def encode_slowly() -> None:
        times.append(time.monotonic())
        time.sleep(0.3)

    encoder.before = encode_slowly
    manifest = _build(folder, films, encoder)
    sys.stdout.write(f"{manifest.generation} {len(times)}\n")


def _limited(size: int, folder: Path, films: Path) -> None:
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, most))
    try:
        _build(folder, films, FakeEncoder(dimension=WIDE))
    except IndexBuildError as error:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))  # or the sentence could not be printed into a file
        sys.stdout.write(f"{error}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
