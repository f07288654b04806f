"""The small world that chooses a checkpoint: dev questions, the films they ask for, and others beside them."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.ports import Vectors
from training.config import TrainConfig
from training.corpus import Corpus, sample
from training.metrics import summary

Encode = Callable[[Sequence[str]], Vectors]
_NAMES = ("success@1", "success@10", "mrr")


@dataclass(frozen=True, slots=True)
class DevWorld:
    """Questions by vectors alone, each film by its best passage."""

    questions: tuple[str, ...]
    answers: NDArray[np.int64]
    """Which of the world's films each question asks for."""
    documents: tuple[str, ...]
    first: NDArray[np.int64]
    """Where each film's passages begin."""

    @classmethod
    def build(cls, corpus: Corpus, config: TrainConfig) -> DevWorld:
        """Take the films asked for and `dev_films` others with text, the same ones for the same seed."""
        rng = random.Random(f"{config.seed}/dev")  # noqa: S311  # chance for training, not for secrets
        texted = set(corpus.texted())
        asked = [(text, film) for text, film in corpus.dev if film in texted]
        answers = {film for _, film in asked}
        films = sorted(answers | set(sample(sorted(texted - answers), config.data.dev_films, rng)))
        places = {film: place for place, film in enumerate(films)}
        return cls(
            questions=tuple(text for text, _ in asked),
            answers=np.array([places[film] for _, film in asked]),
            documents=tuple(text for film in films for text in corpus.passages[film]),
            first=np.cumsum([0, *(len(corpus.passages[film]) for film in films)])[:-1],
        )

    def measure(self, encode_query: Encode, encode_document: Encode) -> dict[str, float]:
        """Success@1, Success@10 and MRR."""
        similar = encode_query(self.questions) @ encode_document(self.documents).T
        best = np.maximum.reduceat(similar, self.first, axis=1)
        own = best[np.arange(len(best)), self.answers]
        figures = summary([int(rank) for rank in (best > own[:, None]).sum(axis=1) + 1])
        return {name: figures[name] for name in _NAMES}
