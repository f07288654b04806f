"""`python -m training evaluate --system NAME=ENCODER,INDEX …`: several encoders and all parts, in one run.

Everything is fitted on the even half of the sets named by `--fit-on`; these are reported on their odd half, all others
whole. Beside it both halves are reported, the even one by weights fitted on the odd one. Needs no torch.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import track

from retrieval.build import CATALOGUE
from retrieval.catalogue_sqlite import SqliteCatalogue
from retrieval.encoder_onnx import OnnxEncoder
from retrieval.errors import IndexMismatchError
from retrieval.manifest import Manifest, read_manifest
from retrieval.search import FilmSearch, OpenIndex, open_index
from retrieval.types import FilmId
from training import comparison
from training.artefacts import write_lines, write_text
from training.comparison import BASELINE, CURVE_AT, Asked, Ranked
from training.fit import unfitted
from training.ladder import Floats, features_of, fit_rungs, rank_rungs
from training.questions import Question, QuestionError, read_all, read_guesses, read_rows
from training.splits import fitting_sets, other_halves
from training.systems import Bm25, StoredGuesses, System

_GUESSES = ("guesses", "guesses alone")
_TAKEN = {BASELINE[0], _GUESSES[0]}


@dataclass(frozen=True, slots=True)
class Contender:
    """An encoder, and the index that it made."""

    name: str
    encoder: Path
    index: Path


@dataclass(frozen=True, slots=True)
class Task:
    """What is asked of every system."""

    files: Mapping[str, Sequence[Question]]
    fitting: Mapping[str, Sequence[Question]]
    """By set, the questions that weights are fitted on."""
    other_half: Mapping[str, Sequence[Question]]
    """By the same sets, the questions that the weights for the first are fitted on."""
    guesses: Mapping[str, Sequence[str | None]]
    """By question."""


def add_options(evaluate: argparse.ArgumentParser) -> None:
    """Add what a comparison takes to the options of `evaluate`."""
    group = evaluate.add_argument_group(
        "comparison of encoders over one catalogue (--index and --systems do not apply)"
    )
    group.add_argument(
        "--system", type=contender, action="append", default=[], metavar="NAME=ENCODER_DIR,INDEX_DIR", help="repeatable"
    )
    group.add_argument("--fit-on", nargs="+", default=[], metavar="SET", help="by default reddit-dev if it is asked")
    group.add_argument("--trained-on", type=Path, nargs="+", default=[], help="files whose `imdb_id` count as seen")


def contender(text: str) -> Contender:
    """Parse NAME=ENCODER_DIR,INDEX_DIR."""
    name, _, folders = text.partition("=")
    encoder, _, index = folders.partition(",")
    if not (name and encoder and index):
        raise argparse.ArgumentTypeError(f"{text!r} is not NAME=ENCODER_DIR,INDEX_DIR")
    if name in _TAKEN:
        raise argparse.ArgumentTypeError(f"{name} is the name of a system that is always there; take another")
    return Contender(name, Path(encoder), Path(index))


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Compare; return the exit code."""
    contenders: list[Contender] = arguments.system
    files = _single_questions(read_all(arguments.queries))
    guesses = {key: ranked for path in arguments.guesses for key, ranked in read_guesses(path).items()}
    fitting = fitting_sets(files, arguments.fit_on)
    task = Task(files, fitting, other_halves(files, fitting), guesses)
    trained = {row["imdb_id"] for path in arguments.trained_on for _, row in read_rows(path) if "imdb_id" in row}
    manifest = check_contenders(contenders)
    asked: dict[str, list[Asked]] = {}
    ranked: list[Ranked] = []
    systems: dict[str, Any] = {}
    for one in contenders:
        encoder = OnnxEncoder(one.encoder)
        index = open_index(one.index, encoder)
        if not asked:
            asked = _describe(files, index, trained)
            ranked += _once(task, index, console)
        blank = unfitted(encoder.fingerprint, fitted_on=", ".join(task.fitting))
        with closing(FilmSearch(index, encoder, blank, count=encoder.token_count)) as search:
            weights = measure(one.name, search, index, task, ranked, console=console)
        systems[one.name] = {"encoder": encoder.fingerprint, "weights": weights}
    rows = comparison.rows(asked, ranked, fitted=task.fitting, split=bool(arguments.trained_on), console=console)
    head = _head(manifest, asked, task, systems)
    if arguments.json:
        curves = list(comparison.curves(asked, ranked, fitted=task.fitting))
        table = head | {"rows": rows, "curve_at": CURVE_AT, "curves": curves}
        write_text(arguments.json, comparison.as_text(table))
    if arguments.per_query:
        write_lines(arguments.per_query, comparison.per_query(asked, ranked))
    console.print(f"{manifest.films} films, {manifest.films_with_text} with text")
    comparison.show(rows, Console(width=150))
    return 0


