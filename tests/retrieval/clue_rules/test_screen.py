"""What is said of all films on the screen, and what only sounds like it."""

from __future__ import annotations

import time

import pytest

from retrieval.clue_rules.screen import all_turned_down
from retrieval.understand import read_clues
from tests.retrieval.reading import NAMES, understood


@pytest.mark.parametrize(
    "said",
    [
        "didn't like those",
        "I didnt like any of them",
        "i don't like any of these",
        "not a fan of those movies either",
        "hated all of those",
        "not into any of these",
        "I don't recognise any of these",
        "None of these",
        "nope, none of them",
        "none of these are it",
        "nah none of them ring a bell",
        "it's none of those films",
        "not any of those either",
        "it isn't any of these",
        "not those",
        "it\u2019s not one of those",
        "neither",
        "neither of them",
        "no to all",
        "no to both of those",
        "all wrong",
        "they're all wrong",
        "seen all of those",
        "i've already seen all of these",
        "seen them all",
        "i have seen all five",
        "seen em all lol",
        "saw both",
    ],
)
def test_all_that_was_shown_is_turned_down(said: str) -> None:
    reading = read_clues(said, names=NAMES, screen_year=1998)

    assert (reading.turned_down, reading.all_turned_down) == (True, True)
    assert (reading.search_text, reading.corrections) == ("", ())
    assert not read_clues(said, names=NAMES, screen_year=None).turned_down


@pytest.mark.parametrize("said", ["I don't like that one", "seen it", "not a fan", "no thanks", "too scary for me"])
def test_one_film_that_is_turned_down_is_not_all(said: str) -> None:
    reading = read_clues(said, names=NAMES, screen_year=1998)

    assert (reading.turned_down, reading.all_turned_down) == (True, False)


@pytest.mark.parametrize(
    "said",
    [
        "none of them survive",
        "none of the main characters speak",
        "she doesn't know any of them",
        "it's not one of those superhero movies",
        "I've seen all the Bond films",
        "I hated all the songs",
        "neither of the brothers comes back",
        "",
    ],
)
def test_what_is_told_of_the_story_turns_nothing_down(said: str) -> None:
    assert not read_clues(said, names=NAMES, screen_year=1998).turned_down


def test_what_is_said_along_with_it_is_read() -> None:
    assert understood("none of those, it was black and white", screen_year=1998)[0] == "hard bw"
    assert understood("seen all of these, it had a dog in it", screen_year=1998)[1] == "it had a dog in it"


@pytest.mark.parametrize("start", ["none of these ", "seen ", "no, ", "didn't really ", "not ", "i've ", " "])
def test_a_long_text_is_read_at_once(start: str) -> None:
    """4,000 characters of any kind: no pattern that tries for ever."""
    started = time.perf_counter()
    list(all_turned_down(start * (4000 // len(start)) + "x"))

    assert time.perf_counter() - started < 1
