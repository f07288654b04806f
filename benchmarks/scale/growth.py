"""The same index with fewer films, and with many times as many that are invented."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, TypeVar

import bm25s
import numpy as np

from benchmarks.report import OURS, Row, quantile
from benchmarks.scale.subject import Subject
from benchmarks.scale.turns import PASSAGES
from data.reuse import ReusingEncoder
from retrieval.build import WORDS, build_index
from retrieval.films import write_films
from retrieval.index_faiss import FaissIndex
from retrieval.ports import Vectors
from retrieval.words import WordIndex

T = TypeVar("T")

_NOISE: Final = 0.5  # beside vectors of length 1: how far an invented passage lies from the real one
_DEPTH: Final = 1000  # rows that a search asks for
_CHUNK: Final = 100_000


def smaller_index(subject: Subject, count: int, folder: Path) -> Path:
    """Build the index of so many of its films, evenly picked, out of the vectors there are; returns its folder.

    Raises:
        retrieval.errors.RetrievalError: it cannot be built.
    """
    table = subject.index.table
    picked = np.linspace(0, len(table.film_ids) - 1, count).astype(int)
    films = subject.index.catalogue.films(table.film_ids[number] for number in picked)
    film_file, target = folder / f"{count}.jsonl", folder / str(count)
    write_films(films.values(), film_file)
    known = ReusingEncoder(subject.encoder, subject.index.folder)
    storage = subject.index.manifest.storage
    build_index(target, film_file, known, licences=(), progress=lambda _done, _total: None, storage=storage)
    return target


def invented_vectors(vectors: Vectors, times: int) -> Vectors:
    """So many vectors around each one given; shape (rows * times, dimension)."""
    draw = np.random.default_rng(0)
    rows, dimension = vectors.shape
    found = np.empty((times * rows, dimension), dtype=np.float32)
    for start in range(0, len(found), _CHUNK):
        part = found[start : start + _CHUNK]
        draw.standard_normal(out=part, dtype=np.float32)
        part *= _NOISE / np.sqrt(dimension)
        part += vectors[np.arange(start, start + len(part)) % rows]
        part /= np.linalg.norm(part, axis=1, keepdims=True)
    return found


def invented_words(folder: Path, times: int) -> WordIndex:
    """An index of words with every film so many times; its scores are those of the films it is made of.

    Args:
        folder: where `WordIndex.save` wrote those.
        times: how many copies.
    """
    engine = bm25s.BM25.load(str(folder), show_progress=False)
    films, starts = int(engine.scores["num_docs"]), np.asarray(engine.scores["indptr"], dtype=np.int64)
    postings = np.diff(starts)
    copies = np.repeat(postings, times)  # the postings of a word, then their copies, then the next word's
    first = np.repeat(starts[:-1], times) - (np.cumsum(copies) - copies)
    old = np.arange(copies.sum()) + np.repeat(first, copies)
    shift = np.repeat(np.tile(np.arange(times, dtype=np.int32), len(postings)) * films, copies)
    engine.scores = {
        "data": np.asarray(engine.scores["data"])[old],
        "indices": (np.asarray(engine.scores["indices"])[old] + shift).astype(np.int32),
        "indptr": starts * times,
        "num_docs": films * times,
    }
    return WordIndex(engine, films * times)


def invented_rows(subject: Subject, questions: Sequence[str], *, times: int) -> list[Row]:
    """Vectors and words of many times as many films: building, and one search in each without encoding; medians.

    Args:
        subject: what they are made of.
        questions: what is searched for.
        times: how many times as many.
    """
    films = f"{len(subject.index.table.film_ids) * times:,} invented films"
    vectors = invented_vectors(subject.vectors(), times)
    started = time.perf_counter()
    cells = FaissIndex.build(vectors, storage=subject.index.manifest.storage)
    built = time.perf_counter() - started
    flat = FaissIndex.build(vectors, cells=0)
    del vectors
    words = invented_words(subject.index.folder / subject.index.manifest.generation / WORDS, times)
    queries = [subject.encoder.encode_query([text]) for text in questions]
    searched = {
        OURS: _median_ms(lambda query: cells.search(query, _DEPTH), queries),
        PASSAGES: _median_ms(lambda query: flat.search(query, _DEPTH), queries),
    }
    return [
        Row(f"building the vectors, {films}", "s", {OURS: built}),
        Row(f"vectors searched, {films}", "ms", searched),
        Row(f"words searched, {films}", "ms", {OURS: _median_ms(words.both_scores, questions)}),
    ]


def _median_ms(search: Callable[[T], object], inputs: Sequence[T]) -> float:
    taken = []
    for item in inputs:
        started = time.perf_counter()
        search(item)
        taken.append((time.perf_counter() - started) * 1000)
    return quantile(taken, 0.5)
