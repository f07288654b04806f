"""A configuration is refused as a whole, in one sentence that names the key, before anything heavy starts."""

from __future__ import annotations

from pathlib import Path

import pytest

from training.config import ConfigError, read_config

CONFIGS = Path(__file__).parents[2] / "training" / "configs"
GOOD = """
name = "a-run"
licence = "MIT"
ships = false
[data]
films = ["starter"]
questions = ["q.jsonl"]
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "run.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("path", sorted(CONFIGS.glob("*.toml")), ids=lambda path: path.stem)
def test_the_configurations_of_the_project_are_good(path: Path) -> None:
    assert read_config(path).name == path.stem


def test_what_is_not_said_has_a_value(tmp_path: Path) -> None:
    config = read_config(written(tmp_path, GOOD))
    assert (config.optim.batch, config.loss.temperature, config.model.projection) == (48, 0.05, 0)


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (("ships = false", ""), "ships"),
        (('"MIT"', '"MIT"\ncolour = "red"'), "colour"),
        (('films = ["starter"]', "films = []"), "data.films"),
        (('questions = ["q.jsonl"]', ""), "nothing to learn from"),
        (('questions = ["q.jsonl"]', "theme_pairs = 5"), "data.themes"),
        (("[data]", "[optim]\nbatch = 1\n[data]"), "optim.batch"),
        (("[data]", "[optim]\npatience = 1\n[data]"), "optim.patience"),
        (("[data]", "[optim]\nbase_shares = [0.5]\n[data]"), "optim.base_shares"),
        (("[data]", "[loss]\ntemperature = 0\n[data]"), "loss.temperature"),
        (("[data]", "[loss]\ntheme = 0.1\n[data]"), "data.themes"),
        (("[data]", "[mining]\nlow = 9\nhigh = 3\n[data]"), "mining.high"),
        (("[data]", "[model]\nlora_rank = 4\ntuned_layers = 2\n[data]"), "lora_rank"),
        (("[data]", "[model]\ntokens = 32\n[data]"), "loss.late"),
        (("[data]", "[loss]\nlate = 1.0\n[data]"), "loss.late"),
        (("[data]", "[augment]\ncut = 1.5\n[data]"), "augment.cut"),
        (("[data]", "[data"), "TOML"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, change: tuple[str, str], key: str) -> None:
    with pytest.raises(ConfigError, match=key) as caught:
        read_config(written(tmp_path, GOOD.replace(*change)))
    assert "\n" not in str(caught.value)


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"absent\.toml cannot be read"):
        read_config(tmp_path / "absent.toml")
