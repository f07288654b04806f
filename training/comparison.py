"""What a comparison found, and its table: every system and part on the same questions, held against BM25."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
from rich.console import Console
from rich.progress import track
from rich.table import Table

from retrieval.types import FilmId
from training.metrics import intervals, summary
from training.significance import against, gained
from training.splits import Half, half_of

BASELINE: Final = ("bm25", "words alone")
"""The system and variant that all others are tested against."""

Reported = Literal["all", "odd", "crossed"]
CROSSED: Final = "crossed"
"""Both halves of a set that was fitted on, each ranked by weights fitted on the other."""

VECTORS: Final = "vectors"
"""The variant of a system that ranks by its encoder alone."""

CURVE_AT: Final = tuple(sorted({round(10 ** (step / 12)) for step in range(37)}))
"""The depths k of the recall curves: 1 to 1,000, evenly spaced on a log scale."""
_DIGITS = 4  # a figure of some hundred questions has no more


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question and everything that decides which rows of the table it counts in."""

    query_id: str
    queries: str
    imdb_id: FilmId
    half: Half
    covered: bool
    """Whether the film asked for is in the catalogue and has text."""
    seen: bool
    """Whether that film is an answer in what an encoder was trained on."""


@dataclass(slots=True)
class Ranked:
    """The ranks of one variant of one system for one set, in the order of the set's questions."""

    queries: str
    system: str
    variant: str
    ranks: list[int | None]


_POPULATIONS: Final[Mapping[str, Callable[[Asked], bool]]] = {
    "all": lambda _: True,
    "covered": lambda asked: asked.covered,
}
_SEEN: Final[Mapping[str, Callable[[Asked], bool]]] = {
    "all": lambda _: True,
    "seen": lambda asked: asked.seen,
    "unseen": lambda asked: not asked.seen,
}


def halves(queries: str, fitted: Iterable[str]) -> tuple[Reported, ...]:
    """Which halves of a set are reported, the one to look at first.

    Of a set that was fitted on that is the half that was left out, and then both, each ranked by weights fitted on the
    other.
    """
    return ("odd", CROSSED) if queries in fitted else ("all", "odd")


def _counts_in(half: Reported, question: Asked) -> bool:
    return half != "odd" or question.half == "odd"


def rows(
    asked: Mapping[str, Sequence[Asked]],
    ranked: Sequence[Ranked],
    *,
    fitted: Iterable[str],
    split: bool,
    console: Console,
) -> list[dict[str, Any]]:
    """One row a set, half, population, familiarity of the film, system and variant; rows of nobody are left out.

    Args:
        asked: the questions of every set.
        ranked: aligned with them.
        fitted: the sets that weights were fitted on.
        split: whether to report films seen and unseen in training apart.
        console: shows progress.
    """
    groups = [
        (queries, half, population, seen)
        for queries in asked
        for half in halves(queries, fitted)
        for population in _POPULATIONS
        for seen in (_SEEN if split else ("all",))
    ]
    found: list[dict[str, Any]] = []
    for queries, half, population, seen in track(groups, "the table", console=console, transient=True):
        kept = [
            place
            for place, question in enumerate(asked[queries])
            if _counts_in(half, question) and _POPULATIONS[population](question) and _SEEN[seen](question)
        ]
        head = {"half": half, "population": population, "seen": seen}
        own = [of for of in ranked if of.queries == queries]
        if kept:
            found.extend(_group(head, own, {place: asked[queries][place].covered for place in kept}))
    return found


