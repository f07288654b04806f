"""What a later message takes back, and what becomes of the earlier ones."""

from __future__ import annotations

import pytest

from retrieval.clues import hear
from retrieval.types import NotFilmsClue
from retrieval.understand import read_clues
from tests.retrieval.reading import NAMES


@pytest.mark.parametrize(
    ("before", "said", "after"),
    [
        ("a robot that his dad built", "actually it was his brother, not his dad", "a robot that his brother built"),
        ("he waits for a train", "not a train, he's at a bus stop", "he waits for a bus stop"),
        ("turned into a frog by witches", "actually a mouse not a frog lol", "turned into a mouse by witches"),
        ("a plane crash", "it was a train wreck, not a plane", "a train wreck crash"),
        ("asleep with his sister", "there was no sister on the train", "asleep with his"),
        ("a dance at a strip club", "it wasn't in a strip club, it was a bar in chicago", "a dance at a bar"),
        ("in a coma for years", "coma's the wrong word", "in a for years"),
        ("a man and his dog", "not the cat", "a man and his dog"),
        ("he builds a boat", "he is tall", "he builds a boat"),
    ],
)
def test_a_correction_replaces_what_it_corrects(before: str, said: str, after: str) -> None:
    utterances, _ = hear((before,), (), read_clues(said, names=NAMES, screen_year=1998))

    assert utterances[0] == after


def test_what_is_denied_is_not_searched() -> None:
    reading = read_clues("it was his brother, not his dad", names=NAMES, screen_year=1998)

    assert "dad" not in reading.search_text
    assert "brother" in reading.search_text


def test_what_keywords_name_is_denied_softly() -> None:
    reading = read_clues("no robots", names=NAMES, screen_year=1998)

    (clue,) = reading.clues
    assert isinstance(clue.value, NotFilmsClue)
    assert (clue.hard, set(clue.value.film_ids)) == (False, {"tt16", "tt17"})
    assert reading.search_text == ""


@pytest.mark.parametrize("said", ["no dragons", "not a robot, it was a clone", "no horror"])
def test_what_no_keyword_names_or_another_word_replaces_shuts_no_group_out(said: str) -> None:
    reading = read_clues(said, names=NAMES, screen_year=1998)

    assert not any(isinstance(clue.value, NotFilmsClue) for clue in reading.clues)


@pytest.mark.parametrize(
    ("said", "left"),
    [("without any robots", ""), ("older, without any robots", ""), ("house without any robots", None)],
)
def test_without_any_denies_where_it_begins(said: str, left: str | None) -> None:
    found = read_clues(said, names=NAMES, screen_year=1998)

    assert found.search_text == (said if left is None else left)


def test_a_title_that_begins_like_a_denial_denies_nothing() -> None:
    assert read_clues("no time to die", names=NAMES, screen_year=1998).search_text == "no time to die"


@pytest.mark.parametrize("said", ["she does not remember her name", "he could not sleep", "no one believes him"])
def test_what_somebody_in_the_story_does_not_do_takes_nothing_back(said: str) -> None:
    reading = read_clues(said, names=NAMES, screen_year=1998)

    assert (reading.corrections, reading.search_text) == ((), said)


def test_who_is_not_sure_denies_nothing() -> None:
    reading = read_clues("not sure it's Jaws", names=NAMES, screen_year=1998)

    assert (reading.clues, reading.corrections, reading.search_text) == ((), (), "not sure it's Jaws")


@pytest.mark.parametrize(
    "said", ["not annabelle", "no its not charlottes web", "not the seattle one", "not from the 80s"]
)
def test_what_is_only_denied_is_not_searched(said: str) -> None:
    reading = read_clues(said, names=NAMES, screen_year=1998)

    assert reading.search_text == ""
    assert reading.corrections
