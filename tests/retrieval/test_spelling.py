"""How far apart spellings are, and whose name a misspelt one is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.spelling import distance, meant, slips_forgiven

_TEXT = st.text(alphabet="abc ", max_size=7)


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("brad pitt", "brad pitt", 0),
        ("brad pit", "brad pitt", 1),
        ("bard pitt", "brad pitt", 1),
        ("robert deniro", "robert de niro", 1),
        ("arnold swarzeneger", "arnold schwarzenegger", 3),
        ("", "abc", 3),
        ("abcd", "", None),
        ("tom cruise", "tom hanks", None),
    ],
)
def test_slips_are_counted_up_to_three(one: str, other: str, apart: int | None) -> None:
    assert distance(one, other, 3) == distance(other, one, 3) == apart


def test_as_many_other_letters_as_edits_allow_are_looked_at() -> None:
    """Each exchange puts one letter in and takes one out."""
    assert distance("a", "b", 1) == 1
    assert distance("ab", "cd", 2) == 2


@given(one=_TEXT, other=_TEXT, most=st.integers(0, 4))
def test_looking_near_the_diagonal_finds_what_looking_everywhere_does(one: str, other: str, most: int) -> None:
    whole = distance(one, other, 20)

    assert whole is not None
    assert (whole == 0) == (one == other)
    assert distance(one, other, most) == (whole if whole <= most else None)


@pytest.mark.parametrize(
    ("name", "slips"),
    [("tom cru", 0), ("brad pit", 1), ("jim carey", 1), ("kurt russell", 2), ("philip s hoffmann", 3)],
)
def test_longer_names_may_have_more_slips(name: str, slips: int) -> None:
    assert slips_forgiven(name) == slips


def test_of_two_names_that_are_as_near_the_one_in_many_more_films_is_meant() -> None:
    often, seldom = ("john hurt", "John Hurt", 12), ("john hunt", "John Hunt", 5)

    assert meant("john hurtt", [often, seldom]) == "John Hurt"
    assert meant("john hut", [often, seldom]) is None
    assert meant("john hut", [often, ("john hunt", "John Hunt", 4)]) == "John Hurt"
    assert meant("john wayne", [often, seldom]) is None
    assert meant("jon hurt", [often, often]) == "John Hurt"
