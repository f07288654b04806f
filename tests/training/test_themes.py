from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from retrieval.types import FilmId
from tests.training.theme_world import FILMS_IN_GROUP, GROUPS, texts, vectors
from training.themes import ThemeError, Themes, find_themes, read_themes, write_themes

KNOWN = Themes(np.array([1, -1, 0, 0], dtype=np.int64), ("shark, sea", "snow, ghost"))
IDS = tuple(FilmId(f"tt{number}") for number in (7, 3, 9, 1))


@pytest.mark.torch
def test_three_groups_are_three_themes_with_their_own_words() -> None:
    themes = find_themes(texts(), vectors(), seed=7, min_films=10)
    of_group = themes.labels.reshape(len(GROUPS), FILMS_IN_GROUP)

    assert sorted(np.unique(of_group, axis=1).ravel().tolist()) == [0, 1, 2]
    for words, label in zip(GROUPS, of_group[:, 0], strict=True):
        assert set(themes.names[label].split(", ")) <= set(words)
        assert len(themes.names[label].split(", ")) == 4


@pytest.mark.torch
def test_one_seed_gives_the_same_themes() -> None:
    blurred = np.random.default_rng(1).normal(size=(60, 16)).astype(np.float32)
    once, again = (find_themes(texts(), blurred, seed=3, min_films=5) for _ in range(2))

    assert once.labels.tolist() == again.labels.tolist()
    assert once.names == again.names


@pytest.mark.torch
def test_the_fewest_films_that_are_taken_are_enough() -> None:
    labels = find_themes(texts()[:16], vectors()[:16], seed=7, min_films=2).labels

    assert labels.shape == (16,)


@pytest.mark.torch
def test_texts_without_words_are_refused() -> None:
    with pytest.raises(ThemeError, match="no words"):
        find_themes(["the of 1975"] * 60, vectors(), seed=7, min_films=10)


@pytest.mark.parametrize(("films", "min_films", "least"), [(15, 2, 16), (0, 2, 16), (59, 30, 60)])
def test_too_few_films_are_refused(films: int, min_films: int, least: int) -> None:
    with pytest.raises(ThemeError, match=f"{films} films are too few .*at least {least}"):
        find_themes(texts()[:films], vectors()[:films], seed=7, min_films=min_films)


@pytest.mark.parametrize("wrong", [vectors()[1:], vectors()[0]])
def test_another_number_of_vectors_is_refused(wrong: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> None:
    with pytest.raises(ThemeError, match="one vector a film"):
        find_themes(texts(), wrong, seed=7, min_films=10)


def test_themes_survive_a_file(tmp_path: Path) -> None:
    path = tmp_path / "new" / "themes.json"
    write_themes(path, KNOWN, IDS)
    themes, film_ids = read_themes(path)

    assert themes.labels.tolist() == KNOWN.labels.tolist()
    assert themes.names == KNOWN.names
    assert film_ids == IDS
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize(
    "content",
    [
        *("", "[]", "{}", None),
        '{"names": [], "films": {"tt1": "x"}}',
        '{"names": ["a"], "films": {"tt1": 1}}',
        '{"names": ["a"], "films": {"tt1": -2}}',
    ],
)
def test_another_file_is_refused_in_a_sentence(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "themes.json"
    if content is not None:
        path.write_text(content, encoding="utf-8")

    with pytest.raises(ThemeError, match=r"themes\.json .*make it"):
        read_themes(path)
