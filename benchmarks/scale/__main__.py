"""`python -m benchmarks.scale --index DIR --queries FILE`: time, memory and quality, and how they grow; one table."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from rich.console import Console

from benchmarks.processes import BenchmarkError
from benchmarks.report import OURS, Row, add_forms, machine, write
from benchmarks.scale.building import building_rows, size_rows
from benchmarks.scale.floor import floor_rows, measure_machine, work_of_a_turn
from benchmarks.scale.growth import invented_rows, smaller_index
from benchmarks.scale.program import save_flat
from benchmarks.scale.quality import known_questions, make_exam, quality_rows
from benchmarks.scale.start import command, start_rows
from benchmarks.scale.storages import storage_rows
from benchmarks.scale.subject import FlatSearch, Subject, open_subject, sentence_transformer
from benchmarks.scale.turns import PASSAGES, USERS, WHOLE, crowd_rows, turn_rows
from retrieval.encoder_onnx import read_card, shipped_encoder
from retrieval.errors import RetrievalError
from retrieval.index_faiss import FaissIndex
from retrieval.ports import Vectors
from retrieval.text import sentences
from training.questions import Question, QuestionError, read_questions

_AIMS = {"median": 40.0, "p99": 120.0, "seconds": 5.0, "memory": 1200.0}
_TYPED = 20  # questions typed into a program whose memory is measured


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is measured."""

    timed: int
    """Questions that are timed."""
    crowd: int
    """Questions that a crowd asks."""
    crowds: tuple[int, ...]
    asked: int
    """Questions whose answers are looked at."""
    starts: int
    sizes: tuple[int, ...]
    """Films of the smaller indexes."""
    passages: int
    """Passages that are encoded for the build time; with 0 nothing is built."""
    invented: int
    """About how many films are invented; 0 for none."""


FULL = Effort(300, 128, (1, 8, 32, 128), 1_000_000, 5, (2_000, 20_000), 512, 1_000_000)
QUICK = Effort(40, 48, (1, 32), 100, 1, (2_000,), 0, 0)


def main(argv: Sequence[str] | None = None, *, quick: Effort = QUICK) -> int:
    """Measure, print the table and return the exit code."""
    arguments = _parser().parse_args(argv)
    notes = Console(stderr=True)
    try:
        facts = machine()
        rows = list(_noted(_measure(arguments, quick if arguments.quick else FULL, notes), notes))
    except (BenchmarkError, QuestionError, RetrievalError) as error:
        notes.print(str(error), style="red", markup=False)
        return 1
    write(rows, facts, arguments)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale", description=__doc__)
    parser.add_argument("--index", type=Path, required=True, help="the index of the whole catalogue")
    parser.add_argument("--queries", type=Path, required=True, help="a question file; its films tell what is found")
    parser.add_argument("--encoder", type=Path, help="the encoder that made the index (default: the one that ships)")
    parser.add_argument("--quick", action="store_true", help="measure less, for a look of a minute or two")
    parser.add_argument("--storages", action="store_true", help="try every way of keeping vectors too")
    add_forms(parser)
    return parser


def _noted(rows: Iterator[Row], notes: Console) -> Iterator[Row]:
    """Tell of every row as soon as it is there: the whole takes long."""
    for row in rows:
        notes.print(f"  {row.what}: {row.cells()[1]}", markup=False, highlight=False)
        yield row


