"""What people do not care for: the film that was shown, or a title, a person, a genre."""

from __future__ import annotations

import pytest

from retrieval.understand import read_clues
from tests.retrieval.reading import NAMES, understood


def is_turned_down(said: str, *, screen_year: int | None = 1998) -> bool:
    return read_clues(said, names=NAMES, screen_year=screen_year).turned_down


@pytest.mark.parametrize(
    "said",
    [
        "I don't like that one",
        "i didnt really like it",
        "No, I didn\u2019t care for that movie much",
        "not a fan",
        "Not a fan of those movies either.",
        "not interested, sorry",
        "Not my type of movie; never saw one.",
        "I don't think it is my cup of tea",
        "I'm not sure I'd like it.",
        "I'll pass on that one",
        "yea pass",
        "no thanks",
        "seen it",
        "I've already seen that one, it was good",
        "I hated that movie",
        "that one sucked",
        "that looks boring",
        "too scary for me",
        "That's a bit too silly for my kids",
        "I don't like that kind of movie",
        "Oh that's cool I don't want to see it though",
    ],
)
def test_a_film_that_was_shown_is_turned_down(said: str) -> None:
    assert is_turned_down(said)
    assert not is_turned_down(said, screen_year=None)


@pytest.mark.parametrize(
    "said",
    [
        "I haven't seen it",
        "never saw that one",
        "I want to see that",
        "loved it",
        "the kid did not like it",
        "she says she hated that movie",
        "his wife hated it",
        "they pass a bridge",
        "I saw it when I was ten, it had a shark",
        "it was too late for him",
        "",
    ],
)
def test_what_is_told_of_the_story_or_liked_is_not(said: str) -> None:
    assert is_turned_down(said) is (said.startswith("I saw it"))


@pytest.mark.parametrize(
    ("said", "clues"),
    [
        ("i didn't like Jaws", "hard none of 1 Jaws"),
        ("Not interested in Jaws.", "hard none of 1 Jaws"),
        ("I hated The Thing", "hard none of 1 The Thing"),
        ("I don't care for Heat; not my type of movie", "hard none of 1 Heat"),
        ("Iron Man wasn't really my thing", "hard none of 1 Iron Man"),
        ("Heat didn't do it for me", "hard none of 1 Heat"),
        ("not a fan of Brad Pitt", "hard not Brad Pitt"),
        ("not a big brad pitt fan", "hard not Brad Pitt"),
        ("I don't really like horror movies", "soft not Horror"),
        ("i'm not into animated ones", "soft not Animation"),
        ("not a huge sci fi fan", "soft not Science Fiction"),
    ],
)
def test_a_title_a_person_and_a_genre_are_denied(said: str, clues: str) -> None:
    assert understood(said, screen_year=1998)[0] == clues


def test_the_words_that_turn_a_film_down_are_not_searched() -> None:
    assert understood("I didn't like that one, it had a dog in it", screen_year=1998)[1] == "it had a dog in it"
