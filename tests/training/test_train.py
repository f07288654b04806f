"""Training in miniature: a random BERT learns twelve films; a killed run, and two processes, end where one run ends."""

from __future__ import annotations

import json
import math
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from retrieval.encoder_onnx import OnnxEncoder, shipped_encoder
from retrieval.films import write_films
from tests.small_world import FILMS
from tests.training.rows import read_rows, write_rows
from tests.training.tiny_bert import tiny_bert
from training.__main__ import main

pytestmark = pytest.mark.torch

CONFIG = """
name = "tiny"
licence = "MIT"
ships = false
[model]
base = "{base}"
{model}
[data]
films = ["films.jsonl"]
questions = ["asked.jsonl"]
dev_questions = "asked.jsonl"
dev_films = 5
{data}
[optim]
epochs = {epochs}
batch = 4
lr = 1e-3
average = 2
[mining]
epochs = [1]
low = 1
{rest}
"""


@pytest.fixture
def world(tmp_path: Path) -> Path:
    """The small world, three questions a film, and themes."""
    write_films(FILMS, tmp_path / "films.jsonl")
    words = "a film about death love war the sea and one old house".split()
    rows = [
        {"query_id": f"q{n}-{k}", "imdb_id": film.film_id, "text": f"{words[n]} {words[k]} {words[(n * k) % 12]}"}
        for n, film in enumerate(FILMS)
        for k in (1, 5, 7)
    ]
    write_rows(tmp_path / "asked.jsonl", rows)
    themes = {film.film_id: n % 3 for n, film in enumerate(FILMS)}
    (tmp_path / "themes.json").write_text(json.dumps({"names": list("abc"), "films": themes}), encoding="utf-8")
    tiny_bert(tmp_path / "base")
    return tmp_path


def configured(world: Path, name: str, *, epochs: int = 2, model: str = "", data: str = "", rest: str = "") -> Path:
    path = world / f"{name}.toml"
    text = CONFIG.format(base=world / "base", epochs=epochs, model=model, data=data, rest=rest)
    path.write_text(text, encoding="utf-8")
    return path


def trained(world: Path, name: str, **config: Any) -> Path:
    path = configured(world, name, **config)
    run = world / name
    called = ["train", str(path), "--data", str(world), "--out", str(run), "--cpu", "--float32"]
    assert main(called) == 0
    return run


def losses(run: Path) -> list[float]:
    return [float(str(row["loss"])) for row in read_rows(run / "metrics.jsonl") if "loss" in row]


def card(run: Path) -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads((run / "card.json").read_text(encoding="utf-8"))
    return found


