"""The encoder that ships: what its vectors are worth, what it never varies by, and how it fails."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval import encoder_onnx
from retrieval.encoder_onnx import CARD, MODEL, TOKENIZER, OnnxEncoder, fingerprint_of, read_card, shipped_encoder
from retrieval.errors import EncoderError

SHIPPED = Path(str(shipped_encoder()))
SENTENCE = "Death comes to a media tycoon in the body of a young man who loves peanut butter."
CLOSE = 1e-4  # float32 sums in another order

Change = Callable[[Path], object]


@pytest.fixture(scope="module")
def shipped() -> OnnxEncoder:
    return OnnxEncoder(shipped_encoder())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The shipped encoder, to be spoilt."""
    for name in (MODEL, TOKENIZER, CARD):
        (tmp_path / name).write_bytes((SHIPPED / name).read_bytes())
    return tmp_path


def test_the_card_tells_what_it_is_and_holds_what_the_export_promises() -> None:
    card = json.loads((SHIPPED / CARD).read_text(encoding="utf-8"))
    figures = card["figures"]

    assert (card["base_model"], card["licence"]) == ("sentence-transformers/all-MiniLM-L6-v2", "Apache-2.0")
    assert figures["texts"] == 200
    assert figures["mean_cosine_to_float32"] > 0.999
    assert figures["vector_success@10_float32"] - figures["vector_success@10_8bit"] <= 0.005
    assert figures["questions"] >= 100
    assert read_card(shipped_encoder()).made_by.startswith("python -m training export")


def test_the_card_for_people_names_the_same_encoder() -> None:
    readme = (SHIPPED / "README.md").read_text(encoding="utf-8")
    card = read_card(shipped_encoder())

    assert card.fingerprint in readme
    assert card.licence in readme
    assert card.made_by in readme


def test_what_ships_is_small() -> None:
    assert 1e6 < sum((SHIPPED / name).stat().st_size for name in (MODEL, TOKENIZER)) <= 30e6


@pytest.mark.parametrize(
    ("query", "right", "wrong"),
    [
        (
            "brad pitt plays death",
            "Brad Pitt as Joe Black: Death, borrowing a young man's body to see the world",
            "Brad Pitt as Achilles: the greatest warrior of the Greeks",
        ),
        (
            "a man has to live through one day again and again",
            "A weatherman is trapped in a small town where it is always the second of February.",
            "A weatherman forecasts the storm of the century and nobody in town believes him.",
        ),
        (
            "fish looking for his kid",
            "A timid clownfish crosses the ocean to find his lost son.",
            "A fisherman teaches his son the trade of his fathers.",
        ),
    ],
)
def test_what_means_the_same_is_nearer_than_what_looks_the_same(
    shipped: OnnxEncoder, query: str, right: str, wrong: str
) -> None:
    near, far = shipped.encode_document([right, wrong]) @ shipped.encode_query([query])[0]

    assert near > far + 0.02


def test_case_does_not_matter(shipped: OnnxEncoder) -> None:
    lower, upper = shipped.encode_query([SENTENCE.lower(), SENTENCE.upper()])

    assert np.array_equal(lower, upper)


def test_neighbours_and_padding_change_nothing(shipped: OnnxEncoder) -> None:
    """The shortest of these fills 3 of 40 columns when they run together."""
    texts = ["shark", SENTENCE, "two musicians dress as women", SENTENCE * 2, "", "a boat"]
    alone = np.concatenate([shipped.encode_document([text]) for text in texts])

    assert np.abs(shipped.encode_document(texts) - alone).max() < CLOSE
    assert len(shipped._batches(texts)) == 1


def test_many_texts_come_back_in_the_order_they_were_asked(shipped: OnnxEncoder) -> None:
    texts = [f"{'word ' * (n * 7 % 60)}number {n}" for n in range(120)]
    chosen = [0, 1, 59, 60, 118, 119]

    together = shipped.encode_document(texts)[chosen]

    assert len(shipped._batches(texts)) > 3
    assert np.abs(together - shipped.encode_document([texts[n] for n in chosen])).max() < CLOSE


@settings(max_examples=40, deadline=None)
@given(lengths=st.lists(st.integers(0, 300), max_size=60))
def test_batches_hold_every_text_once_and_little_padding(shipped: OnnxEncoder, lengths: list[int]) -> None:
    texts = ["sea " * length for length in lengths]
    batches = shipped._batches(texts)
    longest = [int(batch.mask.sum(axis=1).max()) for batch in batches]

    assert sorted(place for batch in batches for place in batch.places) == list(range(len(texts)))
    assert longest == sorted(longest)
    for batch in batches:
        lasting = [shipped.token_count(texts[place]) for place in batch.places]
        assert batch.mask.sum(axis=1).tolist() == lasting
        assert batch.ids.shape == (len(lasting), max(lasting))
        assert batch.ids.size <= encoder_onnx._BATCH_TOKENS


