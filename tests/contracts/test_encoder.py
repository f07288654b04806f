"""What the search relies on from an encoder; the fake, the one that serves and its torch twin are all held to it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.encoder_onnx import OnnxEncoder, shipped_encoder
from retrieval.ports import Encoder
from tests.fakes.encoder import FakeEncoder

CLOSE = 1e-4  # float32 sums in another order
TEXTS = ("a shark near the beach", "two musicians dress as women", "a knight plays chess with death")
ODD = ("", "   ", "🎬🍿", "\x00\x1b[31m", "七人の侍", "don't", "a" * 4000, "a knight plays chess " * 500)


def open_encoder(kind: str) -> Encoder:
    if kind == "fake":
        return FakeEncoder()
    if kind == "onnx":
        return OnnxEncoder(shipped_encoder())
    from retrieval.encoder_torch import TorchEncoder  # noqa: PLC0415  # torch is only there under its marker

    return TorchEncoder(shipped_encoder())


@pytest.fixture(scope="module", params=["fake", "onnx", pytest.param("torch", marks=pytest.mark.torch)])
def encoder(request: pytest.FixtureRequest) -> Encoder:
    return open_encoder(request.param)


def test_vectors_are_float32_of_its_dimension_and_length_one(encoder: Encoder) -> None:
    for encode in (encoder.encode_query, encoder.encode_document):
        vectors = encode([*TEXTS, *ODD])

        assert vectors.shape == (len(TEXTS) + len(ODD), encoder.dimension)
        assert vectors.dtype == np.float32
        assert np.abs(np.linalg.norm(vectors, axis=1) - 1).max() < CLOSE


def test_nothing_to_encode_is_no_rows(encoder: Encoder) -> None:
    for encode in (encoder.encode_query, encoder.encode_document):
        assert encode([]).shape == (0, encoder.dimension)
        assert encode([]).dtype == np.float32


def test_the_same_text_has_the_same_vector(encoder: Encoder) -> None:
    first, again = encoder.encode_document(TEXTS), encoder.encode_document(TEXTS)

    assert np.array_equal(first, again)


def test_another_of_its_kind_agrees_and_has_the_same_fingerprint(
    encoder: Encoder, request: pytest.FixtureRequest
) -> None:
    """An index is built by one process and searched by another."""
    other = open_encoder(request.node.callspec.params["encoder"])

    assert encoder.fingerprint
    assert (other.fingerprint, other.dimension) == (encoder.fingerprint, encoder.dimension)
    assert np.abs(other.encode_query(TEXTS) - encoder.encode_query(TEXTS)).max() < CLOSE


def test_a_memory_finds_the_passage_it_shares_words_with(encoder: Encoder) -> None:
    asked = encoder.encode_query(["chess with death", "that shark beach thing", "musicians, women"])

    assert (asked @ encoder.encode_document(TEXTS).T).argmax(axis=1).tolist() == [2, 0, 1]


texts = st.lists(st.one_of(st.text(max_size=30), st.sampled_from([*TEXTS, *ODD[:-1]])), min_size=1, max_size=6)


@settings(max_examples=20, deadline=None)
@given(asked=texts, data=st.data())
def test_company_and_order_do_not_change_a_vector(encoder: Encoder, asked: list[str], data: st.DataObject) -> None:
    order = data.draw(st.permutations(range(len(asked))))
    together = encoder.encode_document(asked)
    alone = encoder.encode_document(asked[:1])

    assert np.abs(np.linalg.norm(together, axis=1) - 1).max() < CLOSE
    assert np.abs(together[:1] - alone).max() < CLOSE
    assert np.abs(encoder.encode_document([asked[place] for place in order]) - together[order]).max() < CLOSE
