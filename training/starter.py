"""The film files that the repository holds, and the starter's index, as the workshop uses them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import as_file, files
from pathlib import Path

from platformdirs import user_cache_path
from rich.console import Console
from rich.progress import Progress

from retrieval.build import ensure_index
from retrieval.ports import Encoder
from retrieval.search import OpenIndex, open_index
from retrieval.starter import LICENCES, starter_films


@contextmanager
def films_file(name: str = "starter") -> Iterator[Path]:
    """A film file of `data/` as a path.

    Raises:
        CatalogueError: the program was installed without the starter.
    """
    with as_file(starter_films() if name == "starter" else files("data") / name / "films.jsonl") as path:
        yield path


def open_starter(encoder: Encoder, console: Console) -> OpenIndex:
    """The starter's index, kept in the user's cache and built there when it is missing or out of date."""
    folder = user_cache_path("reelcall-training") / f"starter-{encoder.fingerprint}"
    with films_file() as path, Progress(console=console, transient=True) as bar:
        task = bar.add_task("reading the starter's films", total=None)
        ensure_index(
            folder,
            path,
            encoder,
            licences=LICENCES,
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )
    return open_index(folder, encoder)
