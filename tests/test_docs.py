"""Commands and paths that the pages name are there."""

from __future__ import annotations

import argparse
import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import __main__ as bot_program
from data import __main__ as data_program
from training import __main__ as training_program
from training.report_tables import number

ROOT = Path(__file__).parents[1]
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md"), *(ROOT / "data").rglob("README.md")])
ROOMS = "bot|retrieval|training|prompts|data|tests|benchmarks|docs|deploy"
PARSERS: dict[str, argparse.ArgumentParser] = {
    "reelcall": bot_program._parser(),
    "python -m data": data_program._parser(),
    "python -m training": training_program._parser(),
}


def commands() -> Iterator[tuple[str, str]]:
    """Every line of a code block that is a whole command of ours, with its program."""
    for page in PAGES:
        text = page.read_text(encoding="utf-8").replace("\\\n", " ")
        for line in text.splitlines():
            for program in PARSERS:
                if re.match(rf"\s*{program} ", line) and "…" not in line:  # with dots it is no whole one
                    yield program, line.strip()


@pytest.mark.parametrize(("program", "line"), sorted(set(commands())))
def test_a_command_on_a_page_can_be_given(program: str, line: str) -> None:
    words = shlex.split(line, comments=True)[len(program.split()) :]
    try:
        arguments = PARSERS[program].parse_args(words)
    except (SystemExit, Exception) as error:  # noqa: BLE001  # each program has its own
        pytest.fail(f"{line}: {error}")
    assert callable(getattr(arguments, "run", None)) or arguments.command


def test_there_are_commands_on_the_pages() -> None:
    assert len(set(commands())) >= 15


def test_every_path_on_a_page_is_there() -> None:
    named = {
        (page.name, path)
        for page in PAGES
        for path in re.findall(rf"`((?:{ROOMS})/[\w./-]+)`", page.read_text(encoding="utf-8"))
    }

    assert len(named) >= 30
    assert {(page, path) for page, path in named if not (ROOT / path).exists()} == set()


@pytest.mark.parametrize(
    ("file", "queries"),
    [
        ("starter", ("starter-real-dev", "starter-riddles-dev")),
        ("large", ("trec2023-dev", "starter-riddles-dev")),
        ("large-odd", ("reddit-dev", "queries-dev-chat")),
    ],
)
def test_the_figures_of_the_readme_are_those_that_were_measured(file: str, queries: tuple[str, ...]) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8").replace("**", "")
    measured = json.loads((ROOT / "docs" / "results" / f"{file}.json").read_bytes())
    shown = [row for row in measured if row["queries"] in queries and row["population"] == "covered"]

    assert len(shown) == 4
    for row in shown:
        assert f"{row['films']:,}" in readme
        told = []
        for name in ("success@1", "success@10"):
            low, high = map(number, row["ci95"][name])
            told.append(f"{number(row[name])} ({low} to {high})")
        assert " | ".join(told) in readme
