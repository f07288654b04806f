"""Figures of `docs/results.md` as SVG, the same bytes for the same numbers. Needs matplotlib (the extra `training`)."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import matplotlib as mpl
from matplotlib.figure import Figure

from training.run_log import RunLog

_STYLE: Final[dict[Any, Any]] = {
    "svg.hashsalt": "reelcall",  # else element ids are random
    "svg.fonttype": "none",  # text stays text: small, and readable in a diff
    "font.family": "sans-serif",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.alpha": 0.3,
}
_POINTS = 300  # of one curve: finer ones are not seen, and the file grows
_DASHES = ("-", "--", "-.", ":")  # told apart without colour, too


def recall_curves(curves: Mapping[str, Sequence[float]], at: Sequence[int], title: str, path: Path) -> None:
    """Draw success@k over k, one line a system.

    Args:
        curves: success@k by the name of a system, shape (len(at),) each.
        at: the depths k.
        title: of the figure.
        path: where to write it.
    """
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(7, 4.5), layout="constrained")
        axes = figure.subplots()
        for place, (name, success) in enumerate(curves.items()):
            axes.plot(at, success, _DASHES[place % len(_DASHES)], label=name)
        axes.set(xscale="log", xlabel="k", ylabel="Success@k", title=title, ylim=(0, 1), xlim=(min(at), max(at)))
        axes.legend(frameon=False, loc="upper left")
        _save(figure, path)


def loss_curves(run: RunLog, path: Path) -> None:
    """Draw a run's loss with its parts, and beside it what it reached on the dev questions."""
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(9, 3.8), layout="constrained")
        left, right = figure.subplots(1, 2)
        for axes, curves in ((left, run.losses), (right, run.dev)):
            for place, (name, curve) in enumerate(curves.items()):
                thin = curve.thinned(_POINTS)
                axes.plot(thin.steps, thin.values, _DASHES[place % len(_DASHES)], label=name)
            axes.set_xlabel("step")
            if curves:
                axes.legend(frameon=False)
        left.set_title(f"{run.name}: loss")
        right.set_title(f"{run.name}: dev questions")
        _save(figure, path)


def _save(figure: Figure, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    figure.savefig(aside, format="svg", metadata={"Date": None, "Creator": None})
    aside.replace(path)
