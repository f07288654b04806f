"""Files that the workshop makes: written aside and renamed in, so that a kill leaves a whole one."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path


def write_json(path: Path, rows: object) -> None:
    """Write a JSON file."""
    write_text(path, json.dumps(rows, indent=1) + "\n")


def write_lines(path: Path, rows: Iterable[object]) -> None:
    """Write one JSON line a row."""
    write_text(path, "".join(json.dumps(row) + "\n" for row in rows))


def write_text(path: Path, text: str) -> None:
    """Write a text file, with the folders that it needs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    aside.write_text(text, encoding="utf-8")
    aside.replace(path)
