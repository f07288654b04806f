from __future__ import annotations

import pytest

from retrieval.certificates import age_of, strictest


@pytest.mark.parametrize(
    ("mark", "age"),
    [
        *(("G", 0), ("tv-g", 0), ("U", 0), ("ALL", 0), ("ALL_AGES", 0), ("0", 0), ("TV-Y7-FV", 7), ("7+", 7)),
        *(("PG", 8), ("TV-PG", 8), ("PG-13", 13), ("13+", 13), ("TV-14", 14), ("R", 17), ("TV-MA", 17)),
        *(("NC-17", 18), ("18", 18), ("AGES_18_", 18), ("FSK 12", 12), ("12A", 12), (" fsk-16 ", 16), ("15", 15)),
    ],
)
def test_a_mark_is_an_age(mark: str, age: int) -> None:
    assert age_of(mark) == age


@pytest.mark.parametrize("mark", [None, "", "NR", "UR", "Unrated", "NOT_RATE", "74 min", "Passed", "99", "TV-NR", "R+"])
def test_what_says_nothing_is_no_age(mark: str | None) -> None:
    assert age_of(mark) is None


def test_of_several_marks_the_strictest_counts() -> None:
    assert strictest(["PG", None, "13+", "NR"]) == "13+"
    assert strictest([None, "74 min"]) is None
    assert strictest([]) is None
