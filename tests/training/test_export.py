"""The export in miniature: a random two-layer BERT becomes a serving encoder that says what the original says."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from retrieval.encoder_onnx import CARD, MODEL, TOKENIZER, OnnxEncoder
from retrieval.types import FilmId
from tests.small_world import FILMS
from training.questions import Question

pytestmark = pytest.mark.torch

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *"a film about death love war the sea and one old house".split()]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A BERT of 2 layers, 64 wide, with random weights, as transformers saves it."""
    from tokenizers import Tokenizer, models, pre_tokenizers, processors  # noqa: PLC0415  # only under this marker
    from torch import manual_seed  # noqa: PLC0415  # as above
    from transformers import BertConfig, BertModel  # noqa: PLC0415  # as above

    manual_seed(0)
    config = BertConfig(
        vocab_size=len(WORDS),
        hidden_size=64,
        num_hidden_layers=2,
        num_attention_heads=4,
        intermediate_size=128,
        max_position_embeddings=300,
        initializer_range=0.2,
    )
    folder = tmp_path / "source"
    BertModel(config).save_pretrained(folder)
    tokenizer = Tokenizer(models.WordPiece({word: n for n, word in enumerate(WORDS)}, unk_token="[UNK]"))  # noqa: S106
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    tokenizer.save(str(folder / TOKENIZER))
    return folder


@pytest.fixture
def films(tmp_path: Path) -> Path:
    from retrieval.films import write_films  # noqa: PLC0415  # beside its only use

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


def test_blocks_of_a_matrix_come_back_within_half_a_step() -> None:
    from training.onnx_graph import quantise  # noqa: PLC0415  # needs onnx

    matrix = np.random.default_rng(0).normal(size=(50, 32)).astype(np.float32)
    values, scale = quantise(matrix)

    assert values.dtype == np.int8
    assert (np.abs(values * scale[:, None] - matrix) <= scale[:, None] / 2 + 1e-6).all()
