"""The systems that are compared: each turns what was said so far into ranked film ids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

import numpy as np

from retrieval.clues import hear
from retrieval.search import FilmSearch, OpenIndex
from retrieval.text import clean_utterance
from retrieval.types import Clue, Film, FilmId, FindRequest
from training.questions import Question

DEPTH = 1000
"""Beyond it a film counts as not found."""


class System(Protocol):
    """One way of answering."""

    def play(self, question: Question) -> Iterator[Sequence[FilmId]]:
        """After each turn the ranked films, best first, at most `DEPTH`."""
        ...


class Production:
    """The search as the bot runs it: clues of each turn add up, and "older" and "shorter" mean the film on top."""

    def __init__(self, search: FilmSearch) -> None:
        self._search = search

    def play(self, question: Question) -> Iterator[Sequence[FilmId]]:
        """See `System`."""
        for ranked, _ in self.understood(question):
            yield ranked

    def understood(self, question: Question) -> Iterator[tuple[Sequence[FilmId], tuple[Clue, ...]]]:
        """After each turn the ranked films, and the clues in force."""
        utterances: tuple[str, ...] = ()
        clues: tuple[Clue, ...] = ()
        year: int | None = None
        runtime: int | None = None
        for text in question.turns:
            reading = self._search.read_now(text, screen_year=year, screen_runtime=runtime)
            utterances, clues = hear(utterances, clues, reading)
            found = self._search.find_now(FindRequest(utterances, clues, limit=DEPTH)).candidates
            ranked = [candidate.film_id for candidate in found]
            film = self._search.film_now(ranked[0]) if ranked else None
            year, runtime = (film.year, film.runtime) if film else (year, runtime)
            yield ranked, clues

    def films(self, film_ids: Iterable[FilmId]) -> list[Film]:
        """The facts of some films."""
        return [film for film_id in film_ids if (film := self._search.film_now(film_id))]


class Plain:
    """The same search on the turns as they were typed, joined: no clues, no corrections, negations and all."""

    def __init__(self, search: FilmSearch) -> None:
        self._search = search

    def play(self, question: Question) -> Iterator[Sequence[FilmId]]:
        """See `System`."""
        for end in range(1, len(question.turns) + 1):
            said = tuple(map(clean_utterance, question.turns[:end]))
            found = self._search.find_now(FindRequest(said, limit=DEPTH)).candidates
            yield [candidate.film_id for candidate in found]


class Bm25:
    """Words alone: k1 1.2, b 0.75, one document a film of all its fields, stop words and stemming; turns joined."""

    def __init__(self, index: OpenIndex) -> None:
        self._words = index.words
        self._ids = index.table.film_ids

    def play(self, question: Question) -> Iterator[Sequence[FilmId]]:
        """See `System`."""
        for end in range(1, len(question.turns) + 1):
            scores = self._words.scores(" ".join(question.turns[:end]))
            order = np.argsort(-scores, kind="stable")[:DEPTH]
            yield [self._ids[number] for number in order if scores[number] > 0]


class StoredGuesses:
    """What a language model guessed when it was asked, stored by question; nulls keep their place in the list."""

    def __init__(self, guesses: Mapping[str, Sequence[str | None]]) -> None:
        self._guesses = guesses

    def play(self, question: Question) -> Iterator[Sequence[FilmId]]:
        """See `System`."""
        ranked = [FilmId(guess or "") for guess in self._guesses.get(question.query_id, ())]
        for _ in question.turns:
            yield ranked[:DEPTH]
