"""The systems that are compared: each turns what was said so far into ranked film ids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

import numpy as np

from retrieval.clues import hear
from retrieval.search import FilmSearch, OpenIndex
from retrieval.types import Clue, FilmId, FindRequest
from training.questions import Question

DEPTH = 1000
"""Beyond it a film counts as not found."""


class System(Protocol):
    """One way of answering."""

    def play(self, question: Question) -> Iterator[Sequence[FilmId]]:
        """After each turn the ranked films, best first, at most `DEPTH`."""
        ...


class Production:
    """The search as the bot runs it: clues are read from each turn and added up, and "older" means the film on top."""

    def __init__(self, search: FilmSearch) -> None:
        self._search = search

    def play(self, question: Question) -> Iterator[Sequence[FilmId]]:
        """See `System`."""
        utterances: tuple[str, ...] = ()
        clues: tuple[Clue, ...] = ()
        year: int | None = None
        for text in question.turns:
            reading = self._search.read_now(text, screen_year=year)
            utterances, clues = hear(utterances, clues, reading)
            found = self._search.find_now(FindRequest(utterances, clues, limit=DEPTH)).candidates
            ranked = [candidate.film_id for candidate in found]
            film = self._search.film_now(ranked[0]) if ranked else None
            year = film.year if film else year
            yield ranked


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
