"""Latent themes of films: BERTopic over vectors that are there already.

BERTopic (Grootendorst 2022) reduces the vectors with UMAP, finds dense groups with HDBSCAN, and names each group by the
words whose class-based tf-idf is highest. Themes are numbered from the largest down.
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.types import FilmId
from training.artefacts import write_json

NO_THEME = -1

_NEIGHBOURS = 15  # of a film in UMAP's graph; this and the next are BERTopic's own choice
_DIMENSIONS = 5
_WORDS = 4
_A_WORD = r"(?u)\b[^\W\d_]{3,}\b"  # numbers and initials name no theme


class ThemeError(Exception):
    """There are no themes to be had from what was given; `str(error)` is fit to be shown."""


@dataclass(frozen=True, slots=True, eq=False)
class Themes:
    """Which theme each film has, and what the themes are about."""

    labels: NDArray[np.int64]
    """Shape (films,); -1 where a film has no theme."""
    names: tuple[str, ...]
    """The four words that mark a theme off from the others, comma-separated; the largest theme first."""


def find_themes(texts: Sequence[str], vectors: NDArray[np.float32], *, seed: int, min_films: int) -> Themes:
    """Group films by their vectors, and name the groups by their texts. One seed gives the same themes every time.

    Args:
        texts: what each film is about.
        vectors: shape (films, dimension), of length 1.
        seed: of UMAP, the only step that draws.
        min_films: the least films that make a theme, 2 or more.

    Raises:
        ThemeError: there are too few films, no words in them, or another number of vectors.
    """
    _check(texts, vectors, min_films)
    model = _model(seed=seed, min_films=min_films)
    try:
        with warnings.catch_warnings():  # groups that lie far apart have no common start to lay out; it takes another
            warnings.filterwarnings("ignore", "Spectral initialisation failed", UserWarning)
            found, _ = model.fit_transform(list(texts), embeddings=vectors)
    except ValueError as error:
        if "empty vocabulary" not in str(error):
            raise
        raise ThemeError("The films' texts hold no words to name themes by; give films with plots.") from error
    labels = np.array(found, dtype=np.int64)
    count = int(labels.max()) + 1
    return Themes(
        labels, tuple(", ".join(word for word, _ in model.get_topic(theme) if word) for theme in range(count))
    )


def _check(texts: Sequence[str], vectors: NDArray[np.float32], min_films: int) -> None:
    if vectors.ndim != 2 or len(vectors) != len(texts):  # noqa: PLR2004  # one row a film
        raise ThemeError(
            f"{len(texts)} films do not go with vectors of shape {vectors.shape}; give one vector a film, in order."
        )
    fewest = max(2 * min_films, _NEIGHBOURS + 1)
    if len(texts) < fewest:
        raise ThemeError(f"{len(texts)} films are too few for themes of {min_films} or more; give at least {fewest}.")


def _model(*, seed: int, min_films: int) -> Any:
    # Loading BERTopic takes 20 seconds, and only this command needs it.
    with warnings.catch_warnings():  # BERTopic silences whole categories as it loads; that is kept from everyone else
        warnings.filterwarnings("ignore", "Tensorflow not installed", ImportWarning)  # for a part of UMAP not used here
        from bertopic import BERTopic  # noqa: PLC0415  # as above
        from bertopic.vectorizers import ClassTfidfTransformer  # noqa: PLC0415  # as above
        from hdbscan import HDBSCAN  # noqa: PLC0415  # as above
        from sklearn.feature_extraction.text import CountVectorizer  # noqa: PLC0415  # as above
        from umap import UMAP  # noqa: PLC0415  # as above
    return BERTopic(
        embedding_model=None,
        umap_model=UMAP(
            n_neighbors=_NEIGHBOURS,
            n_components=_DIMENSIONS,
            min_dist=0.0,
            metric="cosine",
            random_state=seed,
            n_jobs=1,  # on several threads it could not keep to its seed
        ),
        hdbscan_model=HDBSCAN(min_cluster_size=min_films, core_dist_n_jobs=1),
        vectorizer_model=CountVectorizer(stop_words="english", token_pattern=_A_WORD),
        ctfidf_model=ClassTfidfTransformer(reduce_frequent_words=True),
        top_n_words=_WORDS,
    )


def write_themes(path: Path, themes: Themes, film_ids: Sequence[FilmId]) -> None:
    """Write the themes as JSON, keyed by film id, aside and then renamed in."""
    films = dict(zip(film_ids, themes.labels.tolist(), strict=True))
    write_json(path, {"names": themes.names, "films": films})


def read_themes(path: Path) -> tuple[Themes, tuple[FilmId, ...]]:
    """Read what `write_themes` wrote: the themes, and the films in the order of their labels.

    Raises:
        ThemeError: the file cannot be read, or holds something else.
    """
    try:
        row = json.loads(path.read_text(encoding="utf-8"))
        names, films = tuple(map(str, row["names"])), dict(row["films"])
        labels = np.array([int(label) for label in films.values()], dtype=np.int64)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise ThemeError(f"{path} is no file of themes ({error}); make it with `training themes`.") from error
    if len(labels) and not NO_THEME <= labels.min() <= labels.max() < len(names):
        raise ThemeError(f"{path} has films of themes that it does not name; make it again with `training themes`.")
    return Themes(labels, names), tuple(map(FilmId, films))