def _measure(arguments: argparse.Namespace, effort: Effort, notes: Console) -> Iterator[Row]:
    notes.print("Measuring; the fewer other programs run, the better.")
    encoder = arguments.encoder or Path(str(shipped_encoder()))
    questions = read_questions(arguments.queries)
    subject = open_subject(arguments.index, encoder)
    texts = [question.turns[0] for question in questions]
    with TemporaryDirectory() as scratch, closing(subject.search()) as search:
        folder = Path(scratch)
        vectors = subject.vectors()
        yield from size_rows(arguments.index / subject.index.manifest.generation)
        flats = _timed_flats(subject, vectors)
        turns = asyncio.run(turn_rows(subject, search, flats, texts[: effort.timed], _AIMS))
        yield from turns
        yield from _floor(subject, encoder, texts, turns[0].figures[OURS] or 0.0)
        yield from asyncio.run(crowd_rows(search, flats, texts[: effort.crowd], effort.crowds))
        yield from _answering(subject, vectors, questions[: effort.asked], storages=arguments.storages)
        yield from _starting(subject, encoder, folder, texts[: effort.timed], effort.starts)
        for count in effort.sizes:
            yield from _smaller(subject, encoder, folder, texts[: effort.timed], min(count, len(vectors)))
        if effort.passages:
            yield from building_rows(subject, vectors, sample=effort.passages)
        if times := round(effort.invented / subject.index.manifest.films):
            yield from invented_rows(subject, texts[: effort.timed], times=times)


def _flats(subject: Subject, vectors: Vectors) -> dict[str, FlatSearch]:
    first_row, encode = subject.index.table.first_row, subject.encoder.encode_query
    return {
        PASSAGES: FlatSearch.build(vectors, first_row, encode),
        WHOLE: FlatSearch.build(vectors[first_row[:-1]], np.arange(len(first_row)), encode),
    }


def _timed_flats(subject: Subject, vectors: Vectors) -> dict[str, FlatSearch]:
    """Behind sentence-transformers first, as a user would write it; its vectors are others, its time is the same."""
    flats = _flats(subject, vectors)
    return {USERS: flats[PASSAGES].encoded_by(sentence_transformer())} | flats


def _answering(subject: Subject, vectors: Vectors, questions: Sequence[Question], *, storages: bool) -> Iterator[Row]:
    """What is found; nothing is said where the index holds no film of the questions."""
    if known := known_questions(subject, questions):
        exact = FaissIndex.build(vectors, cells=0)
        exam = make_exam(subject, exact, known)
        yield from quality_rows(exam, exact, _flats(subject, vectors))
        yield from storage_rows(exam, vectors) if storages else ()


def _starting(subject: Subject, encoder: Path, folder: Path, texts: Sequence[str], rounds: int) -> list[Row]:
    save_flat(folder, subject)
    programs = {
        OURS: command("reelcall", subject.index.folder, encoder),
        PASSAGES: command("flat", folder, encoder),
    }
    return start_rows(programs, folder, texts[:_TYPED], rounds=rounds, aims=_AIMS)


def _smaller(subject: Subject, encoder: Path, folder: Path, texts: Sequence[str], count: int) -> Iterator[Row]:
    """The same figures over fewer films."""
    index = smaller_index(subject, count, folder)
    smaller = open_subject(index, encoder)
    with closing(smaller.search()) as search:
        first_row, encode = smaller.index.table.first_row, smaller.encoder.encode_query
        flats = {PASSAGES: FlatSearch.build(smaller.vectors(), first_row, encode)}
        yield from size_rows(index / smaller.index.manifest.generation)
        yield from asyncio.run(turn_rows(smaller, search, flats, texts, {}))
    yield from start_rows({OURS: command("reelcall", index, encoder)}, folder, texts[:_TYPED], rounds=1, aims={})


def _floor(subject: Subject, encoder: Path, texts: Sequence[str], turn_ms: float) -> list[Row]:
    question = sorted(texts, key=subject.count)[len(texts) // 2]
    lengths = [subject.count(text) for text in (question, *sentences(question))]
    vectors = subject.index.vectors
    cells, probed = (vectors.cells, vectors.probed) if isinstance(vectors, FaissIndex) else (0, 0)
    work = work_of_a_turn(read_card(encoder), subject.index.manifest, lengths=lengths, cells=cells, probed=probed)
    return floor_rows(measure_machine(), work, turn_ms=turn_ms)


if __name__ == "__main__":
    sys.exit(main())
