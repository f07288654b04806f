"""The plots: small, whole, and the same each time. Marked torch: matplotlib is in the same extra."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from tests.training.rows import write_rows
from tests.training.test_report import made_up
from training.__main__ import main

pytestmark = pytest.mark.torch


def report(folder: Path) -> dict[str, bytes]:
    """What one call of `report` drew, by file name."""
    run = folder / "runs" / "clean"
    run.mkdir(parents=True)
    lines = [{"step": step, "epoch": 0, "loss": 1 / step, "parts": {"retr": 1 / step}} for step in range(1, 5000)]
    dev: list[dict[str, object]] = [{"step": 2500, "epoch": 0, "dev": {"mrr": 0.2, "success@10": 0.4}}]
    write_rows(run / "metrics.jsonl", [*lines, *dev])
    write_rows(folder / "table.json", [made_up()])
    (folder / "template.md").write_text("{{ comparison }}\n{{ training }}\n", encoding="utf-8")
    words = ["--results", "table.json", "--runs", "runs/clean", "--template", "template.md", "--out", "out.md"]
    paths = [word if word.startswith("--") else str(folder / word) for word in words]
    assert main(["report", *paths, "--figures", str(folder / "plots")]) == 0
    text = (folder / "out.md").read_text(encoding="utf-8")
    found = {path.name: path.read_bytes() for path in (folder / "plots").iterdir()}
    assert all(f"](plots/{name})" in text for name in found)
    return found


def test_plots_are_drawn_small_and_the_same_each_time(tmp_path: Path) -> None:
    first, second = report(tmp_path / "first"), report(tmp_path / "second")

    assert sorted(first) == ["loss-clean.svg", "recall-reddit-dev.svg", "recall-trec2023-dev.svg"]
    assert first == second
    for name, content in first.items():
        assert len(content) < 150_000, name


def test_a_plot_names_its_curves(tmp_path: Path) -> None:
    drawn = report(tmp_path / "one")
    words = {
        name: {text.text for text in ET.fromstring(content).iter("{http://www.w3.org/2000/svg}text")}  # noqa: S314  # our own
        for name, content in drawn.items()
    }

    assert {"BM25", "ours", "ours + guesses", "Success@k", "k"} <= words["recall-trec2023-dev.svg"]
    assert {"loss", "retr", "mrr", "success@10", "step"} <= words["loss-clean.svg"]
