"""`python -m training themes`: finds the latent themes of a film file. Needs the extra `training`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rich.console import Console

from retrieval.films import read_films
from retrieval.types import Film
from training.themes import NO_THEME, ThemeError, find_themes, write_themes

_SHOWN = 10


def add_commands(commands: argparse._SubParsersAction[Any]) -> None:
    """Add the command to the parser."""
    themes = commands.add_parser("themes", help="find latent themes of films (needs the extra `training`)")
    themes.add_argument("--films", type=Path, required=True, help="a film file")
    themes.add_argument("--vectors", type=Path, required=True, help="one vector a film in the same order, as .npy")
    themes.add_argument("--out", type=Path, required=True, help="where to write the themes as JSON")
    themes.add_argument("--seed", type=int, default=7, help="the same one gives the same themes")
    themes.add_argument("--min-films", type=_two_or_more, default=10, help="the least films that make a theme")
    themes.add_argument("--map", type=Path, metavar="OUT", help="draw the films by theme into this PNG")
    themes.set_defaults(run=_themes)


def _two_or_more(text: str) -> int:
    if not text.isdecimal() or int(text) < 2:  # noqa: PLR2004  # one film is no theme
        raise argparse.ArgumentTypeError(f"{text!r} is no number of films from 2 up")
    return int(text)


def _themes(arguments: argparse.Namespace, console: Console) -> int:
    films = list(read_films(arguments.films))
    try:
        vectors = _read_vectors(arguments.vectors)
        texts = [_about(film) for film in films]
        themes = find_themes(texts, vectors, seed=arguments.seed, min_films=arguments.min_films)
    except ThemeError as error:
        console.print(str(error), style="red", markup=False, highlight=False, soft_wrap=True)
        return 2
    write_themes(arguments.out, themes, [film.film_id for film in films])
    if arguments.map:
        from training.theme_map import draw_theme_map  # noqa: PLC0415  # needs matplotlib

        draw_theme_map({arguments.vectors.stem: vectors}, themes.labels, themes.names, arguments.map)
    console.print(
        f"{len(themes.names)} themes; {np.mean(themes.labels == NO_THEME):.0%} of {len(films)} films have none"
    )
    sizes = np.bincount(themes.labels[themes.labels != NO_THEME], minlength=len(themes.names))
    for name, size in list(zip(themes.names, sizes, strict=True))[:_SHOWN]:
        console.print(f"{size:6}  {name}", markup=False, highlight=False)
    return 0


def _about(film: Film) -> str:
    """What the seed read of a film: its title, its story and its keywords."""
    return " ".join((film.title, film.plot or film.premise or "", *film.keywords))


def _read_vectors(path: Path) -> NDArray[np.float32]:
    try:
        return np.asarray(np.load(path, allow_pickle=False), dtype=np.float32)
    except (OSError, ValueError, EOFError) as error:
        raise ThemeError(f"{path} holds no vectors ({error}); give one vector a film as a .npy file.") from error
