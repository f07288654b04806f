"""People by surname, and who is not in it."""

from __future__ import annotations

import pytest

from retrieval.understand import read_clues
from tests.fakes.names import FakeNames
from tests.retrieval.reading import understood

TWO = FakeNames(people={"wes anderson": "Wes Anderson", "paul anderson": "Paul Anderson", "tom hill": "Tom Hill"})


@pytest.mark.parametrize(
    ("said", "clues", "left"),
    [
        ("cary grant maybe, not brad pitt", "soft Cary Grant; soft not Brad Pitt", "cary grant maybe"),
        ("not the old one with cary grant, this had more cgi", "hard not Cary Grant", "this had more cgi"),
        ("none of the brad pitt ones", "hard not Brad Pitt", None),
        ("it wasn't brad pitt who dies", "", None),
        ("directed by cruz", "hard Penélope Cruz", None),
        ("cruz made it", "hard Penélope Cruz", None),
        ("an o'toole film", "hard Peter O'Toole", None),
        ("they cruz along", "", None),
    ],
)
def test_denied_people_leave_the_search_and_surnames_stand_where_people_are_named(
    said: str, clues: str, left: str | None
) -> None:
    found, rest = understood(said, screen_year=1998)

    assert found == clues
    if left is not None:
        assert rest == left


def test_a_surname_that_two_people_share_is_unclear() -> None:
    reading = read_clues("directed by anderson", names=TWO)

    assert reading.clues == ()
    assert reading.unclear == (("Wes Anderson", "Paul Anderson"),)


@pytest.mark.parametrize("said", ["up a hill", "hill", "a hill one"])
def test_an_ordinary_word_is_no_surname(said: str) -> None:
    assert read_clues(said, names=TWO).clues == ()
