"""Conversations as the bot plays them, beside their turns only joined."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.small_world import JAWS, SEVENTH_SEAL
from tests.training.rows import write_rows
from training.__main__ import main
from training.beside_plain import differences
from training.questions import read_questions

CORRECTED: dict[str, object] = {
    "query_id": "death",
    "imdb_id": SEVENTH_SEAL.film_id,
    "turns": [
        {"text": "the one where brad pitt plays death", "kind": "detail"},
        {"text": "no, older, black and white", "kind": "correction"},
    ],
}
TOLD: dict[str, object] = {
    "query_id": "shark",
    "imdb_id": JAWS.film_id,
    "turns": [{"text": "a shark", "kind": "detail"}, {"text": "three men on a boat"}],
}


def test_what_the_bot_understands_is_held_against_the_same_turns_joined(
    index_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked, out = write_rows(tmp_path / "talks.jsonl", [CORRECTED, TOLD]), tmp_path / "out.json"
    call = ["evaluate", "--index", str(index_folder), "--queries", str(asked), "--beside-plain", "--json", str(out)]

    assert main(call) == 0
    every, taken_back = json.loads(out.read_text(encoding="utf-8"))["conversations"]
    assert (every["group"], every["n"], taken_back["n"]) == ("all", 2, 1)
    assert taken_back["group"] == "with a correction or a negation"
    assert taken_back["success@1"] == {"own": 1.0, "plain": 0.0, "difference": 1.0, "ci95": [1.0, 1.0]}
    assert every["success@1"]["difference"] == 0.5
    assert "with a correction" in capsys.readouterr().out


def test_questions_are_no_conversations(index_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = write_rows(tmp_path / "asked.jsonl", [{"imdb_id": JAWS.film_id, "text": "a shark"}])

    assert main(["evaluate", "--index", str(index_folder), "--queries", str(asked), "--beside-plain"]) == 2
    assert "rows have `turns`" in capsys.readouterr().err


def test_a_difference_is_paired() -> None:
    """Both find the film of every other question, but never of the same."""
    own, plain = [1, None] * 50, [None, 1] * 50
    gained = dict(differences(own, plain))["success@1"]

    assert gained["own"] == gained["plain"] == 0.5
    assert gained["difference"] == 0
    low, high = gained["ci95"]
    assert -0.23 < low < -0.16  # 1.96 standard errors of a hundred differences of 1 are .196
    assert 0.16 < high < 0.23


def test_kinds_of_turns_are_read_where_they_stand(tmp_path: Path) -> None:
    corrected, told = read_questions(write_rows(tmp_path / "talks.jsonl", [CORRECTED, TOLD]))

    assert corrected.kinds == {"detail", "correction"}
    assert told.kinds == {"detail"}
