"""The batches of an epoch, with and without mined choices."""

from __future__ import annotations

import numpy as np
import pytest

from retrieval.text import passages
from tests.small_world import FILMS
from training.augment import hide_names
from training.config import AugmentConfig, DataConfig, MiningConfig, OptimConfig, TrainConfig
from training.corpus import Corpus
from training.examples import Choice, Example, Mined, epoch_examples

CORPUS = Corpus(
    films=list(FILMS),
    passages=[[passage.text for passage in passages(film)] for film in FILMS],
    questions=[(f"the one about {film.title} and so on", n) for n, film in enumerate(FILMS)] * 3,
    themes=np.array([n % 2 for n in range(len(FILMS))]),
)


def config(*, negatives: int = 1, **data: object) -> TrainConfig:
    return TrainConfig(
        name="t",
        licence="MIT",
        ships=False,
        data=DataConfig.model_validate({"films": ["f"], "questions": ["q"], "themes": "t"} | data),
        optim=OptimConfig(batch=4),
        mining=MiningConfig(negatives=negatives),
    )


def batches(told: TrainConfig, mined: Mined | None = None, epoch: int = 0) -> list[list[Example]]:
    return epoch_examples(CORPUS, told, mined or Mined(), epoch=epoch)


def test_the_same_epoch_is_the_same_and_the_next_one_another() -> None:
    assert batches(config()) == batches(config())
    assert batches(config()) != batches(config(), epoch=1)


def test_a_positive_is_a_passage_of_the_film_asked_for() -> None:
    found = [example for batch in batches(config()) for example in batch]
    assert len(found) == len(CORPUS.questions) // 4 * 4
    assert all(one.positive in CORPUS.passages[one.positive_film] for one in found)
    assert all(FILMS[one.positive_film].title in one.anchor and not one.negatives for one in found)


def test_mined_choices_are_drawn_from() -> None:
    mined = Mined({place: Choice((0,), ((1, 2), (2, 1))) for place in range(len(CORPUS.questions))})
    for example in (example for batch in batches(config(negatives=2), mined) for example in batch):
        assert example.positive == CORPUS.passages[example.positive_film][0]
        assert set(zip(example.negatives, example.negative_films, strict=True)) <= {
            (CORPUS.passages[1][2], 1),
            (CORPUS.passages[2][1], 2),
        }
        assert len(example.negatives) == 2


def test_a_batch_is_of_one_kind() -> None:
    """Half of the questions have no negatives: they are batched apart, so every process holds equally many."""
    mined = Mined({place: Choice((0,), ((1, 2),)) for place in range(0, len(CORPUS.questions), 2)})
    found = batches(config(), mined)
    assert {len({len(one.negatives) for one in batch}) for batch in found} == {1}
    assert {len(batch[0].negatives) for batch in found} == {0, 1}


def test_a_view_sets_one_passage_of_a_film_against_another() -> None:
    found = [one for batch in batches(config(questions=[], views=8)) for one in batch if one.anchor_film >= 0]
    views = [one for one in found if "the one about" not in one.anchor]
    assert len(views) == min(8, len(CORPUS.viewable())) // 4 * 4
    for one in views:
        assert one.anchor != one.positive
        assert {one.anchor, one.positive} <= set(CORPUS.passages[one.anchor_film][1:])


def test_a_view_of_its_own_passage_is_that_passage_told_worse() -> None:
    told = config(questions=[], views=8, own_views=1.0)
    told = told.model_copy(update={"augment": AugmentConfig(names=1.0)})
    views = [one for batch in batches(told) for one in batch if "the one about" not in one.anchor]
    assert views
    assert all(one.anchor == hide_names(one.positive) for one in views)
    assert any(one.anchor != one.positive for one in views)


@pytest.mark.parametrize("partner", ["theme", "overlap"])
def test_pairs_are_of_different_films(partner: str) -> None:
    found = [one for batch in batches(config(theme_pairs=100, partner=partner)) for one in batch]
    pairs = [one for one in found if one.anchor_film != one.positive_film]
    assert len(pairs) >= 4
    if partner == "theme":
        assert all(one.anchor_film % 2 == one.positive_film % 2 for one in pairs)
