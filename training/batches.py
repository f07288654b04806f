"""A batch as tensors, and what is known of the films in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from training.config import ModelConfig
from training.corpus import Corpus
from training.examples import Example

_FIRST_DECADE = 1890


@dataclass(frozen=True, slots=True)
class Labels:
    """For every film of the corpus its genres (multi-hot), its decade and its theme (-1 unknown)."""

    genre: NDArray[np.float32]
    year: NDArray[np.int64]
    theme: NDArray[np.int64]

    @property
    def counts(self) -> dict[str, int]:
        """Classes of every head."""
        return {"genre": self.genre.shape[1], "year": int(self.year.max()) + 1, "theme": int(self.theme.max()) + 1}

    def of(self, name: str) -> NDArray[np.float32] | NDArray[np.int64]:
        """The labels of one head."""
        by_name: dict[str, NDArray[np.float32] | NDArray[np.int64]] = {
            "genre": self.genre,
            "year": self.year,
            "theme": self.theme,
        }
        return by_name[name]


def film_labels(corpus: Corpus) -> Labels:
    """Read the labels off the films."""
    names = {name: place for place, name in enumerate(corpus.genres())}
    genre = np.zeros((len(corpus.films), len(names)), dtype=np.float32)
    for number, film in enumerate(corpus.films):
        genre[number, [names[name] for name in film.genres]] = 1
    years = [film.year for film in corpus.films]
    decades = np.array([-1 if year is None else max(0, (year - _FIRST_DECADE) // 10) for year in years])
    themes = np.full(len(years), -1) if corpus.themes is None else corpus.themes
    return Labels(genre, decades, themes)


@dataclass(frozen=True, slots=True)
class Batch:
    """The texts of a batch: the positives of all anchors in order, then their hard negatives."""

    anchors: list[str]
    documents: list[str]
    anchor_films: Tensor
    positive_films: Tensor
    document_films: Tensor
    """Of every document."""


def collate(examples: Sequence[Example], config: ModelConfig, *, device: torch.device) -> Batch:
    """Put examples together; the numbers of their films go onto the device that compares them."""
    documents = [one.positive for one in examples] + [text for one in examples for text in one.negatives]
    positive_films = [one.positive_film for one in examples]
    return Batch(
        anchors=[config.query_prefix + one.anchor for one in examples],
        documents=[config.document_prefix + text for text in documents],
        anchor_films=torch.tensor([one.anchor_film for one in examples], device=device),
        positive_films=torch.tensor(positive_films, device=device),
        document_films=torch.tensor(
            positive_films + [film for one in examples for film in one.negative_films], device=device
        ),
    )
