"""What an index directory says of itself.

    DIR/manifest.json      names the generation in use, and what made it; replaced in one step
    DIR/<generation>/      catalogue.sqlite, vectors.faiss, words/

A new index is written as a new generation beside the old one and becomes the index when `manifest.json` is renamed over
the old manifest, so a kill at any point leaves one whole index.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from retrieval.errors import IndexDamagedError, IndexMismatchError, IndexMissingError
from retrieval.ports import Storage
from retrieval.text import TEXT_VERSION

FORMAT = 5
"""Raised when the files of an index change their shape."""

MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The identity of an index: whoever loads it compares this with what it has itself."""

    format: int
    generation: str
    encoder: str
    """Fingerprint of the encoder that made the rows."""
    text_version: int
    catalogue: str
    """SHA-256 of the film file."""
    dimension: int
    metric: str
    storage: Storage
    films: int
    films_with_text: int
    rows: int
    licences: tuple[str, ...]
    built_at: str
    """UTC, ISO 8601."""
    files: dict[str, str]
    """SHA-256 of every file of the generation, by its path inside it."""


_ADAPTER = TypeAdapter(Manifest)


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Make a generation the index: written aside, flushed to the disk, renamed in. Call it under the folder's lock.

    Raises:
        OSError: the disk refused; the manifest is as it was.
    """
    aside = folder / f".{MANIFEST}"  # always the same: what a killed build left is written over
    try:
        with aside.open("w", encoding="utf-8") as out:
            json.dump(asdict(manifest), out, indent=1)
            out.flush()
            os.fsync(out.fileno())
        aside.replace(folder / MANIFEST)
    except OSError:
        aside.unlink(missing_ok=True)
        raise


def read_manifest(folder: Path) -> Manifest:
    """Read an index directory's manifest.

    Raises:
        IndexMissingError: there is no index.
        IndexMismatchError: a newer or older program wrote it.
        IndexDamagedError: the manifest is not readable.
    """
    path = folder / MANIFEST
    try:
        raw = json.loads(path.read_bytes())
    except FileNotFoundError as error:
        raise IndexMissingError(f"There is no index in {folder}; make one with `reelcall index build`.") from error
    except (OSError, ValueError, RecursionError) as error:
        raise IndexDamagedError(f"{path} cannot be read; build the index again.") from error
    if isinstance(raw, dict) and raw.get("format") != FORMAT:
        raise IndexMismatchError(f"The index in {folder} is of another version of Reelcall; build it again.")
    try:
        return _ADAPTER.validate_python(raw)
    except ValidationError as error:
        raise IndexDamagedError(f"{path} is not an index manifest; build the index again.") from error


def check_encoder(manifest: Manifest, *, fingerprint: str, dimension: int) -> None:
    """Refuse an index whose rows another encoder made, or that was cut into passages in another way.

    Raises:
        IndexMismatchError: they differ; the message says what does.
    """
    if (manifest.encoder, manifest.dimension) != (fingerprint, dimension):
        raise IndexMismatchError("The index was made with another encoder; build it again with `reelcall index build`.")
    if manifest.text_version != TEXT_VERSION:
        raise IndexMismatchError(
            f"The index holds passages of version {manifest.text_version}, this program makes version {TEXT_VERSION}; "
            "build it again with `reelcall index build`."
        )


def check_files(folder: Path, manifest: Manifest) -> None:
    """Compare every file of the generation with its checksum.

    Raises:
        IndexDamagedError: a file is missing or not what was written.
    """
    for name, expected in manifest.files.items():
        path = folder / manifest.generation / name
        try:
            found = file_sha256(path)
        except (OSError, ValueError) as error:  # ValueError: no file can have such a name
            raise IndexDamagedError(f"{path} is missing from the index; build it again.") from error
        if found != expected:
            raise IndexDamagedError(f"{path} was changed after it was built; build the index again.")


def file_sha256(path: Path) -> str:
    """Checksum of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
