"""The document out of stored figures: the committed one, and one of a made-up comparison."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rich.console import Console

from retrieval.types import FilmId
from tests.training.rows import write_rows
from training import comparison
from training.__main__ import main
from training.comparison import BASELINE, CROSSED, CURVE_AT, Ranked, describe
from training.ladder import GUESSES, LATE, RUNGS, WHOLE
from training.report import ReportError, document, read_conversations, read_critiques, read_results, read_texts
from training.report_tables import number, p_value
from training.run_log import read_run

DOCS = Path(__file__).parents[2] / "docs"
COLUMNS = 11  # of the table of one set
TEMPLATE = "{{ catalogue }}\n\n{{ comparison }}\n\n{{ fitted }}\n\n{{ published }}\n\n{{ training }}\n"


@cache
def made_up() -> dict[str, Any]:
    """A comparison of one system on two sets, one fitted on, as `evaluate --system` stores it. Not to be changed."""
    draw = np.random.default_rng(0)
    asked = {
        queries: [
            describe(queries, f"{queries}:{place}", FilmId("tt1"), covered=place % 5 > 0, seen=place % 2 == 0)
            for place in range(40)
        ]
        for queries in ("reddit-dev", "trec2023-dev")
    }
    ranked = [
        Ranked(queries, system, variant, draw.integers(1, 200, size=40).tolist())
        for queries in asked
        for system, variant in (BASELINE, *(("ours", rung) for rung in RUNGS), ("ours", GUESSES))
        if queries != "reddit-dev" or variant != GUESSES
    ]
    fitted = {"reddit-dev"}
    rows = comparison.rows(asked, ranked, fitted=fitted, split=True, console=Console(quiet=True))
    weights = {rung: dict.fromkeys(names, 1.5) for rung, names in RUNGS.items()}
    return {
        "catalogue": {"films": 128038, "films_with_text": 86423, "sha256": "ab" * 32},
        "queries": {
            queries: {"n": 40, "covered": 32, "seen": 20, "fitted_on": 21 if queries in fitted else 0}
            for queries in asked
        },
        "systems": {"ours": {"encoder": "x", "weights": weights}},
        "rows": rows,
        "curve_at": list(CURVE_AT),
        "curves": list(comparison.curves(asked, ranked, fitted=fitted)),
    }


@pytest.fixture(scope="module")
def table() -> dict[str, Any]:
    return made_up()


@pytest.fixture
def run_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "clean"
    folder.mkdir()
    rows: list[dict[str, object]] = [
        {"step": step, "epoch": 0, "loss": 3 - step / 100, "parts": {"retr": 2.5 - step / 100}, "lr": 1e-5}
        for step in range(0, 200, 10)
    ]
    rows.insert(5, {"step": 45, "epoch": 0, "dev": {"mrr": 0.25, "success@10": 0.5}})
    rows.append({"step": 200, "epoch": 1, "dev": {"mrr": 0.375, "success@10": 0.45}})
    write_rows(folder / "metrics.jsonl", rows)
    return folder


def cells(text: str, start: str) -> list[list[str]]:
    """The cells of the table rows that begin so."""
    lines = [line for line in text.splitlines() if line.startswith(f"| {start}")]
    return [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines]


def test_the_committed_document_is_what_its_figures_make() -> None:
    files = sorted((DOCS / "results").glob("*.json"))
    evaluated, found, simulations = read_results(files)
    runs = [read_run(folder) for folder in sorted((DOCS / "results" / "runs").glob("*"))]
    template = (DOCS / "results" / "template.md").read_text(encoding="utf-8")

    committed = (DOCS / "results.md").read_text(encoding="utf-8")
    made = document(
        template, evaluated, found, runs, simulations, figures="figures", critiques=read_critiques(files),
        conversations=read_conversations(files), texts=read_texts(files),
    )  # fmt: skip
    assert committed == made, "run `make results`"
    assert len(evaluated) >= 10
    for plot in re.findall(r"\]\((figures/[^)]+)\)", committed):
        assert (DOCS / plot).stat().st_size <= 150_000


def test_every_set_has_its_table_on_the_half_that_was_not_fitted_on(table: dict[str, Any]) -> None:
    text = document(TEMPLATE, [], table, [], figures="figures")
    reddit, trec = text.split("### `trec2023-dev`")[0], text.split("### `trec2023-dev`")[1]
    rows = table["rows"]
    (own,) = (
        row
        for row in rows
        if (row["queries"], row["half"], row["variant"], row["population"], row["seen"])
        == ("reddit-dev", "odd", WHOLE, "covered", "all")
    )

    assert "**128,038 films, 86,423 with text**" in text
    assert "`reddit-dev` 32 of 40" in text
    assert f"{own['n']} questions whose film is covered; the half that nothing was fitted on" in reddit
    assert "32 questions whose film is covered; all of it" in trec
    assert [line[:2] for line in cells(reddit, "BM25 |") if len(line) == COLUMNS] == [["BM25", ""]]
    assert [line[1] for line in cells(reddit, "ours |") if len(line) == COLUMNS] == list(RUNGS)
    assert [line[1] for line in cells(trec, "ours |") if len(line) == COLUMNS] == [*RUNGS, GUESSES]
    last = cells(reddit, f"ours | {WHOLE}")[0]
    assert last[4].replace("*", "").startswith(number(own["success@10"]))
    assert last[-3:-1] == [p_value(own["p_bm25"]["success@10"]), p_value(own["p_bm25"]["mrr"])]


def test_a_set_that_was_fitted_on_is_told_crossed_too(table: dict[str, Any]) -> None:
    text = document(TEMPLATE, [], table, [], figures="figures")
    reddit, trec = text.split("### `trec2023-dev`")
    by_half = {
        row["half"]: f"{number(row['success@10'])} / {number(row['mrr'])}"
        for row in table["rows"]
        if (row["queries"], row["variant"], row["population"], row["seen"]) == ("reddit-dev", WHOLE, "covered", "all")
    }

    assert [line[2] for line in cells(reddit, "ours |") if len(line) < COLUMNS] == [by_half["odd"], by_half[CROSSED]]
    assert by_half["odd"] != by_half[CROSSED]
    assert "each ranked by weights that were fitted on the other" in reddit
    assert "each ranked by weights that were fitted on the other" not in trec


def test_the_best_of_a_column_is_bold_and_only_that(table: dict[str, Any]) -> None:
    trec = document(TEMPLATE, [], table, [], figures="figures").split("### `trec2023-dev`")[1]
    columns = [[line[4], line[6]] for line in (*cells(trec, "BM25 |  |"), *cells(trec, "ours | +"))]
    rows = [
        row for row in table["rows"] if (row["queries"], row["half"], row["seen"]) == ("trec2023-dev", "all", "all")
    ]
    best = max(row["mrr"] for row in rows if row["population"] == "covered")

    bold = [mrr for _, mrr in columns if mrr.startswith("**")]
    assert len(bold) <= 1
    assert all(mrr.startswith(f"**{number(best)}**") for mrr in bold)


def test_the_document_says_what_was_fitted_and_puts_published_figures_beside(table: dict[str, Any]) -> None:
    text = document(TEMPLATE, [], table, [], figures="figures")
    trec = [line for line in cells(text, "**") if "measured here" in line]
    gpt = cells(text, "GPT-4, twenty titles (`baseline_gpt4_db`)")[0]

    assert "on 21 questions of `reddit-dev`: those whose id has an even SHA-256" in text
    assert cells(text, "`popularity`") == [["`popularity`", "1.50"]]
    assert [line[0] for line in trec] == [f"**BM25**, {BASELINE[1]}", f"**ours**, {WHOLE}", f"**ours**, {GUESSES}"]
    assert {line[2] for line in trec} == {"128,038 films"}
    assert gpt[3:] == ["computed from the published run", ".200", ".320", ".373", ".231", ""]


def test_weights_for_the_shortlist_are_told_where_there_are_some(table: dict[str, Any]) -> None:
    assert LATE not in document(TEMPLATE, [], table, [], figures="figures")

    own = table["systems"]["ours"]["weights"] | {LATE: {"late": 20.25, "contrast": 3.5}}
    text = document(TEMPLATE, [], table | {"systems": {"ours": {"weights": own}}}, [], figures="figures")
    assert cells(text, "`contrast`") == [["`contrast`", "3.50"]]


def test_seen_and_unseen_films_stand_side_by_side(table: dict[str, Any]) -> None:
    trec = document(TEMPLATE, [], table, [], figures="figures").split("### `trec2023-dev`")[1]
    (head,) = cells(trec, "S@10 / MRR")

    assert head[1:] == [
        "all questions (40)",
        "covered (32)",
        "covered, film seen in training (16)",
        "covered, film unseen (16)",
    ]
    assert len(cells(trec, f"ours {GUESSES}")[0]) == 5


def test_without_figures_the_document_says_so() -> None:
    text = document("{{ starter }}|{{ catalogue }}|{{ comparison }}|{{ training }}", [], None, [], figures="figures")

    assert text == "*Not measured yet.*|*Not measured yet.*||*Not measured yet.*"


def test_critiques_stand_with_both_halves_beside_each_other(tmp_path: Path) -> None:
    path = tmp_path / "critiques.json"
    row = {"label": "REJ", "half": "odd", "n": 90, "acted": 55, "share": 55 / 90, "ci95": [0.508, 0.705]}
    path.write_text(json.dumps({"critiques": [row]}))

    assert read_results([path]) == ([], None, [])
    text = document("{{ critiques }}", [], None, [], figures="figures", critiques=read_critiques([path]))
    assert cells(text, "REJ") == [["REJ, the film is turned down", "-", ".611 (.508 to .705), n 90"]]
    assert document("{{ critiques }}", [], None, [], figures="figures") == "*Not measured yet.*"


def test_conversations_stand_by_catalogue_with_what_understanding_gains(tmp_path: Path) -> None:
    gain = {"plain": 0.9, "own": 1.0, "difference": 0.1, "ci95": [0.02, 0.2]}
    row = {"queries": "dialogues-dev", "group": "all", "n": 120, "success@1": gain, "success@10": gain}
    path = tmp_path / "conversations.json"
    path.write_text(json.dumps({"conversations": [row | {"films": films} for films in (128_000, 2_020)]}))
    text = document("{{ conversations }}", [], None, [], figures="f", conversations=read_conversations([path]))

    assert text.splitlines()[0].count("|") == text.splitlines()[2].count("|") == 10
    assert text.splitlines()[2].startswith(
        "| 2,020 | `dialogues-dev`, all | 120 | .900 | 1 | +0.100 (+0.020 to +0.200) |"
    )
    assert text.splitlines()[3].startswith("| 128,000 |")


def test_what_texts_are_worth_stands_apart_from_the_comparison_of_encoders(tmp_path: Path) -> None:
    of = {"encoder": "e", "weights": {}}
    path = tmp_path / "texts.json"
    path.write_text(json.dumps(made_up() | {"systems": {"ours": of, "ours + more": of}}))

    assert read_results([path]) == ([], None, [])
    text = document("{{ memories }}", [], None, [], figures="figures", texts=read_texts([path]))
    assert [line for line in text.splitlines() if line.endswith(":")] == [
        "`reddit-dev`, its odd half:",
        "`reddit-dev`, its odd half, by whether the film was asked for before:",
        "`reddit-dev`, both halves, each by the other's weights, by whether the film was asked for before:",
        "`trec2023-dev`, all of it:",
        "`trec2023-dev`, all of it, by whether the film was asked for before:",
    ]
    systems = [(cell[0], len(cell)) for cell in cells(text, "ours")]
    apart = 1 + len(("all questions", "covered", "seen", "unseen"))
    assert systems[:3] == [("ours", COLUMNS), ("ours", apart), ("ours", apart)]
    assert systems[3:] == [("ours", COLUMNS)] * 2 + [("ours", apart), (f"ours {GUESSES}", apart)]
    assert document("{{ memories }}", [], None, [], figures="figures") == "*Not measured yet.*"


def test_catalogues_are_told_apart_by_their_size(tmp_path: Path) -> None:
    row: dict[str, Any] = {"queries": "reddit-dev", "system": "bm25", "population": "covered", "turn": None, "n": 335}
    row |= {"success@1": 0.081, "success@10": 0.209, "mrr": 0.126}
    row |= {"ci95": {name: [0.1, 0.2] for name in ("success@1", "success@10", "mrr")}}
    path = tmp_path / "both.json"
    path.write_text(json.dumps([row | {"films": 127_932}, row | {"films": 2_020, "n": 61}]))
    evaluated, _, _ = read_results([path])
    small, large = document("{{ starter }}\n***\n{{ large }}", evaluated, None, [], figures="figures").split("\n***\n")

    assert ("| 61 |" in small, "| 335 |" in small) == (True, False)
    assert large.startswith("127,932 films:\n\n| queries")
    assert ("| 61 |" in large, "| 335 |" in large) == (False, True)
    assert document("{{ large }}", [], None, [], figures="figures") == "*Not measured yet.*"

    path.write_text(json.dumps([row]))
    with pytest.raises(ReportError, match="holds no figures"):
        read_results([path])


def test_plots_have_a_text_that_says_what_they_show(table: dict[str, Any], run_folder: Path) -> None:
    text = document(TEMPLATE, [], table, [read_run(run_folder)], figures="figures")
    plots = dict(re.findall(r"!\[([^]]+)\]\(figures/([^)]+)\)", text))

    assert sorted(plots.values()) == ["loss-clean.svg", "recall-reddit-dev.svg", "recall-trec2023-dev.svg"]
    assert any(alt.startswith("Success@k on reddit-dev for k from 1 to 1,000; at 10: BM25 .") for alt in plots)
    told = "the highest of each on the dev questions: mrr .375, success@10 .500"
    assert f"190 steps, loss 3.00 at first and 1.10 at last; {told}" in text


def test_a_place_that_nothing_fills_is_a_sentence() -> None:
    with pytest.raises(ReportError, match=r"a place \{\{ weather \}\}"):
        document("{{ weather }}", [], None, [], figures="figures")


@pytest.mark.parametrize(
    ("texts", "sentence"),
    [
        (["{"], "is not JSON"),
        (["[1]"], "holds no figures"),
        (['{"rows": []}'], "holds no figures"),
        ([json.dumps({key: {} for key in ("catalogue", "queries", "systems", "rows", "curves")})] * 2, "comparisons"),
    ],
)
def test_what_is_no_results_file_ends_with_2_and_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], texts: list[str], sentence: str
) -> None:
    paths = [tmp_path / f"{place}.json" for place in range(len(texts))]
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text, encoding="utf-8")
    out = ["--out", str(tmp_path / "out.md"), "--figures", str(tmp_path / "figures")]

    assert main(["report", "--results", *map(str, paths), *out]) == 2
    said = capsys.readouterr().err
    assert sentence in said
    assert len(said.splitlines()) == 1
    assert not (tmp_path / "out.md").exists()


@pytest.mark.parametrize(("value", "text"), [(1.0, "1"), (0.3534, ".353"), (0.0, ".000"), (0.9996, "1.000")])
def test_shares_are_printed_as_papers_do(value: float, text: str) -> None:
    assert number(value) == text


def test_small_p_values_are_not_printed_as_nothing() -> None:
    assert [p_value(value) for value in (0.0001, 0.001, 0.0404, 1.0)] == ["<.001", ".001", ".040", "1"]
