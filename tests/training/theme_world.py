"""Sixty films in three clear groups, told apart by their words and by their vectors."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

GROUPS = (
    "shark boat ocean swimmer reef".split(),
    "detective murder alibi corpse inspector".split(),
    "spaceship planet alien astronaut galaxy".split(),
)
FILMS_IN_GROUP = 20


def texts() -> list[str]:
    """The films of one group after those of another; each says most of its group's words."""
    return [
        f"The film of {' and '.join(word for at, word in enumerate(words) if at != number % len(words))} in 1975"
        for words in GROUPS
        for number in range(FILMS_IN_GROUP)
    ]


def vectors() -> NDArray[np.float32]:
    """Shape (60, 16), of length 1: every group around a direction of its own."""
    draw = np.random.default_rng(0)
    centres = np.repeat(np.eye(len(GROUPS), 16) * 4, FILMS_IN_GROUP, axis=0)
    rows = centres + draw.normal(scale=0.3, size=centres.shape)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)
