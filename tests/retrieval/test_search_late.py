"""The shortlist compared by tokens, end to end in the miniature world."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from threadpoolctl import threadpool_info, threadpool_limits

from retrieval.build import build_index
from retrieval.rank import FEATURES, LATE_FEATURES, posterior, reranked
from retrieval.search import FilmSearch, open_index
from retrieval.types import FindRequest
from tests.fakes.encoder import FakeEncoder
from tests.world import CHESSBOARD, COMET, LANTERN, RANKING, SIEGE

QUESTIONS = {
    "winter sleeps in a lighthouse and eats honey": LANTERN,
    "a soldier plays draughts with a ferryman": CHESSBOARD,
    "a clumsy comet and a green planet": COMET,
    "soldiers hide in barrels": SIEGE,
}
BY_TOKENS = replace(RANKING, late=dict.fromkeys(FEATURES, 0.0) | {"late": 20.0, "contrast": 0.0})


@pytest.fixture(scope="module")
def folder(films_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("tokens")
    encoder = FakeEncoder(token_dimension=512)
    build_index(made, films_file, encoder, licences=(), progress=lambda _done, _total: None)
    return made


@pytest.fixture
def search(folder: Path) -> Iterator[FilmSearch]:
    encoder = FakeEncoder(token_dimension=512)
    opened = FilmSearch(open_index(folder, encoder), encoder, BY_TOKENS, count=encoder.token_count)
    yield opened
    opened.close()


def asked(text: str) -> FindRequest:
    return FindRequest((text,), limit=50)


@pytest.mark.parametrize(("said", "film"), QUESTIONS.items())
def test_the_film_that_has_the_words_comes_first(search: FilmSearch, said: str, film: object) -> None:
    assert search.film_now(search.find_now(asked(said)).candidates[0].film_id) == film


def test_what_a_search_finds_is_what_its_shortlist_says(search: FilmSearch) -> None:
    weights = np.array([BY_TOKENS.late[name] for name in (*FEATURES, *LATE_FEATURES)])
    for said in QUESTIONS:
        pool = search.pool(asked(said))
        scores = posterior(pool.features, RANKING.vector())
        places, features = search.compared(pool, scores)
        expected = reranked(scores, places, posterior(features, weights))
        found = {one.film_id: one.score for one in search.find_now(asked(said)).candidates}

        assert features.shape == (len(places), len(FEATURES) + len(LATE_FEATURES))
        assert sum(found.values()) == pytest.approx(1)
        assert sorted(found.values(), reverse=True) == pytest.approx(sorted(expected.tolist(), reverse=True))


async def test_a_crowds_tokens_are_each_its_own(search: FilmSearch) -> None:
    alone = {said: search.find_now(asked(said)) for said in QUESTIONS}
    together = await asyncio.gather(*(search.find(asked(said)) for said in QUESTIONS))

    for said, findings in zip(QUESTIONS, together, strict=True):
        assert [one.film_id for one in findings.candidates] == [one.film_id for one in alone[said].candidates]
        assert [one.score for one in findings.candidates] == pytest.approx(
            [one.score for one in alone[said].candidates]
        )


def test_products_keep_to_one_thread(folder: Path) -> None:
    """A second one would spin on the processor of the encoder after each product."""
    threadpool_limits(2, user_api="blas")
    encoder = FakeEncoder(token_dimension=512)
    FilmSearch(open_index(folder, encoder), encoder, RANKING, count=encoder.token_count).close()

    assert all(one["num_threads"] == 1 for one in threadpool_info() if one["user_api"] == "blas")


def test_without_weights_for_it_nothing_is_compared(folder: Path) -> None:
    encoder = FakeEncoder(token_dimension=512)
    plain = FilmSearch(open_index(folder, encoder), encoder, RANKING, count=encoder.token_count)
    try:
        pool = plain.pool(asked("honey"))
        best = plain.find_now(asked("honey")).candidates[0].score
        assert best == pytest.approx(float(posterior(pool.features, RANKING.vector()).max()))
    finally:
        plain.close()
