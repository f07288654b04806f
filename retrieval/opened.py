"""An index directory, loaded and held against the encoder."""

from __future__ import annotations

from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.build import CATALOGUE, VECTORS, WORDS
from retrieval.catalogue_sqlite import FilmTable, SqliteCatalogue
from retrieval.errors import IndexDamagedError
from retrieval.index_faiss import FaissIndex
from retrieval.manifest import Manifest, check_encoder, check_files, read_manifest
from retrieval.ports import Encoder, VectorIndex
from retrieval.title_search import TitleIndex
from retrieval.types import PassageKind
from retrieval.words import WordIndex

_NAMES = frozenset({PassageKind.IDENTITY, PassageKind.ROLE})


@dataclass(frozen=True, slots=True)
class OpenIndex:
    """An index directory, loaded."""

    folder: Path
    manifest: Manifest
    catalogue: SqliteCatalogue
    table: FilmTable
    vectors: VectorIndex
    words: WordIndex
    shows: NDArray[np.bool_]
    """Which rows may be shown as evidence: all but the identity rows."""
    tells: NDArray[np.bool_]
    """Which rows tell of the story: neither the identity rows nor the roles, which both lead to people's names."""
    film_of: NDArray[np.int32]
    """Which film each row is of."""
    titles: TitleIndex


def open_index(folder: Path, encoder: Encoder) -> OpenIndex:
    """Load an index and hold it against the encoder and its own checksums.

    Raises:
        IndexMissingError: there is none.
        IndexMismatchError: another encoder or text version made it.
        IndexDamagedError: a file is not what was written.
    """
    manifest = read_manifest(folder)
    check_encoder(manifest, fingerprint=encoder.fingerprint, dimension=encoder.dimension)
    check_files(folder, manifest)
    files = folder / manifest.generation
    vectors = FaissIndex.load(files / VECTORS)
    with ExitStack() as unless_whole:
        catalogue = unless_whole.enter_context(closing(SqliteCatalogue(files / CATALOGUE)))
        index = _joined(folder, manifest, vectors, catalogue)
        unless_whole.pop_all()
    return index


def _joined(folder: Path, manifest: Manifest, vectors: VectorIndex, catalogue: SqliteCatalogue) -> OpenIndex:
    kinds = catalogue.row_kinds()
    shows = np.array([kind != PassageKind.IDENTITY for kind in kinds])
    tells = np.array([kind not in _NAMES for kind in kinds])
    if not vectors.rows == len(shows) == manifest.rows:
        raise IndexDamagedError(f"The parts of the index in {folder} do not belong together; build it again.")
    words = WordIndex.load(folder / manifest.generation / WORDS)
    table = catalogue.table()
    titles = TitleIndex.of(catalogue, table)
    film_of = np.repeat(np.arange(len(table.film_ids), dtype=np.int32), np.diff(table.first_row))
    return OpenIndex(folder, manifest, catalogue, table, vectors, words, shows, tells, film_of, titles)
