"""Where the starter catalogue is: it ships with the program."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable

LICENCES = ("CC0-1.0",)
"""Of its texts: they were written for this project."""


def starter_films() -> Traversable:
    """The starter's film file."""
    return files("data.starter") / "films.jsonl"
