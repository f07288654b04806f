"""What the search relies on from an encoder; the fake and the one that ships are both held to it."""

from __future__ import annotations

from typing import Protocol

import numpy as np
import pytest

from retrieval.encoder_onnx import OnnxEncoder, shipped_encoder
from retrieval.ports import Encoder
from tests.fakes.encoder import FakeEncoder

TEXTS = (
    "a knight plays chess with death on a beach",
    "",
    "honey",
    "\u0645\u062f\u064a\u0646\u0629 \u0627\u0644\u0631\u0645\u0644 \U0001f3dc",
    "a stranger eats honey in a lighthouse and the wells freeze wherever he walks " * 5,
    "\x00\ud7ff@everyone '; DROP TABLE film; --",
    "honey",
)


class CountingEncoder(Encoder, Protocol):
    """An encoder that also measures texts, as `FilmSearch` needs it."""

    def token_count(self, text: str) -> int: ...


@pytest.fixture(scope="module", params=["fake", "real"])
def encoder(request: pytest.FixtureRequest) -> CountingEncoder:
    return FakeEncoder() if request.param == "fake" else OnnxEncoder(shipped_encoder())


def test_every_text_is_a_vector_of_length_one(encoder: CountingEncoder) -> None:
    for vectors in (encoder.encode_query(TEXTS), encoder.encode_document(TEXTS)):
        assert vectors.shape == (len(TEXTS), encoder.dimension)
        assert vectors.dtype == np.float32
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_no_texts_are_no_vectors(encoder: CountingEncoder) -> None:
    assert encoder.encode_query([]).shape == (0, encoder.dimension)
    assert encoder.encode_document([]).shape == (0, encoder.dimension)


def test_the_same_texts_are_the_same_vectors(encoder: CountingEncoder) -> None:
    vectors = encoder.encode_document(TEXTS)

    np.testing.assert_array_equal(vectors, encoder.encode_document(TEXTS))
    np.testing.assert_allclose(vectors[2], vectors[6], atol=1e-6)


def test_a_vector_depends_neither_on_order_nor_on_company(encoder: CountingEncoder) -> None:
    vectors = encoder.encode_document(TEXTS)
    backwards = encoder.encode_document(TEXTS[::-1])[::-1]
    alone = np.concatenate([encoder.encode_document([text]) for text in TEXTS])

    assert (vectors * backwards).sum(axis=1).min() > 0.99999
    assert (vectors * alone).sum(axis=1).min() > 0.99999


def test_texts_that_share_words_are_nearer(encoder: CountingEncoder) -> None:
    near, far = encoder.encode_document(["death sits at a chess board", "two villages play accordions"])
    query = encoder.encode_query(["chess against death"])[0]

    assert query @ near > query @ far + 0.1


def test_longer_texts_count_more(encoder: CountingEncoder) -> None:
    assert encoder.token_count("") < encoder.token_count("honey") < encoder.token_count("honey in a lighthouse")


def test_it_has_a_name_and_a_width(encoder: CountingEncoder) -> None:
    assert encoder.fingerprint
    assert encoder.dimension > 0
