from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval import understand
from retrieval.clue_rules import (
    colour,
    corrections,
    denials,
    dislikes,
    genres,
    likeness,
    namesakes,
    nearly,
    origins,
    people,
    runtime,
    unsupported,
    years,
)
from retrieval.types import LikeClue, NotFilmsClue
from retrieval.understand import read_clues
from tests.patience import UNITS, patience, pieces, repeated
from tests.retrieval.reading import NAMES, understood

STORY = (
    "So I remember this film my father rented once, there was a boy who found a small grey seal on the beach and kept "
    "it in the bath tub, and the neighbour who hated him {} and then at the end the seal swam away"
)


@pytest.mark.parametrize(
    ("said", "clues", "left"),
    [
        ("no, older, black and white", "hard -1997; hard bw", ""),
        ("no the black and white one", "hard bw", ""),
        ("nah it was a comedy", "soft Comedy", None),
        ("no in the 80s", "hard 1980-1989", None),
        ("no a boy", "", "boy"),
        ("no with cary grant", "hard Cary Grant", "with cary grant"),
        ("wait no japanese one", "", "japanese one"),
        ("no robots", "soft none of 2 robots", ""),
        ("older black and white", "hard -1997; hard bw", ""),
        ("older not animated", "hard -1997; hard not Animation", ""),
        ("not jaws tho, it was a whale", "hard none of 1 Jaws", None),
        ("older and not a comedy", "hard -1997; hard not Comedy", ""),
        ("80s, not animated, under 2 hours", "hard 1980-1989; hard not Animation; hard -120 min", "80s"),
        ("not Brad Pitt, Cary Grant", "hard not Brad Pitt; hard Cary Grant", "Cary Grant"),
        ("black and white, maybe 1950s", "hard bw; soft 1950-1959", "maybe 1950s"),
        ("it's a knight who plays chess", "", "knight who plays chess"),
        ("no no no", "", ""),
        ("not cary grant again pls", "hard not Cary Grant", ""),
        ("", "", ""),
        ("\U0001f600\U0001f600", "", "\U0001f600\U0001f600"),
        ("@everyone https://example.org/x <@123>", "", "@everyone"),
    ],
)
def test_facts_are_read_together(said: str, clues: str, left: str | None) -> None:
    found, rest = understood(said, screen_year=1998)

    assert found == clues
    if left is not None:
        assert rest == left


@pytest.mark.parametrize(
    ("said", "clues"),
    [
        ("was it an 80s movie", "soft 1980-1989"),
        ("was black and white", "soft bw"),
        ("said it was not a war film", "soft not War"),
        ("was in it for over two hours long", "soft 120- min"),
    ],
)
def test_in_a_long_story_nothing_is_hard(said: str, clues: str) -> None:
    assert understood(STORY.format(said))[0] == clues
    assert understood(STORY.format(said), screen_year=1998)[0] == clues


@pytest.mark.parametrize(
    ("said", "people"),
    [
        ("the one where brad pitt plays death", "hard Brad Pitt"),
        ("Brad Pitt's film with cary grant", "hard Brad Pitt; hard Cary Grant"),
        ("a film of brad pitt's", "hard Brad Pitt"),
        ("Helena Bonham Carter as a witch", "hard Helena Bonham Carter"),
        ("with Pen\u00e9lope Cruz", "hard Penélope Cruz"),
        ("peter o'toole in the desert", "hard Peter O'Toole"),
        ("peter o\u2019toole in the desert", "hard Peter O'Toole"),
        ("maybe Brad Pitt was in it", "soft Brad Pitt"),
        ("brad goes to the pitt", ""),
        ("it wasn't I who saw it", ""),
        ("not brad pitt", "hard not Brad Pitt"),
        ("it isn't Brad Pitt but cary grant", "hard not Brad Pitt; hard Cary Grant"),
    ],
)
def test_people_of_the_catalogue_are_named_in_full(said: str, people: str) -> None:
    assert understood(said)[0] == people


