"""The export in miniature: a random two-layer BERT becomes a serving encoder that says what the original says."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from retrieval.encoder_onnx import CARD, MODEL, TOKENIZER, OnnxEncoder
from retrieval.films import write_films
from retrieval.types import Film, FilmId
from tests.small_world import FILMS
from tests.training.tiny_bert import WORDS, tiny_bert
from training.__main__ import main
from training.questions import Question

pytestmark = pytest.mark.torch


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return tiny_bert(tmp_path / "source")


@pytest.fixture
def films(tmp_path: Path) -> Path:
    path = tmp_path / "films.jsonl"
    write_films(FILMS, path)
    return path


def exported(source: Path, out: Path, films: Path, questions: list[Question]) -> dict[str, object]:
    from training.export import Source, export  # noqa: PLC0415  # needs torch

    made = Source(source, "tiny", "none", "MIT")
    return export(made, out, films=films, questions=questions, made_by="a test")


def test_an_export_is_an_encoder_with_its_card(source: Path, films: Path, tmp_path: Path) -> None:
    out = tmp_path / "encoder"
    questions = [Question("q", FILMS[0].film_id, ("a film about death",), conversation=False)]
    card = exported(source, out, films, questions)

    encoder = OnnxEncoder(out)
    figures = card["figures"]
    assert isinstance(figures, dict)
    assert encoder.dimension == 64
    assert sorted(path.name for path in out.iterdir()) == sorted([CARD, MODEL, TOKENIZER])
    assert json.loads((out / CARD).read_text(encoding="utf-8")) == card
    assert figures["least_cosine_to_float32"] > 0.99
    assert figures["questions"] == 1
    assert np.allclose(np.linalg.norm(encoder.encode_query(["a film", "the old sea"]), axis=1), 1, atol=1e-5)


def test_questions_of_other_films_measure_nothing(source: Path, films: Path, tmp_path: Path) -> None:
    questions = [Question("q", FilmId("tt9999999"), ("a film about love",), conversation=False)]
    card = exported(source, tmp_path / "encoder", films, questions)

    assert "questions" not in str(card["figures"])


def test_an_encoder_that_loses_too_much_is_not_written(
    source: Path, films: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The two figures are put in its hands: no two tiny encoders differ by a set amount."""
    from training import export as module  # noqa: PLC0415  # needs torch

    shares = iter((1.0, 0.9))
    broken: Callable[..., float] = lambda *_: next(shares)  # noqa: E731  # two figures, in order
    monkeypatch.setattr(module, "_success", broken)
    questions = [Question("q", FILMS[0].film_id, ("a film about death",), conversation=False)]

    with pytest.raises(module.ExportRefusedError, match=r"lose 10\.0 points"):
        exported(source, tmp_path / "encoder", films, questions)
    assert not (tmp_path / "encoder").exists()


def rewrite_weights(source: Path, change: Callable[[dict[str, NDArray[np.float32]]], None]) -> None:
    from safetensors.numpy import load_file, save_file  # noqa: PLC0415  # only under this marker

    weights = load_file(source / "model.safetensors")
    change(weights)
    save_file(weights, source / "model.safetensors")


def hide_words(weights: dict[str, NDArray[np.float32]]) -> None:
    """Words that 8 bits cannot tell apart: each differs from the rest by little, beside one number that is large.

    In float32 nothing is lost, as the norm that follows drops the large number and stretches the little ones.
    """
    words = weights["embeddings.word_embeddings.weight"]
    words *= 0.05 / np.abs(words).max()
    words[:, 0] = 20.0
    for name in ("position", "token_type"):
        weights[f"embeddings.{name}_embeddings.weight"][:] = 0
    stretch = weights["embeddings.LayerNorm.weight"]
    stretch[:] = 300.0
    stretch[0] = 0.0
    weights["embeddings.LayerNorm.bias"][:] = 0


