"""`python -m training themes`: finds the latent themes of a film file. Needs the extra `training`."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.progress import track

from retrieval.films import read_films
from retrieval.ports import Vectors
from retrieval.text import passages
from retrieval.types import Film
from training.bulk_encoder import bulk_encoder
from training.themes import NO_THEME, find_themes, write_themes

_SHOWN = 10
_CHUNK = 512  # films between two steps of the progress shown


def add_commands(commands: argparse._SubParsersAction[Any]) -> None:
    """Add the command to the parser."""
    themes = commands.add_parser("themes", help="find latent themes of films (needs the extra `training`)")
    themes.add_argument("--films", type=Path, required=True, help="a film file")
    themes.add_argument("--encoder", type=Path, required=True, help="whose vectors make the themes")
    themes.add_argument("--beside", type=Path, help="another encoder, drawn beside it on the map")
    themes.add_argument("--most", type=int, default=20_000, help="take so many films with text, best known first")
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
    films = sorted((film for film in read_films(arguments.films) if film.has_text), key=lambda film: -(film.votes or 0))
    films = films[: arguments.most]
    folders = list(filter(None, (arguments.encoder, arguments.beside)))
    vectors = {folder.name: _encode(films, folder, console) for folder in folders}
    texts = [_about(film) for film in films]
    themes = find_themes(texts, vectors[arguments.encoder.name], seed=arguments.seed, min_films=arguments.min_films)
    write_themes(arguments.out, themes, [film.film_id for film in films])
    if arguments.map:
        from training.theme_map import draw_theme_map  # noqa: PLC0415  # needs matplotlib

        draw_theme_map(vectors, themes.labels, themes.names, arguments.map)
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


def _encode(films: Sequence[Film], folder: Path, console: Console) -> Vectors:
    """One vector a film: that of its identity passage, which goes on into the story."""
    encoder = bulk_encoder(folder)
    texts = [next(passages(film)).text for film in films]
    starts = range(0, len(texts), _CHUNK)
    shown = track(starts, f"encoding, {folder.name}", console=console, transient=True)
    return np.concatenate([encoder.encode_document(texts[start : start + _CHUNK]) for start in shown])
