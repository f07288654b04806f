"""The one right question: which fact about the film meant is worth asking for, and what its answer says. Pure.

The candidates' posterior P(f) says how probable it is that each film f is the one meant. A question A is worth what its
answer is expected to take off the posterior's entropy, the mutual information of film and answer (Lindley 1956):

    I(F; A) = H(A) - sum over f of P(f) H(A | f)

A film answers as the catalogue says, wrongly at a known rate (`ERROR_RATE`): people misremember, and catalogues are
wrong too. What is not known of a film is spread evenly over all answers. So an answer moves films up and down and shuts
none out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from retrieval.types import (
    Answer,
    Clue,
    ClueValue,
    ColourClue,
    CountryClue,
    GenreClue,
    LanguageClue,
    PersonClue,
    Question,
    RuntimeClue,
    YearClue,
)

Floats = NDArray[np.float64]
Masks = NDArray[np.bool_]

ERROR_RATE: Final = 0.1
"""How often an answer is not what the catalogue says."""
CLEAR: Final = 0.8
"""A best film this probable needs no question. What is called the answer already can be less clear: of real questions
whose best film had between .6 and .8, four in nine were right."""
WORTH_ASKING: Final = 0.1
"""Bits. An answer that is expected to tell less costs more patience than it saves."""

_GENRES: Final = (
    *("Animation", "Horror", "Comedy", "Science Fiction", "Thriller", "Western", "Music", "Documentary", "Romance"),
    *("Fantasy", "Mystery", "Action", "War", "Crime", "Family", "Adventure", "History"),
)
_LANGUAGES: Final = (
    *("English", "French", "Spanish", "German", "Italian", "Japanese", "Russian", "Chinese", "Korean", "Hindi"),
    *("Cantonese", "Swedish"),
)
_COUNTRIES: Final = (
    *("United States", "United Kingdom", "France", "Germany", "Canada", "Japan", "Italy", "Australia", "India"),
)
GENRES: Final = tuple(GenreClue(genre, wanted=True) for genre in _GENRES)
"""Those that people can tell of a film that they half remember; not "Drama", which is said of half of all films."""
LANGUAGES: Final = tuple(map(LanguageClue, _LANGUAGES))
COUNTRIES: Final = tuple(map(CountryClue, _COUNTRIES))
COLOURS: Final = (ColourClue(black_and_white=True), ColourClue(black_and_white=False))
LENGTHS: Final = (RuntimeClue(None, 89), RuntimeClue(90, 120), RuntimeClue(121, None))
_DECADE: Final = 10
_GAIN_DIGITS: Final = 9
MOST_OPTIONS: Final = 4
"""With "don't know" they are one row of buttons."""
_ONE_OF_A_KIND: Final = (YearClue, RuntimeClue, ColourClue, LanguageClue, CountryClue)
"""Once a user has said something of these, it is not asked for."""

V = TypeVar("V", bound=ClueValue)
Named = GenreClue | PersonClue | LanguageClue | CountryClue
"""Facts of which a film can have several."""


def one_of(values: Sequence[Named]) -> Question:
    """The question which of some facts is so, or none of them; of a single one, whether it is so."""
    return Question((*((value,) for value in values), tuple(replace(value, wanted=False) for value in values)))


def eras(year: NDArray[np.int64], posterior: Floats) -> tuple[YearClue, ...]:
    """Whole decades put together to at most four eras about as probable as each other; none if all is of one decade.

    Args:
        year: of each candidate, -1 where it is unknown; shape (films,).
        posterior: how probable each is; shape (films,).
    """
    known = year >= 0
    decades, place = np.unique(year[known] // _DECADE * _DECADE, return_inverse=True)
    mass = np.bincount(place, posterior[known], len(decades)).cumsum()
    if len(decades) < 2 or mass[-1] <= 0:  # noqa: PLR2004  # one era alone is no choice
        return ()
    shares = np.arange(1, MOST_OPTIONS) / MOST_OPTIONS
    after = np.abs(mass[None, :-1] / mass[-1] - shares[:, None]).argmin(axis=1)
    starts = [int(decade) for decade in decades[np.unique(after) + 1]]
    return tuple(
        YearClue(low, None if end is None else end - 1)
        for low, end in zip((None, *starts), (*starts, None), strict=True)
    )


def left(values: Iterable[V], clues: Iterable[Clue], answers: Iterable[Answer]) -> list[V]:
    """Those facts about which nothing was said or asked before."""
    told = {type(clue.value) for clue in clues if isinstance(clue.value, _ONE_OF_A_KIND)}
    asked = (value for answer in answers for option in answer.question.options for value in option)
    done = {subject(clue.value) for clue in clues} | set(map(subject, asked))
    return [value for value in values if type(value) not in told and subject(value) not in done]


def subject(value: ClueValue) -> tuple[type, str]:
    """What a fact is about: its kind, and the name where there are many of a kind."""
    match value:
        case GenreClue(name) | PersonClue(name) | LanguageClue(name) | CountryClue(name):
            return type(value), name
        case _:
            return type(value), ""


def likelihood(missed: Masks, error: float = ERROR_RATE) -> Floats:
    """How probable each answer is if a film is the one meant; every film's sum to 1.

    A film's right answers share 1 - error, its wrong ones share the error; where none is known to be wrong, because the
    catalogue does not say or because all are right, all are alike.

    Args:
        missed: which answers are known to be wrong of which film; shape (..., answers, films).
        error: how often an answer is wrong.

    Returns:
        The same shape.
    """
    right, wrong, _ = _shares(missed.shape[-2], error)
    count = missed.sum(axis=-2, keepdims=True)
    return np.asarray(np.where(missed, wrong[count], right[count]))


@lru_cache(maxsize=16)
def _shares(answers: int, error: float) -> tuple[Floats, Floats, Floats]:
    """By how many of its answers are wrong of a film: a right one's probability, a wrong one's, the entropy of all."""
    wrong = np.arange(answers + 1)
    told = (wrong > 0) & (wrong < answers)
    of_right = np.where(told, (1 - error) / np.maximum(answers - wrong, 1), 1 / answers)
    of_wrong = np.where(told, error / np.maximum(wrong, 1), 1 / answers)
    entropy = (wrong - answers) * of_right * np.log2(of_right) - wrong * of_wrong * np.log2(of_wrong)
    return of_right, of_wrong, np.asarray(entropy, dtype=np.float64)


def expected_gain(posterior: Floats, missed: Masks, error: float = ERROR_RATE) -> Floats:
    """Bits that an answer is expected to take off the posterior's entropy; never below 0.

    The same as by `likelihood`, without writing down every answer's probability. Gains that are equal but for rounding
    come out equal, so that it is no accident which of them is the greatest.

    Args:
        posterior: shape (films,), sums to 1.
        missed: which answers are known to be wrong of which film; shape (..., answers, films).
        error: how often an answer is wrong.

    Returns:
        Shape (...).
    """
    right, wrong, entropy = _shares(missed.shape[-2], error)
    count = missed.sum(axis=-2, dtype=np.int8)
    as_right, more = right.take(count) * posterior, (wrong - right).take(count) * posterior
    given = as_right.sum(axis=-1, keepdims=True) + (missed @ more[..., None])[..., 0]
    gain = -np.sum(given * np.log2(np.maximum(given, 1e-300)), axis=-1) - entropy.take(count) @ posterior
    return np.asarray(np.round(np.maximum(gain, 0.0), _GAIN_DIGITS))
