"""The encoder that ships, and folders that are no encoder. What all encoders have in common is in the contract."""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval import encoder_onnx
from retrieval.encoder_onnx import (
    CARD,
    MODEL,
    TOKENIZER,
    Batch,
    Made,
    OnnxEncoder,
    batches,
    cheapest_cuts,
    fingerprint_of,
    read_card,
    shipped_encoder,
)
from retrieval.errors import EncoderError
from retrieval.films import read_films
from retrieval.rank import load_ranking
from retrieval.starter import starter_films
from retrieval.text import passages

CLOSE = 1e-4  # float32 sums in another order


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
    files |= {name: hashlib.sha256(content).hexdigest()}
    change_card(folder, files=files, fingerprint=fingerprint_of(files))


def flip(folder: Path, name: str) -> None:
    """Change one bit of a file."""
    content = bytearray((folder / name).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / name).unlink()
    (folder / name).write_bytes(content)


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


class _Watched(OnnxEncoder):
    """Remembers which threads its runs go on in."""

    def __init__(self) -> None:
        super().__init__(shipped_encoder(), threads=2)
        self.own_threads: set[bool] = set()

    def _run(self, batch: Batch) -> Made:
        self.own_threads.add(threading.current_thread().name.startswith("encoder"))
        return super()._run(batch)


def test_one_question_has_the_processors_and_a_crowd_leaves_them_to_the_searches() -> None:
    texts = ["a film about honey jars " * 30, "frost", "barrels", "a long winter at sea"]
    encoder = _Watched()
    alone = encoder.encode_query(texts)
    one_question = encoder.own_threads
    encoder.own_threads = set()
    crowd = encoder.encode_query(texts * 9)
    passages = encoder.encode_document(texts * 9)

    assert one_question == {True}
    assert encoder.own_threads == {False, True}, "a crowd goes in the caller's thread, an index has them all"
    assert (crowd.reshape(9, 4, -1) * alone).sum(axis=2).min() > 0.99999
    np.testing.assert_array_equal(crowd, passages)


def test_the_card_holds_what_the_export_promises() -> None:
    card = json.loads((shipped_encoder() / CARD).read_text(encoding="utf-8"))
    figures = card["figures"]

    assert card["base_model"] == "sentence-transformers/all-MiniLM-L6-v2"
    assert figures["texts"] == 200
    assert figures["mean_cosine_to_float32"] > 0.997
    assert figures["vector_success@10_float32"] - figures["vector_success@10_8bit"] <= 0.005
    assert figures["questions"] >= 100
    assert read_card(shipped_encoder()).made_by.startswith("python -m training export")


def test_the_card_for_people_names_the_same_encoder() -> None:
    readme = (shipped_encoder() / "README.md").read_text(encoding="utf-8")
    card = read_card(shipped_encoder())

    assert card.fingerprint in readme
    assert card.licence in readme
    assert card.made_by in readme


MEMORIES = {
    "brad pitt plays death": "Brad Pitt as Joe Black: Death, borrowing a young man's body to see the world",
    "a man has to live through one day again and again": (
        "A weatherman is trapped in a small town where it is always the second of February."
    ),
    "fish looking for his kid": "A timid clownfish crosses the ocean to find his lost son.",
    "kid sees ghosts": "A boy tells his doctor that the dead walk around him and do not know it.",
    "they rob a bank in masks of presidents": "Surfers hold up tills behind rubber faces of heads of state.",
    "the computer on the ship won't let him back in": (
        "An artificial mind refuses to open the pod bay to an astronaut."
    ),
    "woman falls for the sea creature in the lab": (
        "A mute cleaner loves the amphibian being that scientists keep in a tank."
    ),
    "toys come alive when nobody looks": (
        "A cowboy doll and a space ranger move about whenever their owner leaves the room."
    ),
    "guy stuck alone on an island with a ball": (
        "A courier survives a crash and talks to a volleyball for four years."
    ),
    "old lady tells about the ship that sank": (
        "A survivor of a hundred years remembers the liner that hit an iceberg and the artist she loved."
    ),
}


