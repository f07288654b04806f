"""Which question the search asks next, and what answers do to its films, in the miniature world."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from retrieval.asking import Facts, best_question, evidence
from retrieval.opened import OpenIndex
from retrieval.question import CLEAR, COLOURS, LENGTHS, one_of
from retrieval.search import FilmSearch, open_index
from retrieval.types import (
    Answer,
    Clue,
    ColourClue,
    FilmId,
    Findings,
    FindRequest,
    GenreClue,
    PersonClue,
    Question,
    RuntimeClue,
    YearClue,
)
from tests.fakes.encoder import FakeEncoder
from tests.world import CHESSBOARD, FILMS, LANTERN, NO_COLOUR, RANKING, TWINS_OLD

IN_COLOUR = Question(tuple((value,) for value in COLOURS))
OPEN = replace(RANKING, confident_at=1.1, weights={name: weight / 10 for name, weight in RANKING.weights.items()})
"""Never sure, and nearly as unsure of every film."""
ALL = np.arange(len(FILMS))
EVEN = np.full(len(FILMS), 1 / len(FILMS))


@pytest.fixture(scope="module")
def index(world_index: Path) -> OpenIndex:
    return open_index(world_index, FakeEncoder())


@pytest.fixture(scope="module")
def search(index: OpenIndex) -> Iterator[FilmSearch]:
    encoder = FakeEncoder()
    with closing(FilmSearch(index, encoder, OPEN, count=encoder.token_count)) as search:
        yield search


def asked(search: FilmSearch, *answers: Answer, clues: tuple[Clue, ...] = ()) -> Findings:
    return search.find_now(FindRequest(("a guest in a lighthouse",), clues, answers=answers, asks=True))


def scores(found: Findings) -> dict[FilmId, float]:
    return {one.film_id: one.score for one in found.candidates}


def test_an_answer_moves_films_and_shuts_none_out(search: FilmSearch) -> None:
    before = scores(asked(search))
    after = scores(asked(search, Answer(IN_COLOUR, 0)))

    assert before.keys() == after.keys()
    assert after[CHESSBOARD.film_id] > before[CHESSBOARD.film_id]
    assert after[LANTERN.film_id] < before[LANTERN.film_id]
    ratio = after[CHESSBOARD.film_id] / after[LANTERN.film_id] * before[LANTERN.film_id] / before[CHESSBOARD.film_id]
    assert ratio == pytest.approx(9)


def test_a_film_of_unknown_value_stands_between(index: OpenIndex) -> None:
    said = dict(zip(index.table.film_ids, evidence(index, ALL, [Answer(IN_COLOUR, 0)]), strict=True))

    assert said[CHESSBOARD.film_id] > said[NO_COLOUR.film_id] > said[LANTERN.film_id]
    assert said[NO_COLOUR.film_id] == pytest.approx(np.log(0.5))


def test_dont_know_changes_nothing_and_is_not_asked_again(search: FilmSearch) -> None:
    first = asked(search)
    assert first.question is not None
    second = asked(search, Answer(first.question, None))

    assert scores(second) == scores(first)
    assert second.question != first.question


def test_questions_run_out_and_none_comes_twice(search: FilmSearch) -> None:
    answers: list[Answer] = []
    while (question := asked(search, *answers).question) is not None:
        assert question not in [answer.question for answer in answers]
        answers.append(Answer(question, None))
        assert len(answers) < 60
    subjects = [value for answer in answers for option in answer.question.options[:-1] for value in option]

    assert len(answers) > 2
    assert len(subjects) == len(set(subjects))


def test_nothing_is_asked_for_that_was_said(search: FilmSearch) -> None:
    clue = Clue(YearClue(1950, 2005), hard=False, said="said")
    answers: list[Answer] = []
    while (question := asked(search, *answers, clues=(clue,)).question) is not None:
        assert not isinstance(question.options[0][0], YearClue)
        answers.append(Answer(question, None))


def test_nothing_is_asked_where_the_best_film_is_clear(index: OpenIndex) -> None:
    encoder = FakeEncoder()
    sure = replace(RANKING, weights={name: weight * 100 for name, weight in RANKING.weights.items()})
    with closing(FilmSearch(open_index(index.folder, encoder), encoder, sure, count=encoder.token_count)) as search:
        found = asked(search)

    assert found.candidates[0].score > CLEAR
    assert found.question is None


def test_nothing_is_asked_unless_it_is_wished_for(search: FilmSearch) -> None:
    assert search.find_now(FindRequest(("a guest in a lighthouse",))).question is None


def test_nothing_is_asked_where_no_answer_tells_enough(index: OpenIndex) -> None:
    same = np.full(2, index.table.numbers[TWINS_OLD.film_id])  # two films alike in everything

    assert best_question(index, same, np.array([0.5, 0.5]), FindRequest(())) is None


def test_the_question_is_the_same_in_whatever_order_the_films_come(index: OpenIndex) -> None:
    posterior = np.random.default_rng(1).dirichlet(np.ones(len(FILMS)))

    assert best_question(index, ALL, posterior, FindRequest(())) == best_question(
        index, ALL[::-1], posterior[::-1], FindRequest(())
    )


def test_whoever_is_said_to_be_in_it_moves_his_films_up(index: OpenIndex) -> None:
    name = LANTERN.cast[0]
    question = one_of([PersonClue(name)])
    takes_part = [name in film.cast for film in FILMS]
    said = evidence(index, ALL, [Answer(question, 0)])

    assert [value > np.log(0.5) for value in said] == takes_part


def test_what_is_known_of_a_person_does_not_hang_on_what_was_asked_before(index: OpenIndex) -> None:
    person = one_of([PersonClue("Bram Pitre")])
    fresh, used = Facts(index, ALL), Facts(index, ALL)
    assert sum(map(len, used.names(EVEN, (), ()))) > 0  # looks people up along the way

    first = fresh.missed(person)
    listed = [film for film in FILMS if "Bram Pitre" in film.cast]
    assert [film for film, missed in zip(FILMS, first[0], strict=True) if film.cast and not missed] == listed
    assert (used.missed(person) == first).all()
    assert (fresh.missed(person) == first).all()


@pytest.mark.parametrize("option", range(len(LENGTHS)))
def test_a_length_is_taken_at_its_word(index: OpenIndex, option: int) -> None:
    said = evidence(index, ALL, [Answer(Question(tuple((value,) for value in LENGTHS)), option)])
    bounds: RuntimeClue = LENGTHS[option]

    for film, value in zip(FILMS, said, strict=True):
        if film.runtime is not None:
            inside = (bounds.low or 0) <= film.runtime <= (bounds.high or 10**6)
            assert (value == pytest.approx(np.log(0.9))) == inside


def test_an_unwanted_genre_counts_against_its_films(index: OpenIndex) -> None:
    said = evidence(index, ALL, [Answer(one_of([GenreClue("Animation", wanted=True)]), 1)])

    for film, value in zip(FILMS, said, strict=True):
        if film.genres:
            assert value == pytest.approx(np.log(0.1 if "Animation" in film.genres else 0.9))


def test_colour_is_a_choice_of_two() -> None:
    assert IN_COLOUR.options == ((ColourClue(black_and_white=True),), (ColourClue(black_and_white=False),))
