"""Titles as they are typed, and what belongs together."""

from __future__ import annotations

import pytest

from retrieval.titles import is_family, stem, title_key, title_keys
from retrieval.types import Film, FilmId


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("oceans eleven", "Ocean's Eleven"),
        ("devil wears prada", "The Devil Wears Prada"),
        ("e.t.", "E.T."),
        ("fast and furious", "Fast & Furious"),
        ("amelie", "Amélie"),
    ],
)
def test_a_title_is_known_as_it_is_typed(typed: str, title: str) -> None:
    assert title_key(typed) == title_key(title)


def test_a_film_goes_by_its_title_its_aliases_and_without_its_subtitle() -> None:
    film = Film(film_id=FilmId("tt1"), title="The Ring: Again", alt_titles=("Ringu",))

    assert list(title_keys(film)) == [("ring again", True), ("ringu", True), ("ring", False)]
    assert ("et", False) in title_keys(Film(film_id=FilmId("tt2"), title="E.T. the Extra-Terrestrial"))


@pytest.mark.parametrize(
    ("title", "other", "sequel", "same"),
    [
        ("Jaws", "Jaws 2", False, True),
        ("Alien", "Aliens", False, True),
        ("Alien", "Alien³", False, True),
        ("Alien", "Alien Nation", False, False),
        ("Alien", "Alien Resurrection", True, True),
        ("Die Hard", "Die Hard with a Vengeance", False, True),
        ("John Wick", "John Wick: Chapter 3 - Parabellum", False, True),
        ("The Godfather", "The Godfather Part II", False, True),
        ("Heat", "The Heathers", False, False),
    ],
)
def test_sequels_share_the_stem(title: str, other: str, *, sequel: bool, same: bool) -> None:
    assert is_family(title, other, sequel=sequel) is same


def test_a_title_that_is_only_a_number_keeps_it() -> None:
    assert stem("21") == "21"
    assert stem("Apollo 13") == "apollo"
