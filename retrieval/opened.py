"""An index directory, loaded and held against the encoder."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.build import CATALOGUE, TOKENS, VECTORS, WORDS
from retrieval.catalogue_sqlite import FilmTable, SqliteCatalogue
from retrieval.errors import IndexDamagedError
from retrieval.index_faiss import FaissIndex
from retrieval.manifest import Manifest, check_encoder, check_files, read_manifest
from retrieval.ports import Encoder, VectorIndex
from retrieval.title_search import TitleIndex
from retrieval.token_store import TokenStore
from retrieval.types import PassageKind
from retrieval.words import WordIndex

_HIDDEN = frozenset({PassageKind.IDENTITY, PassageKind.MEMORY})
_NO_STORY = frozenset({PassageKind.IDENTITY, PassageKind.ROLE, PassageKind.MEMORY})


@dataclass(frozen=True, slots=True)
class OpenIndex:
    """An index directory, loaded."""

    folder: Path
    manifest: Manifest
    catalogue: SqliteCatalogue
    table: FilmTable
    vectors: VectorIndex
    tokens: TokenStore | None
    """Of the same rows; None where the encoder has no vectors of tokens."""
    words: WordIndex
    shows: NDArray[np.bool_]
    """Which rows may be shown as evidence: neither the identity rows nor memories."""
    tells: NDArray[np.bool_]
    """Which rows tell of the story: neither memories nor the identity rows and the roles, which both lead to people's
    names."""
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
    files = folder / manifest.generation
    with ExitStack() as unless_whole, ThreadPoolExecutor(1, thread_name_prefix="checksums") as beside:
        checked = beside.submit(check_files, folder, manifest)
        try:  # SQLite finds out for itself where a file is no database; the other readers wait for the checksums
            catalogue = unless_whole.enter_context(closing(SqliteCatalogue(files / CATALOGUE)))
            kinds, table = catalogue.row_kinds(), catalogue.table()
            titles = TitleIndex.of(catalogue, table)
        finally:
            checked.result()  # a damaged file is told as one, whatever reading it came to
        vectors = FaissIndex.load(files / VECTORS)
        tokens = TokenStore.load(files / TOKENS) if encoder.token_dimension else None
        if not vectors.rows == len(kinds) == manifest.rows == (tokens or vectors).rows:
            raise IndexDamagedError(f"The parts of the index in {folder} do not belong together; build it again.")
        words = WordIndex.load(files / WORDS)
        unless_whole.pop_all()
    shows = np.array([kind not in _HIDDEN for kind in kinds])
    tells = np.array([kind not in _NO_STORY for kind in kinds])
    film_of = np.repeat(np.arange(len(table.film_ids), dtype=np.int32), np.diff(table.first_row))
    return OpenIndex(folder, manifest, catalogue, table, vectors, tokens, words, shows, tells, film_of, titles)
