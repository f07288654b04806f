"""`python -m training evaluate --system …`, from its command line to what it writes."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from retrieval.build import build_index
from retrieval.encoder_onnx import OnnxEncoder, shipped_encoder
from retrieval.films import write_films
from retrieval.rank import FEATURES
from retrieval.search import FilmSearch, open_index
from tests.small_world import FILMS, JAWS, NEMO, UNTOLD
from tests.training.rows import read_rows, write_rows
from training.__main__ import main
from training.compare import Task, measure
from training.comparison import Ranked
from training.fit import unfitted
from training.ladder import LATE, RUNGS, WHOLE, features_of, fit_rungs, rank_rungs
from training.questions import Question
from training.splits import fitting_sets, half_of, other_halves

ENCODER = str(shipped_encoder())
TOLD = [film for film in FILMS if film is not UNTOLD]
REDDIT: list[dict[str, object]] = [
    {"query_id": f"tomt:{number}", "imdb_id": film.film_id, "text": film.premise}
    for number, film in enumerate((*TOLD, *TOLD))
]
TREC = [
    {"query_id": "trec2023-dev:1", "imdb_id": JAWS.film_id, "text": "a shark and three men"},
    {"query_id": "trec2023-dev:2", "imdb_id": "tt9999999", "text": "something else entirely"},
    {"query_id": "trec2023-dev:3", "imdb_id": UNTOLD.film_id, "text": "to the moon"},
]
GUESSES = [{"query_id": "trec2023-dev:1", "guesses": [NEMO.film_id, None, JAWS.film_id]}]

ALL_RUNGS = (*RUNGS, LATE)  # the encoder that ships has vectors of tokens
Found = dict[str, Any]


def call(*words: str | Path) -> int:
    return main(["evaluate", *map(str, words)])


@pytest.fixture(scope="module")
def written(index_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what one comparison of two systems wrote."""
    folder = tmp_path_factory.mktemp("comparison")
    two = [word for name in ("ours", "again") for word in ("--system", f"{name}={ENCODER},{index_folder}")]
    asked = (
        write_rows(folder / "reddit-dev.jsonl", REDDIT),
        write_rows(folder / "trec2023-dev.jsonl.gz", TREC),
    )
    more: list[str | Path] = ["--guesses", write_rows(folder / "guesses.jsonl", GUESSES)]
    more += ["--trained-on", write_rows(folder / "train.jsonl", [{"imdb_id": JAWS.film_id, "text": "a shark"}])]
    out = ("--json", folder / "out" / "table.json", "--per-query", folder / "out" / "each.jsonl")
    assert call(*two, "--queries", *asked, *more, *out) == 0
    return folder / "out"


@pytest.fixture(scope="module")
def table(written: Path) -> Found:
    found: Found = json.loads((written / "table.json").read_text(encoding="utf-8"))
    return found


def test_the_head_says_what_was_searched_and_fitted(table: Found, encoder: OnnxEncoder) -> None:
    even = sum(half_of(str(row["query_id"])) == "even" for row in REDDIT)

    assert tuple(table) == ("catalogue", "queries", "systems", "rows", "curve_at", "curves")
    assert (table["catalogue"]["films"], table["catalogue"]["films_with_text"]) == (12, 11)
    assert len(table["catalogue"]["sha256"]) == 64
    assert table["queries"] == {
        "reddit-dev": {"n": 22, "covered": 22, "seen": 2, "fitted_on": even},
        "trec2023-dev": {"n": 3, "covered": 1, "seen": 1, "fitted_on": 0},
    }
    assert set(table["systems"]) == {"ours", "again"}
    assert table["systems"]["ours"]["encoder"] == encoder.fingerprint
    assert {rung: tuple(weights) for rung, weights in table["systems"]["ours"]["weights"].items()} == {
        rung: features_of(rung) for rung in ALL_RUNGS
    }


def test_each_half_is_ranked_by_weights_fitted_on_the_other(index_folder: Path, encoder: OnnxEncoder) -> None:
    """The odd questions are answered wrongly: what is learnt from them ranks the even ones in another way."""
    ids = [f"tomt:{number}" for number in range(100)]
    even, odd = ([one for one in ids if half_of(one) == half] for half in ("even", "odd"))
    asked = [
        Question(query_id, answer.film_id, (str(film.premise),), conversation=False)
        for own, answers in ((even, TOLD), (odd, [*TOLD[1:], TOLD[0]]))
        for query_id, film, answer in zip(own, TOLD, answers, strict=False)
    ]
    files = {"reddit-dev": asked}
    task = Task(files, fitting := fitting_sets(files, []), other := other_halves(files, fitting), {})
    index, ranked = open_index(index_folder, encoder), list[Ranked]()
    blank = unfitted(encoder.fingerprint, fitted_on="")
    with closing(FilmSearch(index, encoder, blank, count=encoder.token_count)) as search:
        measure("ours", search, index, task, ranked, console=Console(quiet=True))
        by = {half: fit_rungs(search, index, of["reddit-dev"]) for half, of in (("even", fitting), ("odd", other))}
        ranks = {half: [rank_rungs(search, index, of, one, None) for one in asked] for half, of in by.items()}

    measured = {of.variant: of.ranks for of in ranked}
    crossed = [ranks["odd" if half_of(one.query_id) == "even" else "even"][place] for place, one in enumerate(asked)]
    assert measured == {rung: [of[rung] for of in crossed] for rung in ALL_RUNGS}
    assert measured[WHOLE] != [of[WHOLE] for of in ranks["even"]]
    assert measured[WHOLE] != [of[WHOLE] for of in ranks["odd"]]