def test_what_lies_beyond_the_window_is_cut(shipped: OnnxEncoder) -> None:
    window = read_card(shipped_encoder()).max_tokens
    full = "sea " * (window - 2)  # beside the two marks that begin and end a text

    assert shipped.token_count(full.strip()) == window
    assert shipped.token_count(full + "shark") == window
    whole, more, less = shipped.encode_query([full, full + "shark attack", full.replace("sea", "shark", 1)])
    assert np.abs(whole - more).max() < CLOSE
    assert np.abs(whole - less).max() > 100 * CLOSE


def test_tokens_are_counted_as_they_are_encoded(shipped: OnnxEncoder) -> None:
    assert shipped.token_count("") == 2
    assert shipped.token_count("a shark") == 4
    assert shipped.token_count("A  SHARK ") == 4
    assert shipped.token_count("a shark" * 4000) == 256


def test_threads_may_share_it(shipped: OnnxEncoder) -> None:
    texts = [f"{SENTENCE} {'again ' * n}" for n in range(24)]
    expected = shipped.encode_query(texts)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda text: shipped.encode_query([text])[0], texts))

    assert np.abs(np.stack(found) - expected).max() < CLOSE


def test_threads_of_a_run_are_as_told_and_else_at_most_four(shipped: OnnxEncoder) -> None:
    told = OnnxEncoder(shipped_encoder(), threads=1)

    assert told._session.get_session_options().intra_op_num_threads == 1
    assert shipped._session.get_session_options().intra_op_num_threads == min(os.cpu_count() or 1, 4)
    assert np.abs(told.encode_query([SENTENCE]) - shipped.encode_query([SENTENCE])).max() < CLOSE


def rewrite_card(folder: Path, **changes: object) -> None:
    card = json.loads((folder / CARD).read_text(encoding="utf-8"))
    (folder / CARD).write_text(json.dumps(card | changes), encoding="utf-8")


def replace_file(folder: Path, name: str, content: bytes) -> None:
    """Put another file in, and a card that vouches for it."""
    (folder / name).write_bytes(content)
    hashes = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in (MODEL, TOKENIZER)}
    rewrite_card(folder, files=hashes, fingerprint=fingerprint_of(hashes))


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-3])


SPOILT: dict[str, tuple[Change, str]] = {
    "no model": (lambda folder: (folder / MODEL).unlink(), "encoder.onnx is missing"),
    "no tokenizer": (lambda folder: (folder / TOKENIZER).unlink(), "tokenizer.json is missing"),
    "no card": (lambda folder: (folder / CARD).unlink(), "There is no encoder"),
    "a bit of the model flipped": (lambda folder: flip(folder / MODEL), "encoder.onnx of the encoder .* is damaged"),
    "a bit of the tokenizer flipped": (lambda folder: flip(folder / TOKENIZER), "tokenizer.json .* is damaged"),
    "model cut short": (lambda folder: cut(folder / MODEL), "encoder.onnx .* is damaged"),
    "card cut short": (lambda folder: cut(folder / CARD), "card .* cannot be read"),
    "card not a card": (lambda folder: (folder / CARD).write_text("[]"), "card .* cannot be read"),
    "card without dimension": (lambda folder: rewrite_card(folder, dimension=None), "card .* cannot be read"),
    "card without hashes": (lambda folder: rewrite_card(folder, files={}), "card .* cannot be read"),
    "fingerprint of another": (lambda folder: rewrite_card(folder, fingerprint="0" * 16), "card .* cannot be read"),
    "model of another kind": (lambda folder: replace_file(folder, MODEL, b"not a graph"), "cannot be loaded"),
    "tokenizer of another kind": (lambda folder: replace_file(folder, TOKENIZER, b"{}"), "cannot be loaded"),
    "dimension of another": (lambda folder: rewrite_card(folder, dimension=768), "not the encoder that its card"),
}


@pytest.mark.parametrize(("spoil", "message"), SPOILT.values(), ids=SPOILT.keys())
def test_a_spoilt_encoder_is_refused_in_one_sentence(folder: Path, spoil: Change, message: str) -> None:
    spoil(folder)

    with pytest.raises(EncoderError, match=message) as caught:
        OnnxEncoder(folder)
    assert str(caught.value).endswith("; install Reelcall again.")
    assert "\n" not in str(caught.value)


def test_an_unspoilt_copy_is_accepted(folder: Path, shipped: OnnxEncoder) -> None:
    copy = OnnxEncoder(folder)

    assert copy.fingerprint == shipped.fingerprint
    assert np.abs(copy.encode_query([SENTENCE]) - shipped.encode_query([SENTENCE])).max() < CLOSE


def test_a_program_without_its_data_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A wheel made wrongly, or a folder that was cleaned up by hand: an error of ours and no traceback."""
    monkeypatch.setattr("sys.path", [str(tmp_path)])
    monkeypatch.delitem(sys.modules, "data", raising=False)

    with pytest.raises(EncoderError, match="install Reelcall again"):
        OnnxEncoder(shipped_encoder())
    (tmp_path / "data").mkdir()
    with pytest.raises(EncoderError, match="There is no encoder"):
        OnnxEncoder(shipped_encoder())