def test_a_model_that_8_bits_ruin_is_refused_by_its_own_figures(source: Path, tmp_path: Path) -> None:
    """A film for every two words, asked for by those words: found in float32, and by chance in 8 bits."""
    rewrite_weights(source, hide_words)
    words = [word for word in WORDS[4:] if word != "film"]
    pairs = [f"{first} {second}" for n, first in enumerate(words) for second in words[n + 1 :]]
    films = [Film(film_id=FilmId(f"tt{n:07}"), title=f"Film {n}", premise=pair) for n, pair in enumerate(pairs)]
    questions = [Question(f"q{n}", FilmId(f"tt{n:07}"), (pair,), conversation=False) for n, pair in enumerate(pairs)]
    write_films(films, tmp_path / "pairs.jsonl")
    from training.export import ExportRefusedError  # noqa: PLC0415  # needs torch

    with pytest.raises(ExportRefusedError, match=r"lose (\d\d)\.\d points of Success@10; nothing was written"):
        exported(source, tmp_path / "encoder", tmp_path / "pairs.jsonl", questions)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["pairs.jsonl", "source"]


def test_an_export_can_be_repeated_bit_by_bit(source: Path, films: Path, tmp_path: Path) -> None:
    first, second = (exported(source, tmp_path / name, films, []) for name in ("first", "second"))

    assert first == second
    assert (tmp_path / "first" / MODEL).read_bytes() == (tmp_path / "second" / MODEL).read_bytes()


def test_an_export_replaces_an_encoder_and_leaves_what_else_lies_there(
    source: Path, films: Path, tmp_path: Path
) -> None:
    out = tmp_path / "encoder"
    before = exported(source, out, films, [])
    (out / "README.md").write_text("kept", encoding="utf-8")
    rewrite_weights(source, lambda weights: weights["embeddings.LayerNorm.weight"].fill(0.5))
    after = exported(source, out, films, [])

    assert OnnxEncoder(out).fingerprint == after["fingerprint"] != before["fingerprint"]
    assert sorted(path.name for path in out.iterdir()) == sorted([CARD, MODEL, TOKENIZER, "README.md"])
    assert (out / "README.md").read_text(encoding="utf-8") == "kept"


