"""Which film of a series is meant."""

from __future__ import annotations

import pytest

from bot.core.series import part_of
from retrieval.types import Film, FilmId


def film(title: str, year: int | None) -> Film:
    return Film(film_id=FilmId(f"{title} {year}"), title=title, year=year)


FIRST, SECOND, THIRD = film("Alien", 1979), film("Aliens", 1986), film("Alien\u00b3", 1992)
GODFATHER = (film("The Godfather", 1972), film("The Godfather Part II", 1974), film("The Godfather: Part III", 1990))
FURY = (film("Fury", 1990), film("Fury", 2010), film("Fury 3", 1995), film("Fury 2", 1999), film("Fury 4", None))


@pytest.mark.parametrize(
    ("family", "shown", "part", "found"),
    [
        ((FIRST, SECOND, THIRD), FIRST, 0, SECOND),
        ((THIRD, FIRST, SECOND), SECOND, 0, THIRD),
        ((FIRST, SECOND, THIRD), THIRD, 0, None),
        ((FIRST, SECOND, THIRD), THIRD, 2, SECOND),
        ((FIRST, SECOND, THIRD), FIRST, 3, THIRD),
        ((FIRST, SECOND, THIRD), SECOND, 1, FIRST),
        ((FIRST, SECOND, THIRD), FIRST, 4, None),
        (GODFATHER, GODFATHER[0], 2, GODFATHER[1]),
        (GODFATHER, GODFATHER[1], 0, GODFATHER[2]),
        (FURY, FURY[0], 2, FURY[3]),
        (FURY, FURY[0], 0, FURY[2]),
        (FURY[:2], FURY[0], 0, None),
        ((FURY[4],), FURY[4], 0, None),
    ],
)
def test_a_part_goes_by_its_number_or_else_by_its_year(
    family: tuple[Film, ...], shown: Film, part: int, found: Film | None
) -> None:
    assert part_of(shown, family, part) == found
