"""Messages that are a film's title."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.title_match import films_named, split_year, title_parts


@pytest.mark.parametrize(
    ("key", "apart"),
    [
        ("twins 1949", ("twins", 1949)),
        ("1917", ("1917", None)),
        ("2001 a space odyssey", ("2001 a space odyssey", None)),
        ("apollo 1300", ("apollo 1300", None)),
        ("", ("", None)),
    ],
)
def test_a_year_at_the_end_is_taken_off(key: str, apart: tuple[str, int | None]) -> None:
    assert split_year(key) == apart


CATALOGUE = {
    "se7en": [0],
    "seven": [0, 1],
    "seventh seal": [2],
    "it": [3],
    "its a wonderful life": [4],
    "wonderful life": [5],
    "blade runner": [6],
    "blade runner 2049": [7],
    "1917": [8],
    "thing": [9],
    "lighthouse": [10],
    "honey": [11],
    "man who wasnt there": [12],
    "et": [13],
}


def lookup(keys: Sequence[str]) -> dict[str, list[int]]:
    return {title: CATALOGUE[title] for title in keys if title in CATALOGUE}


@pytest.mark.parametrize(
    ("message", "films"),
    [
        ("is it Se7en?", {0}),
        ("it Se7en?", {0}),
        ("maybe it's the one called “Se7en”", {0}),
        ("I think it was Seven", {0, 1}),
        ("se7en", {0}),
        ("the seventh seal?", {2}),
        ("seventh seal", {2}),
        ("could it be The Seventh Seal maybe", {2}),
        ("it", {3}),
        ("Wonderful Life", {4, 5}),
        ("It's a Wonderful Life", {4}),
        ("is it blade runner", {6}),
        ("is it Blade Runner 2049?", {7}),
        ("Blade Runner (1982)", {6}),
        ("1917", {8}),
        ("was it the thing?", {9}),
        ("it was the man who wasn't there, right?", {12}),
        ("a man lives alone in a lighthouse", set()),
        ("there was a lot of honey in it", set()),
        ("honey and seven", set()),
        ("is it?", set()),
        ("is it E.T.?", {13}),
        ("?!", set()),
        ("", set()),
        ("the thing " * 20, set()),
    ],
)
def test_a_short_message_that_is_a_title_names_its_film(message: str, films: set[int]) -> None:
    assert set(films_named([message], lookup)) == films


def test_the_newest_message_says_most_and_a_bare_word_beside_others_half() -> None:
    assert films_named(["honey"], lookup) == {11: 1.0}
    assert films_named(["a man alone", "honey"], lookup) == {11: 0.5}
    assert films_named(["a man alone", "is it Honey?"], lookup) == {11: 1.0}
    assert films_named(["the thing", "honey"], lookup) == {9: 0.5, 11: 0.5}
    assert films_named(["honey", "a man alone"], lookup) == {11: 0.25}
    assert films_named(["the thing", "The Thing?"], lookup) == {9: 1.0}
    assert films_named([], lookup) == {}


@given(message=st.text(max_size=60))
def test_whatever_is_said_the_parts_are_of_it_and_the_longest_comes_first(message: str) -> None:
    parts = title_parts(message)

    assert all(parts)
    assert [len(part) for part in parts] == sorted(map(len, parts), reverse=True)
