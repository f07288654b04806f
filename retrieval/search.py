"""FilmSearch: understand, encode, search, fuse, filter, explain.

Owns the one worker thread in which the encoder, FAISS and SQLite run, so that nothing here holds up the event loop.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TypeGuard, TypeVar

import numpy as np
from numpy.typing import NDArray

from retrieval.build import CATALOGUE, VECTORS, WORDS
from retrieval.catalogue_sqlite import FilmTable, SqliteCatalogue
from retrieval.constraints import allowed, clue_features, unknown, violates
from retrieval.errors import IndexDamagedError
from retrieval.index_faiss import FaissIndex
from retrieval.manifest import Manifest, check_encoder, check_files, read_manifest
from retrieval.names import CatalogueNames
from retrieval.ports import Encoder, VectorIndex, Vectors
from retrieval.rank import Ranking, RowScores, best_rows, film_rows, popularity, posterior, word_features
from retrieval.text import join_query, without_names
from retrieval.types import (
    Candidate,
    CastClue,
    Clue,
    ClueValue,
    Evidence,
    Film,
    FilmId,
    Findings,
    FindRequest,
    LikeClue,
    PassageKind,
    PersonClue,
    Reading,
)
from retrieval.understand import read_clues
from retrieval.words import WordIndex

T = TypeVar("T")

_Flaws = tuple[tuple[Clue, NDArray[np.bool_], NDArray[np.bool_]], ...]

QUERY_TOKENS = 256  # the encoder was trained on no longer texts; 512 gained nothing on real questions
_ROWS_DEPTH = 1000  # rows asked of FAISS, some hundreds of films; 8,000 found no film more on the real questions
_LIKE_WORDS = 8  # a query of that many words and the film that it likens to weigh the same
_WORDS_DEPTH = 200  # films taken from BM25 beside them


@dataclass(frozen=True, slots=True)
class OpenIndex:
    """An index directory, loaded."""

    manifest: Manifest
    catalogue: SqliteCatalogue
    table: FilmTable
    vectors: VectorIndex
    words: WordIndex
    shows: NDArray[np.bool_]
    """Which rows may be shown as evidence: all but the identity rows."""


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
    catalogue = SqliteCatalogue(files / CATALOGUE)
    shows = np.array([kind != PassageKind.IDENTITY for kind in catalogue.row_kinds()])
    if not vectors.rows == len(shows) == manifest.rows:
        raise IndexDamagedError(f"The parts of the index in {folder} do not belong together; build it again.")
    return OpenIndex(manifest, catalogue, catalogue.table(), vectors, WordIndex.load(files / WORDS), shows)


@dataclass(frozen=True, slots=True)
class Pool:
    """The films that a search ranks."""

    query: str
    """The text that was encoded."""
    films: NDArray[np.int64]
    """Their numbers."""
    features: NDArray[np.float64]
    """Shape (films, `retrieval.rank.FEATURES`)."""
    rows: RowScores


def _is_wanted(value: ClueValue) -> TypeGuard[PersonClue | CastClue]:
    """Whether a clue names people who are in the film."""
    return isinstance(value, CastClue) or (isinstance(value, PersonClue) and value.wanted)


def _for(mask: NDArray[np.bool_]) -> NDArray[np.int8]:
    return mask.astype(np.int8)


class FilmSearch:
    """`FilmFinder` and `ClueReader` over one index. Close it when done."""

    def __init__(self, index: OpenIndex, encoder: Encoder, ranking: Ranking, *, count: Callable[[str], int]) -> None:
        """Search an index.

        Args:
            index: from `open_index`, made with the same encoder.
            encoder: encodes the queries.
            ranking: weights fitted with that encoder.
            count: length of a text in the encoder's tokens.
        """
        self._index = index
        self._encoder = encoder
        self._ranking = ranking
        self._weights = ranking.vector()
        self._count = count
        self._names = CatalogueNames(index.catalogue)
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="search")

    @property
    def manifest(self) -> Manifest:
        """What the index says of itself."""
        return self._index.manifest

    async def find(self, request: FindRequest) -> Findings:
        """Search the index; see `bot.core.ports.FilmFinder`."""
        return await self._in_worker(lambda: self.find_now(request))

    async def films(self, film_ids: Iterable[FilmId]) -> Mapping[FilmId, Film]:
        """Look films up; see `bot.core.ports.FilmFinder`."""
        wanted = list(film_ids)
        return await self._in_worker(lambda: self._index.catalogue.films(wanted))

    async def read(self, text: str, *, screen_year: int | None) -> Reading:
        """Understand one message; see `bot.core.ports.ClueReader`."""
        return await self._in_worker(lambda: self.read_now(text, screen_year=screen_year))

    async def _in_worker(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._worker, work)

    def close(self) -> None:
        """Wait for what runs and close the files."""
        self._worker.shutdown()
        self._index.catalogue.close()

    def read_now(self, text: str, *, screen_year: int | None) -> Reading:
        """`read` for callers without an event loop."""
        return read_clues(text, names=self._names, screen_year=screen_year)

    def film_now(self, film_id: FilmId) -> Film | None:
        """`films` for one film and callers without an event loop."""
        return self._index.catalogue.films([film_id]).get(film_id)

    def find_now(self, request: FindRequest) -> Findings:
        """`find` for callers without an event loop."""
        pool = self.pool(request)
        blocker, blocked = self._blocker(request.clues)
        if not len(pool.films):
            return Findings((), pool.query, confident=False, fits=False, blocker=blocker, blocked=blocked)
        scores = posterior(pool.features, self._weights)
        order = np.argsort(-scores, kind="stable")[: request.limit]
        flaws = self._flaws(request.clues)
        found = tuple(
            self._candidate(int(pool.films[i]), float(scores[i]), self._evidence(pool.rows, int(i)), flaws)
            for i in order
        )
        best = float(scores.max())
        sure, fits = best >= self._ranking.confident_at, best >= self._ranking.fits_at
        return Findings(found, pool.query, sure, fits, blocker, blocked)

    def pool(self, request: FindRequest) -> Pool:
        """The films that vectors, words or a name bring up and no clue shuts out, described for ranking."""
        table = self._index.table
        open_films = allowed(table, request.clues) & self._not_excluded(request) & self._without_unwanted(request.clues)
        named = [clue.value for clue in request.clues if clue.hard and _is_wanted(clue.value)]
        people = [self._takes_part(person) for person in named]
        absent = [
            person.name
            for person, mask in zip(named, people, strict=True)
            if isinstance(person, PersonClue) and not (mask & open_films).any()
        ]
        # The name of someone who is in none of the films left only leads to films that share a word with it.
        said = [without_names(text, absent) for text in request.utterances]
        query = join_query(said, count=self._count, budget=QUERY_TOKENS)
        query = query or ", ".join(clue.said for clue in request.clues)  # all that was said were facts
        encoded = self._moved(self._encoder.encode_query([query]), query, request.clues)
        words = " ".join(said) or query
        once = self._index.words.scores(words, once=True)
        films = self._brought_up(encoded, once, open_films, people, depth=request.limit)
        rows, start = film_rows(table, films)
        scored = RowScores(rows, start, self._index.vectors.scores(encoded, rows))
        features = (
            best_rows(scored),
            *word_features(once, self._index.words.scores(words), films),
            *clue_features(table, films, request.clues, [*map(_for, people), *self._against(request.clues)]),
            popularity(table, films),
        )
        return Pool(query, films, np.stack(features, axis=1), scored)

    def _blocker(self, clues: Sequence[Clue]) -> tuple[Clue | None, int]:
        """The hard clue without which most films would come back, and how many those are."""
        hard = [(clue, missed) for clue, missed, _ in self._flaws(clues) if clue.hard and not _is_wanted(clue.value)]
        if not hard:
            return None, 0
        times = np.sum([missed for _, missed in hard], axis=0)
        alone = [int((missed & (times == 1)).sum()) for _, missed in hard]
        # Where every film is shut out twice over, no single clue brings one back; then the widest is named.
        counts = alone if any(alone) else [int(missed.sum()) for _, missed in hard]
        most = int(np.argmax(counts))
        return (hard[most][0], counts[most]) if counts[most] else (None, 0)

    def _not_excluded(self, request: FindRequest) -> NDArray[np.bool_]:
        mask = np.ones(len(self._index.table.film_ids), dtype=np.bool_)
        numbers = [number for id_ in request.excluded if (number := self._index.catalogue.number(id_)) is not None]
        mask[numbers] = False
        return mask

    def _takes_part(self, clue: PersonClue | CastClue) -> NDArray[np.bool_]:
        """In which of all films a person, or somebody of another film's cast, takes part; not in that other film."""
        table, names = self._index.table, (clue.name,) if isinstance(clue, PersonClue) else clue.names
        mask = np.zeros(len(table.film_ids), dtype=np.bool_)
        for name in names:
            mask[self._index.catalogue.films_with(name)] = True
        if isinstance(clue, CastClue) and clue.film_id in table.numbers:
            mask[table.numbers[clue.film_id]] = False
        return mask

    def _without_unwanted(self, clues: Sequence[Clue]) -> NDArray[np.bool_]:
        """Which of all films list nobody who is firmly said not to take part."""
        mask = np.ones(len(self._index.table.film_ids), dtype=np.bool_)
        for clue in clues:
            if clue.hard and isinstance(clue.value, PersonClue) and not clue.value.wanted:
                mask &= ~self._takes_part(clue.value)
        return mask

    def _against(self, clues: Sequence[Clue]) -> list[NDArray[np.int8]]:
        """For everybody who is said, not firmly, not to take part: -1 for the films that list them."""
        unwanted = [clue.value for clue in clues if not clue.hard and isinstance(clue.value, PersonClue)]
        return [-_for(self._takes_part(person)) for person in unwanted if not person.wanted]

    def _moved(self, encoded: Vectors, query: str, clues: Sequence[Clue]) -> Vectors:
        """A query's vector, drawn towards the films that the one meant is like: the more, the fewer words there are."""
        table = self._index.table
        liked = [table.numbers.get(clue.value.film_id) for clue in clues if isinstance(clue.value, LikeClue)]
        rows = [np.arange(table.first_row[film], table.first_row[film + 1]) for film in liked if film is not None]
        if not rows:
            return encoded
        centres = np.stack([self._index.vectors.vectors(own).mean(axis=0) for own in rows])
        towards = (centres / np.linalg.norm(centres, axis=1, keepdims=True)).mean(axis=0)
        share = _LIKE_WORDS / (_LIKE_WORDS + len(query.split()))
        moved = (1 - share) * encoded + share * towards
        return np.asarray(moved / np.linalg.norm(moved), dtype=np.float32)

    def _brought_up(
        self,
        encoded: NDArray[np.float32],
        bm25: NDArray[np.float32],
        open_films: NDArray[np.bool_],
        people: Sequence[NDArray[np.bool_]],
        *,
        depth: int,
    ) -> NDArray[np.int64]:
        """Numbers of the films that FAISS, BM25 or a named person brings up, none of them shut out."""
        table = self._index.table
        filtered = not open_films.all()
        counts = np.diff(table.first_row)
        rows_open = np.repeat(open_films, counts) if filtered else None
        _, rows = self._index.vectors.search(encoded, max(_ROWS_DEPTH, 4 * depth), rows_open)
        pool = np.zeros(len(open_films), dtype=np.bool_)
        pool[np.searchsorted(table.first_row, rows, side="right") - 1] = True
        worded = np.where(open_films, bm25, 0)
        top = np.argsort(-worded, kind="stable")[: max(_WORDS_DEPTH, depth)]
        pool[top[worded[top] > 0]] = True
        for mask in people:
            pool |= mask
        return np.flatnonzero(pool & open_films)

    def _flaws(self, clues: Sequence[Clue]) -> _Flaws:
        """For every clue, which of all films are known not to meet it, and about which nothing is known."""
        table = self._index.table
        return tuple(
            (
                clue,
                self._people_missed(clue.value)
                if isinstance(clue.value, PersonClue | CastClue)
                else violates(table, clue),
                unknown(table, clue),
            )
            for clue in clues
        )

    def _people_missed(self, clue: PersonClue | CastClue) -> NDArray[np.bool_]:
        takes_part = self._takes_part(clue)
        return ~takes_part if _is_wanted(clue) else takes_part

    def _candidate(self, number: int, score: float, evidence: Evidence, flaws: _Flaws) -> Candidate:
        return Candidate(
            film_id=self._index.table.film_ids[number],
            score=score,
            evidence=evidence,
            unmet=tuple(clue for clue, missed, _ in flaws if missed[number]),
            unknown=tuple(clue for clue, _, open_ in flaws if clue.hard and open_[number]),
        )

    def _evidence(self, rows: RowScores, place: int) -> Evidence:
        """The row of a film that is nearest to the query; the identity row only where there is no other."""
        end = rows.start[place + 1] if place + 1 < len(rows.start) else len(rows.rows)
        own = slice(rows.start[place], end)
        shown = np.where(self._index.shows[rows.rows[own]], rows.scores[own], rows.scores[own] - 2)
        return Evidence(*self._index.catalogue.passage(int(rows.rows[own][shown.argmax()])))
