from __future__ import annotations

import numpy as np
import pytest

from benchmarks.report import OURS
from benchmarks.scale.quality import EXACT, Exam, known_questions, make_exam, quality_rows
from benchmarks.scale.storages import storage_rows
from benchmarks.scale.subject import FlatSearch, Subject
from benchmarks.scale.turns import BM25, PASSAGES
from retrieval.index_faiss import FaissIndex
from retrieval.types import FilmId
from tests.world import LANTERN, SIEGE
from training.questions import Question

QUESTIONS = [
    Question("1", LANTERN.film_id, ("winter eats honey with a lantern keeper",), conversation=False),
    Question("2", SIEGE.film_id, ("soldiers in barrels",), conversation=False),
]


@pytest.fixture
def exact(subject: Subject) -> FaissIndex:
    return FaissIndex.build(subject.vectors())


@pytest.fixture
def exam(subject: Subject, exact: FaissIndex) -> Exam:
    return make_exam(subject, exact, QUESTIONS)


def test_questions_about_other_films_are_left_out(subject: Subject) -> None:
    other = Question("3", FilmId("tt1"), ("a shark",), conversation=False)

    assert known_questions(subject, [*QUESTIONS, other]) == QUESTIONS


def test_exact_search_loses_nothing(exam: Exam, exact: FaissIndex, subject: Subject) -> None:
    flat = FlatSearch.build(subject.vectors(), subject.index.table.first_row, subject.encoder.encode_query)

    recall, success, lost = quality_rows(exam, exact, {PASSAGES: flat})

    assert recall.figures[OURS] == 100
    assert success.figures == {OURS: 100, EXACT: 100, PASSAGES: 100, BM25: 100}
    assert (lost.figures[OURS], lost.aim, lost.met) == (0, 0.5, True)


def test_vectors_of_other_rows_are_found_out(exam: Exam, subject: Subject) -> None:
    shuffled = np.random.default_rng(0).permutation(subject.vectors())

    assert exam.quality(FaissIndex.build(shuffled)).recall < 60


def test_every_way_of_keeping_vectors_has_four_figures(exam: Exam, subject: Subject) -> None:
    rows = list(storage_rows(exam, subject.vectors(), ways=((0, (0,)), (2, (1, 2)))))

    assert len(rows) == 3 * 3 * 4
    assert [row.what for row in rows[:8:4]] == ["float32, every row: size", "float32, 1 of 2 cells: size"]
    by_name = {row.what: row.figures[OURS] for row in rows}
    assert (by_name["float32, 2 of 2 cells: Recall@10 of rows"] or 0) >= 90, (
        "rows that are equally near may change places"
    )
    assert (by_name["int8, every row: size"] or 0) < (by_name["float32, every row: size"] or 0)
