"""What a first message denies is not searched, and what its story denies is."""

from __future__ import annotations

import pytest

from retrieval.clues import hear
from retrieval.types import NotFilmsClue
from retrieval.understand import read_clues
from tests.retrieval.reading import NAMES, understood

STORY = (
    "It begins in a village where an old man keeps bees and his two grandsons come to stay with him every summer, "
    "until one of them finds a door behind the hives"
)


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("scary doll movie, not chucky", "scary doll movie"),
        ("scary doll movie not chucky", "scary doll movie"),
        ("scary doll movie but not chucky", "scary doll movie"),
        ("zombies in a mall, not the remake", "zombies in a mall"),
        ("zombies in a mall not the newer one", "zombies in a mall"),
        ("it's not annabelle, a doll kills a family", "doll kills a family"),
        ("a doll kills a family. its not annabelle though", "doll kills a family. though"),
        ("a boy and an alien (not the cartoon)", "boy and an alien"),
        ("sisters on a ship, not the movie Titanic", "sisters on a ship"),
        ("a boy and an alien, and it's not the cartoon", "boy and an alien"),
        ("a shark, but its not jaws", "shark"),
        ("kid with toys, isn't animated", "kid with toys"),
        ("space film, no robots", "space film"),
        ("space film without any robots", "space film"),
        ("space film, no robots, not the cartoon", "space film"),
        ("space film, no magic in it", "space film"),
        (f"{STORY}. It's not Annabelle.", STORY),
        (f"{STORY}, not a scary film, and the bees leave", f"{STORY}, and the bees leave"),
    ],
)
def test_what_is_denied_is_not_searched(said: str, left: str) -> None:
    found = understood(said)[1].replace("( )", "").strip()

    assert found == left


@pytest.mark.parametrize(
    "said",
    [
        "he is not who he says",
        "she does not remember her name",
        "they can't make a sound",
        "killer, not a single soul knows",
        "man who is not dead",
        "he wakes up, not knowing who he is",
        "he comes back, not a creature stirs",
        "two friends, not all of them come home",
        "tattoos and a polaroid, no memory",
        "no robots can hurt people, and one does",
        "no robots, then one of them wakes up",
        "violinist in the street, no words spoken",
        "house by the lake, no dragons",
        "he is not the one",
        "cult film, not a scary film years ago I saw it",
        "spaceship like a cross, but without the robots",
        "not sure, maybe a horse",
        f"{STORY}, but it's not fun",
        f"{STORY}, and he wants the honey, not the bees",
    ],
)
def test_what_the_story_denies_is_searched(said: str) -> None:
    assert understood(said)[1] == said


@pytest.mark.parametrize("said", ["not chucky", "no robots", "not the remake pls", "No Country for Old Men"])
def test_a_message_that_is_nothing_else_is_searched_as_it_stands(said: str) -> None:
    reading = read_clues(said, names=NAMES)

    assert hear((), (), reading)[0] == (said,)


def test_a_title_that_begins_like_a_denial_denies_nothing() -> None:
    assert understood("spies in jamaica, dr. no")[1] == "spies in jamaica, dr. no"
    assert understood("an old film, no way out")[1] == "an old film, no way out"


@pytest.mark.parametrize(
    ("said", "denied"),
    [
        ("space film, no robots", True),
        ("a clone, not robots", False),
        ("space film, no dragons", False),
    ],
)
def test_what_keywords_name_is_denied_softly(said: str, *, denied: bool) -> None:
    clues = read_clues(said, names=NAMES).clues

    assert any(isinstance(clue.value, NotFilmsClue) and not clue.hard for clue in clues) is denied
