"""Which wishes to drop a clue are read, and which clues they name."""

from __future__ import annotations

import pytest

from bot.core.drops import Drop, clues_named, read_drop, without
from bot.core.labels import label
from bot.core.types import SearchState
from retrieval.types import (
    Clue,
    ColourClue,
    GenreClue,
    LanguageClue,
    LikeClue,
    PersonClue,
    Reading,
    RuntimeClue,
    YearClue,
)
from retrieval.understand import read_clues
from tests.retrieval.reading import NAMES
from tests.small_world import JAWS

CLUES = (
    Clue(YearClue(1980, 1989), hard=False, said="80s"),
    Clue(ColourClue(black_and_white=True), hard=True, said="black and white"),
    Clue(PersonClue("Brad Pitt"), hard=True, said="brad pitt"),
    Clue(GenreClue("Animation", wanted=False), hard=True, said="not animated"),
    Clue(RuntimeClue(None, 90), hard=True, said="under 90 minutes"),
    Clue(LanguageClue("French"), hard=True, said="in French"),
    Clue(LikeClue("Jaws", JAWS.film_id, (JAWS.film_id,)), hard=True, said="like Jaws"),
)


def dropped(what: str) -> list[str]:
    reading = read_clues(what, names=NAMES, screen_year=None)
    return [label(clue) for clue in clues_named(CLUES, what, reading)]


@pytest.mark.parametrize(
    ("text", "what", "rest"),
    [
        ("forget the 80s", "80s", ""),
        ("drop the year", "year", ""),
        ("never mind the black and white thing", "black and white", ""),
        ("nevermind the black and white part.", "black and white", ""),
        ("ignore Brad Pitt", "Brad Pitt", ""),
        ("ok, forget about the 80s, it was in french", "80s", "it was in french"),
        ("no wait, drop the year and make it older", "year", "make it older"),
        ("the year doesn\u2019t matter", "year", ""),
        ("forget what i said about the 80s please", "80s", ""),
        ("the 40s is when its set not made", "40s", ""),
        ("1944 is just when the story is set", "1944", ""),
    ],
)
def test_a_wish_to_drop_is_read(text: str, what: str, rest: str) -> None:
    assert read_drop(text) == Drop(what, rest)


@pytest.mark.parametrize(
    "text", ["80s", "he tries to forget her", "", "drop", "forget the long night when they all went home to the sea"]
)
def test_what_is_no_wish_to_drop_is_none(text: str) -> None:
    assert read_drop(text) is None


@pytest.mark.parametrize(
    ("what", "labels"),
    [
        ("80s", ["probably 1980s"]),
        ("eighties", ["probably 1980s"]),
        ("year", ["probably 1980s"]),
        ("90s", []),
        ("black and white", ["black and white"]),
        ("Brad Pitt", ["Brad Pitt"]),
        ("pitt", ["Brad Pitt"]),
        ("actor", ["Brad Pitt"]),
        ("animated", ["not animation"]),
        ("genre", ["not animation"]),
        ("length", ["at most 90 min"]),
        ("90 minutes", ["at most 90 min"]),
        ("french", ["in French"]),
        ("jaws", ["like Jaws"]),
        ("not animation", ["not animation"]),
        ("shark", []),
        ("it", []),
    ],
)
def test_words_name_clues(what: str, labels: list[str]) -> None:
    assert dropped(what) == labels


def test_the_words_a_clue_was_read_from_go_with_it() -> None:
    state = SearchState(("a horse with brad pitt in it", "80s"), CLUES, messages=2)
    left, labels = without(state, "Brad Pitt", read_clues("Brad Pitt", names=NAMES))

    assert labels == ("Brad Pitt",)
    assert left.utterances == ("a horse with in it", "80s")
    assert left.clues == tuple(clue for clue in CLUES if clue.said != "brad pitt")


def test_words_that_are_no_clue_are_taken_out_where_they_were_said() -> None:
    state = SearchState(("a shark and a horse",), CLUES, messages=1)
    nothing = Reading((), "shark")

    assert without(state, "shark", nothing)[0].utterances == ("a and a horse",)
    assert without(state, "whale", nothing) == (state, ())
