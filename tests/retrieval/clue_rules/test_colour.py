"""Real phrasings of black and white and of colour, and of things that are black and white."""

from __future__ import annotations

import pytest

from tests.retrieval.reading import understood


@pytest.mark.parametrize(
    ("said", "clues", "left"),
    [
        ("black and white", "hard bw", ""),
        ("it was black & white", "hard bw", ""),
        ("black-and-white", "hard bw", ""),
        ("b&w", "hard bw", ""),
        ("in b/w", "hard bw", ""),
        ("B/W maybe", "soft bw", ""),
        ("black and white?", "soft bw", ""),
        ("not black and white", "hard colour", ""),
        ("it wasn't in black and white", "hard colour", ""),
        ("definitely not b&w", "hard colour", ""),
        ("in colour", "hard colour", ""),
        ("it was in color", "hard colour", ""),
        ("colour", "hard colour", ""),
        ("no, colour", "hard colour", ""),
        ("no colour at all", "hard bw", None),
        ("a colour film", "hard colour", ""),
        ("not in colour", "hard bw", ""),
        ("noir et blanc", "hard bw", ""),
        ("schwarz-wei\u00df", "hard bw", ""),
        ("it wasn't in color", "hard bw", ""),
        ("I thought it was in colour but maybe black and white", "", None),
        ("black and white cat", "", "black and white cat"),
        ("a black and white photo", "", "black and white photo"),
        ("a man with black and white hair", "", "man with black and white hair"),
        ("the colour of money", "", "the colour of money"),
        ("in color of blood", "", "in color of blood"),
    ],
)
def test_a_short_correction_is_hard(said: str, clues: str, left: str | None) -> None:
    found, rest = understood(said, screen_year=1998)

    assert found == clues
    if left is not None:
        assert rest == left


@pytest.mark.parametrize(
    ("said", "clues"),
    [
        ("a black and white movie about a knight", "hard bw"),
        ("an old film, black and white, a knight plays chess", "soft bw"),
    ],
)
def test_a_first_message_is_hard_only_where_it_speaks_of_the_film(said: str, clues: str) -> None:
    assert understood(said)[0] == clues
