"""Wishes that the catalogue cannot answer stay words."""

from __future__ import annotations

import pytest

from retrieval.understand import read_clues
from tests.retrieval.reading import NAMES


@pytest.mark.parametrize(
    ("said", "wish"),
    [
        ("directed by a woman, that much i remember", "directed by a woman"),
        ("it had a female director", "female director"),
        ("rated pg-13", "rated pg-13"),
        ("it won an oscar", "won an oscar"),
    ],
)
def test_a_wish_for_what_the_catalogue_lacks_is_named_and_kept(said: str, wish: str) -> None:
    reading = read_clues(said, names=NAMES, screen_year=1998)

    assert reading.unsupported == (wish,)
    assert reading.clues == ()
    assert wish in reading.search_text


def test_a_story_is_no_such_wish() -> None:
    assert read_clues("a woman directs the traffic", names=NAMES).unsupported == ()
