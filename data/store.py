"""A catalogue's folder: its films, its records and its report, beside the index that `retrieval.build` keeps there.

    DIR/films.jsonl                 the films, in Reelcall's interchange form
    DIR/records-<hash>.jsonl.gz     what the films were made of, with every id and every text's source
    DIR/report.json                 what was read, merged and left out
    DIR/manifest.json, DIR/<generation>/    the index

The records carry the hash of the film file that was made of them, and the manifest names that hash: so whichever index
is the current one, its records are found, and the rename of the manifest is the one step that makes a new catalogue the
catalogue. Without an index that step is the rename of the film file.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock

from data.errors import DataError, WrongCallError
from data.record import Record, record_from_json, record_to_json
from data.sources.files import BROKEN_FILE
from retrieval.errors import IndexUnusableError
from retrieval.films import film_to_json
from retrieval.manifest import MANIFEST, file_sha256, read_manifest
from retrieval.types import Film

FILMS, REPORT = "films.jsonl", "report.json"
_ASIDE = f".{FILMS}"
_PACKING = 3  # a third of the time of the usual 9, a tenth more bytes
_HASH = 12  # characters


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """One writer at a time; a second one waits.

    Raises:
        DataError: the folder cannot be written.
    """
    lock = FileLock(folder / ".data.lock")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except OSError as error:
        raise DataError(f"{folder} cannot be written ({error}); check its rights and the free space.") from error
    try:
        yield
    finally:
        lock.release()


def has_index(folder: Path) -> bool:
    """Whether an index is kept there."""
    return (folder / MANIFEST).exists()


def write(folder: Path, films: Iterable[tuple[Film, Record]]) -> Path:
    """Write films and records aside; the catalogue stays what it was. Returns the film file."""
    aside, packed = folder / _ASIDE, folder / ".records.jsonl.gz"
    with (
        aside.open("w", encoding="utf-8") as out,
        gzip.open(packed, "wt", encoding="utf-8", compresslevel=_PACKING) as records,
    ):
        for film, record in films:
            out.write(film_to_json(film) + "\n")
            records.write(record_to_json(record) + "\n")
    packed.replace(_records(folder, file_sha256(aside)))
    return aside


def publish(folder: Path, aside: Path) -> None:
    """Make the film file the catalogue's, and forget the records of earlier ones."""
    kept = _records(folder, file_sha256(aside))
    aside.replace(folder / FILMS)
    for path in folder.glob("records-*.jsonl.gz"):
        if path != kept:
            path.unlink()


def read(folder: Path) -> Iterator[Record]:
    """The records of the current catalogue.

    Raises:
        WrongCallError: there is no catalogue that `python -m data build` made.
        DataError: its records are damaged.
    """
    try:
        catalogue = read_manifest(folder).catalogue if has_index(folder) else file_sha256(folder / FILMS)
    except (IndexUnusableError, OSError) as error:
        raise WrongCallError(f"There is no catalogue in {folder}; make one with `python -m data build`.") from error
    path = _records(folder, catalogue)
    if not path.exists():
        raise WrongCallError(f"{path.name} is missing from {folder}; make the catalogue with `python -m data build`.")
    try:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            yield from map(record_from_json, lines)
    except (*BROKEN_FILE, ValueError) as error:
        raise DataError(f"{path} is damaged; build the catalogue again.") from error


def _records(folder: Path, catalogue: str) -> Path:
    return folder / f"records-{catalogue[:_HASH]}.jsonl.gz"
