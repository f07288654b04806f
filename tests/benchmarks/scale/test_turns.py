from __future__ import annotations

from collections.abc import Mapping

import pytest

from benchmarks.report import OURS
from benchmarks.scale.subject import FlatSearch, Subject
from benchmarks.scale.turns import BM25, PASSAGES, crowd_rows, turn_rows

QUESTIONS = ("a lighthouse in winter", "beekeepers in barrels")


@pytest.fixture
def flats(subject: Subject) -> Mapping[str, FlatSearch]:
    return {PASSAGES: FlatSearch.build(subject.vectors(), subject.index.table.first_row, subject.encoder.encode_query)}


async def test_a_turn_is_timed_beside_the_alternatives(subject: Subject, flats: Mapping[str, FlatSearch]) -> None:
    median, p99 = await turn_rows(subject, subject.search(), flats, QUESTIONS, {"median": 40})

    assert [row.what for row in (median, p99)] == ["one turn, 14 films, median", "one turn, 14 films, p99"]
    assert set(median.figures) == {OURS, PASSAGES, BM25}
    assert all((median.figures[way] or 0) <= (p99.figures[way] or 0) for way in median.figures)
    assert (median.aim, p99.aim) == (40, None)


async def test_a_crowd_of_32_is_held_against_the_first_alternative(
    subject: Subject, flats: Mapping[str, FlatSearch]
) -> None:
    one, many, share = await crowd_rows(subject.search(), flats, QUESTIONS, (1, 32))

    assert [row.what for row in (one, many)] == ["turns a second, 1 at once", "turns a second, 32 at once"]
    assert share.figures[OURS] == pytest.approx((many.figures[PASSAGES] or 0) / (many.figures[OURS] or 1) * 100)
    assert share.aim == pytest.approx(100 / 3)
