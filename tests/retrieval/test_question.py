"""What a question is worth and what its answer says, as laws over made-up candidates."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from retrieval.question import (
    COLOURS,
    ERROR_RATE,
    GENRES,
    LENGTHS,
    MOST_OPTIONS,
    eras,
    expected_gain,
    left,
    likelihood,
    one_of,
)
from retrieval.types import (
    Answer,
    Clue,
    ColourClue,
    CountryClue,
    GenreClue,
    LanguageClue,
    PersonClue,
    Question,
    YearClue,
)

Floats = NDArray[np.float64]
Masks = NDArray[np.bool_]
HORROR, COMEDY = (GenreClue(name, wanted=True) for name in ("Horror", "Comedy"))


@st.composite
def candidates(draw: st.DrawFn) -> tuple[Floats, Masks]:
    """A posterior, and which answers are known to be wrong of which film; shape (answers, films)."""
    films, answers = draw(st.integers(1, 8)), draw(st.integers(2, 4))
    weights = draw(st.lists(st.floats(0.01, 1), min_size=films, max_size=films))
    missed = draw(st.lists(st.booleans(), min_size=films * answers, max_size=films * answers))
    return np.array(weights) / sum(weights), np.array(missed).reshape(answers, films)


def entropy(shares: Floats) -> float:
    return float(-(shares * np.log2(shares)).sum())


@given(made=candidates())
def test_a_gain_is_what_the_answers_take_off_the_entropy_on_average(made: tuple[Floats, Masks]) -> None:
    posterior, missed = made
    answered = likelihood(missed)
    gain = float(expected_gain(posterior, missed))
    afterwards = sum(float(row @ posterior) * entropy(row * posterior / (row @ posterior)) for row in answered)

    assert gain >= 0
    assert gain == pytest.approx(entropy(posterior) - afterwards, abs=1e-9)


@given(made=candidates(), data=st.data())
def test_the_order_of_the_candidates_does_not_matter(made: tuple[Floats, Masks], data: st.DataObject) -> None:
    posterior, missed = made
    order = data.draw(st.permutations(range(len(posterior))))

    gain = expected_gain(posterior[order], missed[:, order])
    assert gain == pytest.approx(expected_gain(posterior, missed), abs=1e-12)


@given(made=candidates())
def test_every_film_gives_some_answer(made: tuple[Floats, Masks]) -> None:
    answered = likelihood(made[1])

    assert answered.sum(axis=0) == pytest.approx(1)
    assert (answered > 0).all()


@given(made=candidates(), data=st.data())
def test_an_answer_moves_mass_to_the_films_that_it_fits(made: tuple[Floats, Masks], data: st.DataObject) -> None:
    posterior, missed = made
    said = data.draw(st.sampled_from(range(len(missed))))
    after = posterior * likelihood(missed)[said]
    after /= after.sum()
    only_right = missed.sum(axis=0) == len(missed) - 1
    fits, wrong = ~missed[said] & only_right, missed[said] & (missed.sum(axis=0) < len(missed))

    assert after[fits].sum() >= posterior[fits].sum() - 1e-12
    assert after[wrong].sum() <= posterior[wrong].sum() + 1e-12


@given(made=candidates(), data=st.data())
def test_films_of_unknown_value_keep_their_odds(made: tuple[Floats, Masks], data: st.DataObject) -> None:
    _, missed = made
    said = data.draw(st.sampled_from(range(len(missed))))
    unknown = ~missed.any(axis=0) | missed.all(axis=0)

    assert likelihood(missed)[said][unknown] == pytest.approx(1 / len(missed))


def test_an_answer_is_wrong_once_in_ten() -> None:
    missed = np.array([[False, True], [True, False], [True, True]])

    assert likelihood(missed)[:, 0].tolist() == pytest.approx([1 - ERROR_RATE, ERROR_RATE / 2, ERROR_RATE / 2])


def test_halving_the_candidates_is_worth_the_most() -> None:
    posterior = np.full(4, 0.25)
    half, one, all_ = (np.array([row, [not x for x in row]]) for row in ([1, 1, 0, 0], [1, 0, 0, 0], [1, 1, 1, 1]))
    gains = [float(expected_gain(posterior, missed.astype(bool))) for missed in (half, one, all_)]

    assert gains == sorted(gains, reverse=True)
    assert gains[0] == pytest.approx(1 - entropy(np.array([ERROR_RATE, 1 - ERROR_RATE])))
    assert gains[2] == 0


def test_many_questions_are_weighed_at_once_as_each_by_itself() -> None:
    draw = np.random.default_rng(0)
    posterior, missed = draw.dirichlet(np.ones(9)), draw.random((5, 3, 9)) < 0.5

    alone = [float(expected_gain(posterior, one)) for one in missed]
    assert expected_gain(posterior, missed) == pytest.approx(alone)


def test_eras_are_decades_put_together_about_as_probable_as_each_other() -> None:
    year = np.array([1950, 1963, 1978, 1984, 1985, 1991, 1999, 2004, 2011, -1])
    posterior = np.array([0.05, 0.05, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.2])

    assert eras(year, posterior) == (
        YearClue(None, 1979),
        YearClue(1980, 1989),
        YearClue(1990, 1999),
        YearClue(2000, None),
    )


@given(
    films=st.lists(st.tuples(st.integers(1900, 2030) | st.just(-1), st.floats(0, 1)), max_size=12),
)
def test_eras_cover_every_year_once(films: list[tuple[int, float]]) -> None:
    found = eras(np.array([year for year, _ in films], dtype=np.int64), np.array([share for _, share in films]))

    assert len(found) != 1
    assert len(found) <= MOST_OPTIONS
    for year, _ in films:
        inside = [era for era in found if (era.low or 0) <= year <= (era.high or 9999)]
        assert len(inside) == (1 if found and year > 0 else len(inside))


def test_a_single_fact_is_asked_with_yes_or_no() -> None:
    assert one_of([HORROR]).options == ((HORROR,), (GenreClue("Horror", wanted=False),))


def test_several_facts_are_asked_with_none_of_them() -> None:
    question = one_of([HORROR, COMEDY])

    assert question.options[:2] == ((HORROR,), (COMEDY,))
    assert question.options[2] == (GenreClue("Horror", wanted=False), GenreClue("Comedy", wanted=False))


@pytest.mark.parametrize(
    ("said", "values", "kept"),
    [
        (GenreClue("Horror", wanted=False), (HORROR, COMEDY), [COMEDY]),
        (PersonClue("Brad Pitt"), (PersonClue("Brad Pitt"), PersonClue("Tom Hanks")), [PersonClue("Tom Hanks")]),
        (LanguageClue("French"), (LanguageClue("French"), LanguageClue("German")), []),
        (CountryClue("France"), (CountryClue("Japan"),), []),
        (ColourClue(black_and_white=True), COLOURS, []),
        (YearClue(1980, 1989), (YearClue(None, 1999), YearClue(2000, None)), []),
        (YearClue(1980, 1989), LENGTHS, list(LENGTHS)),
    ],
)
def test_what_was_said_is_not_asked_for(said: GenreClue, values: tuple[GenreClue, ...], kept: list[GenreClue]) -> None:
    assert left(values, [Clue(said, hard=False, said="said")], ()) == kept


def test_what_was_asked_is_not_asked_again_whatever_was_said_to_it() -> None:
    asked = [Answer(one_of([HORROR]), None), Answer(Question((tuple(LENGTHS[:1]), tuple(LENGTHS[1:2]))), 0)]

    assert HORROR not in left(GENRES, (), asked)
    assert left(GENRES, (), asked) == [genre for genre in GENRES if genre != HORROR]
    assert left(LENGTHS, (), asked) == []
