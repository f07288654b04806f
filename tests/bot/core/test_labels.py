"""Clues in words."""

from __future__ import annotations

import pytest

from bot.core.labels import label, missed, not_known
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

FILM = Film(
    film_id=FilmId("tt1"),
    title="The Title",
    year=1998,
    runtime=178,
    languages=("English", "Latin"),
    countries=("Malta",),
)


def clue(value: ClueValue, *, hard: bool = True) -> Clue:
    return Clue(value, hard=hard, said="what was said")


@pytest.mark.parametrize(
    ("value", "hard", "soft"),
    [
        (YearClue(1980, 1989), "1980s", "probably 1980s"),
        (YearClue(2000, 2009), "2000s", "probably 2000s"),
        (YearClue(1985, 1994), "1985 to 1994", "probably 1985 to 1994"),
        (YearClue(1980, 1984), "1980 to 1984", "probably 1980 to 1984"),
        (YearClue(1999, 1999), "1999", "probably 1999"),
        (YearClue(None, 1997), "before 1998", "probably before 1998"),
        (YearClue(2000, None), "2000 or later", "probably 2000 or later"),
        (RuntimeClue(None, 90), "at most 90 min", "probably at most 90 min"),
        (RuntimeClue(150, None), "at least 150 min", "probably at least 150 min"),
        (RuntimeClue(123, 157), "about 140 min", "probably about 140 min"),
        (RuntimeClue(60, 90), "60 to 90 min", "probably 60 to 90 min"),
        (ColourClue(black_and_white=True), "black and white", "probably black and white"),
        (ColourClue(black_and_white=False), "in colour", "probably in colour"),
        (GenreClue("Science Fiction", wanted=True), "science fiction", "science fiction"),
        (GenreClue("Animation", wanted=False), "not animation", "probably not animation"),
        (PersonClue("Brad Pitt"), "Brad Pitt", "Brad Pitt"),
        (PersonClue("Brad Pitt", wanted=False), "not Brad Pitt", "not Brad Pitt"),
        (LanguageClue("French"), "in French", "probably in French"),
        (LanguageClue("French", wanted=False), "not in French", "probably not in French"),
        (CountryClue("Italy"), "from Italy", "probably from Italy"),
        (LikeClue("Heat", FILM.film_id, ()), "like Heat", "like Heat"),
        (CastClue("Heat", FILM.film_id, ()), "someone from Heat", "someone from Heat"),
        (NotFilmsClue("Marvel", ()), "not Marvel", "not Marvel"),
    ],
)
def test_labels(value: ClueValue, hard: str, soft: str) -> None:
    assert label(clue(value)) == hard
    assert label(clue(value, hard=False)) == soft


@pytest.mark.parametrize(
    ("value", "missing", "unknown"),
    [
        (YearClue(None, 1990), "It came out in 1998.", "Its year is not known."),
        (RuntimeClue(None, 90), "It runs 178 minutes.", "Its length is not known."),
        (ColourClue(black_and_white=True), "It is in colour.", "Whether it is in colour is not known."),
        (ColourClue(black_and_white=False), "It is in black and white.", "Whether it is in colour is not known."),
        (GenreClue("Horror", wanted=True), "It is not listed as horror.", "Its genres are not known."),
        (GenreClue("Horror", wanted=False), "It is listed as horror.", "Its genres are not known."),
        (PersonClue("Bill Murray"), "Bill Murray is not in its cast list.", "Who is in it is not known."),
        (LanguageClue("French"), "It speaks English, Latin.", "Its languages are not known."),
        (CountryClue("Italy"), "It comes from Malta.", "Where it comes from is not known."),
        (CastClue("Heat", FILM.film_id, ()), "Nobody from Heat is in its cast list.", "Who is in it is not known."),
        (NotFilmsClue("Marvel", ()), "It belongs to Marvel.", "Who is in it is not known."),
    ],
)
def test_what_a_film_misses_and_what_is_not_known(value: ClueValue, missing: str, unknown: str) -> None:
    assert missed(FILM, clue(value)) == missing
    assert not_known(clue(value)) == unknown
