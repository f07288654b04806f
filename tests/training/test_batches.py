"""A batch as tensors, and the labels of the heads."""

from __future__ import annotations

import numpy as np
import pytest

from retrieval.types import Film, FilmId
from training.config import ModelConfig
from training.corpus import Corpus
from training.examples import Example

torch = pytest.importorskip("torch")
from training.batches import collate, film_labels  # noqa: E402  # needs torch

pytestmark = pytest.mark.torch


def film(number: int, year: int | None, *genres: str) -> Film:
    return Film(film_id=FilmId(f"tt{number}"), title="T", year=year, genres=genres)


def test_labels_are_multi_hot_genres_decades_and_themes() -> None:
    corpus = Corpus(films=[film(1, 1994, "Drama", "Crime"), film(2, None), film(3, 1899, "Drama")])
    labels = film_labels(corpus)
    assert labels.genre.tolist() == [[1, 1], [0, 0], [0, 1]]
    assert labels.year.tolist() == [10, -1, 0]
    assert labels.theme.tolist() == [-1, -1, -1]
    assert labels.counts == {"genre": 2, "year": 11, "theme": 0}
    corpus.themes = np.array([4, -1, 0])
    assert film_labels(corpus).counts["theme"] == 5


def test_the_positives_stand_first_in_the_order_of_their_anchors() -> None:
    examples = [
        Example("a", 1, "pa", 1, ("n1", "n2"), (7, 8)),
        Example("b", 2, "pb", 3, ("n3", "n4"), (9, 1)),
    ]
    batch = collate(examples, ModelConfig(query_prefix="query: ", document_prefix="film: "), device=torch.device("cpu"))
    assert batch.anchors == ["query: a", "query: b"]
    assert batch.documents == ["film: pa", "film: pb", "film: n1", "film: n2", "film: n3", "film: n4"]
    assert batch.anchor_films.tolist() == [1, 2]
    assert batch.positive_films.tolist() == [1, 3]
    assert batch.document_films.tolist() == [1, 3, 7, 8, 9, 1]
