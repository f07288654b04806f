"""`python -m training evaluate`, from its command line to what it writes."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from retrieval.search import OpenIndex
from retrieval.types import FilmId
from tests.small_world import ALIEN, FARGO, JAWS, JOE_BLACK, NEMO, PSYCHO, SEVENTH_SEAL, UNTOLD
from tests.training.rows import read_rows, write_rows
from training.__main__ import main
from training.evaluate import Answered, answer, summarise
from training.metrics import METRICS
from training.questions import Question
from training.splits import half_of

ELSEWHERE = "tt9999999"
QUESTIONS: list[dict[str, object]] = [
    {"query_id": "jaws", "imdb_id": JAWS.film_id, "text": "three men on a boat and a shark"},
    {"query_id": "alien", "imdb_id": ALIEN.film_id, "text": "[TOMT] something aboard a space tug, there is a cat"},
    {"query_id": "twice", "imdb_id": PSYCHO.film_id, "text": "she stops at a motel at night"},
    {"query_id": "twice", "imdb_id": NEMO.film_id, "text": "pregnant policewoman in the snow"},
    {"query_id": "untold", "imdb_id": UNTOLD.film_id, "text": "a trip to the moon"},
    {"query_id": "elsewhere", "imdb_id": ELSEWHERE, "text": "a shark"},
]
MIXED: list[dict[str, object]] = [
    {"imdb_id": FARGO.film_id, "text": "pregnant policewoman in the snow"},
    {
        "query_id": "death",
        "imdb_id": SEVENTH_SEAL.film_id,
        "turns": [{"text": "the one where brad pitt plays death"}, {"text": "no, older, black and white"}],
    },
    {"query_id": "short", "imdb_id": JOE_BLACK.film_id, "turns": [{"text": "peanut butter and a birthday"}]},
    {"query_id": "short", "imdb_id": ELSEWHERE, "turns": [{"text": "a shark"}, {"text": "a boat"}, {"text": "older"}]},
]
GUESSES: list[dict[str, object]] = [
    {"query_id": "jaws", "guesses": [None, JAWS.film_id]},
    {"query_id": "elsewhere", "guesses": [ELSEWHERE]},
]
HEAD = ("queries", "system", "population", "turn", "n")

Rows = list[dict[str, Any]]


@pytest.fixture(scope="module")
def written(index_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what one evaluation wrote."""
    folder = tmp_path_factory.mktemp("evaluation")
    files = (
        write_rows(folder / "asked-dev.jsonl.gz", QUESTIONS),
        write_rows(folder / "mixed.jsonl", MIXED),
        write_rows(folder / "lost.jsonl", [QUESTIONS[-1]]),
    )
    out = ("--json", str(folder / "out" / "figures.json"), "--per-query", str(folder / "out" / "each.jsonl"))
    guesses = str(write_rows(folder / "guesses.jsonl", GUESSES))
    code = main(
        ["evaluate", "--index", str(index_folder), "--queries", *map(str, files), "--systems", "bm25,production",
         "--guesses", guesses, *out]
    )  # fmt: skip
    assert code == 0
    return folder / "out"