def test_a_memory_is_nearest_to_its_own_film(encoder: OnnxEncoder) -> None:
    """By chance one of the ten would be; the base encoder, untrained, finds eight."""
    near = encoder.encode_query(list(MEMORIES)) @ encoder.encode_document(list(MEMORIES.values())).T

    assert (near.argmax(axis=1) == np.arange(len(MEMORIES))).sum() >= 9


def test_many_texts_come_back_in_the_order_they_were_asked(encoder: OnnxEncoder) -> None:
    texts = [f"{'word ' * (n * 7 % 60)}number {n}" for n in range(120)]
    chosen = [0, 1, 59, 60, 118, 119]

    together = encoder.encode_document(texts)[chosen]

    assert len(batches(encoder._tokenizer, texts, most_tokens=1024)) > 3
    assert np.abs(together - encoder.encode_document([texts[n] for n in chosen])).max() < CLOSE


@settings(max_examples=40, deadline=None)
@given(lengths=st.lists(st.integers(0, 300), max_size=60))
def test_batches_hold_every_text_once_and_little_padding(encoder: OnnxEncoder, lengths: list[int]) -> None:
    texts = ["sea " * length for length in lengths]
    cut = batches(encoder._tokenizer, texts, most_tokens=1024)
    longest = [int(batch.mask.sum(axis=1).max()) for batch in cut]

    assert sorted(place for batch in cut for place in batch.places) == list(range(len(texts)))
    assert longest == sorted(longest)
    for batch in cut:
        lasting = [encoder.token_count(texts[place]) for place in batch.places]
        assert batch.mask.sum(axis=1).tolist() == lasting
        assert batch.ids.shape == (len(lasting), max(lasting))
        assert batch.ids.size <= encoder_onnx._BATCH_TOKENS


@pytest.mark.parametrize(
    ("lengths", "cuts"),
    [
        ([], []),
        ([300], [1]),
        ([12, 14, 20, 22, 25, 130], [5, 6]),  # a question beside its sentences
        ([20, 20, 25, 25], [4]),
        ([5, 60, 61], [1, 3]),
        ([100] * 12, [2, 12]),
    ],
)
def test_runs_are_few_and_hold_little_padding(lengths: list[int], cuts: list[int]) -> None:
    assert cheapest_cuts(lengths, most_tokens=1024) == cuts


def test_tokens_are_counted_as_they_are_encoded(encoder: OnnxEncoder) -> None:
    assert encoder.token_count("") == 2
    assert encoder.token_count("a shark") == 4
    assert encoder.token_count("A  SHARK ") == 4
    assert encoder.token_count("a shark" * 4000) == 256


def test_two_runs_share_the_threads_told_and_else_at_most_four(encoder: OnnxEncoder) -> None:
    told = OnnxEncoder(shipped_encoder(), threads=1)

    assert (told._session.get_session_options().intra_op_num_threads, told._runs._max_workers) == (1, 1)
    threads = min(os.cpu_count() or 1, 4)
    assert encoder._session.get_session_options().intra_op_num_threads == max(1, threads // 2)
    assert encoder._runs._max_workers == min(threads, 2)
    assert np.abs(told.encode_query(["honey"]) - encoder.encode_query(["honey"])).max() < CLOSE


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
        (lambda folder: flip(folder, MODEL), "encoder.onnx .* is damaged"),
        (lambda folder: change_card(folder, files={}), "card in .* cannot be read"),
        (lambda folder: change_card(folder, fingerprint="0" * 16), "card in .* cannot be read"),
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
    assert str(folder) in str(raised.value)


def test_where_the_shipped_encoder_lies_can_be_told_in_a_sentence() -> None:
    assert Path(f"{shipped_encoder()}").is_dir()


def test_nowhere_is_no_encoder(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="There is no encoder in"):
        OnnxEncoder(tmp_path / "nowhere")


def test_a_program_installed_without_its_encoder_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(_name: str) -> None:
        raise ModuleNotFoundError

    monkeypatch.setattr("retrieval.encoder_onnx.files", gone)

    with pytest.raises(EncoderError, match="install Reelcall again"):
        shipped_encoder()
