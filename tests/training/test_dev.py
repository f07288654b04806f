"""The small world that chooses a checkpoint, against ranks counted by hand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from retrieval.ports import Vectors
from tests.small_world import FILMS
from training.config import DataConfig, TrainConfig
from training.corpus import Corpus
from training.dev import DevWorld

PASSAGES = [["bare"], *([f"{film}-identity", f"{film}-scene"] for film in range(1, 8))]
CORPUS = Corpus(films=[FILMS[0]] * 8, passages=PASSAGES, dev=[("about 1", 1), ("about 3", 3), ("about 0", 0)])


def world(others: int) -> DevWorld:
    data = DataConfig(films=("f",), questions=("q",), dev_films=others)
    return DevWorld.build(CORPUS, TrainConfig(name="t", licence="MIT", ships=False, data=data))


def test_it_holds_the_films_asked_for_and_so_many_others_with_text() -> None:
    built = world(2)
    assert built.questions == ("about 1", "about 3")  # film 0 has no text to be found by
    assert len(built.first) == 4
    assert {"1-scene", "3-identity"} <= set(built.documents)
    assert "bare" not in built.documents
    assert world(2).documents == built.documents
    assert len(world(100).first) == 7


def test_a_film_ranks_by_its_best_passage() -> None:
    """Film 1 is nearest to its question; of film 3's question two films are nearer, one of them by a late passage."""
    near = {("about 1", "1-scene"): 0.9, ("about 1", "2-scene"): 0.8}
    near |= {("about 3", "3-identity"): 0.5, ("about 3", "5-scene"): 0.7, ("about 3", "6-identity"): 0.6}

    def encode_document(texts: Sequence[str]) -> Vectors:
        asked = ("about 1", "about 3")
        return np.array([[near.get((question, text), 0.1) for question in asked] for text in texts], dtype=np.float32)

    def encode_query(texts: Sequence[str]) -> Vectors:
        return np.eye(len(texts), dtype=np.float32)

    figures = world(100).measure(encode_query, encode_document)
    assert figures == {"success@1": 0.5, "success@10": 1.0, "mrr": pytest.approx((1 + 1 / 3) / 2)}
