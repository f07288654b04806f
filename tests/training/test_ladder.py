"""The rungs, on the miniature world with an encoder that hashes words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from retrieval.build import build_index
from retrieval.rank import FEATURES
from retrieval.search import FilmSearch, OpenIndex, open_index
from retrieval.types import Film, FilmId
from tests.fakes.encoder import FakeEncoder
from tests.world import CHESSBOARD, COMET, FILMS, LANTERN, RANKING, SIEGE, TWINS_NEW, TWINS_OLD
from training.ladder import GUESSES, LATE, RUNGS, features_of, fit_rungs, rank_of, rank_rungs
from training.questions import Question, QuestionError
from training.systems import Production


@pytest.fixture
def index(world_index: Path) -> OpenIndex:
    return open_index(world_index, FakeEncoder())


@pytest.fixture
def search(index: OpenIndex) -> Iterator[FilmSearch]:
    encoder = FakeEncoder()
    with closing(FilmSearch(index, encoder, RANKING, count=encoder.token_count)) as opened:
        yield opened


def asked(film: Film, text: str) -> Question:
    return Question("q", film.film_id, (text,), conversation=False)


QUESTIONS = [
    asked(LANTERN, "Winter sleeps in a lighthouse and eats honey"),
    asked(CHESSBOARD, "a soldier plays draughts with a ferryman, black and white"),
    asked(COMET, "a cartoon of a clumsy comet and a green planet"),
    asked(SIEGE, "soldiers in barrels, with bram pitre"),
    asked(TWINS_OLD, "the twins, from the 40s"),
    asked(TWINS_NEW, "two sisters swap jobs, a comedy"),
]


def test_each_rung_has_more_features_than_the_one_below_and_the_last_has_all() -> None:
    rungs = [set(names) for names in RUNGS.values()]

    assert all(below < above for below, above in pairwise(rungs))
    assert RUNGS["vectors"] == ("best",)
    assert tuple(RUNGS.values())[-1] == FEATURES


def test_every_rung_is_fitted_on_its_own_features(search: FilmSearch, index: OpenIndex) -> None:
    weights = fit_rungs(search, index, QUESTIONS)

    assert {rung: len(of) for rung, of in weights.items()} == {rung: len(names) for rung, names in RUNGS.items()}
    assert weights["vectors"][0] > 0
    assert weights["+ popularity"][FEATURES.index("popularity")] == pytest.approx(0)  # nobody counted votes


def test_the_last_rung_ranks_as_the_bot_does(search: FilmSearch, index: OpenIndex) -> None:
    """With the same weights, for questions with and without clues."""
    weights = {rung: np.array([RANKING.weights[name] for name in names]) for rung, names in RUNGS.items()}
    for question in (*QUESTIONS, asked(LANTERN, "honey"), asked(SIEGE, "a black and white film with honey")):
        (ranked,) = Production(search).play(question)
        expected = ranked.index(question.film_id) + 1 if question.film_id in ranked else None

        assert rank_rungs(search, index, weights, question, None)["+ popularity"] == expected


def test_a_rung_ranks_by_its_own_features_alone(index: OpenIndex) -> None:
    """Two films of one title, alike but for their year and their votes."""
    votes = np.array([5_000_000 if film is TWINS_OLD else 3 for film in FILMS])
    known = replace(index, table=replace(index.table, votes=votes))
    encoder = FakeEncoder()
    weights = {
        rung: np.array([50.0 if name == "popularity" else 1.0 for name in names]) for rung, names in RUNGS.items()
    }
    with closing(FilmSearch(known, encoder, RANKING, count=encoder.token_count)) as search_known:
        old = rank_rungs(search_known, known, weights, asked(TWINS_OLD, "a surgeon and a wrestler swap jobs"), None)

    assert old["vectors"] != 1
    assert old["+ popularity"] == 1


def test_where_tokens_have_vectors_the_shortlist_is_one_rung_more_and_ranks_as_the_bot_does(
    films_file: Path, tmp_path: Path
) -> None:
    encoder = FakeEncoder(token_dimension=256)
    build_index(tmp_path, films_file, encoder, licences=(), progress=lambda _done, _total: None)
    index = open_index(tmp_path, encoder)
    with closing(FilmSearch(index, encoder, RANKING, count=encoder.token_count)) as opened:
        weights = fit_rungs(opened, index, QUESTIONS)
        ranks = [rank_rungs(opened, index, weights, question, None)[LATE] for question in QUESTIONS]
    assert list(weights) == [*RUNGS, LATE]
    assert len(features_of(LATE)) == len(weights[LATE]) == len(FEATURES) + 2

    learnt = {rung: dict(zip(features_of(rung), weights[rung].tolist(), strict=True)) for rung in weights}
    ranking = replace(RANKING, weights=learnt["+ popularity"], late=learnt[LATE])
    with closing(FilmSearch(open_index(tmp_path, encoder), encoder, ranking, count=encoder.token_count)) as opened:
        played = [next(iter(Production(opened).play(question))) for question in QUESTIONS]
    assert ranks == [found.index(one.film_id) + 1 for found, one in zip(played, QUESTIONS, strict=True)]


def test_guesses_bring_up_what_no_search_found(search: FilmSearch, index: OpenIndex) -> None:
    weights = {rung: np.ones(len(names)) for rung, names in RUNGS.items()}
    question = asked(COMET, "a lighthouse, in black and white film")
    shut_out = rank_rungs(search, index, weights, question, [])
    guessed = rank_rungs(search, index, weights, question, [COMET.film_id])

    assert shut_out["+ popularity"] is None
    assert shut_out[GUESSES] is None
    assert guessed["+ popularity"] is None
    assert guessed[GUESSES] is not None
    assert GUESSES not in rank_rungs(search, index, weights, question, None)


def test_a_film_that_the_catalogue_does_not_hold_has_no_rank(search: FilmSearch, index: OpenIndex) -> None:
    weights = {rung: np.ones(len(names)) for rung, names in RUNGS.items()}
    lost = Question("q", FilmId("tt0"), ("honey",), conversation=False)

    assert set(rank_rungs(search, index, weights, lost, [FilmId("tt0")]).values()) == {None}


def test_questions_that_teach_nothing_are_a_sentence(search: FilmSearch, index: OpenIndex) -> None:
    with pytest.raises(QuestionError, match="--fit-on"):
        fit_rungs(search, index, [Question("q", FilmId("tt0"), ("honey",), conversation=False)])


@pytest.mark.parametrize(("answer", "rank"), [(7, 2), (3, 1), (9, 3), (5, 4), (1, None), (None, None)])
def test_ranks_count_from_one_and_of_films_alike_the_first_is_better(answer: int | None, rank: int | None) -> None:
    assert rank_of(answer, np.array([5, 7, 3, 9]), np.array([0.1, 0.2, 0.5, 0.2])) == rank


def test_beyond_the_depth_is_not_found() -> None:
    films, chance = np.arange(1200), -np.arange(1200.0)

    assert rank_of(999, films, chance) == 1000
    assert rank_of(1000, films, chance) is None
