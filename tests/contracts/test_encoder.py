"""What the search relies on from an encoder; the fake, the one that ships and its torch twin are all held to it."""

from __future__ import annotations

from collections.abc import Callable
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


def twin() -> Encoder:
    from retrieval.encoder_torch import TorchEncoder  # noqa: PLC0415  # torch is only there under its marker

    return TorchEncoder(shipped_encoder())


def serving() -> CountingEncoder:
    return OnnxEncoder(shipped_encoder())


def with_tokens() -> Encoder:
    return FakeEncoder(token_dimension=64)


@pytest.fixture(scope="module", params=[FakeEncoder, with_tokens, serving, pytest.param(twin, marks=pytest.mark.torch)])
def make(request: pytest.FixtureRequest) -> Callable[[], Encoder]:
    made: Callable[[], Encoder] = request.param
    return made


@pytest.fixture(scope="module")
def encoder(make: Callable[[], Encoder]) -> Encoder:
    return make()


def test_every_text_is_a_vector_of_length_one(encoder: Encoder) -> None:
    for vectors in (encoder.encode_query(TEXTS), encoder.encode_document(TEXTS)):
        assert vectors.shape == (len(TEXTS), encoder.dimension)
        assert vectors.dtype == np.float32
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_a_text_is_read_as_it_is_encoded_and_its_tokens_are_of_length_one(encoder: Encoder) -> None:
    for read, vectors in (
        (encoder.read_query(TEXTS), encoder.encode_query(TEXTS)),
        (encoder.read_document(TEXTS), encoder.encode_document(TEXTS)),
    ):
        np.testing.assert_array_equal(read.vectors, vectors)
        assert len(read.tokens) == len(TEXTS)
        for tokens in filter(len, read.tokens):
            assert tokens.shape[1] == encoder.token_dimension
            np.testing.assert_allclose(np.linalg.norm(tokens, axis=1), 1, atol=1e-5)
    assert [len(tokens) > 0 for tokens in encoder.read_query(["honey", "", "the"]).tokens] == [
        encoder.token_dimension > 0,
        False,
        False,
    ]


def test_tokens_depend_neither_on_order_nor_on_company(encoder: Encoder) -> None:
    tokens = encoder.read_document(TEXTS).tokens
    alone = [encoder.read_document([text]).tokens[0] for text in TEXTS]

    for own, other in zip(tokens, alone, strict=True):
        assert own.shape == other.shape
        assert not len(own) or (own * other).sum(axis=1).min() > 0.999


def test_no_texts_are_no_vectors(encoder: Encoder) -> None:
    assert encoder.encode_query([]).shape == (0, encoder.dimension)
    assert encoder.encode_document([]).shape == (0, encoder.dimension)


def test_the_same_texts_are_the_same_vectors(encoder: Encoder) -> None:
    vectors = encoder.encode_document(TEXTS)

    np.testing.assert_array_equal(vectors, encoder.encode_document(TEXTS))
    np.testing.assert_allclose(vectors[2], vectors[6], atol=1e-6)


def test_a_vector_depends_neither_on_order_nor_on_company(encoder: Encoder) -> None:
    vectors = encoder.encode_document(TEXTS)
    backwards = encoder.encode_document(TEXTS[::-1])[::-1]
    alone = np.concatenate([encoder.encode_document([text]) for text in TEXTS])

    assert (vectors * backwards).sum(axis=1).min() > 0.99999
    assert (vectors * alone).sum(axis=1).min() > 0.99999


def test_texts_that_share_words_are_nearer(encoder: Encoder) -> None:
    near, far = encoder.encode_document(["death sits at a chess board", "two villages play accordions"])
    query = encoder.encode_query(["chess against death"])[0]

    assert query @ near > query @ far + 0.1


@pytest.mark.parametrize("make_counting", [FakeEncoder, serving])
def test_longer_texts_count_more(make_counting: Callable[[], CountingEncoder]) -> None:
    encoder = make_counting()

    assert encoder.token_count("") < encoder.token_count("honey") < encoder.token_count("honey in a lighthouse")


def test_another_of_its_kind_may_search_what_it_indexed(encoder: Encoder, make: Callable[[], Encoder]) -> None:
    """One process builds an index and another opens it: by the fingerprint, and then by the vectors."""
    other = make()

    assert encoder.fingerprint
    assert (other.fingerprint, other.dimension) == (encoder.fingerprint, encoder.dimension)
    assert (encoder.encode_document(TEXTS) * other.encode_query(TEXTS)).sum(axis=1).min() > 0.99999
    assert other.token_dimension == encoder.token_dimension
