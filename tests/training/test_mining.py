"""Positives and hard negatives, against a search written out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from retrieval.ports import Vectors
from tests.small_world import FILMS
from training.config import MiningConfig
from training.corpus import Corpus
from training.mining import mine, read_mined, write_mined

RNG = np.random.default_rng(3)
PASSAGES = [[f"{film}/{place}" for place in range(3)] for film in range(12)]
VECTORS = {text: RNG.normal(size=8).astype(np.float32) for own in PASSAGES for text in own}
QUESTIONS = {f"q{n}": RNG.normal(size=8).astype(np.float32) for n in range(4)}
CORPUS = Corpus(films=[FILMS[0]] * 12, passages=PASSAGES, questions=[(f"q{n}", n * 2) for n in range(4)])


def encode(texts: Sequence[str]) -> Vectors:
    return np.stack([(VECTORS | QUESTIONS)[text] for text in texts])


def test_positives_are_the_nearest_own_passages_and_negatives_the_near_films() -> None:
    config = MiningConfig(negatives=1, low=2, high=5, pool=100, top_passages=2)
    mined = mine(CORPUS, config, encode_query=encode, encode_document=encode, seed="s")
    for place, (text, film) in enumerate(CORPUS.questions):
        scores = [[float(QUESTIONS[text] @ VECTORS[passage]) for passage in own] for own in PASSAGES]
        ranked = sorted(range(12), key=lambda other: -max(scores[other]))
        expected = [other for other in ranked[:5] if other != film][1:]
        choice = mined.choices[place]
        assert list(choice.positives) == sorted(range(3), key=lambda passage: -scores[film][passage])[:2]
        assert list(choice.negatives) == [(other, int(np.argmax(scores[other]))) for other in expected]


def test_only_films_of_the_pool_are_negatives() -> None:
    config = MiningConfig(negatives=1, low=1, high=50, pool=2)
    mined = mine(CORPUS, config, encode_query=encode, encode_document=encode, seed="s")
    seen = {film for choice in mined.choices.values() for film, _ in choice.negatives}
    assert len(seen - {0, 2, 4, 6}) == 2
    again = mine(CORPUS, config, encode_query=encode, encode_document=encode, seed="s")
    other = mine(CORPUS, config, encode_query=encode, encode_document=encode, seed="t")
    assert again == mined != other


def test_near_ties_do_not_hang_on_the_last_digits() -> None:
    draw = np.random.default_rng(0)

    def alike(texts: Sequence[str]) -> Vectors:
        """All texts the same, but for what another order of summing changes."""
        return (0.1 + draw.normal(scale=1e-7, size=(len(texts), 8))).astype(np.float32)

    config = MiningConfig(negatives=1, low=1, high=5, pool=100)
    first, second = (mine(CORPUS, config, encode_query=alike, encode_document=alike, seed="s") for _ in range(2))
    assert first == second


def test_choices_survive_a_round_trip(tmp_path: Path) -> None:
    mined = mine(CORPUS, MiningConfig(), encode_query=encode, encode_document=encode, seed="s")
    write_mined(tmp_path / "mined.json", mined)
    assert read_mined(tmp_path / "mined.json") == mined
    assert [path.name for path in tmp_path.iterdir()] == ["mined.json"]
