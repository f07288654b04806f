from __future__ import annotations

import json
import math
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from retrieval.catalogue_sqlite import FilmTable
from retrieval.errors import EncoderError
from retrieval.rank import (
    FEATURES,
    LATE_FEATURES,
    SHORTLIST,
    Ranking,
    RowScores,
    best_rows,
    film_rows,
    highest,
    load_ranking,
    posterior,
    reranked,
    row_features,
    shortlist,
    standing,
    word_features,
)
from tests.world import RANKING

_scores = st.floats(-1, 1, width=32)
_films = st.lists(st.lists(_scores, min_size=1, max_size=6), max_size=8)
"""For every film, the scores of its rows."""


def table_of(counts: list[int]) -> FilmTable:
    """A table that knows only how many rows each film has."""
    nothing: NDArray[np.int64] = np.zeros(len(counts), dtype=np.int64)
    return FilmTable(
        film_ids=(),
        numbers={},
        first_row=np.cumsum([0, *counts]),
        has_text=nothing.astype(np.bool_),
        year=nothing,
        runtime=nothing,
        black_and_white=nothing,
        votes=nothing,
        genres={},
        genre_known=nothing.astype(np.bool_),
        languages={},
        language_count=nothing,
        countries={},
        country_count=nothing,
        credited=nothing.astype(np.bool_),
    )


@given(counts=st.lists(st.integers(1, 6), min_size=1, max_size=8), data=st.data())
def test_the_rows_of_films_are_named_film_by_film(counts: list[int], data: st.DataObject) -> None:
    table = table_of(counts)
    films = data.draw(st.lists(st.sampled_from(range(len(counts))), unique=True).map(sorted))
    rows, start = film_rows(table, np.array(films, dtype=np.int64))

    each = [list(range(table.first_row[film], table.first_row[film + 1])) for film in films]
    assert rows.tolist() == [row for own in each for row in own]
    assert start.tolist() == np.cumsum([0, *map(len, each)])[:-1].tolist()


@given(films=_films)
def test_a_film_is_as_near_as_its_three_best_rows(films: list[list[float]]) -> None:
    start = np.cumsum([0, *map(len, films)])[:-1]
    flat = [score for own in films for score in own]
    best = best_rows(RowScores(np.arange(len(flat)), start, np.array(flat, dtype=np.float32)))

    naive = [sum(sorted(own, reverse=True)[:3]) / min(len(own), 3) for own in films]
    assert best.tolist() == pytest.approx(naive, abs=1e-6)


@given(films=_films, said=st.lists(st.integers(3, 40), max_size=4), data=st.data())
def test_rows_say_what_they_are_to_the_query_and_to_its_sentences(
    films: list[list[float]], said: list[int], data: st.DataObject
) -> None:
    flat = [score for own in films for score in own]
    start = np.cumsum([0, *map(len, films)])[:-1]
    sentences = data.draw(arrays(np.float32, (len(flat), len(said)), elements=_scores))
    scored = RowScores(np.arange(len(flat)), start, np.array(flat, dtype=np.float32))
    _, nearest, identity, answered, passages = row_features(scored, sentences, np.array(said, dtype=np.int64))

    each = [sentences[at : at + len(own)] for at, own in zip(start, films, strict=True)]
    means = [
        float(of.max(axis=0) @ np.array(said) / sum(said)) if said else max(own)
        for of, own in zip(each, films, strict=True)
    ]
    assert nearest.tolist() == pytest.approx([max(own) for own in films])
    assert identity.tolist() == pytest.approx([own[0] for own in films])
    assert answered.tolist() == pytest.approx([mean * max(len(said), 1) ** 0.5 for mean in means], abs=1e-5)
    assert passages.tolist() == pytest.approx([math.log(len(own)) for own in films])


