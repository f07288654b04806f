"""Real phrasings of genres, wanted and not, and of the same words in a story."""

from __future__ import annotations

import pytest

from retrieval.understand import read_clues
from tests.retrieval.reading import NAMES, understood


@pytest.mark.parametrize(
    ("said", "clues", "left"),
    [
        ("not animated", "hard not Animation", ""),
        ("no, it wasn't a war film", "hard not War", ""),
        ("it's not a comedy", "hard not Comedy", ""),
        ("it isn't really a horror movie", "hard not Horror", ""),
        ("no horror or sci-fi", "hard not Horror; hard not Science Fiction", ""),
        ("not a western, not a musical", "hard not Western; hard not Music", ""),
        ("neither horror nor thriller", "hard not Horror; hard not Thriller", ""),
        ("maybe not a comedy", "soft not Comedy", ""),
        ("not a documentary but a knight plays chess", "hard not Documentary", "knight plays chess"),
        ("definitely not a kids' movie", "hard not Family", ""),
        ("no romance", "hard not Romance", ""),
        ("non-animated", "hard not Animation", ""),
        ("a comedy", "soft Comedy", "comedy"),
        ("a shark, but funnier", "soft Comedy", "shark, but funnier"),
        ("funnier", "soft Comedy", "funnier"),
        ("something a bit scarier please", "soft Horror", "something a bit scarier please"),
        ("a shark but way more romantic", "soft Romance", "shark but way more romantic"),
        ("the clown who was funnier in real life", "", "the clown who was funnier in real life"),
        ("his brother is funnier", "", "his brother is funnier"),
        ("something funny", "soft Comedy", "something funny"),
        ("a funny movie", "soft Comedy", "funny movie"),
        ("there is a funny clown", "", "there is a funny clown"),
        ("it was a western", "soft Western", "western"),
        ("a war film", "soft War", "war film"),
        ("black and white western", "hard bw; soft Western", "western"),
        ("some sci-fi thing", "soft Science Fiction", "some sci-fi thing"),
        ("an animated film", "soft Animation", "an animated film"),
        ("a romantic comedy", "soft Comedy", "romantic comedy"),
        (
            "he comes home from the war and finds his wife gone",
            "",
            "he comes home from the war and finds his wife gone",
        ),
        ("a family moves into a house", "", "family moves into a house"),
        ("he commits a crime and flees", "", "he commits a crime and flees"),
        ("korean, about a rich family", "hard in Korean", None),
        ("watch it with the family", "soft Family", None),
        ("no, a family drama", "soft Drama", "family drama"),
        ("not the war, the other one", "", "the other one"),
        ("no crime is ever solved in it", "", None),
    ],
)
def test_a_short_correction(said: str, clues: str, left: str | None) -> None:
    found, rest = understood(said, screen_year=1998)

    assert found == clues
    if left is not None:
        assert rest == left


def test_a_negated_genre_is_dropped_from_a_first_message_too() -> None:
    assert understood("not animated, a lion cub loses his father") == (
        "soft not Animation",
        "lion cub loses his father",
    )


@pytest.mark.parametrize("said", ["not for kids", "it wasn't for the kids", "not for my kids"])
def test_what_is_not_for_kids_is_no_family_film(said: str) -> None:
    reading = read_clues(said, names=NAMES, screen_year=1998)

    assert (reading.clues, reading.corrections) == ((), ())
