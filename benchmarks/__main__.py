"""`python -m benchmarks`: how fast, how small, beside what one would write first; one table."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Sequence
from importlib.resources import as_file
from pathlib import Path

from platformdirs import user_cache_path
from rich.console import Console

from benchmarks.processes import BenchmarkError, first_start_row, running_rows, start_rows
from benchmarks.report import Row, add_forms, machine, write
from benchmarks.simple import simple_folder
from benchmarks.turns import (
    Subject,
    conversation_rows,
    crowd_rows,
    encoding_row,
    open_subject,
    stand_in_questions,
    turn_rows,
    understanding_rows,
)
from bot.progress import build_progress
from retrieval.encoder_onnx import OnnxEncoder, shipped_encoder
from retrieval.errors import RetrievalError
from retrieval.films import read_films
from retrieval.rank import load_ranking
from retrieval.starter import starter_films
from training.questions import QuestionError, read_questions

_QUESTIONS = 200
_PASSAGES = 512


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print the table and return the exit code."""
    arguments = _parser().parse_args(argv)
    notes = Console(stderr=True)
    try:
        facts, rows = machine(), _measure(arguments, notes)
    except (BenchmarkError, QuestionError, RetrievalError) as error:
        notes.print(str(error), style="red", markup=False)
        return 1
    write(rows, facts, arguments)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--queries", type=Path, help="a question file (default: texts of the starter as long as those)")
    parser.add_argument("--home", type=Path, default=user_cache_path("reelcall-bench"), help="where the index is kept")
    parser.add_argument("--build", action="store_true", help="time a first start too, which takes minutes")
    add_forms(parser)
    return parser


def _measure(arguments: argparse.Namespace, notes: Console) -> list[Row]:
    home = arguments.home.absolute()
    notes.print("Measuring; the fewer other programs run, the better.")
    rows = asyncio.run(_in_this_process(home, _questions(arguments.queries), notes))
    notes.print("Starting and stopping the bot.")
    simple = ("-m", "benchmarks.simple", str(simple_folder(home)))
    rows += [*start_rows(home, simple), *running_rows(home, simple)]
    if arguments.build:
        notes.print("Building the index as a first start does.")
        rows.append(first_start_row())
    return rows


def _questions(queries: Path | None) -> list[str]:
    if queries is not None:
        return [text for question in read_questions(queries) for text in question.turns]
    with as_file(starter_films()) as path:
        return stand_in_questions(list(read_films(path)), count=_QUESTIONS)


async def _in_this_process(home: Path, questions: Sequence[str], notes: Console) -> list[Row]:
    subject = _open(home, notes)
    try:
        return [
            *await turn_rows(subject, questions),
            *await understanding_rows(subject, questions),
            *await conversation_rows(subject, questions),
            *await crowd_rows(subject, questions),
            await encoding_row(subject, count=_PASSAGES),
        ]
    finally:
        subject.close()


def _open(home: Path, notes: Console) -> Subject:
    encoder = OnnxEncoder(shipped_encoder())
    ranking = load_ranking(shipped_encoder() / "ranking.json", fingerprint=encoder.fingerprint)
    with as_file(starter_films()) as films, build_progress(notes) as progress:
        return open_subject(home, films, encoder, ranking, count=encoder.token_count, progress=progress)


if __name__ == "__main__":
    sys.exit(main())