@pytest.fixture(scope="module")
def rows(written: Path) -> Rows:
    found: Rows = json.loads((written / "figures.json").read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def each(written: Path) -> Rows:
    return read_rows(written / "each.jsonl")


def the_row(rows: Rows, **head: object) -> dict[str, Any]:
    (row,) = (row for row in rows if all(row[key] == value for key, value in head.items()))
    return row


def test_only_what_was_asked_for_is_written(written: Path) -> None:
    assert sorted(path.name for path in written.iterdir()) == ["each.jsonl", "figures.json"]


def test_rows_have_exactly_their_keys(rows: Rows, each: Rows) -> None:
    for row in rows:
        assert tuple(row) == ("films", *HEAD, *METRICS, "ci95", "violations")
        assert set(row["ci95"]) == (set(METRICS) if row["n"] else set())
        assert all(len(bounds) == 2 for bounds in row["ci95"].values())
    for row in each:
        assert set(row) == {"query_id", "queries", "system", "turn", "imdb_id", "rank", "covered", "ms", "violations"}


def test_rows_stand_in_the_order_asked_for(rows: Rows) -> None:
    systems = ("bm25", "production", "guesses")
    files = {"asked-dev": (None,), "mixed": (None, 1, 2, 3, "last"), "lost": (None,)}

    assert [tuple(row[key] for key in HEAD[:4]) for row in rows] == [
        (queries, system, population, turn)
        for queries, turns in files.items()
        for system in systems
        for turn in turns
        for population in ("all", "covered")
    ]


def test_each_question_counts_once(rows: Rows) -> None:
    counts = {(row["queries"], row["turn"], row["population"]): row["n"] for row in rows if row["system"] == "bm25"}

    assert counts == {
        ("asked-dev", None, "all"): 6,
        ("asked-dev", None, "covered"): 4,
        ("mixed", None, "all"): 1,
        ("mixed", None, "covered"): 1,
        ("mixed", 1, "all"): 3,
        ("mixed", 1, "covered"): 2,
        ("mixed", 2, "all"): 2,
        ("mixed", 2, "covered"): 1,
        ("mixed", 3, "all"): 1,
        ("mixed", 3, "covered"): 0,
        ("mixed", "last", "all"): 3,
        ("mixed", "last", "covered"): 2,
        ("lost", None, "all"): 1,
        ("lost", None, "covered"): 0,
    }


def test_a_population_of_nobody_has_no_figures(rows: Rows) -> None:
    row = the_row(rows, queries="lost", system="production", population="covered")

    assert row["n"] == 0
    assert all(row[name] is None for name in METRICS)
    assert row["ci95"] == {}


def test_all_counts_what_is_not_covered_as_missed(rows: Rows, each: Rows) -> None:
    untold = next(row for row in each if row["query_id"] == "untold" and row["system"] == "production")
    everybody = the_row(rows, queries="asked-dev", system="production", population="all")
    covered = the_row(rows, queries="asked-dev", system="production", population="covered")

    assert (untold["covered"], untold["rank"]) == (False, 1)  # found by its title alone
    assert covered["success@1"] == 0.75
    assert everybody["success@1"] == 0.5
    assert the_row(rows, queries="asked-dev", system="guesses", population="all")["success@1"] == 0.0


@pytest.mark.parametrize("system", ["bm25", "production", "guesses"])
def test_the_figures_are_those_of_the_questions(rows: Rows, each: Rows, system: str) -> None:
    own = [row for row in each if (row["queries"], row["system"]) == ("asked-dev", system) and row["covered"]]
    ranks = [row["rank"] or math.inf for row in own]
    figures = the_row(rows, queries="asked-dev", system=system, population="covered")

    assert [row["query_id"] for row in own] == ["jaws", "alien", "twice", "twice"]
    assert figures["success@5"] == sum(rank <= 5 for rank in ranks) / 4
    assert figures["mrr"] == pytest.approx(sum(1 / rank for rank in ranks) / 4)
    low, high = figures["ci95"]["mrr"]
    assert low <= figures["mrr"] <= high


def test_a_question_has_no_turn_and_a_conversation_counts_them(each: Rows) -> None:
    own = [row for row in each if (row["queries"], row["system"]) == ("mixed", "production")]

    assert [(row["query_id"], row["turn"]) for row in own] == [
        ("mixed:1", None),
        ("death", 1),
        ("death", 2),
        ("short", 1),
        ("short", 1),
        ("short", 2),
        ("short", 3),
    ]
    first, second = (row["rank"] for row in own if row["query_id"] == "death")
    assert first > second == 1
    assert all(row["ms"] > 0 for row in own)


def test_the_last_turn_is_each_conversations_own(rows: Rows) -> None:
    """Of the two conversations that bear one id as well: after its only turn, and after the third."""
    last = the_row(rows, queries="mixed", system="production", turn="last", population="all")

    assert last["n"] == 3
    assert last["success@1"] == pytest.approx(2 / 3)


def test_a_guess_ranks_where_it_was_made(each: Rows) -> None:
    ranks = {row["query_id"]: row["rank"] for row in each if row["system"] == "guesses"}

    assert (ranks["jaws"], ranks["alien"], ranks["elsewhere"]) == (2, None, 1)


def test_figures_are_shown_without_being_asked_to_be_written(
    index_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_rows(tmp_path / "lost.jsonl", [QUESTIONS[-1]])
    code = main(["evaluate", "--index", str(index_folder), "--queries", str(path), "--systems", "bm25"])

    shown = capsys.readouterr()
    assert code == 0
    assert "12 films, 11 with text" in shown.err
    assert "0.000 (0.000 to 0.000)" in shown.out
    assert "production" not in shown.out
    assert [path.name for path in tmp_path.iterdir()] == ["lost.jsonl"]


BAD: dict[str, tuple[list[dict[str, object] | str], str]] = {
    "bad.jsonl": ([{"imdb_id": "tt1", "text": "x"}, "{"], "Line 2 of"),
    "bad.jsonl.gz": ([{"imdb_id": "tt1", "text": "x"}, {"text": "x"}], "Line 2 of"),
    "asked.jsonl": ([{"imdb_id": "tt1", "text": "x"}], "called asked"),
    "none.jsonl": ([], "no question"),
}


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("bad_first", [True, False])
def test_a_bad_file_ends_with_2_and_nothing_written(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
    bad_first: bool,  # noqa: FBT001  # a table's column
) -> None:
    rows, sentence = BAD[name]
    (tmp_path / "other").mkdir()
    paths = [write_rows(tmp_path / "asked.jsonl.gz", QUESTIONS), write_rows(tmp_path / "other" / name, rows)]
    files = [str(path) for path in (reversed(paths) if bad_first else paths)]
    out = tmp_path / "out"
    code = main(["evaluate", "--queries", *files, "--json", str(out / "a"), "--per-query", str(out / "b")])

    said = capsys.readouterr()
    assert code == 2
    assert sentence in said.err
    assert len(said.err.splitlines()) == 1
    assert said.out == ""
    assert not out.exists()


@pytest.mark.parametrize("option", ["--odd", "--beside-plain"])
def test_a_comparison_takes_no_half_and_no_plain_turns(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], option: str
) -> None:
    asked = write_rows(tmp_path / "asked.jsonl", QUESTIONS)

    assert main(["evaluate", "--system", "ours=a,b", "--queries", str(asked), option]) == 2
    assert "A comparison has halves of its own" in capsys.readouterr().err


def test_bad_guesses_end_with_2_and_nothing_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = write_rows(tmp_path / "asked.jsonl", QUESTIONS)
    guesses = write_rows(tmp_path / "guesses.jsonl", [*GUESSES, {"query_id": "x"}])
    code = main(["evaluate", "--queries", str(asked), "--guesses", str(guesses), "--json", str(tmp_path / "out.json")])

    assert code == 2
    assert "Line 3 of" in capsys.readouterr().err
    assert not (tmp_path / "out.json").exists()


def test_a_missing_file_ends_with_2_and_a_missing_index_with_4(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = write_rows(tmp_path / "asked.jsonl", QUESTIONS)

    assert main(["evaluate", "--queries", str(tmp_path / "nowhere.jsonl")]) == 2
    assert "nowhere.jsonl cannot be read" in capsys.readouterr().err
    assert main(["evaluate", "--index", str(tmp_path / "nowhere"), "--queries", str(asked)]) == 4
    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.parametrize(
    "words",
    [[], ["evaluate"], ["evaluate", "--queries", "x", "--systems", "bm25,magic"], ["evaluate", "--what"], ["dance"]],
)
def test_a_wrong_call_ends_with_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)

    assert ended.value.code == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


class Scripted:
    """Answers each turn with the next list."""

    def __init__(self, *lists: Sequence[str]) -> None:
        self._lists = lists

    def play(self, question: Question) -> Iterator[Sequence[FilmId]]:
        for _, ranked in zip(question.turns, self._lists, strict=True):
            yield [FilmId(film_id) for film_id in ranked]


def test_ranks_count_from_one_and_none_is_not_found(index: OpenIndex) -> None:
    question = Question("q", JAWS.film_id, ("a", "b", "c"), conversation=True)
    system = Scripted([ELSEWHERE, JAWS.film_id], [], [JAWS.film_id, JAWS.film_id])
    answered = answer({"scripted": system}, {"some": [question]}, index, console=Console(quiet=True))

    assert [(row.turn, row.rank, row.last) for row in answered] == [(1, 2, False), (2, None, False), (3, 1, True)]
    assert all(row.covered for row in answered)


def test_violations_are_summed_and_there_are_none(rows: Rows) -> None:
    one = Answered("q", "some", "production", None, JAWS.film_id, 1, covered=True, ms=1.0, last=True, violations=2)
    (everybody, covered) = summarise([one, replace(one, covered=False, violations=1)])

    assert (everybody["violations"], covered["violations"]) == (3, 2)
    assert {row["violations"] for row in rows} == {0}


def test_plain_takes_the_place_of_production(index_folder: Path, tmp_path: Path) -> None:
    queries, out = write_rows(tmp_path / "mixed.jsonl", MIXED), tmp_path / "figures.json"
    code = main(["evaluate", "--index", str(index_folder), "--queries", str(queries), "--plain", "--json", str(out)])

    assert code == 0
    assert [row["system"] for row in json.loads(out.read_text(encoding="utf-8"))[:1]] == ["plain"]
    assert {row["system"] for row in json.loads(out.read_text(encoding="utf-8"))} == {"plain", "bm25"}


def test_the_odd_half_is_what_no_weight_was_fitted_on(index_folder: Path, tmp_path: Path) -> None:
    asked = write_rows(tmp_path / "asked.jsonl", [QUESTIONS[0] | {"query_id": f"q{n}"} for n in range(20)])
    each = tmp_path / "each.jsonl"
    call = ["evaluate", "--index", str(index_folder), "--queries", str(asked), "--systems", "bm25", "--odd"]

    assert main([*call, "--per-query", str(each)]) == 0
    played = {row["query_id"] for row in read_rows(each)}
    assert 0 < len(played) < 20
    assert {half_of(str(query_id)) for query_id in played} == {"odd"}


def test_figures_do_not_mix_files_or_systems() -> None:
    one = Answered("q", "some", "bm25", None, JAWS.film_id, 1, covered=True, ms=1.0, last=True)
    rows = summarise(
        [one, replace(one, rank=None), replace(one, system="production"), replace(one, queries="other", rank=None)]
    )
    figures = {(row["queries"], row["system"]): row["success@1"] for row in rows if row["population"] == "all"}

    assert figures == {("some", "bm25"): 0.5, ("some", "production"): 1.0, ("other", "bm25"): 0.0}
