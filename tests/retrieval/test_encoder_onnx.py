"""The encoder that ships, and folders that are no encoder. What all encoders have in common is in the contract."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from retrieval.encoder_onnx import CARD, MODEL, TOKENIZER, OnnxEncoder, fingerprint_of, read_card, shipped_encoder
from retrieval.errors import EncoderError
from retrieval.films import read_films
from retrieval.rank import load_ranking
from retrieval.starter import starter_films
from retrieval.text import passages


@pytest.fixture(scope="module")
def encoder() -> OnnxEncoder:
    return OnnxEncoder(shipped_encoder())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An encoder folder that a test may damage; the model itself is only linked."""
    for name in (MODEL, TOKENIZER, CARD):
        shipped = Path(str(shipped_encoder() / name))
        if name == MODEL:
            (tmp_path / name).symlink_to(shipped)
        else:
            (tmp_path / name).write_bytes(shipped.read_bytes())
    return tmp_path


def change_card(folder: Path, **changes: Any) -> None:
    card = json.loads((folder / CARD).read_text(encoding="utf-8"))
    (folder / CARD).write_text(json.dumps(card | changes), encoding="utf-8")


def put(folder: Path, name: str, content: bytes) -> None:
    """Replace a file and let the card vouch for it."""
    (folder / name).unlink()
    (folder / name).write_bytes(content)
    files = json.loads((folder / CARD).read_text(encoding="utf-8"))["files"]
    change_card(folder, files=files | {name: hashlib.sha256(content).hexdigest()})


def test_the_card_tells_what_ships(encoder: OnnxEncoder) -> None:
    card = read_card(shipped_encoder())
    hashes = {name: hashlib.sha256((shipped_encoder() / name).read_bytes()).hexdigest() for name in (MODEL, TOKENIZER)}

    assert card.files == hashes
    assert card.fingerprint == fingerprint_of(hashes) == encoder.fingerprint
    assert card.licence == "Apache-2.0"
    assert sum(len((shipped_encoder() / name).read_bytes()) for name in hashes) < 30_000_000
    assert load_ranking(shipped_encoder() / "ranking.json", fingerprint=encoder.fingerprint).confident_at > 0


def test_a_copy_of_the_folder_is_the_same_encoder(folder: Path, encoder: OnnxEncoder) -> None:
    np.testing.assert_allclose(OnnxEncoder(folder).encode_query(["honey"]), encoder.encode_query(["honey"]), atol=1e-6)


def test_a_text_is_read_up_to_the_window(encoder: OnnxEncoder) -> None:
    window = "honey " * 254  # and the two marks of beginning and end
    within, beyond, other = encoder.encode_document([window, window + "chess " * 500, "chess " * 500])

    assert within @ beyond > 0.99999
    assert within @ other < 0.9
    assert encoder.token_count(window) == encoder.token_count(window + "chess " * 500) == 256


def test_vectors_depend_on_no_company_among_real_passages(encoder: OnnxEncoder) -> None:
    films = list(read_films(Path(str(starter_films()))))[::400]
    texts = [passage.text for film in films for passage in passages(film)]
    together = encoder.encode_document(texts)
    alone = np.concatenate([encoder.encode_document([text]) for text in texts[::6]])

    assert len(texts) > 40
    assert (together[::6] * alone).sum(axis=1).min() > 0.99999


def test_it_may_be_used_from_several_threads(encoder: OnnxEncoder) -> None:
    texts = [f"a film about {number} honey jars" for number in range(24)]
    with ThreadPoolExecutor(4) as pool:
        vectors = np.concatenate(list(pool.map(lambda text: encoder.encode_query([text]), texts)))

    assert (vectors * encoder.encode_query(texts)).sum(axis=1).min() > 0.99999


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (lambda folder: (folder / CARD).unlink(), "There is no encoder in"),
        (lambda folder: (folder / CARD).write_bytes(b"{"), "card in .* cannot be read"),
        (lambda folder: (folder / CARD).write_bytes(b"[]"), "card in .* cannot be read"),
        (lambda folder: change_card(folder, dimension="wide"), "card in .* cannot be read"),
        (lambda folder: (folder / MODEL).unlink(), "encoder.onnx is missing"),
        (lambda folder: (folder / TOKENIZER).unlink(), "tokenizer.json is missing"),
        (lambda folder: (folder / TOKENIZER).write_bytes(b"{}"), "tokenizer.json .* is damaged"),
        (lambda folder: change_card(folder, files={}), "encoder.onnx .* is damaged"),
        (lambda folder: put(folder, TOKENIZER, b"{}"), "cannot be loaded"),
        (lambda folder: put(folder, MODEL, b"not a model"), "cannot be loaded"),
        (lambda folder: change_card(folder, dimension=100), "not of the kind its card says"),
    ],
)
def test_a_folder_that_is_no_encoder_is_a_sentence(
    folder: Path, damage: Callable[[Path], object], sentence: str
) -> None:
    damage(folder)

    with pytest.raises(EncoderError, match=sentence) as raised:
        OnnxEncoder(folder)
    assert str(raised.value).endswith("install Reelcall again.")


def test_nowhere_is_no_encoder(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="There is no encoder in"):
        OnnxEncoder(tmp_path / "nowhere")


def test_a_program_installed_without_its_encoder_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(_name: str) -> None:
        raise ModuleNotFoundError

    monkeypatch.setattr("retrieval.encoder_onnx.files", gone)

    with pytest.raises(EncoderError, match="install Reelcall again"):
        shipped_encoder()