def test_a_clue_keeps_the_users_own_words() -> None:
    reading = read_clues("no, older than the 60s, and not a war film.", names=NAMES, screen_year=1998)

    assert [clue.said for clue in reading.clues] == ["older than the 60s", "not a war film"]


WORDS = (
    "not a | really |1 |1985 |the 80s |saw 1985 |lives in 1985 |between 1985 |1985-1986 |not horror or |not horror, |"
    "no |kind of |<@|[|1.|90 minutes |an hour and a half |older than |horror |war |black and |not black and white |"
    "like heat but |not jaws |the guy from |in french |korean film |alien vibes |directed by |not the |"
    "without any |but it's not |(not a |movie not |. not |no robots, |in color |"
    "with brad |brad pit |shorter |too long |"
    "set in the |early or mid |maybe |?|but |x,|brad pitt |'s |not-|a hundred |\ufdfa|was a |or |80s or "
).split("|")


MODULES = (
    *(colour, corrections, denials, dislikes, genres, likeness, namesakes),
    *(nearly, origins, people, runtime, unsupported, years),
    understand,
)


@pytest.mark.parametrize("unit", [*WORDS, *UNITS])
def test_no_text_keeps_the_reader_busy(unit: str) -> None:
    """4,000 characters take some milliseconds, whatever they are; a first message and a later one, long and short."""
    text = repeated(unit)
    with patience(4):
        read_clues(f"no {text} 1985 zz", names=NAMES)
        read_clues(f"i didn't {' '.join(text.split()[:25])}", names=NAMES, screen_year=1998, screen_runtime=120)


def test_no_word_of_any_rule_keeps_the_reader_busy() -> None:
    """A word that a loop can read in two ways takes twice as long each time that it is said."""
    words = pieces(*MODULES)

    assert {"its ", "it's ", "any ", "kind ", "cup of tea "} <= set(words)
    for word in words:
        with patience(4):
            text = f"black and white, {repeated(word, length=300)}zz"
            read_clues(text, names=NAMES, screen_year=1998, screen_runtime=120)
            read_clues(f"{repeated('not into ' + word, length=100)}, {repeated(word, length=130)}zz", names=NAMES)


def test_no_mixture_of_the_rules_own_words_keeps_the_reader_busy() -> None:
    dice = random.Random(0)  # reproducible, not secret

    for _ in range(5):
        with patience(4):
            text = "".join(dice.choices(WORDS, k=900))[:4000]
            read_clues(text, names=NAMES, screen_year=1998, screen_runtime=120)


def test_so_many_films_are_read_from_a_message_and_no_more() -> None:
    """The family of each is looked up in the catalogue."""
    reading = read_clues("like heat, but " * 250, names=NAMES, screen_year=1998)

    assert [clue.value for clue in reading.clues if isinstance(clue.value, LikeClue)]
    assert reading.search_text.count("heat") > 200


@given(
    words=st.lists(st.sampled_from(WORDS) | st.text(max_size=8), max_size=12),
    screen_year=st.none() | st.integers(1900, 2030),
)
def test_any_text_is_read(words: list[str], screen_year: int | None) -> None:
    text = "".join(words)
    reading = read_clues(text, names=NAMES, screen_year=screen_year)

    assert len(reading.search_text) <= len(" ".join(text.split())) * 18  # one character can stand for eighteen
    assert all(clue.said for clue in reading.clues)
    assert reading == read_clues(text, names=NAMES, screen_year=screen_year)


@pytest.mark.parametrize(
    ("said", "denied"), [("no robots", True), ("they all make the same mistake of not robots", False)]
)
def test_a_theme_is_denied_of_the_film_and_not_in_its_story(said: str, *, denied: bool) -> None:
    clues = read_clues(said, names=NAMES, screen_year=1998).clues

    assert any(isinstance(clue.value, NotFilmsClue) for clue in clues) is denied
