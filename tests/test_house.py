"""Habits of the house that no linter checks. Every guard also says how much it must have seen, so none falls asleep."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("bot", "retrieval", "training", "prompts", "data", "tests", "benchmarks")
SOURCES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))

FILE_LINES = 400
FUNCTION_LINES = 60

ROOT_ENTRIES = {
    *(".ci", ".dockerignore", ".env.example", ".gitattributes", ".gitignore"),
    *("CHANGELOG.md", "Dockerfile", "LICENSE", "Makefile", "README.md"),
    *("compose.yaml", "constraints.txt", "pyproject.toml"),
    *("benchmarks", "bot", "data", "deploy", "docs", "prompts", "retrieval", "tests", "training"),
}


def tracked() -> list[str]:
    """Paths that git knows, new ones included; skips where this is no checkout."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    except (FileNotFoundError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout, or no git")
    return listed.stdout.splitlines()


def functions() -> Iterator[tuple[str, int]]:
    """Every function's place and its length in lines."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                assert node.end_lineno is not None
                yield f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", node.end_lineno - node.lineno + 1


def imported(path: Path) -> Iterator[str]:
    """Full names of the modules that a file imports, at whatever depth."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            assert node.module is not None
            yield node.module


def test_no_file_is_too_long() -> None:
    lengths = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCES}

    assert {path: lines for path, lines in lengths.items() if lines > FILE_LINES} == {}
    assert len(lengths) >= 50


def test_no_function_is_too_long() -> None:
    lengths = dict(functions())

    assert {name: lines for name, lines in lengths.items() if lines > FUNCTION_LINES} == {}
    assert len(lengths) >= 200


def test_the_root_holds_only_what_belongs_there() -> None:
    entries = {path.split("/")[0] for path in tracked()}

    assert entries - ROOT_ENTRIES == set()
    assert len(entries) >= 12


def test_no_file_names_a_place_on_someones_machine() -> None:
    places = re.compile(r"(?<![\w.~*])/(?:work|tmp/wt|root|home/\w+)/")
    texts = {
        path: (ROOT / path).read_text(encoding="utf-8", errors="ignore")
        for path in tracked()
        if (ROOT / path).is_file() and not path.startswith("data/")
    }

    assert [path for path, text in texts.items() if places.search(text)] == []
    assert len(texts) >= 60


@pytest.mark.parametrize(
    ("folder", "pattern", "allowed", "least"),
    [
        ("bot/core", "*.py", ("bot.core", "retrieval.types", "retrieval.clues"), 10),
        ("bot/night", "*.py", ("bot.core", "bot.night", "retrieval.types"), 3),
        ("retrieval", "types.py", (), 1),
        ("retrieval", "clues.py", ("retrieval.types",), 1),
    ],
)
def test_the_pure_rooms_stand_on_the_standard_library(
    folder: str, pattern: str, allowed: tuple[str, ...], least: int
) -> None:
    """The import contracts forbid what we know of; this refuses whatever else there is."""
    paths = sorted((ROOT / folder).rglob(pattern))
    foreign = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in paths
        for name in imported(path)
        if name.split(".")[0] not in sys.stdlib_module_names
        and not any(f"{name}.".startswith(f"{prefix}.") for prefix in allowed)
    }

    assert foreign == set()
    assert len(paths) >= least
