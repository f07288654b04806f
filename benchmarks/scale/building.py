"""What an index takes on the disk and to build."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from benchmarks.report import OURS, Row
from benchmarks.scale.subject import Subject
from retrieval.build import CATALOGUE, TOKENS, VECTORS, WORDS
from retrieval.catalogue_sqlite import write_catalogue
from retrieval.index_faiss import FaissIndex
from retrieval.ports import Vectors
from retrieval.text import passages
from retrieval.words import WordIndex


def size_rows(folder: Path) -> list[Row]:
    """Sizes of the parts of one generation of an index, and of all."""
    parts = {
        name: _bytes(folder / name) / 1e6 for name in (CATALOGUE, VECTORS, TOKENS, WORDS) if (folder / name).exists()
    }
    return [Row("index on the disk", "MB", {OURS: sum(parts.values())} | parts)]


def _bytes(path: Path) -> int:
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files if file.is_file())


def building_rows(subject: Subject, vectors: Vectors, *, sample: int) -> list[Row]:
    """Minutes to build the index, by part: the encoding extrapolated from a sample of passages, the rest measured.

    Args:
        subject: the index that is built again.
        vectors: its rows.
        sample: how many passages are encoded.
    """
    index = subject.index
    rate = _passages_a_second(subject, sample)
    minutes = {"encoding": index.manifest.rows / rate / 60} | _parts(subject, vectors)
    whole = sum(minutes.values())
    return [
        Row(f"encoding, of {sample} passages", "passages/s", {OURS: rate}),
        Row("building the index, the encoding extrapolated", "min", {OURS: whole} | minutes),
        Row("the same", "films/s", {OURS: index.manifest.films / whole / 60}),
    ]


def _passages_a_second(subject: Subject, sample: int) -> float:
    rows = np.linspace(0, subject.index.manifest.rows - 1, sample).astype(int)
    texts = [subject.index.catalogue.passage(int(row))[1] for row in rows]
    subject.encoder.encode_document(texts[:8])
    started = time.perf_counter()
    subject.encoder.encode_document(texts)
    return len(texts) / (time.perf_counter() - started)


def _parts(subject: Subject, vectors: Vectors) -> dict[str, float]:
    """Minutes of all but the encoding."""
    minutes: dict[str, float] = {}
    table = subject.index.table
    with TemporaryDirectory() as scratch:
        folder = Path(scratch)
        with _timed(minutes.__setitem__, "catalogue"):
            films = list(subject.index.catalogue.films(table.film_ids).values())
            write_catalogue(folder / CATALOGUE, films, [list(passages(film)) for film in films])
        with _timed(minutes.__setitem__, "words"):
            WordIndex.build(films).save(folder / WORDS)
        with _timed(minutes.__setitem__, "vectors"):
            FaissIndex.build(vectors, storage=subject.index.manifest.storage).save(folder / VECTORS)
    return minutes


@contextmanager
def _timed(keep: Callable[[str, float], None], name: str) -> Iterator[None]:
    started = time.perf_counter()
    yield
    keep(name, (time.perf_counter() - started) / 60)
