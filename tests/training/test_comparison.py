from __future__ import annotations

import json
from typing import Any

import pytest
from rich.console import Console

from retrieval.types import FilmId
from training.comparison import (
    BASELINE,
    CROSSED,
    CURVE_AT,
    Asked,
    Ranked,
    as_text,
    curves,
    describe,
    halves,
    per_query,
    rows,
    show,
)
from training.metrics import METRICS

QUIET = Console(quiet=True)
OWN = ("ours", "vectors")


def asked(queries: str, *marks: str) -> list[Asked]:
    """One question a mark: c covered, s seen."""
    return [
        describe(queries, f"{queries}:{number}", FilmId("tt1"), covered="c" in mark, seen="s" in mark)
        for number, mark in enumerate(marks)
    ]


ASKED = {"fitted": asked("fitted", *["c"] * 20), "whole": asked("whole", *["c", "cs", "", "s"] * 5)}
RANKED = [
    Ranked("fitted", *BASELINE, [None] * 20),
    Ranked("fitted", *OWN, [1] * 20),
    Ranked("whole", *BASELINE, [2, 20, 1, None] * 5),
    Ranked("whole", *OWN, [1, 10, 1, 1] * 5),
]


@pytest.fixture(scope="module")
def found() -> list[dict[str, Any]]:
    return rows(ASKED, RANKED, fitted={"fitted"}, split=True, console=QUIET)


def the_row(found: list[dict[str, Any]], system: tuple[str, str] = OWN, **head: str) -> dict[str, Any]:
    head = {"queries": "whole", "half": "all", "population": "covered", "seen": "all"} | head
    (row,) = (
        row
        for row in found
        if (row["system"], row["variant"]) == system and all(row[key] == value for key, value in head.items())
    )
    return row


def test_rows_have_exactly_their_keys(found: list[dict[str, Any]]) -> None:
    head = ("queries", "system", "variant", "half", "population", "seen", "n")
    for row in found:
        assert tuple(row) == (*head, *METRICS, "ci95", "p_bm25", "over_vectors")
        assert row["n"] > 0
        assert set(row["ci95"]) == set(METRICS)


def test_a_set_that_was_fitted_on_is_reported_on_its_odd_half_and_then_crossed(found: list[dict[str, Any]]) -> None:
    odd = sum(question.half == "odd" for question in ASKED["fitted"])

    assert halves("fitted", {"fitted"}) == ("odd", CROSSED)
    assert {row["half"] for row in found if row["queries"] == "fitted"} == {"odd", CROSSED}
    assert the_row(found, queries="fitted", half=CROSSED)["n"] == 20
    assert the_row(found, queries="fitted", half="odd")["n"] == odd < 20
    assert {row["half"] for row in found if row["queries"] == "whole"} == {"all", "odd"}


def test_populations_and_seen_films_are_counted_apart(found: list[dict[str, Any]]) -> None:
    counts = {
        (population, seen): the_row(found, population=population, seen=seen)["n"]
        for population in ("all", "covered")
        for seen in ("all", "seen", "unseen")
    }

    assert counts == {
        ("all", "all"): 20,
        ("all", "seen"): 10,
        ("all", "unseen"): 10,
        ("covered", "all"): 10,
        ("covered", "seen"): 5,
        ("covered", "unseen"): 5,
    }
    assert the_row(found, seen="seen")["mrr"] == pytest.approx(0.1)
    assert the_row(found, seen="unseen")["mrr"] == pytest.approx(1)


def test_all_counts_what_is_not_covered_as_missed(found: list[dict[str, Any]]) -> None:
    assert the_row(found)["success@1"] == 0.5
    assert the_row(found, population="all")["success@1"] == 0.25


def test_each_row_is_tested_against_bm25_on_its_own_questions(found: list[dict[str, Any]]) -> None:
    assert the_row(found, BASELINE)["p_bm25"] is None
    assert the_row(found, queries="fitted", half="odd")["p_bm25"]["mrr"] < 0.05
    assert the_row(found)["p_bm25"]["success@10"] == pytest.approx(2 / 2**5)
    assert the_row(found, seen="unseen")["p_bm25"]["success@10"] == 1


def test_each_part_is_held_against_its_encoder_alone() -> None:
    more = [*RANKED, Ranked("whole", "ours", "+ words", [1, 20, 20, 1] * 5)]
    found = rows(ASKED, more, fitted={"fitted"}, split=False, console=QUIET)
    mean, low, high = the_row(found, ("ours", "+ words"))["over_vectors"]

    assert the_row(found)["over_vectors"] is None
    assert the_row(found, BASELINE)["over_vectors"] is None
    assert mean == pytest.approx(-0.5)  # of two questions that are covered one falls out of the first ten
    assert -1 <= low < mean < high <= 0


def test_without_a_training_set_films_are_not_told_apart() -> None:
    found = rows(ASKED, RANKED, fitted=(), split=False, console=QUIET)

    assert {row["seen"] for row in found} == {"all"}


def test_rows_of_nobody_are_left_out() -> None:
    nobody = {"lost": asked("lost", "", "")}
    found = rows(nobody, [Ranked("lost", *BASELINE, [1, 1])], fitted=(), split=True, console=QUIET)

    assert {(row["population"], row["seen"]) for row in found} == {("all", "all"), ("all", "unseen")}


def test_every_rank_is_told_with_what_it_counts_in() -> None:
    each = list(per_query(ASKED, RANKED))

    assert len(each) == 80
    assert each[-3] == {
        "query_id": "whole:17",
        "queries": "whole",
        "system": "ours",
        "variant": "vectors",
        "imdb_id": "tt1",
        "rank": 10,
        "half": ASKED["whole"][17].half,
        "covered": True,
        "seen": True,
    }


def test_curves_are_success_at_every_depth() -> None:
    found = {(row["queries"], row["system"]): row for row in curves(ASKED, RANKED, fitted={"fitted"})}
    own, bm25 = found["whole", "ours"], found["whole", "bm25"]

    assert (CURVE_AT[0], CURVE_AT[-1]) == (1, 1000)
    assert 10 in CURVE_AT
    assert list(CURVE_AT) == sorted(set(CURVE_AT))
    assert own["success"] == [0.5 if k < 10 else 1.0 for k in CURVE_AT]
    assert bm25["success"] == [0.0 if k < 2 else 0.5 if k < 20 else 1.0 for k in CURVE_AT]
    assert (own["n"], own["half"]) == (10, "all")
    assert found["fitted", "ours"]["half"] == "odd"


def test_a_table_is_json_with_one_row_a_line(found: list[dict[str, Any]]) -> None:
    text = as_text({"catalogue": {"films": 12}, "rows": found})

    assert json.loads(text) == {"catalogue": {"films": 12}, "rows": found}
    assert len(text.splitlines()) == len(found) + 5


def test_the_table_shows_each_set_once(found: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]) -> None:
    show(found, Console(width=150))

    lines = [line.split("│")[1:-1] for line in capsys.readouterr().out.splitlines() if line.startswith("│")]
    assert [[cell.strip() for cell in line[:5]] for line in lines] == [
        ["fitted", "odd", *BASELINE, lines[0][4].strip()],
        ["fitted", "odd", *OWN, lines[0][4].strip()],
        ["whole", "all", *BASELINE, "10"],
        ["whole", "all", *OWN, "10"],
    ]