def test_each_system_stands_on_every_rung(table: Found) -> None:
    kinds = [
        (row["system"], row["variant"])
        for row in table["rows"]
        if (row["queries"], row["half"], row["population"], row["seen"]) == ("trec2023-dev", "all", "all", "all")
    ]
    rungs = (*ALL_RUNGS, "+ guesses")

    assert kinds == [
        ("bm25", "words alone"),
        ("guesses", "guesses alone"),
        *(("ours", rung) for rung in rungs),
        *(("again", rung) for rung in rungs),
    ]
    assert not [row for row in table["rows"] if row["queries"] == "reddit-dev" and "guesses" in row["variant"]]


def test_the_same_system_twice_has_the_same_figures(table: Found) -> None:
    ours, again = (
        [{key: row[key] for key in row if key != "system"} for row in table["rows"] if row["system"] == name]
        for name in ("ours", "again")
    )

    assert ours == again
    assert table["systems"]["ours"] == table["systems"]["again"]


def test_a_new_run_differs_line_by_line(written: Path, table: Found) -> None:
    lines = (written / "table.json").read_text(encoding="utf-8").splitlines()

    assert len(lines) < len(table["rows"]) + len(table["curves"]) + 20


def test_ranks_are_told_question_by_question(written: Path) -> None:
    each = read_rows(written / "each.jsonl")
    ranks = {(row["system"], row["variant"]): row["rank"] for row in each if row["query_id"] == "trec2023-dev:1"}

    assert len(each) == (1 + 2 * 6) * 22 + (2 + 2 * 7) * 3
    assert ranks["bm25", "words alone"] == 1
    assert ranks["guesses", "guesses alone"] == 3
    assert ranks["ours", "+ guesses"] == 1
    seen = {row["query_id"] for row in each if row["seen"]}
    assert "trec2023-dev:1" in seen
    assert "trec2023-dev:3" not in seen


def test_the_production_rung_has_a_weight_for_every_feature(table: Found) -> None:
    weights = table["systems"]["ours"]["weights"]["+ popularity"]

    assert tuple(weights) == FEATURES
    assert weights["popularity"] == 0  # no film of this world has votes


def test_indexes_of_the_same_films_with_other_texts_are_compared(
    index_folder: Path, encoder: OnnxEncoder, tmp_path: Path
) -> None:
    write_films([replace(film, memories=("zeppelins",)) for film in FILMS], tmp_path / "films.jsonl")
    build_index(tmp_path / "index", tmp_path / "films.jsonl", encoder, licences=(), progress=lambda _done, _total: None)
    asked = write_rows(tmp_path / "reddit-dev.jsonl", REDDIT)
    systems = ("--system", f"a={ENCODER},{index_folder}", "--system", f"b={ENCODER},{tmp_path / 'index'}")

    assert call(*systems, "--queries", asked, "--json", tmp_path / "out.json") == 0
    assert json.loads((tmp_path / "out.json").read_text())["systems"].keys() == {"a", "b"}


def test_indexes_of_other_films_end_with_4(
    index_folder: Path, encoder: OnnxEncoder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_films(TOLD[:2], tmp_path / "films.jsonl")
    build_index(tmp_path / "index", tmp_path / "films.jsonl", encoder, licences=(), progress=lambda _done, _total: None)
    asked = write_rows(tmp_path / "reddit-dev.jsonl", REDDIT)
    systems = ("--system", f"a={ENCODER},{index_folder}", "--system", f"b={ENCODER},{tmp_path / 'index'}")

    assert call(*systems, "--queries", asked, "--json", tmp_path / "out.json") == 4
    assert "The index of b holds other films than that of a" in capsys.readouterr().err
    assert not (tmp_path / "out.json").exists()


def test_a_folder_that_is_no_encoder_ends_with_5(
    index_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = write_rows(tmp_path / "reddit-dev.jsonl", REDDIT)

    assert call("--system", f"a={tmp_path},{index_folder}", "--queries", asked) == 5
    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.parametrize("option", ["--fit-on", "--trained-on"])
def test_what_only_a_comparison_takes_is_refused_without_one(
    option: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = write_rows(tmp_path / "asked.jsonl", REDDIT)

    assert call("--queries", asked, option, "x") == 2
    assert "give --system too" in capsys.readouterr().err


BAD: dict[str, tuple[list[dict[str, object]], list[str]]] = {
    "asked holds conversations": ([{"imdb_id": "tt1", "turns": [{"text": "x"}]}], []),
    "There is no set other": (REDDIT, ["--fit-on", "other"]),
    "None of the questions to fit on": ([{"query_id": "a", "imdb_id": "tt1", "text": "x"}], []),
    "Two systems have the same name": (REDDIT, ["--system", f"a={ENCODER},nowhere"]),
}


@pytest.mark.parametrize("sentence", BAD)
def test_what_cannot_be_compared_ends_with_2_and_a_sentence(
    index_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], sentence: str
) -> None:
    rows, more = BAD[sentence]
    asked = write_rows(tmp_path / "asked.jsonl", rows)
    code = call("--queries", asked, "--json", tmp_path / "out.json", "--system", f"a={ENCODER},{index_folder}", *more)

    said = capsys.readouterr().err.strip()  # of the progress bars blank lines are left
    assert code == 2
    assert sentence in said
    assert len(said.splitlines()) == 1
    assert not (tmp_path / "out.json").exists()


@pytest.mark.parametrize("system", ["a", "a=", "a=x", "a=x,", "=x,y", "bm25=x,y", "guesses=x,y"])
def test_a_malformed_system_is_a_wrong_call(system: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        call("--system", system, "--queries", "x")

    assert ended.value.code == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
