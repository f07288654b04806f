from __future__ import annotations

import argparse
import json
import platform
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from benchmarks.report import OURS, Row, add_forms, as_json, as_markdown, machine, quantile, show, spread_rows, write

FACTS = {"cores": "2", "python": "3.11.9"}
ROWS = [
    Row("one search, median", "ms", {OURS: 12.34, "BM25 alone": 1.0}, 50),
    Row("resident memory", "MB", {OURS: 512.6, "simple": 200.0}, 400),
    Row("idle", "%", {OURS: None, "simple": None}, 1),
    Row("building", "passages/s", {OURS: 180.4}),
]


@pytest.mark.parametrize(("share", "value"), [(0.5, 50), (0.95, 95), (0.99, 99), (1.0, 100)])
def test_a_quantile_of_a_hundred_values_is_counted_off(share: float, value: float) -> None:
    assert quantile([float(number) for number in range(100, 0, -1)], share) == value


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=50), st.sampled_from([0.5, 0.95, 0.99]))
def test_a_quantile_is_the_least_value_that_covers_its_share(values: list[float], share: float) -> None:
    found = quantile(values, share)

    assert found in values
    assert sum(value <= found for value in values) >= share * len(values)
    assert sum(value < found for value in values) < share * len(values)


def test_times_become_three_rows_with_their_own_aims() -> None:
    rows = spread_rows("turn", {OURS: [1.0, 2.0, 90.0], "other": [5.0, 5.0, 5.0]}, {"median": 50, "p99": 50})

    assert [(row.what, row.figures[OURS], row.figures["other"], row.met) for row in rows] == [
        ("turn, median", 2, 5, True),
        ("turn, p95", 90, 5, None),
        ("turn, p99", 90, 5, False),
    ]


def test_markdown_has_one_line_a_row_and_the_machine() -> None:
    assert as_markdown(ROWS, FACTS).splitlines() == [
        "| what | Reelcall | alternatives in the same run | aim | met |",
        "| --- | --- | --- | --- | --- |",
        "| one search, median | 12.3 ms | 1.0 ms BM25 alone | < 50 ms | yes |",
        "| resident memory | 513 MB | 200 MB simple | < 400 MB | no |",
        "| idle | not measured | not measured simple | < 1 % | - |",
        "| building | 180 passages/s | - | - | - |",
        "",
        "cores 2; python 3.11.9",
    ]


def test_json_keeps_figures_unrounded() -> None:
    written = json.loads(as_json(ROWS, FACTS))

    assert written["machine"] == FACTS
    assert written["rows"][0] == {
        "what": "one search, median",
        "unit": "ms",
        "figures": {OURS: 12.34, "BM25 alone": 1.0},
        "aim": 50,
        "met": True,
    }
    assert written["rows"][2]["figures"][OURS] is None


def test_the_terminal_shows_every_row() -> None:
    out = StringIO()

    show(ROWS, FACTS, Console(file=out, width=120))

    assert all(row.what in out.getvalue() for row in ROWS)
    assert "cores 2" in out.getvalue()


def test_the_machine_is_described_without_its_name() -> None:
    facts = machine()

    assert int(facts["cores"]) >= 1
    assert platform.node() not in " ".join(facts.values()).split()


@pytest.mark.parametrize("markdown", [True, False])
def test_a_table_is_printed_in_one_form_and_kept_where_that_is_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], *, markdown: bool
) -> None:
    parser = argparse.ArgumentParser()
    add_forms(parser)
    kept = tmp_path / "figures.json"
    write(ROWS, FACTS, parser.parse_args(["--json", str(kept), *(["--markdown"] if markdown else [])]))

    printed = capsys.readouterr().out
    assert (printed == as_markdown(ROWS, FACTS)) is markdown
    assert "resident memory" in printed
    assert kept.read_text(encoding="utf-8") == as_json(ROWS, FACTS)
    assert list(tmp_path.iterdir()) == [kept]