@given(
    bm25=st.lists(st.tuples(st.floats(0, 50, width=32), st.floats(0, 50, width=32)), min_size=1, max_size=9),
    said=st.integers(0, 300),
)
def test_words_count_themselves_and_as_a_share_of_the_best_film(bm25: list[tuple[float, float]], said: int) -> None:
    once, repeated = (np.array(part, dtype=np.float32) for part in zip(*bm25, strict=True))
    films = np.arange(len(bm25))[::-2]
    words, share = word_features(once, repeated, films, said=said)

    most = max(pair[1] for pair in bm25)
    assert words.tolist() == pytest.approx([bm25[film][0] / max(said, 1) ** 0.5 for film in films])
    if most > 0.001:
        assert share.tolist() == pytest.approx([bm25[film][1] / most for film in films])


@given(
    scores=st.lists(st.sampled_from([0.0, 0.5, 1.0, 2.0]) | st.floats(0, 9, width=32), max_size=30),
    count=st.integers(1, 9),
    grouped=st.integers(1, 9),
)
@example(scores=[1.0, 2.0], count=2, grouped=1)
@example(scores=[1.0, 2.0, 1.0, 1.0, 0.5], count=2, grouped=2)
def test_the_highest_are_those_that_sorting_finds_first(scores: list[float], count: int, grouped: int) -> None:
    given_ = np.array(scores, dtype=np.float32)

    expected = [place for place in np.argsort(-given_, kind="stable")[:count] if given_[place] > 0]
    assert sorted(highest(given_, count, grouped=grouped)) == sorted(expected)


def test_where_no_word_is_shared_the_shares_are_nothing() -> None:
    nothing = np.zeros(5, dtype=np.float32)
    words, share = word_features(nothing, nothing, np.array([0, 4]), said=1)

    assert words.tolist() == share.tolist() == [0, 0]


@given(votes=st.lists(st.none() | st.integers(0, 5_000_000), min_size=1, max_size=9))
def test_popularity_is_the_magnitude_of_the_votes_and_nothing_where_unknown(votes: list[int | None]) -> None:
    table = replace(table_of([1] * len(votes)), votes=np.array([-1 if n is None else n for n in votes]))
    films = np.arange(len(votes))[::-2]

    naive = [math.log10(1 + (votes[film] or 0)) for film in films]
    popularity, fame, brief, textless = standing(table, films, words=16)
    assert popularity.tolist() == pytest.approx(naive)
    assert fame.tolist() == pytest.approx([one**2 / 10 for one in naive])
    assert brief.tolist() == pytest.approx([one / 2 for one in naive])
    assert textless.tolist() == [1] * len(naive)


def test_the_less_is_said_the_more_it_counts_how_well_a_film_is_known() -> None:
    table = replace(table_of([1, 1]), votes=np.array([9, 99_999]))
    gains = [np.ptp(standing(table, np.arange(2), words=words)[2]) for words in (0, 4, 100)]

    assert gains[0] == pytest.approx(4.0)
    assert gains[0] > gains[1] > gains[2] > 0


_features = st.integers(1, 12).flatmap(
    lambda films: arrays(np.float64, (films, len(FEATURES)), elements=st.floats(-50, 50))
)
_weights = arrays(np.float64, len(FEATURES), elements=st.floats(-100, 100))


@given(features=_features, weights=_weights)
def test_the_candidates_probabilities_sum_to_one(features: NDArray[np.float64], weights: NDArray[np.float64]) -> None:
    chance = posterior(features, weights)

    assert chance.shape == (len(features),)
    assert chance.sum() == pytest.approx(1)
    assert (chance >= 0).all()
    assert chance[(features @ weights).argmax()] == pytest.approx(chance.max())


def test_nothing_to_rank_is_no_error() -> None:
    assert posterior(np.zeros((0, len(FEATURES))), RANKING.vector()).tolist() == []


def test_two_films_alike_are_alike_probable_and_odds_follow_the_weights() -> None:
    features = np.zeros((3, len(FEATURES)))
    features[2, 0] = 1
    chance = posterior(features, np.eye(len(FEATURES))[0] * np.log(2))

    assert chance.tolist() == pytest.approx([0.25, 0.25, 0.5])


