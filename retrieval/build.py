"""Film file + encoder → index directory.

A build writes a new generation beside the one in use and then renames the manifest, so a kill, a full disk or a second
process at the same time never leaves half an index (see `retrieval.manifest`).
"""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import numpy as np
from filelock import FileLock

from retrieval.catalogue_sqlite import write_catalogue
from retrieval.errors import CatalogueError, IndexBuildError, IndexUnusableError
from retrieval.films import read_films
from retrieval.index_faiss import FaissIndex, suited_storage
from retrieval.manifest import (
    FORMAT,
    Manifest,
    check_encoder,
    check_files,
    file_sha256,
    read_manifest,
    write_manifest,
)
from retrieval.ports import Encoder, Storage, Vectors
from retrieval.text import TEXT_VERSION, passages
from retrieval.token_store import TokenStore
from retrieval.types import Film, Passage
from retrieval.words import WordIndex

CATALOGUE, VECTORS, WORDS, TOKENS = "catalogue.sqlite", "vectors.faiss", "words", "tokens"

Progress = Callable[[int, int], None]
"""Called with how many passages are encoded, and of how many."""

_GENERATION = re.compile("[0-9a-f]{12}")
_CHUNK = 512  # passages between two calls of `Progress`: about two seconds


def ensure_index(
    folder: Path, films_file: Path, encoder: Encoder, *, licences: Sequence[str], progress: Progress
) -> Manifest:
    """Reuse the index in a folder if it is whole and this encoder made it of this film file; else build it.

    Raises:
        CatalogueError: the film file is malformed.
        IndexBuildError: the disk refused.
    """
    with _locked(folder):
        try:
            manifest = read_manifest(folder)
            check_encoder(manifest, fingerprint=encoder.fingerprint, dimension=encoder.dimension)
            if manifest.catalogue == _hash_of(films_file):
                check_files(folder, manifest)
                _remove_others(folder, manifest.generation)
                return manifest
        except IndexUnusableError:
            pass  # missing, made by an earlier version or damaged: the next line mends all three
        return _build(folder, films_file, encoder, licences=licences, progress=progress, storage=None)


def build_index(
    folder: Path,
    films_file: Path,
    encoder: Encoder,
    *,
    licences: Sequence[str],
    progress: Progress,
    storage: Storage | None = None,
) -> Manifest:
    """Build an index whether or not there is one.

    Args:
        folder: where the index goes.
        films_file: one film a line.
        encoder: makes the vectors.
        licences: on what terms the texts are; where none is given, what the films say of theirs.
        progress: is told of every part that is encoded.
        storage: how vectors are kept; by default as suits their number.

    Raises:
        CatalogueError: the film file is malformed.
        IndexBuildError: the disk refused.
    """
    with _locked(folder):
        return _build(folder, films_file, encoder, licences=licences, progress=progress, storage=storage)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """One builder at a time: a second process waits, and then finds the index made."""
    lock = FileLock(folder / ".lock")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except OSError as error:
        raise IndexBuildError(f"{folder} cannot be written ({error}); check its rights and the free space.") from error
    try:
        yield
    finally:
        lock.release()


def _build(
    folder: Path,
    films_file: Path,
    encoder: Encoder,
    *,
    licences: Sequence[str],
    progress: Progress,
    storage: Storage | None,
) -> Manifest:
    catalogue = _hash_of(films_file)  # before it is read: of a file that changes meanwhile, the next start builds anew
    films = list(read_films(films_file))
    _check(films, films_file)
    generation = uuid4().hex[:12]
    target = folder / generation
    try:
        target.mkdir()
        cut = [list(passages(film)) for film in films]
        storage = storage or suited_storage(sum(map(len, cut)))
        rows = _write(target, films, cut, encoder, progress, storage=storage)
        manifest = Manifest(
            format=FORMAT,
            generation=generation,
            encoder=encoder.fingerprint,
            text_version=TEXT_VERSION,
            catalogue=catalogue,
            dimension=encoder.dimension,
            metric="inner product",
            storage=storage,
            films=len(films),
            films_with_text=sum(film.has_text for film in films),
            rows=rows,
            licences=tuple(licences) or tuple(sorted({source for film in films for source in film.sources})),
            built_at=datetime.now(UTC).isoformat(timespec="seconds"),
            files={str(path.relative_to(target)): file_sha256(path) for path in sorted(target.rglob("*.*"))},
        )
        write_manifest(folder, manifest)
    except (OSError, sqlite3.Error) as error:
        shutil.rmtree(target, ignore_errors=True)
        raise IndexBuildError(f"The index cannot be written to {folder} ({error}); free some space.") from error
    except BaseException:
        shutil.rmtree(target, ignore_errors=True)
        raise
    _remove_others(folder, generation)
    return manifest


def _hash_of(films_file: Path) -> str:
    try:
        return file_sha256(films_file)
    except OSError as error:
        raise CatalogueError(
            f"The film file {films_file} cannot be read ({error}); check the path and its rights."
        ) from error


def _check(films: Sequence[Film], films_file: Path) -> None:
    if not films:
        raise CatalogueError(f"{films_file} holds no film; give a file with one film a line.")
    film_id, times = Counter(film.film_id for film in films).most_common(1)[0]
    if times > 1:
        raise CatalogueError(f"{films_file} holds {film_id} {times} times; keep one line for each film.")


def _write(
    target: Path,
    films: Sequence[Film],
    cut: Sequence[Sequence[Passage]],
    encoder: Encoder,
    progress: Progress,
    *,
    storage: Storage,
) -> int:
    texts = [passage.text for own in cut for passage in own]
    write_catalogue(target / CATALOGUE, films, cut)
    WordIndex.build(films).save(target / WORDS)
    vectors, tokens = _encode(texts, encoder, progress)
    FaissIndex.build(vectors, storage=storage).save(target / VECTORS)
    if tokens is not None:
        tokens.save(target / TOKENS)
    return len(texts)


def _encode(texts: Sequence[str], encoder: Encoder, progress: Progress) -> tuple[Vectors, TokenStore | None]:
    """The vectors of texts, and those of their tokens where the encoder has such."""
    vectors = np.empty((len(texts), encoder.dimension), dtype=np.float32)
    stores: list[TokenStore] = []
    progress(0, len(texts))
    for start in range(0, len(texts), _CHUNK):
        part = texts[start : start + _CHUNK]
        read = encoder.read_document(part)
        vectors[start : start + len(part)] = read.vectors
        if encoder.token_dimension:
            stores.append(TokenStore.build(read.tokens, dimension=encoder.token_dimension))
        progress(start + len(part), len(texts))
    return vectors, TokenStore.joined(stores) if stores else None


def _remove_others(folder: Path, generation: str) -> None:
    """Remove older generations and what killed builds left; a process that reads one keeps its open files.

    Only what is named as a build names it: the folder is the user's choice, and may hold folders of theirs.
    """
    for path in folder.iterdir():
        if path.name != generation and _GENERATION.fullmatch(path.name):
            shutil.rmtree(path, ignore_errors=True)
