"""What is measured, and what a user would write instead."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from benchmarks.processes import BenchmarkError
from retrieval.clues import add_utterance
from retrieval.encoder_onnx import OnnxEncoder
from retrieval.opened import OpenIndex, open_index
from retrieval.ports import Encoder, Read, Vectors
from retrieval.rank import Ranking, load_ranking
from retrieval.search import FilmSearch
from retrieval.types import FindRequest

LIMIT = 50
"""Films asked for, as the conversation does."""

Encode = Callable[[Sequence[str]], Vectors]
"""Texts to vectors of length 1; shape (texts, dimension)."""


@dataclass(frozen=True, slots=True)
class Subject:
    """An open index and all that a search over it needs."""

    index: OpenIndex
    encoder: Encoder
    ranking: Ranking
    count: Callable[[str], int]
    """Tokens of a text."""

    def search(self) -> FilmSearch:
        """A search over the index; closing it closes the index."""
        return FilmSearch(self.index, self.encoder, self.ranking, count=self.count)

    def vectors(self) -> Vectors:
        """All rows as the index keeps them; shape (rows, dimension)."""
        return self.index.vectors.reconstruct(np.arange(self.index.vectors.rows))


def open_subject(index: Path, encoder_folder: Traversable) -> Subject:
    """Open an index with the encoder that made it.

    Raises:
        retrieval.errors.RetrievalError: one of the two cannot be used, or they do not belong together.
    """
    encoder = OnnxEncoder(encoder_folder)
    ranking = load_ranking(encoder_folder / "ranking.json", fingerprint=encoder.fingerprint)
    return Subject(open_index(index, encoder), encoder, ranking, encoder.token_count)


def request(search: FilmSearch, text: str) -> FindRequest:
    """Understand a question without a conversation around it."""
    reading = search.read_now(text, screen_year=None)
    return FindRequest(add_utterance((), reading.search_text), reading.clues, limit=LIMIT)


class FlatSearch:
    """What a user would write: vectors in `IndexFlatIP`, the nearest ones' films, one question at a time."""

    def __init__(self, index: faiss.Index, first_row: NDArray[np.int64], encode: Encode) -> None:
        """Search an index whose rows are grouped by film.

        Args:
            index: the vectors.
            first_row: shape (films + 1,), as in `retrieval.catalogue_sqlite.FilmTable`.
            encode: our own encoder, or `sentence_transformer()`.
        """
        self._index = index
        self._first_row = first_row
        self._encode = encode

    @classmethod
    def build(cls, vectors: Vectors, first_row: NDArray[np.int64], encode: Encode) -> FlatSearch:
        """Take every row."""
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(vectors)
        return cls(index, first_row, encode)

    def encoded_by(self, encode: Encode) -> FlatSearch:
        """The same vectors behind another encoder."""
        return FlatSearch(self._index, self._first_row, encode)

    def find(self, text: str, *, limit: int = LIMIT) -> list[int]:
        """Numbers of films, best first, each by its best row."""
        _, rows = self._index.search(self._encode([text]), min(4 * limit, self._index.ntotal))
        films = np.searchsorted(self._first_row, rows[0], side="right") - 1
        return list(dict.fromkeys(films.tolist()))[:limit]


def sentence_transformer() -> Encode:
    """The untrained base encoder of ours in sentence-transformers, with its defaults: 32-bit numbers, on torch.

    Raises:
        BenchmarkError: the extra `training` is not installed.
    """
    try:
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415  # heavy, and only a part needs it

        from training.export import base_source  # noqa: PLC0415  # as above
    except ImportError as error:
        raise BenchmarkError("sentence-transformers is missing; run: pip install -e '.[training]'") from error
    model = SentenceTransformer(str(base_source().folder), device="cpu")

    def encode(texts: Sequence[str]) -> Vectors:
        made: Vectors = model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False)
        return made

    return encode


class Remembering:
    """An encoder that encodes each text once, for what asks the same questions of many indexes."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._known: dict[str, Read] = {}
        self.fingerprint = encoder.fingerprint
        self.dimension = encoder.dimension
        self.token_dimension = encoder.token_dimension

    def encode_query(self, texts: Sequence[str]) -> Vectors:
        """See `retrieval.ports.Encoder`."""
        return self.read_query(texts).vectors

    def read_query(self, texts: Sequence[str]) -> Read:
        """See `retrieval.ports.Encoder`."""
        read = [self._text(text) for text in texts]
        return Read(np.concatenate([one.vectors for one in read]), [tokens for one in read for tokens in one.tokens])

    def encode_document(self, texts: Sequence[str]) -> Vectors:
        """See `retrieval.ports.Encoder`."""
        return self._encoder.encode_document(texts)

    def read_document(self, texts: Sequence[str]) -> Read:
        """See `retrieval.ports.Encoder`."""
        return self._encoder.read_document(texts)

    def _text(self, text: str) -> Read:
        if text not in self._known:
            self._known[text] = self._encoder.read_query([text])
        return self._known[text]
