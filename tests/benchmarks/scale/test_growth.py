from __future__ import annotations

from pathlib import Path

import numpy as np

from benchmarks.report import OURS
from benchmarks.scale.growth import invented_rows, invented_vectors, invented_words, smaller_index
from benchmarks.scale.subject import Subject
from retrieval.build import WORDS
from retrieval.opened import open_index


def test_a_smaller_index_has_the_same_vectors_of_fewer_films(subject: Subject, tmp_path: Path) -> None:
    folder = smaller_index(subject, 5, tmp_path)

    index = open_index(folder, subject.encoder)
    numbers = [subject.index.table.numbers[film_id] for film_id in index.table.film_ids]
    index.catalogue.close()
    assert numbers == [0, 3, 6, 9, 13]
    first = subject.index.table.first_row
    rows = np.concatenate([np.arange(first[number], first[number + 1]) for number in numbers])
    np.testing.assert_array_equal(
        index.vectors.reconstruct(np.arange(index.vectors.rows)), subject.index.vectors.reconstruct(rows)
    )


def test_invented_vectors_lie_around_the_real_ones(subject: Subject) -> None:
    real = subject.vectors()

    found = invented_vectors(real, 3)

    assert found.shape == (3 * len(real), real.shape[1])
    np.testing.assert_allclose(np.linalg.norm(found, axis=1), 1, rtol=1e-5)
    assert (found * np.tile(real, (3, 1))).sum(axis=1).min() > 0.7


def test_invented_words_score_every_copy_as_the_film(subject: Subject) -> None:
    words = invented_words(subject.index.folder / subject.index.manifest.generation / WORDS, 3)

    for question in ("honey in winter", "barrels", "nothing known"):
        np.testing.assert_allclose(words.scores(question), np.tile(subject.index.words.scores(question), 3), rtol=1e-6)


def test_the_invented_are_searched(subject: Subject) -> None:
    rows = invented_rows(subject, ["honey", "barrels"], times=2)

    assert [row.what for row in rows] == [
        "building the vectors, 28 invented films",
        "vectors searched, 28 invented films",
        "words searched, 28 invented films",
    ]
    assert all((row.figures[OURS] or 0) > 0 for row in rows)
