"""A run's folder: what a kill leaves behind is enough to go on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from training.config import ConfigError
from training.run_folder import RunFolder, State


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "run.toml"
    path.write_text("name = 'a'\n", encoding="utf-8")
    return path


@pytest.fixture
def run(tmp_path: Path, config: Path) -> RunFolder:
    return RunFolder(tmp_path / "run", config)


def save(folder: str) -> None:
    (Path(folder) / "weights").write_text("w", encoding="utf-8")


def test_a_new_run_starts_at_the_beginning(run: RunFolder) -> None:
    assert run.resume() == (State(), None)


def test_the_newest_checkpoint_is_the_one_to_go_on_from(run: RunFolder) -> None:
    run.checkpoint(State(epoch=1, step=2), save)
    run.checkpoint(State(epoch=1, step=9, best_epoch=0, best_mrr=0.5, seconds=3.0), save)
    state, folder = run.resume()
    assert state == State(epoch=1, step=9, best_epoch=0, best_mrr=0.5, seconds=3.0)
    assert folder is not None
    assert (folder / "weights").read_text(encoding="utf-8") == "w"


def test_a_kill_while_a_checkpoint_is_written_leaves_the_one_before(run: RunFolder) -> None:
    run.checkpoint(State(step=1), save)

    def killed(folder: str) -> None:
        save(folder)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run.checkpoint(State(step=2), killed)
    assert run.resume()[0] == State(step=1)


def test_a_kill_between_the_two_renames_leaves_the_one_before(run: RunFolder) -> None:
    run.checkpoint(State(step=1), save)
    (run.path / "checkpoint").rename(run.path / ".checkpoint.old")
    assert run.resume()[0] == State(step=1)
    run.checkpoint(State(step=2), save)
    assert run.resume()[0] == State(step=2)


def test_metrics_after_the_checkpoint_are_made_again(run: RunFolder) -> None:
    rows = [{"epoch": 0, "step": 5}, {"epoch": 1, "step": 1}, {"epoch": 1, "step": 2}]
    for row in rows:
        run.log(row)
    with (run.path / "metrics.jsonl").open("a", encoding="utf-8") as out:
        out.write('{"epoch": 1, "st')
    run.forget_after(State(epoch=1, step=1))
    lines = (run.path / "metrics.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in lines] == rows[:2]


def test_a_folder_of_another_configuration_is_refused(run: RunFolder, config: Path) -> None:
    RunFolder(run.path, config)
    config.write_text("name = 'b'\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="another configuration"):
        RunFolder(run.path, config)


def test_the_end_leaves_the_card_and_the_metrics(run: RunFolder) -> None:
    run.log({"epoch": 0, "step": 1})
    run.checkpoint(State(), save)
    run.weights(0).write_text("w", encoding="utf-8")
    run.finish({"name": "a"})
    assert sorted(path.name for path in run.path.iterdir()) == ["card.json", "config.toml", "metrics.jsonl"]
    assert json.loads((run.path / "card.json").read_text(encoding="utf-8")) == {"name": "a"}
