"""An encoder without a model: every word is hashed to a direction, a text is the sum of its words'."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence

import numpy as np

from retrieval.ports import Read, TokenVectors, Vectors
from retrieval.text import fold

DIMENSION = 256
_STOP_WORDS = frozenset("a an and as at by for from in is it no not of on or that the to was who with".split())


class FakeEncoder:
    """Implements `retrieval.ports.Encoder`: texts that share words are near, and nothing else is."""

    def __init__(self, *, fingerprint: str = "fake", dimension: int = DIMENSION, token_dimension: int = 0) -> None:
        self.fingerprint = fingerprint
        self.dimension = dimension
        self.token_dimension = token_dimension
        self.before: Callable[[], None] = lambda: None
        """Called before every encoding, so that a test can make it slow or count it."""
        self.told: Callable[[int], None] = lambda _texts: None
        """Called with how many texts are encoded in one run."""

    def encode_query(self, texts: Sequence[str]) -> Vectors:
        return self._encode(texts)

    def encode_document(self, texts: Sequence[str]) -> Vectors:
        return self._encode(texts)

    def read_query(self, texts: Sequence[str]) -> Read:
        return Read(self._encode(texts), [self._tokens(text) for text in texts])

    def read_document(self, texts: Sequence[str]) -> Read:
        return self.read_query(texts)

    def token_count(self, text: str) -> int:
        return len(text.split())

    def _encode(self, texts: Sequence[str]) -> Vectors:
        self.before()
        self.told(len(texts))
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in _telling(text) or ["nothing was said"]:
                vectors[row, zlib.crc32(word.encode()) % self.dimension] += 1
        lengths: Vectors = np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors / lengths

    def _tokens(self, text: str) -> TokenVectors:
        """A word points in its own direction, so two words are the same or have nothing in common."""
        if not self.token_dimension:
            return np.zeros((0, 0), dtype=np.float32)
        places = [zlib.crc32(word.encode()) % self.token_dimension for word in _telling(text)]
        return np.eye(self.token_dimension, dtype=np.float32)[places]


def _telling(text: str) -> list[str]:
    return [word for word in fold(text).split() if word not in _STOP_WORDS]
