"""Where the starter catalogue is: it ships with the program."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable

from retrieval.errors import CatalogueError

LICENCES = ("CC0-1.0",)
"""Of its texts: they were written for this project."""


def starter_films() -> Traversable:
    """The starter's film file.

    Raises:
        CatalogueError: the program was installed without it.
    """
    try:
        return files("data.starter") / "films.jsonl"
    except ModuleNotFoundError as error:
        raise CatalogueError("The films that come with Reelcall are missing; install Reelcall again.") from error
