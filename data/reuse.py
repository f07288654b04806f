"""Vectors of the index there is, for passages that did not change: an update encodes what is new and nothing else."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from retrieval.build import CATALOGUE, VECTORS
from retrieval.catalogue_sqlite import SqliteCatalogue
from retrieval.errors import IndexUnusableError
from retrieval.index_faiss import FaissIndex
from retrieval.manifest import check_files, read_manifest
from retrieval.ports import Encoder, Storage, Vectors


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

    def encode_query(self, texts: Sequence[str]) -> Vectors:
        """See `retrieval.ports.Encoder`."""
        return self._encoder.encode_query(texts)

    def encode_document(self, texts: Sequence[str]) -> Vectors:
        """Vectors of passages, known ones from the index; shape (texts, dimension)."""
        rows = [self._rows.get(_digest(text)) for text in texts]
        old = [place for place, row in enumerate(rows) if row is not None]
        new = [place for place, row in enumerate(rows) if row is None]
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        if old:
            vectors[old] = self._vectors.reconstruct(np.array([rows[place] for place in old], dtype=np.int64))
        if new:
            vectors[new] = self._encoder.encode_document([texts[place] for place in new])
            self.encoded += len(new)
        return vectors


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=16).digest()
