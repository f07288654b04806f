"""Vectors of the index there is, for passages that did not change: an update encodes what is new and nothing else."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from retrieval.build import CATALOGUE, TOKENS, VECTORS
from retrieval.catalogue_sqlite import SqliteCatalogue
from retrieval.errors import IndexUnusableError
from retrieval.index_faiss import FaissIndex
from retrieval.manifest import check_files, read_manifest
from retrieval.ports import Encoder, Read, Storage, Vectors
from retrieval.token_store import TokenStore


class ReusingEncoder:
    """`retrieval.ports.Encoder` that knows the passages of an index that the same encoder made, by their text."""

    def __init__(self, encoder: Encoder, folder: Path) -> None:
        """Look into the index in a folder; one that is missing, damaged or another encoder's gives nothing."""
        self._encoder = encoder
        self._rows: dict[bytes, int] = {}
        self.encoded = 0
        """How many passages were not known."""
        self.storage: Storage | None = None
        """How that index keeps its vectors: an update keeps them alike."""
        try:
            manifest = read_manifest(folder)
            if (manifest.encoder, manifest.dimension) != (encoder.fingerprint, encoder.dimension):
                return
            check_files(folder, manifest)
            self.storage = manifest.storage
            files = folder / manifest.generation
            self._vectors = FaissIndex.load(files / VECTORS)
            self._tokens = TokenStore.load(files / TOKENS) if encoder.token_dimension else None
            catalogue = SqliteCatalogue(files / CATALOGUE)
        except IndexUnusableError:
            return
        self._rows = {_digest(text): row for row, text in enumerate(catalogue.texts())}
        catalogue.close()

    @property
    def fingerprint(self) -> str:
        """See `retrieval.ports.Encoder`."""
        return self._encoder.fingerprint

    @property
    def dimension(self) -> int:
        """See `retrieval.ports.Encoder`."""
        return self._encoder.dimension

    @property
    def token_dimension(self) -> int:
        """See `retrieval.ports.Encoder`."""
        return self._encoder.token_dimension

    def encode_query(self, texts: Sequence[str]) -> Vectors:
        """See `retrieval.ports.Encoder`."""
        return self._encoder.encode_query(texts)

    def read_query(self, texts: Sequence[str]) -> Read:
        """See `retrieval.ports.Encoder`."""
        return self._encoder.read_query(texts)

    def encode_document(self, texts: Sequence[str]) -> Vectors:
        """Vectors of passages, known ones from the index; shape (texts, dimension)."""
        return self.read_document(texts).vectors

    def read_document(self, texts: Sequence[str]) -> Read:
        """The same with the passages' tokens; see `retrieval.ports.Encoder`."""
        rows = [self._rows.get(_digest(text)) for text in texts]
        old = [(place, row) for place, row in enumerate(rows) if row is not None]
        new = [place for place, row in enumerate(rows) if row is None]
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        tokens = [np.empty((0, self.token_dimension), dtype=np.float32)] * len(texts)
        if old:
            vectors[[place for place, _ in old]] = self._vectors.reconstruct(np.array([row for _, row in old]))
            if self._tokens:
                for place, row in old:
                    tokens[place] = self._tokens.of_row(row)
        if new:
            read = self._encoder.read_document([texts[place] for place in new])
            vectors[new] = read.vectors
            for place, own in zip(new, read.tokens, strict=True):
                tokens[place] = own
            self.encoded += len(new)
        return Read(vectors, tokens)


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=16).digest()
