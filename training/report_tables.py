"""Stored figures as Markdown tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from training.comparison import BASELINE
from training.ladder import GUESSES, LATE, RUNGS, WHOLE

Row = Mapping[str, Any]

_KINDS: Final = {
    "starter-real-dev": "real people's tip-of-the-tongue questions (Reddit, TREC)",
    "starter-riddles-dev": "people explaining films badly on purpose",
    "queries-dev-chat": "written chat questions: a smoke test, they share their words with the plots",
    "dialogues-dev": "written conversations of two to four turns",
    "reddit-dev": "real questions of Reddit-TOMT, validation part",
    "trec2023-dev": "real questions of TREC 2023 Tip of the Tongue, train and dev parts",
}
_SYSTEMS: Final = {"production": "Reelcall", "bm25": "BM25", "guesses": "GPT-4, stored guesses"}
_LABELS: Final = {
    "REJ": "the film is turned down",
    "CRI-F": "a feature of it is criticised",
    "CRI-A": "a constraint is added",
    "CRI-C": "something like it is wished for",
    "ACC": "it is liked: left out wrongly",
}
_TURNS: Final[Mapping[object, str]] = {None: "", 1: ", first turn", "last": ", last turn"}
"""Which turns are shown, and how they are called."""


def system_name(name: str) -> str:
    """A system as a reader knows it."""
    return _SYSTEMS.get(name, name)


def table(head: Sequence[str], lines: Iterable[Sequence[str]], *, words: int) -> str:
    """A Markdown table whose first `words` columns are text and the others numbers."""
    marks = ["---"] * words + ["--:"] * (len(head) - words)
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, marks, *lines))


def number(value: float) -> str:
    """A share as it is printed: .353, or 1."""
    return "1" if value == 1 else f"{value:.3f}".removeprefix("0")


def p_value(value: float) -> str:
    """A p value as it is printed."""
    return "<.001" if value < 0.001 else number(value)  # noqa: PLR2004  # the last digit shown


def conversations(rows: Iterable[Row]) -> str:
    """The table of `evaluate --beside-plain`: a catalogue and a group of conversations a line."""
    head = ("films", "conversations", "n", "S@1: joined", "ours", "difference", "S@10: joined", "ours", "difference")
    lines = [
        (
            *(f"{row['films']:,}", f"`{row['queries']}`, {row['group']}", str(row["n"])),
            *(*_gain(row["success@1"]), *_gain(row["success@10"])),
        )
        for row in sorted(rows, key=lambda row: row["films"])
    ]
    return table(head, lines, words=2)


def _gain(of: Mapping[str, Any]) -> tuple[str, str, str]:
    low, high = of["ci95"]
    return number(of["plain"]), number(of["own"]), f"{of['difference']:+.3f} ({low:+.3f} to {high:+.3f})"


def critiques(rows: Iterable[Row]) -> str:
    """The table of `critiques`: a label a line, both halves beside each other."""
    halves: dict[str, dict[str, Row]] = {}
    for row in rows:
        halves.setdefault(row["label"], {})[row["half"]] = row
    lines = [[f"{label}, {_LABELS[label]}", *map(_acted, map(of.get, ("even", "odd")))] for label, of in halves.items()]
    return table(("label", "half the rules were extended on", "the other half"), lines, words=1)


def _acted(row: Row | None) -> str:
    if row is None:
        return "-"
    low, high = (number(bound) for bound in row["ci95"])
    return f"{number(row['share'])} ({low} to {high}), n {row['n']}"


def evaluated(rows: Iterable[Row]) -> str:
    """The table of `evaluate`: covered answers, of conversations the first and the last turn."""
    shown = [row for row in rows if row["population"] == "covered" and row["turn"] in _TURNS]
    groups: dict[tuple[str, object], list[Row]] = {}
    for row in shown:
        groups.setdefault((row["queries"], row["turn"]), []).append(row)
    names = ("success@1", "success@10", "mrr")
    lines = []
    for (queries, turn), group in groups.items():
        first = (f"`{queries}`{_TURNS[turn]}", _KINDS.get(queries, "") if turn != "last" else "")
        for place, row in enumerate(group):
            cells = [_with_interval(row, name, group) for name in names]
            lines.append((*(first if place == 0 else ("", "")), system_name(row["system"]), str(row["n"]), *cells))
    head = ("queries", "what they are", "system", "n", "Success@1", "Success@10", "MRR")
    return table(head, lines, words=3)


def captioned(rows: Sequence[Row]) -> str:
    """The table of `evaluate` under how many films were searched."""
    return f"{rows[0]['films']:,} films:\n\n{evaluated(rows)}"


def simulation(found: Mapping[str, Any]) -> str:
    """One run of `simulate`: a line a set and strategy, with Success@1 after each number of questions."""
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in found["rows"]:
        groups.setdefault((row["queries"], row["strategy"]), []).append(row)
    lines = []
    for (queries, strategy), group in groups.items():
        last, name = group[-1], f"`{queries}`" if strategy == "none" else ""
        cells = [number(row["success@1"]) for row in group[:-1]]
        cells += [_interval(last, "success@1"), _interval(last, "success@10")]
        above = _above(last) if strategy == "chosen" else ""
        lines.append((name, strategy, str(last["n"]), f"{last['asked']:.1f}", *cells, above))
    after = [f"S@1 after {row['questions']}" for row in next(iter(groups.values()))]
    head = ("queries", "questions", "n", "asked", *after, "S@10 at last", "S@1 above random")
    return f"{found['films']:,} films:\n\n{table(head, lines, words=2)}"


def _interval(row: Row, name: str) -> str:
    low, high = row[f"{name}_ci95"]
    return f"{number(row[name])} ({number(low)} to {number(high)})"


def _above(row: Row) -> str:
    return _gained(row["success@1_above_random"])


def _gained(figures: Sequence[float]) -> str:
    mean, low, high = (f"{value:+.3f}" for value in figures)
    return f"{mean} ({low} to {high})"


def comparison(rows: Sequence[Row], queries: str, half: str) -> str:
    """One set of a comparison: covered answers, every system with every part."""
    group = chosen(rows, queries=queries, half=half, population="covered", seen="all")
    lines = [
        (
            system_name(row["system"]),
            "" if (row["system"], row["variant"]) == BASELINE else row["variant"],
            *(_best(row, name, group) for name in ("success@1", "success@5")),
            _with_interval(row, "success@10", group),
            _best(row, "success@100", group),
            _with_interval(row, "mrr", group),
            _best(row, "ndcg@10", group),
            *([p_value(row["p_bm25"][name]) for name in ("success@10", "mrr")] if row["p_bm25"] else ["", ""]),
            _gained(row["over_vectors"]) if row["over_vectors"] else "",
        )
        for row in group
    ]
    head = (
        "system",
        "part",
        "S@1",
        "S@5",
        "S@10",
        "S@100",
        "MRR",
        "nDCG@10",
        "p (S@10)",
        "p (MRR)",
        "S@10 over its vectors",
    )
    return table(head, lines, words=2)


def populations(rows: Sequence[Row], queries: str, half: str) -> str:
    """Success@10 and MRR of whole systems: with all questions, and by whether the film was seen in training."""
    wanted = {
        "all questions": {"population": "all", "seen": "all"},
        "covered": {"population": "covered", "seen": "all"},
        "covered, film seen in training": {"population": "covered", "seen": "seen"},
        "covered, film unseen": {"population": "covered", "seen": "unseen"},
    }
    groups = {
        title: [row for row in chosen(rows, queries=queries, half=half, **head) if is_whole(row)]
        for title, head in wanted.items()
    }
    there = {title: group for title, group in groups.items() if group}
    kinds = list(dict.fromkeys((row["system"], row["variant"]) for group in there.values() for row in group))
    lines = []
    for system, variant in kinds:
        own = [chosen(group, system=system, variant=variant)[0] for group in there.values()]
        more = f" {variant}" if variant in {LATE, GUESSES} else ""
        cells = [f"{number(row['success@10'])} / {number(row['mrr'])}" for row in own]
        lines.append((f"{system_name(system)}{more}", *cells))
    head = ("S@10 / MRR", *(f"{title} ({group[0]['n']})" for title, group in there.items()))
    return table(head, lines, words=1)


def is_whole(row: Row) -> bool:
    """Whether a row is of a system with all its parts, not of a step on the way there."""
    return row["variant"] not in RUNGS or row["variant"] == WHOLE


def chosen(rows: Iterable[Row], **head: object) -> list[Row]:
    """The rows that have these values."""
    return [row for row in rows if all(row[key] == value for key, value in head.items())]


def weights(systems: Mapping[str, Any], variant: str) -> str:
    """The weights of a variant, a column a system that has it; nothing where none has."""
    own = {name: of["weights"][variant] for name, of in systems.items() if variant in of["weights"]}
    if not own:
        return ""
    features = list(next(iter(own.values())))
    lines = [(f"`{feature}`", *(f"{of[feature]:.2f}" for of in own.values())) for feature in features]
    return table(("weight", *own), lines, words=1)


def _with_interval(row: Row, name: str, group: Sequence[Row]) -> str:
    low, high = row["ci95"][name]
    return f"{_best(row, name, group)} ({number(low)} to {number(high)})"


def _best(row: Row, name: str, group: Sequence[Row]) -> str:
    """A figure, bold where no other of its group is as good."""
    others = [other[name] for other in group if other is not row]
    value = number(row[name])
    return f"**{value}**" if others and row[name] > max(others) else value