def write(path: Path, **changes: Any) -> Path:
    row = asdict(RANKING) | {"weights": dict(RANKING.weights)} | changes
    path.write_text(json.dumps({key: value for key, value in row.items() if value is not None}), encoding="utf-8")
    return path


def test_weights_are_read_back(tmp_path: Path) -> None:
    assert load_ranking(write(tmp_path / "ranking.json"), fingerprint="fake") == RANKING
    assert RANKING.vector().tolist() == [RANKING.weights[name] for name in FEATURES]


@pytest.mark.parametrize(
    "changes",
    [
        {"encoder": "other"},
        {"text_version": 99},
        {"weights": dict.fromkeys(FEATURES[1:], 1.0)},
        {"weights": dict.fromkeys((*FEATURES, "luck"), 1.0)},
    ],
)
def test_weights_of_another_encoder_are_refused(tmp_path: Path, changes: dict[str, Any]) -> None:
    with pytest.raises(EncoderError, match="belong to another encoder"):
        load_ranking(write(tmp_path / "ranking.json", **changes), fingerprint="fake")


@pytest.mark.parametrize("changes", [{"weights": None}, {"weights": {"best": "much"}}, {"confident_at": "often"}])
def test_malformed_weights_are_a_sentence(tmp_path: Path, changes: dict[str, Any]) -> None:
    with pytest.raises(EncoderError, match="cannot be read; install Reelcall again"):
        load_ranking(write(tmp_path / "ranking.json", **changes), fingerprint="fake")


def test_missing_weights_are_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "broken.json").write_bytes(b"{")

    for path in (tmp_path / "nowhere.json", tmp_path / "broken.json"):
        with pytest.raises(EncoderError, match="cannot be read"):
            load_ranking(path, fingerprint="fake")


def test_the_plain_weights_name_every_feature() -> None:
    assert isinstance(RANKING, Ranking)
    assert set(RANKING.weights) == set(FEATURES)


@given(st.integers(1, 2 * SHORTLIST), st.integers(0, 2**32 - 1))
def test_the_shortlist_is_the_best_films_best_first(films: int, seed: int) -> None:
    scores = np.random.default_rng(seed).integers(0, films, films).tolist()  # some of them alike
    places = shortlist(np.array(scores))

    assert places.tolist() == sorted(range(len(scores)), key=lambda place: -scores[place])[:SHORTLIST]


@given(st.integers(1, 2 * SHORTLIST), st.integers(0, 2**32 - 1))
def test_a_comparison_shares_out_anew_what_the_shortlist_had(films: int, seed: int) -> None:
    draw = np.random.default_rng(seed)
    scores = draw.dirichlet(np.ones(films))
    places = shortlist(scores)
    compared = draw.dirichlet(np.ones(len(places)))
    shared = reranked(scores, places, compared)
    others = np.setdiff1d(np.arange(len(scores)), places)

    assert shared.sum() == pytest.approx(1)
    np.testing.assert_array_equal(shared[others], scores[others])
    np.testing.assert_allclose(shared[places], compared * scores[places].sum())


def test_weights_for_the_shortlist_are_all_there_or_none(tmp_path: Path) -> None:
    late = dict.fromkeys((*FEATURES, *LATE_FEATURES), 1.5)
    path = tmp_path / "ranking.json"
    path.write_text(json.dumps(asdict(replace(RANKING, late=late))), encoding="utf-8")
    vector = load_ranking(path, fingerprint=RANKING.encoder).late_vector()
    assert vector is not None
    assert vector.tolist() == [1.5] * (len(FEATURES) + len(LATE_FEATURES))

    path.write_text(json.dumps(asdict(replace(RANKING, late={"late": 1.0}))), encoding="utf-8")
    with pytest.raises(EncoderError, match="belong to another encoder"):
        load_ranking(path, fingerprint=RANKING.encoder)
    assert RANKING.late_vector() is None
