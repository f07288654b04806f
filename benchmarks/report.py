"""Figures as one table: what was measured, ours, the alternatives of the same run, the aim."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from rich.console import Console
from rich.table import Table

from training.artefacts import write_text

OURS: Final = "Reelcall"

_DIGITS: Final = {
    "ms": 1,
    "s": 2,
    "min": 1,
    "MB": 0,
    "%": 1,
    "points": 2,
    "times": 1,
    "passages/s": 0,
    "films/s": 0,
    "turns/s": 1,
    "GB/s": 1,
    "G multiply-adds/s": 0,
    "M multiply-adds": 0,
}
_SHARES: Final = {"median": 0.5, "p95": 0.95, "p99": 0.99}
_HEAD: Final = ("what", OURS, "alternatives in the same run", "aim", "met")


@dataclass(frozen=True, slots=True)
class Row:
    """One thing measured."""

    what: str
    unit: str
    figures: Mapping[str, float | None]
    """Our figure under `OURS`, the others under their own names; None where this system cannot measure it."""
    aim: float | None = None
    """Our figure should stay below it; None where nothing was set."""

    @property
    def met(self) -> bool | None:
        """Whether the aim is met; None without an aim or a figure."""
        ours = self.figures[OURS]
        return None if ours is None or self.aim is None else ours < self.aim

    def cells(self) -> tuple[str, ...]:
        """The row as texts, in the order of the head."""
        others = "; ".join(f"{self._figure(value)} {name}" for name, value in self.figures.items() if name != OURS)
        aim = "-" if self.aim is None else f"< {self.aim:g} {self.unit}"
        met = {None: "-", True: "yes", False: "no"}[self.met]
        return self.what, self._figure(self.figures[OURS]), others or "-", aim, met

    def _figure(self, value: float | None) -> str:
        return "not measured" if value is None else f"{value:.{_DIGITS[self.unit]}f} {self.unit}"


def quantile(values: Sequence[float], share: float) -> float:
    """The smallest of the values that at least this share of them does not exceed: a time that was really taken."""
    return float(np.quantile(values, share, method="inverted_cdf"))


def spread_rows(what: str, samples: Mapping[str, Sequence[float]], aims: Mapping[str, float]) -> list[Row]:
    """Median, p95 and p99 of times in milliseconds; aims by those names."""
    return [
        Row(
            f"{what}, {name}",
            "ms",
            {way: quantile(values, share) for way, values in samples.items()},
            aims.get(name),
        )
        for name, share in _SHARES.items()
    ]


def machine() -> dict[str, str]:
    """What the figures depend on, without saying whose machine it is."""
    cores = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count()
    facts = {
        "cores": str(cores),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
    }
    if sys.platform != "win32":
        facts["load before"] = f"{os.getloadavg()[0]:.1f}"
    return facts


def add_forms(parser: argparse.ArgumentParser) -> None:
    """Add how a table is written to a benchmark's options."""
    parser.add_argument("--markdown", action="store_true", help="print the table as Markdown")
    parser.add_argument("--json", type=Path, metavar="OUT", help="also write all figures to a file")


def write(rows: Sequence[Row], facts: Mapping[str, str], arguments: argparse.Namespace) -> None:
    """Print a table, and keep it where `add_forms` was told to."""
    if arguments.json:
        write_text(arguments.json, as_json(rows, facts))
    if arguments.markdown:
        sys.stdout.write(as_markdown(rows, facts))
    else:
        show(rows, facts, Console())


def show(rows: Iterable[Row], facts: Mapping[str, str], console: Console) -> None:
    """Print the table for a terminal."""
    table = Table(*_HEAD)
    for row in rows:
        table.add_row(*row.cells(), style="red" if row.met is False else None)
    console.print(table)
    console.print(_facts_line(facts))


def as_markdown(rows: Iterable[Row], facts: Mapping[str, str]) -> str:
    """Write the table for a page."""
    lines = [_HEAD, ("---",) * len(_HEAD), *(row.cells() for row in rows)]
    return "\n".join([*(f"| {' | '.join(line)} |" for line in lines), "", _facts_line(facts), ""])


def as_json(rows: Iterable[Row], facts: Mapping[str, str]) -> str:
    """Write everything for programs, figures unrounded."""
    listed = [
        {"what": row.what, "unit": row.unit, "figures": row.figures, "aim": row.aim, "met": row.met} for row in rows
    ]
    return json.dumps({"machine": facts, "rows": listed}, indent=1) + "\n"


def _facts_line(facts: Mapping[str, str]) -> str:
    return "; ".join(f"{name} {fact}" for name, fact in facts.items())