def test_a_processor_without_bfloat16_trains_in_float32(world: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from training.model import multiplies_bf16  # noqa: PLC0415  # needs torch, see the mark

    if multiplies_bf16(cpu=True):
        pytest.skip("this processor has products of bfloat16")
    run, path = trained(world, "told", epochs=1), configured(world, "untold", epochs=1)
    assert "bfloat16" not in capsys.readouterr().err
    assert main(["train", str(path), "--data", str(world), "--out", str(world / "untold"), "--cpu"]) == 0
    assert losses(world / "untold") == losses(run)
    assert "no products of bfloat16" in capsys.readouterr().err


def test_from_a_configuration_to_films_found(world: Path) -> None:
    """The documented path: train, export, build the index, evaluate."""
    run = trained(world, "whole", epochs=20)
    assert losses(run)[-1] < losses(run)[0] / 2
    assert card(run)["questions"] == 33
    assert card(run)["dev"]["mrr"] > 0.5
    encoder = world / "encoder"
    told = ["--model", str(run / "model"), "--base-model", "tiny", "--licence", "MIT"]
    assert main(["export", "--out", str(encoder), *told]) == 0
    assert json.loads((encoder / "card.json").read_text(encoding="utf-8"))["name"] == "reelcall-tiny"
    index = world / "index"
    built = ["index", "--films", str(world / "films.jsonl"), "--encoder", str(encoder), "--out", str(index)]
    assert main(built) == 0
    asked = ["--queries", str(world / "asked.jsonl"), "--encoder", str(encoder), "--index", str(index)]
    assert main(["fit", *asked, "--out", str(encoder / "ranking.json")]) == 0
    assert main(["evaluate", *asked, "--json", str(world / "figures.json")]) == 0
    rows = json.loads((world / "figures.json").read_text(encoding="utf-8"))
    found = {(row["system"], row["population"]): row["success@1"] for row in rows}
    assert found["production", "covered"] > 0.5


def test_what_may_not_ship_is_not_exported_to_where_it_would(world: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run, before = trained(world, "kept-here"), (shipped_encoder() / "card.json").read_bytes()
    told = ["--model", str(run / "model"), "--base-model", "tiny", "--licence", "MIT"]
    assert main(["export", "--out", str(shipped_encoder()), *told]) == 5
    assert "may not ship" in capsys.readouterr().err
    assert (shipped_encoder() / "card.json").read_bytes() == before


def test_a_killed_run_goes_on_as_if_nothing_had_happened(world: Path) -> None:
    whole = trained(world, "whole")
    path = configured(world, "killed")
    run = world / "killed"
    program = "import sys; from tests.training.train_child import main; sys.exit(main(sys.argv[1:]))"
    called = ["train", str(path), "--data", str(world), "--out", str(run), "--cpu", "--float32"]
    ended = subprocess.run([sys.executable, "-c", program, *called], capture_output=True, text=True, check=False)
    assert ended.returncode == 9, ended.stderr
    assert 0 < len(losses(run)) < len(losses(whole))
    assert main(called) == 0
    assert losses(run) == losses(whole)
    assert card(run)["dev"] == card(whole)["dev"]


def test_two_processes_have_the_loss_curve_of_one(world: Path) -> None:
    one = trained(world, "one")
    path, run = configured(world, "two"), world / "two"
    called = ["-m", "training", "train", str(path), "--data", str(world), "--out", str(run), "--cpu", "--float32"]
    launcher = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2"]
    environment = os.environ | {"OMP_NUM_THREADS": "1", "ACCELERATE_USE_CPU": "true"}
    ended = subprocess.run([*launcher, *called], env=environment, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    assert card(run)["processes"] == 2
    assert losses(run) == pytest.approx(losses(one), abs=2e-3)


@pytest.mark.parametrize(
    ("name", "config"),
    [
        ("seed", {
            "model": "projection = 16\ndropout = 0.1",
            "data": 'theme_pairs = 12\nthemes = "themes.json"',
            "rest": "[loss]\ngenre = 0.3\nyear = 0.2\ntheme = 0.2",
        }),
        ("adaptive", {"rest": "[loss]\ngenre = 1\nyear = 1\nadaptive = true"}),
        ("top", {"model": "tuned_layers = 1"}),
        ("lora", {"model": "lora_rank = 2"}),
        ("nested", {"rest": "[loss]\nmatryoshka = [16]\nmask_margin = 0.1\n[augment]\ncut = 0.5"}),
        ("late", {"model": "tokens = 8", "rest": "[loss]\nlate = 1.0\ngenre = 1\nadaptive = true"}),
        ("views", {"data": 'views = 8\npartner = "overlap"\ntheme_pairs = 8\nthemes = "themes.json"'}),
    ],
)  # fmt: skip
def test_every_switch_trains_a_model_that_exports(world: Path, name: str, config: dict[str, str]) -> None:
    from safetensors.numpy import load_file  # noqa: PLC0415  # of the extra `training`

    run = trained(world, name, epochs=2, **config)
    assert all(math.isfinite(loss) for loss in losses(run))
    before, after = (load_file(folder / "model.safetensors") for folder in (world / "base", run / "model"))
    assert any((before[weight] != after[weight]).any() for weight in after)
    told = ["--model", str(run / "model"), "--base-model", "tiny", "--licence", "MIT"]
    assert main(["export", "--out", str(world / "encoder"), *told]) == 0
    encoder = OnnxEncoder(world / "encoder")
    assert encoder.dimension == (16 if name == "seed" else 64)
    assert encoder.token_dimension == (8 if name == "late" else 0)


def test_only_the_top_layers_change_when_only_they_are_tuned(world: Path) -> None:
    from safetensors.numpy import load_file  # noqa: PLC0415  # of the extra `training`

    run = trained(world, "top", model="tuned_layers = 1")
    before, after = (load_file(folder / "model.safetensors") for folder in (world / "base", run / "model"))
    changed = {name for name in after if (before[name] != after[name]).any()}
    assert changed
    assert all(name.startswith("encoder.layer.1.") for name in changed)


def test_the_weights_that_the_dev_questions_like_best_are_kept(world: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = configured(world, "mixed", epochs=4)
    text = path.read_text(encoding="utf-8").replace("average = 2", "average = 2\nbase_shares = [0.3, 1.0]")
    path.write_text(text, encoding="utf-8")
    run = world / "mixed"
    assert main(["train", str(path), "--data", str(world), "--out", str(run), "--cpu", "--float32"]) == 0
    tried = dict(re.findall(r"^(.*): mrr (0\.\d+)$", capsys.readouterr().err, flags=re.MULTILINE))
    assert len(tried) == 6
    assert f"{card(run)['dev']['mrr']:.3f}" == tried[card(run)["kept"]] == max(tried.values())
    measured = {row["epoch"]: row["dev"]["mrr"] for row in read_rows(run / "metrics.jsonl") if "dev" in row}  # type: ignore[index]
    assert tried["mean of epochs 3 to 4, 100% of the base"] == f"{measured[-1]:.3f}"


def test_early_stopping_keeps_the_best_epoch(world: Path) -> None:
    config = configured(world, "early", epochs=40)
    config.write_text(config.read_text().replace("average = 2", "patience = 2"), encoding="utf-8")
    run = world / "early"
    assert main(["train", str(config), "--data", str(world), "--out", str(run), "--cpu", "--float32"]) == 0
    measured = [row["dev"]["mrr"] for row in read_rows(run / "metrics.jsonl") if "dev" in row and row["epoch"] != -1]  # type: ignore[index]
    assert len(measured) < 40
    assert measured[-3] == max(measured)
    assert card(run)["kept"] == f"epoch {len(measured) - 2}"
