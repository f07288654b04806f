"""Real phrasings of how long a film runs, and of times that pass in a story."""

from __future__ import annotations

import pytest

from tests.retrieval.reading import understood


@pytest.mark.parametrize(
    ("said", "clues", "left"),
    [
        ("under 90 minutes", "hard -90 min", ""),
        ("under 90 minutes for the kids", "hard -90 min; soft Family", "for the kids"),
        ("less than two hours", "hard -120 min", ""),
        ("no longer than 100 min", "hard -100 min", ""),
        ("two hours max", "hard -120 min", ""),
        ("over three hours", "hard 180- min", ""),
        ("at least 2 hours", "hard 120- min", ""),
        ("3+ hours", "hard 169- min", ""),
        ("2h20", "hard 123-157 min", ""),
        ("2 h 20 min", "hard 123-157 min", ""),
        ("1.5 hours", "hard 79-101 min", ""),
        ("ah", "", "ah"),
        ("oneh", "", "oneh"),
        ("an hour and a half", "hard 79-101 min", ""),
        ("two and a half hours", "hard 132-168 min", ""),
        ("pretty long, almost three hours", "hard 158-180 min", "pretty long"),
        ("about 80 minutes I think", "soft 70-90 min", ""),
        ("ninety minutes long", "hard 79-101 min", ""),
        ("a two-hour film", "hard 106-134 min", ""),
        ("3 hours later he wakes up", "", "3 hours later he wakes up"),
        ("for 3 hours later", "", "for 3 hours later"),
        ("90 minutes ago", "", "90 minutes ago"),
        ("two hours into the film", "", "two hours into the film"),
        ("they wait for two hours", "", "they wait for two hours"),
        ("every 90 minutes a bomb goes off", "", "every 90 minutes a bomb goes off"),
        ("within two hours the ship sinks", "", "within two hours the ship sinks"),
        ("24 hours to live", "", "24 hours to live"),
        ("10 minutes long", "", "10 minutes long"),
        ("five minutes", "", "five minutes"),
        ("72 hours", "", "72 hours"),
    ],
)
def test_a_short_correction_is_hard(said: str, clues: str, left: str) -> None:
    assert understood(said, screen_year=1998) == (clues, left)


@pytest.mark.parametrize(
    ("said", "clues", "left"),
    [
        ("shorter", "hard -119 min", ""),
        ("shorter than that", "hard -119 min", ""),
        ("no, it was shorter", "hard -119 min", ""),
        ("something a bit shorter please", "hard -119 min", ""),
        ("a much shorter film", "hard -119 min", ""),
        ("not that long", "hard -119 min", ""),
        ("too long", "hard -119 min", ""),
        ("longer", "hard 121- min", ""),
        ("it was way longer than that one", "hard 121- min", ""),
        ("I think it was longer", "soft 121- min", ""),
        ("older and longer", "hard -1997; hard 121- min", ""),
        ("too short", "hard 121- min", ""),
        ("shorter than 90 minutes", "hard -90 min", ""),
        ("his hair was longer", "", "his hair was longer"),
        ("he is no longer a cop", "", "he is"),
        ("they are not together any longer", "", "they are"),
        ("it was not longer", "", ""),
        ("the shorter one of the brothers dies", "", "the shorter one of the brothers dies"),
        ("a longer road", "", "longer road"),
    ],
)
def test_shorter_and_longer_are_measured_from_the_film_on_the_screen(said: str, clues: str, left: str) -> None:
    assert understood(said, screen_year=1998, screen_runtime=120) == (clues, left)


def test_without_a_length_to_measure_from_they_are_words() -> None:
    assert understood("something shorter", screen_year=1998) == ("", "something shorter")


def test_in_a_story_a_length_needs_a_word_that_says_so() -> None:
    story = "a man is locked in a phone box and the caller gives him {} or else the whole street will blow up"

    assert understood(story.format("90 minutes"))[0] == ""
    assert understood(story.format("what feels like a 90 minute film"))[0] == "soft 79-101 min"
