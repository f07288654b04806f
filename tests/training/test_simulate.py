"""`python -m training simulate` on the small world."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from retrieval.search import FilmSearch, OpenIndex
from tests.small_world import JAWS, NEMO, PSYCHO, SEVENTH_SEAL
from tests.training.rows import write_rows
from training.__main__ import main
from training.questions import Question
from training.report_tables import simulation
from training.simulate import QUESTIONS, STRATEGIES, Played, play, rows

ASKED: list[dict[str, object]] = [
    {"query_id": "jaws", "imdb_id": JAWS.film_id, "text": "something about the sea"},
    {"query_id": "nemo", "imdb_id": NEMO.film_id, "text": "something about the sea and a family"},
    {"query_id": "psycho", "imdb_id": PSYCHO.film_id, "text": "an old one, she drives away"},
    {"query_id": "elsewhere", "imdb_id": "tt9999999", "text": "a shark"},
]


@pytest.fixture(scope="module")
def found(index_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("simulation")
    queries = write_rows(folder / "asked-dev.jsonl", ASKED)
    out = folder / "figures.json"
    code = main(
        ["simulate", "--index", str(index_folder), "--queries", str(queries), "--times", "3", "--json", str(out)]
    )
    assert code == 0
    figures: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return figures


def test_every_strategy_has_a_row_for_every_number_of_questions(found: dict[str, Any]) -> None:
    keys = [(row["strategy"], row["questions"]) for row in found["rows"]]

    assert keys == [(strategy, count) for strategy in STRATEGIES for count in range(QUESTIONS + 1)]
    assert {row["n"] for row in found["rows"]} == {3}  # one asks for a film that is not held
    for row in found["rows"]:
        low, high = row["success@1_ci95"]
        assert 0 <= low <= row["success@1"] <= high <= 1
        assert row["success@1"] <= row["success@10"]
        assert row["asked"] <= (0 if row["strategy"] == "none" else row["questions"])


def test_before_any_question_all_are_alike_and_none_stay_so(found: dict[str, Any]) -> None:
    at_first = [row["success@1"] for row in found["rows"] if row["questions"] == 0]
    without = [row["success@1"] for row in found["rows"] if row["strategy"] == "none"]

    assert len({*at_first, *without}) == 1


def test_the_figures_make_a_table(found: dict[str, Any]) -> None:
    head, _, *lines = simulation(found).split("\n\n")[1].splitlines()

    assert head.count("|") == 11
    assert [line.split("|")[2].strip() for line in lines] == list(STRATEGIES)
    assert all(line.count("|") == 11 for line in lines)


def test_a_play_is_the_same_every_time(search: FilmSearch, index: OpenIndex) -> None:
    question = Question("nemo", NEMO.film_id, ("something about the sea",), conversation=False)
    first, second = (list(play(search, index, question, "dev", times=2)) for _ in range(2))

    assert first == second
    assert [one.strategy for one in first] == ["none", "random", "random", "chosen", "chosen"]


def test_a_message_that_corrects_itself_is_heard_as_the_bot_hears_it(search: FilmSearch, index: OpenIndex) -> None:
    """The year taken back brings *The Seventh Seal* no nearer."""

    def rank(text: str) -> int:
        asked = Question("q", SEVENTH_SEAL.film_id, (text,), conversation=False)
        return next(play(search, index, asked, "dev", times=1)).ranks[0] or 99

    assert rank("a beach from 1957") < rank("a beach from 1957. no, from 2004")


def test_the_plays_of_one_query_count_as_one() -> None:
    played = [
        Played("dev", query, strategy, ranks, 1)
        for strategy in STRATEGIES
        for query, ranks in (("a", (3, 1, 1, 1)), ("a", (3, 3, 3, 3)), ("b", (None, None, None, 1)))
    ]
    found = [row for row in rows(played) if row["strategy"] == "chosen"]

    assert [row["success@1"] for row in found] == [0, 0.25, 0.25, 0.75]
    assert [row["success@10"] for row in found] == [0.5, 0.5, 0.5, 1]
    assert found[-1]["success@1_above_random"] == [0, 0, 0]


def test_films_that_are_not_held_are_no_one_to_ask_for(index_folder: Path, tmp_path: Path) -> None:
    queries = write_rows(tmp_path / "lost.jsonl", ASKED[-1:])

    assert main(["simulate", "--index", str(index_folder), "--queries", str(queries)]) == 2
