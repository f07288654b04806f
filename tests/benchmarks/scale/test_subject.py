from __future__ import annotations

import numpy as np

from benchmarks.scale.subject import FlatSearch, Remembering, Subject, request
from retrieval.types import YearClue
from tests.fakes.encoder import FakeEncoder
from tests.world import FILMS, LANTERN, SIEGE


def test_the_alternative_names_each_film_once_by_its_nearest_row(subject: Subject) -> None:
    flat = FlatSearch.build(subject.vectors(), subject.index.table.first_row, subject.encoder)

    found = flat.find("frost grows over a jar of honey", limit=3)

    assert found[0] == FILMS.index(LANTERN)
    assert len(set(found)) == len(found) == 3


def test_a_remembered_text_is_encoded_once() -> None:
    told: list[int] = []
    encoder = FakeEncoder()
    encoder.told = told.append
    remembering = Remembering(encoder)

    both = remembering.encode_query(["honey", "frost"])
    again = remembering.encode_query(["frost", "honey"])

    np.testing.assert_array_equal(both, again[::-1])
    assert told == [1, 1]


def test_a_request_holds_what_was_understood(subject: Subject) -> None:
    found = request(subject.search(), "beekeepers in barrels, from 2004")

    assert [clue.value for clue in found.clues] == [YearClue(SIEGE.year, SIEGE.year)]
