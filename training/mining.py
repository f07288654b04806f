"""Choosing positives and hard negatives with the encoder as it is now."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.ports import Vectors
from training.artefacts import write_text
from training.config import MiningConfig
from training.corpus import Corpus, sample
from training.examples import Choice, Mined

Encode = Callable[[Sequence[str]], Vectors]
_ROWS = 256  # questions compared at a time
_DECIMALS = 3
"""Of a similarity: what lies closer together is alike, and the first film goes first. So near ties fall as they would
on another processor or with another number of processes, whose sums differ in their last digits."""


def mine(corpus: Corpus, config: MiningConfig, *, encode_query: Encode, encode_document: Encode, seed: str) -> Mined:
    """For every question its film's nearest passages, and the near passages of other films.

    Films are ranked by their best passage among the films that answer some question and `config.pool` others; the
    negatives are those ranked from `config.low` to `config.high` (1 is the best), the right film left out.
    """
    rng = random.Random(seed)  # noqa: S311  # chance for training, not for secrets
    answers = sorted({film for _, film in corpus.questions})
    others = sorted(set(corpus.texted()) - set(answers))
    films = sorted({*answers, *sample(others, config.pool, rng)})
    first = np.cumsum([0, *(len(corpus.passages[film]) for film in films)])
    documents = encode_document([text for film in films for text in corpus.passages[film]])
    queries = encode_query([text for text, _ in corpus.questions])
    choices: dict[int, Choice] = {}
    for start in range(0, len(queries), _ROWS):
        similar = (queries[start : start + _ROWS] @ documents.T).round(_DECIMALS)
        for offset, row in enumerate(similar):
            _, film = corpus.questions[start + offset]
            choices[start + offset] = _choose(row, first, films, film, config)
    return Mined(choices)


def _choose(
    row: NDArray[np.float32], first: NDArray[np.int64], films: Sequence[int], film: int, config: MiningConfig
) -> Choice:
    best = np.maximum.reduceat(row, first[:-1])
    own = int(np.searchsorted(films, film))
    nearest = np.argsort(-row[first[own] : first[own + 1]], kind="stable")[: config.top_passages]
    ranked = [int(place) for place in _highest(best, config.high) if place != own]
    near = ranked[config.low - 1 :] if config.negatives else []
    return Choice(
        tuple(int(place) for place in nearest),
        tuple((films[place], int(row[first[place] : first[place + 1]].argmax())) for place in near),
    )


def _highest(values: NDArray[np.float32], count: int) -> NDArray[np.int64]:
    """The places of the so many highest, highest first; sorting a whole catalogue for each question takes minutes."""
    among = np.arange(len(values)) if count >= len(values) else np.argpartition(-values, count)[:count]
    highest: NDArray[np.int64] = among[np.argsort(-values[among], kind="stable")]
    return highest


def write_mined(path: Path, mined: Mined) -> None:
    """Keep the choices, so that a run that was killed goes on with the same ones."""
    rows = {place: [choice.positives, choice.negatives] for place, choice in mined.choices.items()}
    write_text(path, json.dumps(rows))


def read_mined(path: Path) -> Mined:
    """Read what `write_mined` wrote."""
    rows = json.loads(path.read_text(encoding="utf-8"))
    return Mined(
        {
            int(place): Choice(tuple(positives), tuple((film, passage) for film, passage in negatives))
            for place, (positives, negatives) in rows.items()
        }
    )
