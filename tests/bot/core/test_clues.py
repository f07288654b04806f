"""What was said so far, as a value."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.clues import add_message, lapse, off_screen, reject, request_of, says_nothing, show
from bot.core.types import SearchState
from retrieval.types import Answer, Clue, Correction, FilmId, FindRequest, Question, Reading, YearClue
from tests.cards import JOE_BLACK
from tests.strategies import search_states

A, B, C, D = (FilmId(f"tt{number}") for number in range(4))
EIGHTIES = Clue(YearClue(1980, 1989), hard=True, said="80s")
NINETIES = Clue(YearClue(1990, 1999), hard=True, said="90s")
SHOWN = replace(JOE_BLACK, film_id=D, year=1999, runtime=100)
STATE = SearchState(utterances=("a shark",), clues=(EIGHTIES,), messages=1, shown=(A, B, C), screen=(C,))


def test_a_message_adds_up() -> None:
    state = add_message(STATE, Reading((NINETIES,), "on a beach"))

    assert (state.utterances, state.clues, state.messages) == (("a shark", "on a beach"), (NINETIES,), 2)
    assert (state.shown, state.screen) == ((), (C,))


def test_what_is_shown_comes_after_what_was() -> None:
    state = show(STATE, [SHOWN])

    assert (state.shown, state.screen) == ((A, B, C, D), (D,))
    assert (state.screen_year, state.screen_runtime) == (1999, 100)


def test_with_nothing_on_the_screen_older_and_shorter_mean_the_film_of_before() -> None:
    state = show(show(STATE, [SHOWN]), [])

    assert (state.screen, state.screen_year, state.screen_runtime) == ((), 1999, 100)


def test_a_screen_taken_away_leaves_what_was_shown_before() -> None:
    assert off_screen(STATE).shown == (A, B)
    assert off_screen(SearchState()).shown == ()


def test_a_rejected_film_is_left_out_and_the_rest_of_the_screen_may_come_again() -> None:
    state = reject(STATE, [C])

    assert (state.rejected, state.shown, state.screen) == ((C,), (A, B), ())
    assert reject(state, [A]).rejected == (C, A)


def test_of_very_many_rejected_films_the_oldest_may_come_again() -> None:
    many = [FilmId(f"tt{number}") for number in range(600)]
    state = SearchState()
    for start in range(0, 600, 5):
        state = reject(state, many[start : start + 5])
    again = reject(state, many[350:351])  # who is turned down again is the last one

    assert state.rejected == tuple(many[350:])
    assert reject(again, [A]).rejected == (*many[352:], many[350], A)


@given(search_states, st.integers(1, 100))
def test_a_request_carries_all_of_a_state(state: SearchState, limit: int) -> None:
    said = (state.utterances, state.clues, frozenset(state.rejected))
    request = FindRequest(*said, limit, extra=state.suggested, answers=state.answers, shown=state.shown)

    assert request_of(state, limit=limit) == request
    assert request_of(state, limit=limit, asks=True, told=5) == replace(request, asks=True, told=5)


@pytest.mark.parametrize(
    ("reading", "nothing"),
    [
        (Reading((), ""), True),
        (Reading((), "\U0001f600 ... !"), True),
        (Reading((EIGHTIES,), ""), False),
        (Reading((), "", corrections=(Correction("shark", ""),)), False),
        (Reading((), "shark"), False),
        (Reading((), "死神"), False),
        (Reading((), "7"), False),
    ],
)
def test_what_says_nothing(reading: Reading, nothing: bool) -> None:  # noqa: FBT001  # a table's column
    assert says_nothing(reading) is nothing


def test_of_many_questions_the_newest_are_remembered() -> None:
    asked = [Question(((YearClue(year, year),), (YearClue(None, year - 1),))) for year in range(1900, 2000)]
    state = STATE
    for question in asked:
        state = lapse(replace(state, question=question))

    assert state.question is None
    assert state.answers == tuple(Answer(question, None) for question in asked[-40:])
