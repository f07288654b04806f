"""FilmSearch: understand, encode, search, fuse, filter, explain.

Owns the one worker thread in which FAISS and SQLite run, so that nothing here holds up the event loop. Searches that
wait together are encoded together, in a thread beside it (`retrieval.micro_batch`), and between two pieces of its work
a newer index may take the place of the one in use (`retrieval.live_index`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from retrieval.asking import best_question, evidence
from retrieval.bounds import Boundary
from retrieval.clues import facts_said
from retrieval.constraints import (
    ALL,
    Masks,
    Numbers,
    allowed,
    blocker_of,
    can_be_loosened,
    clue_features,
    is_wanted,
    marked,
    these,
    unknown,
    violates,
)
from retrieval.credits import against, people_missed, takes_part, without_unwanted
from retrieval.evidence import evidence_where, to_tell
from retrieval.late import late_features, token_matches
from retrieval.live_index import LiveIndex
from retrieval.manifest import Manifest
from retrieval.micro_batch import MicroBatcher
from retrieval.names import CatalogueNames
from retrieval.opened import OpenIndex, open_index
from retrieval.ports import Encoder, Read, Vectors
from retrieval.rank import (
    Floats,
    Ranking,
    RowScores,
    film_rows,
    highest,
    posterior,
    reranked,
    row_features,
    shortlist,
    standing,
    word_features,
)
from retrieval.similar import Metric, like_id, like_plot, named_films
from retrieval.steps import Asked, ByWords, Pool
from retrieval.suggested import look_up
from retrieval.text import fold, join_query, sentences, without_names
from retrieval.title_match import films_named
from retrieval.types import (
    NO_BOUNDS,
    Bounds,
    Candidate,
    CastClue,
    Clue,
    Film,
    FilmId,
    Findings,
    FindRequest,
    GenreClue,
    LikeClue,
    LookedUp,
    PersonClue,
    Reading,
    Room,
    Suggestion,
    TitleMatch,
)
from retrieval.understand import read_clues

__all__ = ["QUERY_TOKENS", "FilmSearch", "OpenIndex", "open_index"]

T = TypeVar("T")

QUERY_TOKENS = 256  # the encoder was trained on no longer texts; 512 gained nothing on real questions
_ROWS_DEPTH = 1000  # rows asked of FAISS, some hundreds of films; 8,000 found no film more on the real questions
_LIKE_WORDS = 8  # a query of that many words and the film that it likens to weigh the same
_WORDS_DEPTH = 200  # films taken from BM25 beside them
_TOGETHER = 8  # searches encoded in one run: the first answered waits for all of them, and larger runs are no faster


class FilmSearch:
    """`FilmFinder` and `ClueReader` over one index, and the newer ones that take its place. Close it when done."""

    def __init__(
        self,
        index: OpenIndex,
        encoder: Encoder,
        ranking: Ranking,
        *,
        count: Callable[[str], int],
        together: int = _TOGETHER,
    ) -> None:
        """Search an index.

        Args:
            index: from `open_index`, made with the same encoder.
            encoder: encodes the queries.
            ranking: weights fitted with that encoder.
            count: length of a text in the encoder's tokens.
            together: how many of the searches that wait are encoded in one run.
        """
        # A second thread would wait for the next product on the processor that encodes the next question.
        threadpool_limits(1, user_api="blas")
        self._encoder = encoder
        self._ranking = ranking
        self._weights, self._late_weights = ranking.vector(), ranking.late_vector()
        self._count = count
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="search")
        self._live = LiveIndex(index, lambda: open_index(index.folder, encoder), self._worker)
        self._boundary = Boundary()
        self._finds = MicroBatcher(
            self._worker, self._asked_live, self._encoded, self._by_words, self._finished, most=together
        )

    @property
    def _index(self) -> OpenIndex:
        return self._live.current

    @property
    def manifest(self) -> Manifest:
        """What the index says of itself."""
        return self._index.manifest

    async def find(self, request: FindRequest) -> Findings:
        """Search the index; see `bot.core.ports.FilmFinder`."""
        await self._learn(request.bounds)
        return await self._finds.ask(request)

    async def films(self, film_ids: Iterable[FilmId]) -> Mapping[FilmId, Film]:
        """Look films up; see `bot.core.ports.FilmFinder`."""
        wanted = list(film_ids)
        return await self._in_worker(lambda: self._index.catalogue.films(wanted))

    async def passing(self, film_ids: Iterable[FilmId], bounds: Bounds) -> frozenset[FilmId]:
        """Those of the index's films that bounds let through; see `bot.core.ports.FilmFinder`."""
        wanted = list(film_ids)
        await self._learn(bounds)
        return await self._in_worker(lambda: self._boundary.passing(self._index, wanted, bounds))

    async def room(self, bounds: Bounds) -> Room:
        """What bounds leave of the index."""
        await self._learn(bounds)
        return await self._in_worker(lambda: self._boundary.room(self._index, bounds))

    async def read(self, text: str, *, screen_year: int | None, screen_runtime: int | None = None) -> Reading:
        """Understand one message; see `bot.core.ports.ClueReader`."""
        return await self._in_worker(
            lambda: self.read_now(text, screen_year=screen_year, screen_runtime=screen_runtime)
        )

    async def look_up(self, suggestion: Suggestion, text: str) -> LookedUp:
        """Keep what is true of a suggestion; see `bot.core.ports.ClueReader`."""
        return await self._in_worker(lambda: look_up(suggestion, text, CatalogueNames(self._index.catalogue)))

    async def named(self, title: str) -> tuple[Film, ...]:
        """The films that a title names, newest first; see `retrieval.similar.named_films`."""
        return await self._in_worker(lambda: named_films(self._index, title))

    async def suggest(self, typed: str, *, limit: int) -> tuple[TitleMatch, ...]:
        """The films whose titles fit what somebody is typing; it does not wait for searches."""
        return await asyncio.to_thread(self._index.titles.suggest, typed, limit=limit)

    async def similar(
        self,
        film_id: FilmId,
        *,
        metric: Metric = "cosine",
        limit: int = 10,
        bounds: Bounds = NO_BOUNDS,
        excluded: frozenset[FilmId] = frozenset(),
    ) -> tuple[Candidate, ...]:
        """The films most like a film, best first; see `bot.core.ports.FilmFinder`. None of a film that is not here."""

        def like() -> tuple[Candidate, ...]:
            reach = self._reach(bounds, excluded)
            return like_id(self._index, film_id, metric=metric, limit=limit, reach=reach)

        await self._learn(bounds)
        return await self._in_worker(like)

    async def similar_to_plot(self, plot: str, *, metric: Metric = "cosine", limit: int = 10) -> tuple[Candidate, ...]:
        """The films most like a plot, best first; none where it holds no word."""
        return await self._in_worker(lambda: like_plot(self._index, self._encoder, plot, metric=metric, limit=limit))

    async def _learn(self, bounds: Bounds) -> None:
        """Look themes up that are not known yet, each for itself, so that others' searches come in between."""
        for theme in bounds.themes:
            if not self._boundary.knows(theme):
                await self._in_worker(partial(self._learn_now, theme))

    def _learn_now(self, theme: str) -> None:
        self._boundary.learn(self._index, theme)

    async def _in_worker(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._worker, work)

    def close(self) -> None:
        """Wait for what runs and close the files."""
        self._finds.close()
        self._worker.shutdown()
        self._live.close()

    def read_now(self, text: str, *, screen_year: int | None, screen_runtime: int | None = None) -> Reading:
        """`read` for callers without an event loop."""
        names = CatalogueNames(self._index.catalogue)
        return read_clues(text, names=names, screen_year=screen_year, screen_runtime=screen_runtime)

    def film_now(self, film_id: FilmId) -> Film | None:
        """`films` for one film and callers without an event loop."""
        return self._index.catalogue.films([film_id]).get(film_id)

    def find_now(self, request: FindRequest) -> Findings:
        """`find` for callers without an event loop."""
        asked = self._asked(request)
        return self._findings(asked, self._by_words(asked), self._encoder.read_query(asked.texts))

    def _asked_live(self, request: FindRequest) -> Asked:
        self._live.look()
        return self._asked(request)

    def _encoded(self, together: Sequence[Asked]) -> list[Read]:
        """Each request's texts, all encoded in one run."""
        read = self._encoder.read_query([text for one in together for text in one.texts])
        ends = np.cumsum([len(one.texts) for one in together])
        return [
            Read(own, read.tokens[end - len(own) : end])
            for own, end in zip(np.split(read.vectors, ends[:-1]), ends.tolist(), strict=True)
        ]

    def _finished(self, asked: Asked, words: ByWords, encoded: Read) -> Findings:
        if (
            words is None or asked.index is not self._index
        ):  # a newer one took its place meanwhile, with other films and names
            return self.find_now(asked.request)
        return self._findings(asked, words, encoded)

    def _findings(self, asked: Asked, words: ByWords, encoded: Read) -> Findings:
        request, pool = asked.request, self._pool(asked, words, encoded)
        shutting = [(clue, self._missed(clue)) for clue in request.clues if can_be_loosened(clue)]
        blocker, blocked = blocker_of(shutting, asked.reach)
        if not len(pool.films):
            return Findings((), pool.query, confident=False, fits=False, blocker=blocker, blocked=blocked)
        scores = self.scores(pool, evidence(self._index, pool.films, request.answers))
        order = np.argsort(-scores, kind="stable")[: request.limit]
        numbers, table = pool.films[order], self._index.table
        brought = [table.film_ids[number] for number in numbers.tolist()]
        passages = evidence_where(self._index, pool.rows, order, pool.words, to_tell(brought, request))
        unmet = marked([(clue, self._missed(clue, numbers)) for clue in request.clues], len(numbers))
        open_ = marked([(clue, unknown(table, clue, numbers)) for clue in request.clues if clue.hard], len(numbers))
        found = tuple(map(Candidate, brought, scores[order].tolist(), passages, unmet, open_))
        best = float(scores.max())
        sure, fits = best >= self._ranking.confident_at, best >= self._ranking.fits_at
        question = best_question(self._index, pool.films, scores, request) if request.asks else None
        return Findings(found, pool.query, sure, fits, blocker, blocked, question)

    def pool(self, request: FindRequest) -> Pool:
        """The films that vectors, words or a name bring up and no clue shuts out, described for ranking."""
        asked = self._asked(request)
        return self._pool(asked, self._by_words(asked), self._encoder.read_query(asked.texts))

    def compared(self, pool: Pool, scores: Floats) -> tuple[NDArray[np.int64], Floats]:
        """The places of the shortlist and what is known of its films, their tokens compared with the query's.

        Args:
            pool: the candidates.
            scores: how probable each is so far.

        Returns:
            Shapes (shortlist,) and (shortlist, `FEATURES` and `LATE_FEATURES`).
        """
        places, store = shortlist(scores), self._index.tokens
        films, first_row = pool.films[places], self._index.table.first_row
        nothing = np.zeros((len(places), 0), dtype=np.float32)
        matches = token_matches(pool.tokens, store, first_row[films], first_row[films + 1]) if store else nothing
        return places, np.column_stack([pool.features[places], *late_features(matches)])

    def scores(self, pool: Pool, known: Floats) -> Floats:
        """How probable it is that each candidate is the film meant; `known` is what answers say of it."""
        scores = posterior(pool.features, self._weights, known)
        if self._late_weights is None:
            return scores
        places, features = self.compared(pool, scores)
        return reranked(scores, places, posterior(features, self._late_weights, known[places]))

    def _asked(self, request: FindRequest) -> Asked:
        reach = self._reach(request.bounds, request.excluded)
        open_films = reach & allowed(self._index.table, request.clues) & without_unwanted(self._index, request.clues)
        named = [clue.value for clue in request.clues if clue.hard and is_wanted(clue.value)]
        people = [takes_part(self._index, person) for person in named]
        absent = [
            person.name
            for person, mask in zip(named, people, strict=True)
            if isinstance(person, PersonClue) and not (mask & open_films).any()
        ]
        # The name of someone who is in none of the films left only leads to films that share a word with it.
        said = [without_names(text, absent) for text in request.utterances]
        query = join_query(said, count=self._count, budget=QUERY_TOKENS)
        query = query or facts_said(request.clues)  # all that was said were facts
        words = " ".join(said) or query
        return Asked(request, self._index, reach, open_films, people, query, sentences(query), words)

    def _reach(self, bounds: Bounds, excluded: Iterable[FilmId]) -> NDArray[np.bool_]:
        """Which of all films may be shown, whatever is asked for."""
        return self._boundary.within(self._index, bounds) & ~these(self._index.table, excluded)

    def _by_words(self, asked: Asked) -> ByWords:
        """What needs no vectors, while these are made; in the same job of the worker as `_asked`, so of one index."""
        request = asked.request
        once, repeated = self._index.words.both_scores(asked.words)
        titled = self._titled(request)
        films = these(self._index.table, request.extra)
        films[list(titled)] = True
        scores = once if asked.open_films.all() else once * asked.open_films
        films[highest(scores, max(_WORDS_DEPTH, request.limit))] = True
        return ByWords(once, repeated, titled, films)

    def _pool(self, asked: Asked, words: ByWords, read: Read) -> Pool:
        """Describe the candidates; `read` holds the query and then its sentences."""
        request, table = asked.request, self._index.table
        encoded = read.vectors
        query = self._moved(encoded[:1], asked.query, request.clues)
        films = self._brought_up(query, asked.open_films, [*asked.people, words.films], depth=request.limit)
        rows, start = film_rows(table, films)
        products = self._index.vectors.scores(np.concatenate([query, encoded[1:]]), rows)
        scored = RowScores(rows, start, products[:, 0])
        lengths = np.array([len(text.split()) for text in asked.sentences], dtype=np.int64)
        said = len(asked.query.split())
        people = [*(mask.astype(np.int8) for mask in asked.people), *against(self._index, request.clues)]
        features = (
            *row_features(scored, products[:, 1:], lengths),
            *word_features(words.once, words.repeated, films, said=said),
            *clue_features(table, films, request.clues, people),
            *standing(table, films, words=said),
            np.array([words.titled.get(film, 0.0) for film in films.tolist()]),
        )
        return Pool(asked.query, asked.words, films, np.stack(features, axis=1), scored, read.tokens[0])

    def _moved(self, encoded: Vectors, query: str, clues: Sequence[Clue]) -> Vectors:
        """A query's vector, drawn towards the films that the one meant is like: the more, the fewer words there are."""
        table = self._index.table
        liked = [table.numbers.get(clue.value.film_id) for clue in clues if isinstance(clue.value, LikeClue)]
        rows = [np.arange(table.first_row[film], table.first_row[film + 1]) for film in liked if film is not None]
        if not rows:
            return encoded
        centres = np.stack([self._index.vectors.reconstruct(own).mean(axis=0) for own in rows])
        towards = (centres / np.linalg.norm(centres, axis=1, keepdims=True)).mean(axis=0)
        share = _LIKE_WORDS / (_LIKE_WORDS + len(query.split()))
        moved = (1 - share) * encoded + share * towards
        return np.asarray(moved / np.linalg.norm(moved), dtype=np.float32)

    def _titled(self, request: FindRequest) -> dict[int, float]:
        """The feature `title`, where it is not 0; a genre that was said is no title, though films are called so."""
        genres = {fold(clue.said) for clue in request.clues if isinstance(clue.value, GenreClue)}
        said = ["" if genres and fold(text) in genres else text for text in request.utterances]
        return films_named(said, self._index.catalogue.titled)

    def _brought_up(
        self,
        encoded: NDArray[np.float32],
        open_films: NDArray[np.bool_],
        named: Sequence[NDArray[np.bool_]],
        *,
        depth: int,
    ) -> NDArray[np.int64]:
        """Numbers of the films that FAISS, a word, a name or a suggestion brings up, none of them shut out."""
        film_of = self._index.film_of
        filtered = not open_films.all()
        rows_open = open_films.take(film_of) if filtered else None
        _, rows = self._index.vectors.search(encoded, max(_ROWS_DEPTH, 4 * depth), rows_open)
        pool = np.zeros(len(open_films), dtype=np.bool_)
        pool[film_of[rows]] = True
        for mask in named:
            pool |= mask
        return np.flatnonzero(pool & open_films)

    def _missed(self, clue: Clue, films: Numbers = ALL) -> Masks:
        """Which films, of all or of those numbered, are known not to meet a clue or to lack somebody it names."""
        if isinstance(clue.value, PersonClue | CastClue):
            return people_missed(self._index, clue.value)[films]
        return violates(self._index.table, clue, films)
