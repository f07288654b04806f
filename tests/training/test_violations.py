"""A film's own facts against hard clues."""

from __future__ import annotations

import pytest

from retrieval.types import (
    CastClue,
    Clue,
    ClueValue,
    ColourClue,
    CountryClue,
    Film,
    FilmId,
    GenreClue,
    LanguageClue,
    LikeClue,
    NotFilmsClue,
    PersonClue,
    RuntimeClue,
    YearClue,
)
from training.violations import violations

ID = FilmId("tt1")
FILM = Film(
    film_id=ID,
    title="It",
    year=1990,
    runtime=90,
    black_and_white=False,
    genres=("War",),
    cast=("José Pitre",),
    languages=("fr",),
    countries=("France",),
)
BARE = Film(film_id=FilmId("tt2"), title="Bare")


@pytest.mark.parametrize(
    ("value", "wrong"),
    [
        (YearClue(None, 1989), True),
        (YearClue(1990, 1990), False),
        (RuntimeClue(91, None), True),
        (ColourClue(black_and_white=True), True),
        (GenreClue("War", wanted=False), True),
        (GenreClue("War", wanted=True), False),
        (LanguageClue("French"), False),
        (LanguageClue("English"), True),
        (LanguageClue("French", wanted=False), True),
        (CountryClue("Italy"), True),
        (PersonClue("Jose Pitre", wanted=False), True),
        (PersonClue("Bram Pitre"), False),
        (LikeClue("It", ID, (ID,)), True),
        (NotFilmsClue("It", (ID,)), True),
        (CastClue("Other", FilmId("tt3"), ("Bram Pitre",)), False),
    ],
)
def test_only_known_facts_against_hard_clues_count(value: ClueValue, *, wrong: bool) -> None:
    assert violations([FILM, BARE], [Clue(value, hard=True, said="said")]) == int(wrong)
    assert violations([FILM, BARE], [Clue(value, hard=False, said="said")]) == 0
