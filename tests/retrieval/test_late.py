from __future__ import annotations

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from retrieval.late import late_features, token_matches
from retrieval.ports import TokenVectors
from retrieval.token_store import TokenStore

DIMENSION = 6
_films = st.lists(st.lists(st.integers(0, 4), min_size=1, max_size=4), max_size=6)
"""For every film, how many tokens each of its passages has."""


def unit(count: int, draw: np.random.Generator) -> TokenVectors:
    found = draw.standard_normal((count, DIMENSION)).astype(np.float32)
    return np.asarray(found / np.linalg.norm(found, axis=1, keepdims=True), dtype=np.float32)


@given(films=_films, asked=st.integers(0, 5))
def test_every_asked_token_takes_its_best_product_wherever_in_the_film_it_is(
    films: list[list[int]], asked: int
) -> None:
    draw = np.random.default_rng(0)
    told = [[unit(count, draw) for count in counts] for counts in films]
    store = TokenStore.build([own for passages in told for own in passages], dimension=DIMENSION)
    ends = np.cumsum([0, *map(len, films)])
    query = unit(asked, draw)

    expected = [
        [max((float(token @ word) for own in passages for token in own), default=0.0) for word in query]
        for passages in told
    ]
    found = token_matches(query, store, ends[:-1], ends[1:])
    assert found.shape == (len(films), asked)
    np.testing.assert_allclose(found, np.array(expected).reshape(found.shape), atol=0.02)


@given(
    st.lists(st.lists(st.floats(-1, 1, width=32), min_size=3, max_size=3), min_size=1, max_size=6).map(np.array),
)
def test_late_features_are_what_their_formulas_say(matches: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> None:
    late, contrast = late_features(matches.astype(np.float32))
    own = matches.astype(np.float32).tolist()
    means = [sum(film[token] for film in own) / len(own) for token in range(3)]

    for place, film in enumerate(own):
        assert math.isclose(late[place], sum(film) / 3, abs_tol=1e-6)
        above = [max(value - mean, 0) ** 2 for value, mean in zip(film, means, strict=True)]
        assert math.isclose(contrast[place], sum(above) / math.sqrt(3), abs_tol=1e-6)


def test_what_only_one_film_has_contrasts_more_than_what_all_have() -> None:
    matches = np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0]], dtype=np.float32)
    late, contrast = late_features(matches)

    assert late.tolist() == [0.5, 0.5, 0.5]
    assert contrast[2] > contrast[0]


def test_a_question_of_no_telling_words_tells_nothing() -> None:
    late, contrast = late_features(np.zeros((3, 0), dtype=np.float32))

    assert late.tolist() == contrast.tolist() == [0, 0, 0]
