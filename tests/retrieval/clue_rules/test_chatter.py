"""Talk about talking, which is not searched with."""

from __future__ import annotations

import pytest

from tests.retrieval.reading import understood


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("haha yes but whats it called", ""),
        ("what's the title again", ""),
        ("a man on an island, what was it called?", "man on an island, ?"),
        ("it's on the tip of my tongue. a woman with a sword", "woman with a sword"),
        ("wtf is the fucking film with the shark", "the film with the shark"),
        ("a boy is called names and what he did", "boy is called names and what he did"),
        ("the damned ship", "the damned ship"),
    ],
)
def test_it_is_not_searched(said: str, left: str) -> None:
    assert understood(said, screen_year=1998)[1] == left
