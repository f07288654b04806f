"""Real phrasings of when a film came out, and of times that are not when it came out."""

from __future__ import annotations

import pytest

from tests.retrieval.reading import understood

ON_SCREEN = 1998  # year of the film that "older" is measured from


@pytest.mark.parametrize(
    ("said", "clues", "left"),
    [
        ("80s", "hard 1980-1989", "80s"),
        ("80s maybe", "soft 1980-1989", "80s maybe"),
        ("maybe the eighties?", "soft 1980-1989", "maybe the eighties?"),
        ("the '70s", "hard 1970-1979", "the '70s"),
        ("1950s", "hard 1950-1959", "1950s"),
        ("early 2000s", "hard 2000-2004", "early 2000s"),
        ("late 90s", "hard 1995-1999", "late 90s"),
        ("mid-nineties", "hard 1993-1997", "mid-nineties"),
        ("1985", "hard 1985", "1985"),
        ("it's from 1985", "hard 1985", "from 1985"),
        ("2010+", "hard 2010-", ""),
        ("before 2000", "hard -1999", ""),
        ("pre-1970", "hard -1969", ""),
        ("older than the 60s", "hard -1959", ""),
        ("after 1990", "hard 1991-", ""),
        ("since 1990", "hard 1990-", ""),
        ("from 1990 on", "hard 1990-", ""),
        ("1990 or later", "hard 1990-", ""),
        ("1990 or earlier", "hard -1990", ""),
        ("newer than 2009", "hard 2010-", ""),
        ("not newer than 2009", "hard -2009", ""),
        ("no later than 1999", "hard -1999", ""),
        ("not before 1990", "hard 1990-", ""),
        ("not older than the 80s", "hard 1980-", ""),
        ("between 1990 and 1995", "hard 1990-1995", "between 1990 and 1995"),
        ("1995-1990", "hard 1990-1995", "1995-1990"),
        ("80s or 90s", "hard 1980-1999", "80s or 90s"),
        ("70s/80s", "hard 1970-1989", "70s/80s"),
        ("late 90s or early 2000s", "hard 1995-2004", "late 90s or early 2000s"),
        ("late forties to sixties", "hard 1945-1969", "late forties to sixties"),
        ("80s, maybe early 90s", "soft 1980-1994", "80s, maybe early 90s"),
        ("older", "hard -1997", ""),
        ("older than that", "hard -1997", ""),
        ("no, earlier", "hard -1997", ""),
        ("newer please", "hard 1999-", ""),
        ("something more recent", "hard 1999-", ""),
        ("a bit older", "hard -1997", ""),
        ("older movies", "hard -1997", ""),
        ("no, not that old", "hard 1999-", ""),
        ("that's too old", "hard 1999-", ""),
        ("it's not that new", "hard -1997", ""),
        ("too recent", "hard -1997", ""),
        ("the actor was too old", "", "the actor was too old"),
        ("he is not that old", "", "he is not that old"),
        ("not older", "", ""),
        ("the actor was older", "", "the actor was older"),
        ("80s style", "soft 1980-1989", "80s style"),
        ("I remember a movie from the 80s", "hard 1980-1989", "I remember a movie from the 80s"),
        ("it can't be from after 2000", "hard -2000", ""),
        ("not from the 80s", "", ""),
        ("it wasn't the 90s", "", ""),
        ("an older professor", "", "an older professor"),
        ("set in the 1950s", "", "set in the 1950s"),
        ("it takes place in 1942", "", "it takes place in 1942"),
        ("a woman in her 30s", "", "woman in her 30s"),
        ("they are in their late 60s", "", "they are in their late 60s"),
        ("it cost $2000", "", "it cost $2000"),
        ("the year 1348", "", "the year 1348"),
        ("during the 1920s", "", "during the 1920s"),
    ],
)
def test_a_short_correction_is_hard(said: str, clues: str, left: str) -> None:
    assert understood(said, screen_year=ON_SCREEN) == (clues, left)


@pytest.mark.parametrize(
    ("said", "clues", "left"),
    [
        ("an 80s movie", "soft 1980-1989", "an 80s movie"),
        ("an 80s action movie", "soft 1980-1989; soft Action", "an 80s action movie"),
        ("it came out in 1985", "soft 1985", "it came out in 1985"),
        ("made in the seventies", "soft 1970-1979", "made in the seventies"),
        ("I think it came out in 1985", "soft 1985", "I think it came out in 1985"),
        ("knights in the 80s", "soft 1980-1989", "knights in the 80s"),
        ("a man wakes up in 1985", "soft 1985", "man wakes up in 1985"),
        ("I saw it in the 90s", "soft -1999", "I saw it in the 90s"),
        ("watched this on tv around 2005", "soft -2005", "watched this on tv around 2005"),
        ("older than that", "", "older than that"),
        ("something newer", "", "something newer"),
    ],
)
def test_a_first_message_is_hard_only_where_it_speaks_of_the_film(said: str, clues: str, left: str) -> None:
    assert understood(said) == (clues, left)


def test_when_it_was_watched_is_never_hard() -> None:
    assert understood("I saw it in the 90s", screen_year=ON_SCREEN)[0] == "soft -1999"
