from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.text import fold
from retrieval.title_match import films_named, spellings, split_year, title_parts


@pytest.mark.parametrize(
    ("folded", "among"),
    [
        ("seventh seal", ["seventh seal", "the seventh seal"]),
        ("the seventh seal", ["the seventh seal", "seventh seal"]),
        ("serious man", ["serious man", "a serious man"]),
        ("a trip", ["a trip", "trip"]),
        ("the", ["the"]),
    ],
)
def test_articles_may_be_left_out_and_the_spelling_that_was_typed_comes_first(folded: str, among: list[str]) -> None:
    found = spellings(folded)

    assert found[0] == folded
    assert set(among) <= set(found)
    assert len(found) == len(set(found))
    assert spellings("") == ()


@pytest.mark.parametrize(
    ("folded", "apart"),
    [
        ("the twins 1949", ("the twins", 1949)),
        ("1917", ("1917", None)),
        ("2001 a space odyssey", ("2001 a space odyssey", None)),
        ("apollo 1300", ("apollo 1300", None)),
        ("", ("", None)),
    ],
)
def test_a_year_at_the_end_is_taken_off(folded: str, apart: tuple[str, int | None]) -> None:
    assert split_year(folded) == apart


CATALOGUE = {
    "se7en": [0],
    "seven": [0, 1],
    "the seventh seal": [2],
    "it": [3],
    "it s a wonderful life": [4],
    "wonderful life": [5],
    "blade runner": [6],
    "blade runner 2049": [7],
    "1917": [8],
    "the thing": [9],
    "lighthouse": [10],
    "honey": [11],
    "the man who wasn t there": [12],
}


def lookup(folded: Sequence[str]) -> dict[str, list[int]]:
    return {title: CATALOGUE[title] for title in folded if title in CATALOGUE}


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

    assert all(part and part in fold(message) for part in parts)
    assert [len(part) for part in parts] == sorted(map(len, parts), reverse=True)
