"""`python -m training evaluate`: what the production search finds, on real people's questions. Needs no torch."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from rich.console import Console
from rich.progress import track
from rich.table import Table

from retrieval.search import OpenIndex
from retrieval.types import Clue, FilmId
from training.artefacts import write_lines
from training.metrics import METRICS, intervals, summary
from training.questions import Question
from training.systems import Production, System
from training.violations import SHOWN, violations

Turn = int | Literal["last"] | None


@dataclass(frozen=True, slots=True)
class Answered:
    """How one system did on one turn of one question."""

    query_id: str
    queries: str
    system: str
    turn: int | None
    """Counted from 1; None where the question is no conversation."""
    imdb_id: FilmId
    rank: int | None
    covered: bool
    """Whether the film asked for is in the index and has text."""
    ms: float
    """Milliseconds from the words to the ranked films."""
    last: bool
    """Whether nothing more was said after it."""
    violations: int = 0
    """How many of the best films are known to go against a hard clue of the conversation."""


def answer(
    systems: Mapping[str, System], files: Mapping[str, Sequence[Question]], index: OpenIndex, *, console: Console
) -> list[Answered]:
    """Ask every system every question, turn by turn."""
    covered = {id_ for id_, has in zip(index.table.film_ids, index.table.has_text, strict=True) if has}
    rows: list[Answered] = []
    for queries, questions in files.items():
        for name, system in systems.items():
            for question in track(questions, f"{queries}, {name}", console=console, transient=True):
                rows.extend(_turns(system, name, question, queries, covered))
    return rows


def _turns(system: System, name: str, question: Question, queries: str, covered: set[FilmId]) -> Iterator[Answered]:
    started = time.perf_counter()
    for turn, (ranked, clues) in enumerate(_played(system, question), start=1):
        ms = (time.perf_counter() - started) * 1000
        film = question.film_id
        yield Answered(
            query_id=question.query_id,
            queries=queries,
            system=name,
            turn=turn if question.conversation else None,
            imdb_id=film,
            rank=ranked.index(film) + 1 if film in ranked else None,
            covered=film in covered,
            ms=round(ms, 3),
            last=turn == len(question.turns),
            violations=violations(system.films(ranked[:SHOWN]), clues) if isinstance(system, Production) else 0,
        )
        started = time.perf_counter()


def _played(system: System, question: Question) -> Iterator[tuple[Sequence[FilmId], tuple[Clue, ...]]]:
    """The ranked films after each turn with the clues that were read; other systems read none."""
    if isinstance(system, Production):
        return system.understood(question)
    return ((ranked, ()) for ranked in system.play(question))


def summarise(answered: Iterable[Answered]) -> list[dict[str, Any]]:
    """One row a queries, system, turn and population; conversations have one more turn, their last."""
    groups: dict[tuple[str, str], dict[Turn, list[Answered]]] = {}
    for row in answered:
        turns = groups.setdefault((row.queries, row.system), {})
        turns.setdefault(row.turn, []).append(row)
        if row.turn is not None and row.last:
            turns.setdefault("last", []).append(row)
    return [
        _row(*key, turn, population, turns[turn])
        for key, turns in groups.items()
        for turn in sorted(turns, key=_place)
        for population in ("all", "covered")
    ]


def _place(turn: Turn) -> float:
    """Questions first, then the turns of conversations as they went."""
    return turn if isinstance(turn, int) else 0 if turn is None else float("inf")


def _row(queries: str, system: str, turn: Turn, population: str, rows: list[Answered]) -> dict[str, Any]:
    if population == "covered":
        ranks = [row.rank for row in rows if row.covered]
    else:
        ranks = [row.rank if row.covered else None for row in rows]
    head = {"queries": queries, "system": system, "population": population, "turn": turn, "n": len(ranks)}
    if not ranks:
        return head | dict.fromkeys(METRICS) | {"ci95": {}, "violations": 0}
    shown = sum(row.violations for row in rows if population == "all" or row.covered)
    return head | summary(ranks) | {"ci95": intervals(ranks), "violations": shown}


def show(rows: Iterable[Mapping[str, Any]], console: Console) -> None:
    """Print the figures as a table: value and 95% interval."""
    names = ("success@1", "success@10", "mrr")
    table = Table("queries", "system", "population", "turn", "n", *names, "violations")
    for row in rows:
        cells = [_cell(row, name) for name in names]
        turn = "" if row["turn"] is None else str(row["turn"])
        table.add_row(
            row["queries"], row["system"], row["population"], turn, str(row["n"]), *cells, str(row["violations"])
        )
    console.print(table)


def _cell(row: Mapping[str, Any], name: str) -> str:
    if row[name] is None:
        return "-"
    low, high = row["ci95"][name]
    return f"{row[name]:.3f} ({low:.3f} to {high:.3f})"


def write_per_query(path: Path, answered: Iterable[Answered]) -> None:
    """Write one JSON line a question, system and turn."""
    rows = (asdict(row) for row in answered)
    write_lines(path, ({key: row[key] for key in row if key != "last"} for row in rows))