def check_contenders(contenders: Sequence[Contender]) -> Manifest:
    """The manifest of the first index, once all are known to hold the same films, and texts of the same ones.

    What texts these are may differ: so is told what some of them are worth.

    Raises:
        QuestionError: two systems have one name.
        IndexUnusableError: an index is missing, or holds other films than the first.
    """
    names = [one.name for one in contenders]
    if len(set(names)) < len(names):
        raise QuestionError("Two systems have the same name; give each --system its own.")
    manifests = [read_manifest(one.index) for one in contenders]
    for one, manifest in zip(contenders, manifests, strict=True):
        same = manifest.catalogue == manifests[0].catalogue
        if not same and _texted(one.index, manifest) != _texted(contenders[0].index, manifests[0]):
            raise IndexMismatchError(
                f"The index of {one.name} holds other films than that of {names[0]}; build both from one film file."
            )
    return manifests[0]


def _texted(folder: Path, manifest: Manifest) -> dict[FilmId, bool]:
    """Of all films of an index, in order, whether they have text."""
    with closing(SqliteCatalogue(folder / manifest.generation / CATALOGUE)) as catalogue:
        table = catalogue.table()
    return dict(zip(table.film_ids, table.has_text.tolist(), strict=True))


def _single_questions(files: Mapping[str, Sequence[Question]]) -> Mapping[str, Sequence[Question]]:
    for name, questions in files.items():
        if any(question.conversation for question in questions):
            raise QuestionError(f"{name} holds conversations; measure them without --system.")
    return files


def _describe(
    files: Mapping[str, Sequence[Question]], index: OpenIndex, trained: set[object]
) -> dict[str, list[Asked]]:
    covered = {id_ for id_, has in zip(index.table.film_ids, index.table.has_text, strict=True) if has}
    return {
        queries: [
            comparison.describe(
                queries, one.query_id, one.film_id, covered=one.film_id in covered, seen=one.film_id in trained
            )
            for one in questions
        ]
        for queries, questions in files.items()
    }


def _once(task: Task, index: OpenIndex, console: Console) -> Iterator[Ranked]:
    """What no encoder has a part in: BM25, and the guesses where there are some."""
    for queries, questions in task.files.items():
        systems: dict[tuple[str, str], System] = {BASELINE: Bm25(index)}
        if _guessed(queries, task):
            systems[_GUESSES] = StoredGuesses(task.guesses)
        for (name, variant), system in systems.items():
            shown = track(questions, f"{queries}, {name}", console=console, transient=True)
            yield Ranked(queries, name, variant, [_rank(system, question) for question in shown])


def _rank(system: System, question: Question) -> int | None:
    (found,) = system.play(question)
    return found.index(question.film_id) + 1 if question.film_id in found else None


def _guessed(queries: str, task: Task) -> bool:
    """Whether a language model was asked the questions of a set."""
    return any(question.query_id in task.guesses for question in task.files[queries])


def measure(
    name: str, search: FilmSearch, index: OpenIndex, task: Task, ranked: list[Ranked], *, console: Console
) -> dict[str, dict[str, float]]:
    """Fit one encoder's rungs, add the ranks of every set to `ranked`, and return the weights by rung and feature.

    The questions that these weights are fitted on are ranked by others, fitted on the other half of their sets.
    """

    def fitted_on(half: Mapping[str, Sequence[Question]]) -> dict[str, Floats]:
        questions = [question for own in half.values() for question in own]
        return fit_rungs(search, index, track(questions, f"fitting, {name}", console=console, transient=True))

    weights = fitted_on(task.fitting)
    crossed = fitted_on(task.other_half)
    learnt_from = {question.query_id for own in task.fitting.values() for question in own}
    for queries, questions in task.files.items():
        guessed = _guessed(queries, task)
        of: dict[str, Ranked] = {}
        for question in track(questions, f"{queries}, {name}", console=console, transient=True):
            guesses = task.guesses.get(question.query_id, ()) if guessed else None
            own = crossed if question.query_id in learnt_from else weights
            for variant, rank in rank_rungs(search, index, own, question, guesses).items():
                of.setdefault(variant, Ranked(queries, name, variant, [])).ranks.append(rank)
        ranked.extend(of.values())
    return {rung: dict(zip(features_of(rung), own.round(4).tolist(), strict=True)) for rung, own in weights.items()}


def _head(
    manifest: Manifest, asked: Mapping[str, Iterable[Asked]], task: Task, systems: Mapping[str, Any]
) -> dict[str, Any]:
    sets = {
        queries: {
            "n": len(task.files[queries]),
            "covered": sum(question.covered for question in questions),
            "seen": sum(question.seen for question in questions),
            "fitted_on": len(task.fitting.get(queries, ())),
        }
        for queries, questions in asked.items()
    }
    catalogue = {
        "films": manifest.films,
        "films_with_text": manifest.films_with_text,
        "sha256": manifest.catalogue,
    }
    return {"catalogue": catalogue, "queries": sets, "systems": systems}
