"""The films and questions of a training run, as numbers and texts."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.films import read_films
from retrieval.manifest import file_sha256
from retrieval.text import clean_utterance, passages
from retrieval.types import Film, FilmId, PassageKind
from training.config import ConfigError, DataConfig
from training.questions import read_questions
from training.splits import half_of, is_held_out
from training.starter import films_file
from training.themes import read_themes

OURS = ("starter", "written")
"""Film files that the repository holds, by the name of their folder in `data/`."""


@dataclass(slots=True)
class Corpus:
    """Films by number, each with its passages (the first is its identity), and the questions that ask for them."""

    films: list[Film] = field(default_factory=list)
    passages: list[list[str]] = field(default_factory=list)
    questions: list[tuple[str, int]] = field(default_factory=list)
    """Cleaned text and the number of the film asked for."""
    dev: list[tuple[str, int]] = field(default_factory=list)
    themes: NDArray[np.int64] | None = None
    """For every film its theme, or -1."""
    sources: dict[str, str] = field(default_factory=dict)
    """SHA-256 of every file read, by the name in the configuration."""

    def genres(self) -> list[str]:
        """The genres of the films, in order."""
        return sorted({genre for film in self.films for genre in film.genres})

    def texted(self) -> list[int]:
        """Films that have more passages than their identity."""
        return [number for number, own in enumerate(self.passages) if len(own) > 1]

    def viewable(self) -> list[int]:
        """Films of which one passage can stand against another, the identity aside: it repeats the others."""
        return [number for number, own in enumerate(self.passages) if len(set(own[1:])) > 1]


def read_corpus(config: DataConfig, root: Path) -> Corpus:
    """Read what a configuration names.

    Raises:
        CatalogueError: a film file is malformed.
        QuestionError: a question file is.
        ThemeError: the file of themes is malformed.
        ConfigError: no question asks for a film that the files hold, or the themes are of other films.
    """
    corpus = Corpus()
    numbers: dict[FilmId, int] = {}
    for name in config.films:
        with _opened(name, root) as path:
            _add_films(corpus, numbers, path)
    for name in config.questions:
        corpus.questions += _questions(
            corpus, root / name, numbers, lambda query_id: not is_held_out(query_id, config.held_out)
        )
    if config.dev_questions:
        corpus.dev = _questions(
            corpus, root / config.dev_questions, numbers, lambda query_id: half_of(query_id) == "even"
        )
    if config.themes:
        corpus.themes = _themes(root / config.themes, numbers)
    if config.questions and not corpus.questions:
        raise ConfigError("data.questions: no question asks for a film of data.films; give others.")
    named = (*config.films, *config.questions, *filter(None, (config.dev_questions, config.themes)))
    corpus.sources = {name: _hash(name, root) for name in named}
    return corpus


def _opened(name: str, root: Path) -> AbstractContextManager[Path]:
    return films_file(name) if name in OURS else nullcontext(root / name)


def _hash(name: str, root: Path) -> str:
    with _opened(name, root) as path:
        return file_sha256(path)


def _add_films(corpus: Corpus, numbers: dict[FilmId, int], path: Path) -> None:
    for film in read_films(path):
        # A memory is what training asks: as a passage it would be its own answer.
        texts = [passage.text for passage in passages(film) if passage.kind != PassageKind.MEMORY]
        number = numbers.setdefault(film.film_id, len(corpus.films))
        if number == len(corpus.films):
            corpus.films.append(film)
            corpus.passages.append(texts)
        else:
            corpus.passages[number] += texts


def _questions(
    corpus: Corpus, path: Path, numbers: dict[FilmId, int], wanted: Callable[[str], bool]
) -> list[tuple[str, int]]:
    """Those whose film is here and has a text to learn from; a conversation is its turns joined."""
    texted = set(corpus.texted())
    return [
        (clean_utterance("\n".join(question.turns)), numbers[question.film_id])
        for question in read_questions(path)
        if numbers.get(question.film_id) in texted and wanted(question.query_id)
    ]


def _themes(path: Path, numbers: dict[FilmId, int]) -> NDArray[np.int64]:
    labels = np.full(len(numbers), -1, dtype=np.int64)
    themes, film_ids = read_themes(path)
    for film_id, label in zip(film_ids, themes.labels, strict=True):
        if film_id in numbers:
            labels[numbers[film_id]] = label
    if not (labels >= 0).any():
        raise ConfigError(f"data.themes: {path.name} holds no theme of these films; make it of the same film file.")
    return labels


def sample(numbers: Sequence[int], count: int, rng: random.Random) -> list[int]:
    """At most so many of them, by chance."""
    return sorted(rng.sample(numbers, min(count, len(numbers))))
