from __future__ import annotations

import numpy as np
import pytest

from benchmarks.scale.subject import FlatSearch, Remembering, Subject, request, sentence_transformer
from retrieval.types import YearClue
from tests.fakes.encoder import FakeEncoder
from tests.world import FILMS, LANTERN, SIEGE


def test_the_alternative_names_each_film_once_by_its_nearest_row(subject: Subject) -> None:
    flat = FlatSearch.build(subject.vectors(), subject.index.table.first_row, subject.encoder.encode_query)

    found = flat.find("frost grows over a jar of honey", limit=3)

    assert found[0] == FILMS.index(LANTERN)
    assert len(set(found)) == len(found) == 3


def test_the_same_vectors_can_stand_behind_another_encoder(subject: Subject) -> None:
    flat = FlatSearch.build(subject.vectors(), subject.index.table.first_row, subject.encoder.encode_query)
    deaf = flat.encoded_by(lambda _texts: subject.encoder.encode_query(["frost grows over a jar of honey"]))

    assert deaf.find("beekeepers in barrels") == flat.find("frost grows over a jar of honey")


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


@pytest.mark.torch
def test_what_a_user_would_write_encodes_to_vectors_of_length_1() -> None:
    told, like_it, other = sentence_transformer()(["A shark hunts bathers.", "A fish eats swimmers.", "Two men paint."])

    assert told.shape == (384,)
    np.testing.assert_allclose(np.linalg.norm([told, like_it, other], axis=1), 1, atol=1e-5)
    assert told @ like_it > told @ other