def test_the_twin_reads_the_file_and_refuses_a_changed_one(source: Path, films: Path, tmp_path: Path) -> None:
    from retrieval.encoder_torch import TorchEncoder  # noqa: PLC0415  # needs torch
    from retrieval.errors import EncoderError  # noqa: PLC0415  # beside its only use

    out = tmp_path / "encoder"
    exported(source, out, films, [])
    texts = ["a film about death", "the old sea", "love", ""]
    cosine = (OnnxEncoder(out).encode_query(texts) * TorchEncoder(out).encode_query(texts)).sum(axis=1)
    content = bytearray((out / MODEL).read_bytes())
    content[len(content) // 2] ^= 1
    (out / MODEL).write_bytes(content)

    assert cosine.min() > 0.98  # the twin multiplies in float32
    with pytest.raises(EncoderError, match="damaged"):
        TorchEncoder(out)


def test_the_file_holds_every_weight_of_the_model(source: Path, films: Path, tmp_path: Path) -> None:
    from safetensors.numpy import load_file  # noqa: PLC0415  # only under this marker

    from retrieval.encoder_torch import read_weights  # noqa: PLC0415  # needs torch

    exported(source, tmp_path / "encoder", films, [])
    stored, given = read_weights((tmp_path / "encoder" / MODEL).read_bytes()), load_file(source / "model.safetensors")

    assert {name for name in given if not name.startswith("pooler.")} == set(stored)
    for name, values in stored.items():
        assert values.shape == given[name].shape
        assert np.linalg.norm(values - given[name]) <= 0.02 * np.linalg.norm(given[name])


def test_tokens_have_the_vectors_that_training_gave_them(source: Path, films: Path, tmp_path: Path) -> None:
    from safetensors.numpy import save_file  # noqa: PLC0415  # only under this marker

    from retrieval.encoder_torch import TorchEncoder  # noqa: PLC0415  # needs torch
    from training.export import TOKENS_FILE  # noqa: PLC0415  # needs torch

    matrix = np.random.default_rng(0).standard_normal((8, 64)).astype(np.float32)
    save_file({"weight": matrix}, source / TOKENS_FILE)
    card = exported(source, tmp_path / "encoder", films, [])
    texts = ["a film about death", "the old sea", "love and the old film about the sea", ""]
    serving, twin = (kind(tmp_path / "encoder").read_document(texts) for kind in (OnnxEncoder, TorchEncoder))

    assert card["token_dimension"] == 8
    assert [len(tokens) for tokens in serving.tokens] == [2, 2, 4, 0]  # without the, a, and, about
    for own, other in zip(serving.tokens, twin.tokens, strict=True):
        assert own.shape == other.shape
        assert not len(own) or (own * other).sum(axis=1).min() > 0.95  # 8 bits cost so small a model more


def test_the_graph_is_a_bert_before_its_products_are_rounded(source: Path, films: Path, tmp_path: Path) -> None:
    import onnxruntime  # noqa: PLC0415  # beside its only use
    from safetensors.numpy import load_file  # noqa: PLC0415  # only under this marker

    from training.export import Source, _reference  # noqa: PLC0415  # needs torch
    from training.onnx_graph import build_graph  # noqa: PLC0415  # needs onnx

    exported(source, tmp_path / "encoder", films, [])
    encoder = OnnxEncoder(tmp_path / "encoder")
    card, weights = encoder._card, load_file(source / "model.safetensors")
    graph = build_graph(weights, layers=card.layers, heads=card.heads, ranges=None)
    encoder._session = onnxruntime.InferenceSession(graph.SerializeToString(), providers=["CPUExecutionProvider"])
    texts = ["a film about death", "the old sea", "love and the old film about the sea", ""]
    with _reference(Source(source, "tiny", "none", "MIT")) as reference:
        assert (reference(texts) * encoder.encode_query(texts)).sum(
            axis=1
        ).min() > 0.9999  # the table of words is rounded


def test_the_command_takes_a_model_and_tells_the_card_no_folder_of_this_machine(
    source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "encoder"
    called = ["export", "--out", str(out), "--model", str(source), "--base-model", "ours", "--licence", "MIT"]

    assert main(called) == 0
    card = json.loads((out / CARD).read_text(encoding="utf-8"))
    assert (card["name"], card["base_model"], card["licence"]) == ("source", "ours", "MIT")
    assert card["made_by"] == "python -m training export --out encoder --model source"
    assert "mean_cosine_to_float32" in capsys.readouterr().err


def test_a_model_without_its_licence_is_a_wrong_call(
    source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["export", "--out", str(tmp_path / "encoder"), "--model", str(source)])

    assert ended.value.code == 2
    assert "--licence" in capsys.readouterr().err


@pytest.mark.parametrize("key", ["model_type", "hidden_act", "layer_norm_eps"])
def test_another_kind_of_model_is_refused(
    source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], key: str
) -> None:
    """It would be exported without an error, and encode nonsense."""
    config = json.loads((source / "config.json").read_text(encoding="utf-8")) | {key: "another"}
    (source / "config.json").write_text(json.dumps(config), encoding="utf-8")

    assert export_of(str(source), tmp_path) == 5
    assert f"another kind of model ({key} another)" in capsys.readouterr().err
    assert not (tmp_path / "encoder").exists()


@pytest.mark.parametrize(
    ("model", "message"),
    [
        ("no_such_package", "There is no folder or package no_such_package"),
        ("no/such/folder", "There is no folder or package no/such/folder"),
        (".hidden", "There is no folder or package .hidden"),
        ("json", "holds no config.json"),
        ("tests", "holds no config.json"),
    ],
)
def test_what_holds_no_model_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], model: str, message: str
) -> None:
    assert export_of(model, tmp_path) == 5

    assert message in capsys.readouterr().err
    assert not (tmp_path / "encoder").exists()


def export_of(model: str, tmp_path: Path) -> int:
    out = str(tmp_path / "encoder")
    return main(["export", "--out", out, "--model", model, "--base-model", "ours", "--licence", "MIT"])
