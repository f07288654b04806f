"""A picture of the films' vectors, coloured by theme: does training pull a theme together?

t-SNE (van der Maaten and Hinton 2008) keeps near films near; distances between groups mean nothing in it.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patheffects import withStroke
from numpy.typing import NDArray
from PIL import Image
from sklearn.manifold import TSNE

_MOST_FILMS = 3000  # t-SNE of more takes minutes, and the points cover each other
_SEED = 7
_PERPLEXITY = 30.0  # scikit-learn's own choice

_REST = "#d0d0d0"
_COLOURS = tuple("#332288 #cc6677 #117733 #88ccee #ddcc77 #882255 #44aa99 #aa4499 #999933 #000000".split())
"""Paul Tol's "muted" and black: apart for colour-blind eyes too. A number says the same without any colour."""

_PANEL = (7.0, 5.8)  # inches, width and height
_LEGEND = 1.5  # inches
_DOTS_PER_INCH = 100
_TONES = 64  # of the PNG's palette: the file is a third as large, and looks the same


def draw_theme_map(
    vectors_by_name: Mapping[str, NDArray[np.float32]], labels: NDArray[np.int64], names: Sequence[str], out: Path
) -> None:
    """Draw one panel a set of vectors, with the same films in the same colours.

    Args:
        vectors_by_name: what a panel is called, and the films' vectors there, shape (films, dimension).
        labels: shape (films,), the theme of each film, -1 for none; theme 0 is the largest.
        names: what each theme is about; the first ten are coloured and named.
        out: where the PNG goes; it is written aside and renamed in.
    """
    shown = _sample(len(labels))
    width, height = _PANEL
    figure = Figure((width * len(vectors_by_name), height + _LEGEND), dpi=_DOTS_PER_INCH, layout="constrained")
    panels = figure.subplots(1, len(vectors_by_name), squeeze=False)[0]
    for panel, (name, vectors) in zip(panels, vectors_by_name.items(), strict=True):
        panel.set_title(name, fontsize=13)
        _draw(panel, _flatten(vectors[shown]), labels[shown], coloured=names[: len(_COLOURS)])
    figure.legend(handles=_legend(names), loc="outside lower center", ncols=2, frameon=False, fontsize=10)
    _save(figure, out)


def _sample(films: int) -> NDArray[np.int64]:
    order = np.random.default_rng(_SEED).permutation(films)
    return np.sort(order[:_MOST_FILMS])


def _flatten(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Shape (films, 2). The neighbourhood must be smaller than the films are many."""
    perplexity = min(_PERPLEXITY, (len(vectors) - 1) / 3)
    flat = TSNE(perplexity=perplexity, init="pca", random_state=_SEED, n_jobs=1).fit_transform(vectors)
    return np.asarray(flat, dtype=np.float32)


def _draw(panel: Axes, points: NDArray[np.float32], labels: NDArray[np.int64], coloured: Sequence[str]) -> None:
    rest = (labels < 0) | (labels >= len(coloured))
    panel.scatter(points[rest, 0], points[rest, 1], s=5, color=_REST, linewidths=0)
    groups = [points[labels == theme] for theme in range(len(coloured))]
    for own, colour in zip(groups, _COLOURS, strict=False):
        panel.scatter(own[:, 0], own[:, 1], s=12, color=colour, linewidths=0)
    for theme, own in enumerate(groups):  # after all points, so that none covers a number
        if len(own):
            x, y = np.median(own, axis=0)
            number = panel.text(x, y, str(theme + 1), fontsize=13, fontweight="bold", ha="center", va="center")
            number.set_path_effects([withStroke(linewidth=3.5, foreground="white")])
    panel.set_xticks([])
    panel.set_yticks([])


def _legend(names: Sequence[str]) -> list[Line2D]:
    def entry(colour: str, label: str) -> Line2D:
        return Line2D([], [], marker="o", linestyle="", markersize=8, color=colour, label=label)

    named = [entry(colour, f"{n}  {name}") for n, (colour, name) in enumerate(zip(_COLOURS, names, strict=False), 1)]
    return [*named, entry(_REST, "another theme, or none")]


def _save(figure: Figure, out: Path) -> None:
    drawn = BytesIO()
    figure.savefig(drawn, format="png")
    out.parent.mkdir(parents=True, exist_ok=True)
    aside = out.with_name(f".{out.name}.{os.getpid()}")
    Image.open(drawn).convert("RGB").quantize(_TONES).save(aside, format="PNG", optimize=True)
    aside.replace(out)
