"""What one epoch is made of: anchors, positives and hard negatives, in batches of one kind and of similar length."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from training.augment import augment, hide_names
from training.config import TrainConfig
from training.corpus import Corpus, sample
from training.positives import Signal, overlap, same_theme

_OVERLAP: dict[Signal, float] = {"keywords": 1.0, "directors": 0.5, "cinematographers": 0.5, "cast": 0.5}
"""What makes two films alike: what they are about counts more than who made them."""


@dataclass(frozen=True, slots=True)
class Example:
    """One anchor with its positive; films by their number in the corpus."""

    anchor: str
    anchor_film: int
    positive: str
    positive_film: int
    negatives: tuple[str, ...] = ()
    negative_films: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """What mining found for one question: passages of its film, and passages of other films that are near to it."""

    positives: tuple[int, ...]
    """Places in the film's own list of passages, nearest first."""
    negatives: tuple[tuple[int, int], ...] = ()
    """(film, place of its nearest passage), nearest first."""


@dataclass(frozen=True, slots=True)
class Mined:
    """The choices for every question, by its place in the corpus; empty before the first mining."""

    choices: Mapping[int, Choice] = field(default_factory=dict)


def epoch_examples(corpus: Corpus, config: TrainConfig, mined: Mined, *, epoch: int) -> list[list[Example]]:
    """The batches of one epoch, the same for the same seed and epoch. Incomplete batches are left out."""
    rng = random.Random(f"{config.seed}/{epoch}")  # noqa: S311  # chance for training, not for secrets
    kinds = (
        [_question(corpus, config, mined, place, rng) for place in range(len(corpus.questions))],
        [_view(corpus, config, number, rng) for number in sample(corpus.viewable(), config.data.views, rng)],
        _theme_pairs(corpus, config, epoch, rng),
    )
    batches = [batch for examples in kinds for batch in _batches(examples, config.optim.batch, rng)]
    rng.shuffle(batches)
    return batches


def _question(corpus: Corpus, config: TrainConfig, mined: Mined, place: int, rng: random.Random) -> Example:
    text, film = corpus.questions[place]
    choice = mined.choices.get(place, Choice(tuple(range(len(corpus.passages[film])))))
    wanted = config.mining.negatives if choice.negatives else 0
    drawn = [rng.choice(choice.negatives) for _ in range(wanted)]
    return Example(
        anchor=augment(text, config.augment, rng),
        anchor_film=film,
        positive=corpus.passages[film][rng.choice(choice.positives)],
        positive_film=film,
        negatives=tuple(corpus.passages[other][passage] for other, passage in drawn),
        negative_films=tuple(other for other, _ in drawn),
    )


def _view(corpus: Corpus, config: TrainConfig, number: int, rng: random.Random) -> Example:
    """One passage of a film, told worse, against another one of it or against itself."""
    passage, positive = rng.sample(sorted(set(corpus.passages[number][1:])), 2)
    if rng.random() < config.data.own_views:
        positive = passage
    anchor = hide_names(passage) if rng.random() < config.augment.names else passage
    return Example(augment(anchor, config.augment, rng), number, positive, number)


def _theme_pairs(corpus: Corpus, config: TrainConfig, epoch: int, rng: random.Random) -> list[Example]:
    """A film's whole text against another film's that shares its theme, or its keywords and people."""
    if not config.data.theme_pairs:
        return []
    chance = np.random.default_rng([config.seed, epoch])
    partners = _partners(corpus, config, chance)
    paired = [number for number in range(len(partners)) if partners[number] >= 0 and corpus.films[number].has_text]
    return [
        Example(corpus.passages[number][0], number, corpus.passages[partners[number]][0], int(partners[number]))
        for number in sample(paired, config.data.theme_pairs, rng)
    ]


def _partners(corpus: Corpus, config: TrainConfig, chance: np.random.Generator) -> NDArray[np.int64]:
    if config.data.partner == "overlap":
        return overlap(corpus.films, chance, weights=_OVERLAP)
    assert corpus.themes is not None  # noqa: S101  # the configuration was checked for it
    return same_theme(corpus.themes, chance)


def _batches(examples: Sequence[Example], size: int, rng: random.Random) -> Iterator[list[Example]]:
    """Whole batches of examples of similar length with the same number of negatives, so that little is padding."""
    ordered = sorted(examples, key=lambda one: (len(one.negatives), len(one.anchor) * rng.uniform(0.8, 1.25)))
    for start in range(0, len(ordered), size):
        batch = ordered[start : start + size]
        if len(batch) == size and len(batch[0].negatives) == len(batch[-1].negatives):
            rng.shuffle(batch)
            yield batch