def _group(head: dict[str, str], ranked: Sequence[Ranked], kept: Mapping[int, bool]) -> Iterator[dict[str, Any]]:
    """The rows of the same questions; `kept` has their places, and whether each is covered."""
    # An answer without text can only be found by its title: in "all" it counts as missed, as in `evaluate`.
    columns = [[of.ranks[place] if covered else None for place, covered in kept.items()] for of in ranked]
    keys = [(of.system, of.variant) for of in ranked]
    baseline = columns[keys.index(BASELINE)]
    alone = {of.system: ranks for of, ranks in zip(ranked, columns, strict=True) if of.variant == VECTORS}
    for of, ranks in zip(ranked, columns, strict=True):
        name = {"queries": of.queries, "system": of.system, "variant": of.variant}
        tested = against(ranks, baseline) if ranks is not baseline else None
        over = gained(ranks, alone[of.system]) if of.system in alone and of.variant != VECTORS else None
        figures = summary(ranks) | {"ci95": intervals(ranks), "p_bm25": tested, "over_vectors": over}
        yield name | head | {"n": len(ranks)} | {key: _rounded(value) for key, value in figures.items()}


def curves(
    asked: Mapping[str, Sequence[Asked]], ranked: Iterable[Ranked], *, fitted: Iterable[str]
) -> Iterator[dict[str, Any]]:
    """Success@k over `CURVE_AT`, a row a set, system and variant, over the covered questions of the widest half.

    With one answer a question, success@k is recall@k.
    """
    for of in ranked:
        half = halves(of.queries, fitted)[0]
        pairs = zip(asked[of.queries], of.ranks, strict=True)
        ranks = [rank or np.inf for question, rank in pairs if question.covered and _counts_in(half, question)]
        if ranks:
            success = [float(np.mean(np.array(ranks) <= k)) for k in CURVE_AT]
            name = {"queries": of.queries, "system": of.system, "variant": of.variant, "half": half, "n": len(ranks)}
            yield name | {"success": _rounded(success)}


def _rounded(value: Any) -> Any:
    """The same with shorter numbers, however deep they lie."""
    match value:
        case float():
            return round(value, _DIGITS)
        case dict():
            return {key: _rounded(inner) for key, inner in value.items()}
        case list() | tuple():
            return [_rounded(inner) for inner in value]
    return value


def as_text(table: Mapping[str, Any]) -> str:
    """A table as JSON with one row a line, so that a new run differs from the old one row by row."""
    parts = []
    for key, value in table.items():
        rows = ",\n".join(f"  {json.dumps(row)}" for row in value) if isinstance(value, list) else None
        parts.append(f' "{key}": ' + (json.dumps(value) if rows is None else f"[\n{rows}\n ]"))
    return "{\n" + ",\n".join(parts) + "\n}\n"


def per_query(asked: Mapping[str, Sequence[Asked]], ranked: Iterable[Ranked]) -> Iterator[dict[str, Any]]:
    """One row a question, system and variant, with its rank."""
    for of in ranked:
        for question, rank in zip(asked[of.queries], of.ranks, strict=True):
            yield {
                "query_id": question.query_id,
                "queries": of.queries,
                "system": of.system,
                "variant": of.variant,
                "imdb_id": question.imdb_id,
                "rank": rank,
                "half": question.half,
                "covered": question.covered,
                "seen": question.seen,
            }


def describe(queries: str, query_id: str, film: FilmId, *, covered: bool, seen: bool) -> Asked:
    """A question with its half."""
    half = half_of(query_id)
    return Asked(query_id=query_id, queries=queries, imdb_id=film, half=half, covered=covered, seen=seen)


def show(found: Iterable[Mapping[str, Any]], console: Console) -> None:
    """Print the covered rows, films seen and unseen together, each set by its widest half."""
    names = ("success@1", "success@10", "success@100", "mrr")
    table = Table("queries", "half", "system", "variant", "n", *names, "p (mrr)")
    widest: dict[str, str] = {}
    for row in found:
        half = widest.setdefault(row["queries"], row["half"])
        if (row["population"], row["seen"], row["half"]) == ("covered", "all", half):
            figures = [f"{row[name]:.3f}" for name in names]
            tested = f"{row['p_bm25']['mrr']:.4f}" if row["p_bm25"] else ""
            head = (row["queries"], row["half"], row["system"], row["variant"], str(row["n"]))
            table.add_row(*head, *figures, tested)
    console.print(table)
