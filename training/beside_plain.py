"""`python -m training evaluate --beside-plain`: conversations as the bot plays them, beside their turns only joined.

Both search the same index with the same weights, so what is left between them is the understanding: clues,
corrections, "older". The difference is paired, conversation by conversation. Needs no torch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np
from rich.console import Console
from rich.table import Table

from training.evaluate import Answered
from training.metrics import Ranks, interval, per_query
from training.questions import Question

TOLD: Final = ("success@1", "success@10")
_TAKES_BACK: Final = {"correction", "negation"}
GROUPS: Final[Mapping[str, Callable[[Question], bool]]] = {
    "all": lambda _: True,
    "with a correction or a negation": lambda question: not _TAKES_BACK.isdisjoint(question.kinds),
}


def rows(
    answered: Sequence[Answered], files: Mapping[str, Sequence[Question]], *, films: int
) -> Iterator[dict[str, Any]]:
    """One row a file and group of conversations that is not empty.

    Args:
        answered: of the systems `production` and `plain`, every turn of every conversation.
        files: what was asked.
        films: how many the index holds.
    """
    last = {(row.queries, row.system, row.query_id): row.rank if row.covered else None for row in answered if row.last}
    for queries, questions in files.items():
        for group, belongs in GROUPS.items():
            chosen = [one.query_id for one in questions if one.conversation and belongs(one)]
            own, plain = ([last[queries, system, key] for key in chosen] for system in ("production", "plain"))
            if chosen:
                head = {"films": films, "queries": queries, "group": group, "n": len(chosen)}
                yield head | dict(differences(own, plain))


def differences(own: Ranks, plain: Ranks) -> Iterator[tuple[str, dict[str, Any]]]:
    """Both means of each metric, and the mean paired difference with its 95% bootstrap interval."""
    of_own, of_plain = per_query(own), per_query(plain)
    for name in TOLD:
        gained = of_own[name] - of_plain[name]
        figures = {"own": of_own[name].mean(), "plain": of_plain[name].mean(), "difference": gained.mean()}
        rounded = {key: round(float(value), 4) for key, value in figures.items()}
        yield name, rounded | {"ci95": np.round(interval(gained), 4).tolist()}


def show(found: Sequence[Mapping[str, Any]], console: Console) -> None:
    """Print the figures as a table."""
    table = Table("queries", "conversations", "n", *(f"{name}: plain, ours, difference" for name in TOLD))
    for row in found:
        table.add_row(row["queries"], row["group"], str(row["n"]), *(_cell(row[name]) for name in TOLD))
    console.print(table)


def _cell(figures: Mapping[str, Any]) -> str:
    low, high = figures["ci95"]
    return f"{figures['plain']:.3f}, {figures['own']:.3f}, {figures['difference']:+.3f} ({low:+.3f} to {high:+.3f})"
