"""What a training run wrote while it went: `metrics.jsonl` in its folder.

One JSON object a line, of two kinds: `{"step", "epoch", "loss", "parts": {name: loss}, "lr"}` after some steps, and
`{"step", "epoch", "dev": {metric: value}}` after each evaluation. Steps count from the start of their epoch.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from training.questions import QuestionError, read_rows

METRICS_FILE = "metrics.jsonl"

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Curve:
    """One quantity over the steps of a run, counted from its start; two arrays of one shape (points,)."""

    steps: Floats
    values: Floats

    def thinned(self, most: int) -> Curve:
        """At most so many points, each the mean of its neighbours."""
        size = -(-len(self.steps) // most) or 1
        starts = np.arange(0, len(self.steps), size)
        counts = np.diff([*starts, len(self.steps)])
        return Curve(*(np.add.reduceat(part, starts) / counts for part in (self.steps, self.values)))


@dataclass(frozen=True, slots=True)
class RunLog:
    """A run's curves."""

    name: str
    losses: dict[str, Curve]
    """By name; `loss` is the whole, the others are its parts."""
    dev: dict[str, Curve]
    """By metric."""


def read_run(folder: Path) -> RunLog:
    """Read a run's log; its name is its folder's.

    Raises:
        QuestionError: the log cannot be read, or holds no loss.
    """
    path = folder / METRICS_FILE
    losses: dict[str, list[tuple[float, float]]] = {}
    dev: dict[str, list[tuple[float, float]]] = {}
    epoch, before, step = 0, 0.0, 0.0
    for number, row in read_rows(path):
        try:
            if row.get("epoch", epoch) != epoch:
                epoch, before = row["epoch"], step
            step = before + float(row["step"])
            found = {"loss": row["loss"]} | row.get("parts", {}) if "loss" in row else {}
            for into, values in ((losses, found), (dev, row.get("dev", {}))):
                for name, value in values.items():
                    into.setdefault(name, []).append((step, float(value)))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise QuestionError(
                f"Line {number} of {path} is malformed: it needs `step`, and `loss` or `dev`."
            ) from error
    if not losses:
        raise QuestionError(f"{path} holds no loss; give the folder of a training run.")
    return RunLog(folder.resolve().name, _curves(losses), _curves(dev))


def _curves(points: dict[str, list[tuple[float, float]]]) -> dict[str, Curve]:
    return {name: Curve(*np.array(pairs).T) for name, pairs in points.items()}
