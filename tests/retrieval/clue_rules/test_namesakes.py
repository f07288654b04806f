"""When a title that several films share is asked back."""

from __future__ import annotations

import pytest

from retrieval.types import FilmId, LikeClue
from retrieval.understand import read_clues
from tests.fakes.names import FakeNames
from tests.world import FILMS, TWINS_NEW, TWINS_OLD

NAMES = FakeNames(FILMS)
BOTH = (TWINS_OLD.film_id, TWINS_NEW.film_id)


def asked(text: str, *, screen_year: int | None = None) -> list[tuple[FilmId, ...]]:
    return [shared.film_ids for shared in read_clues(text, names=NAMES, screen_year=screen_year).shared]


@pytest.mark.parametrize(
    "said", ["is it The Twins?", "is it twins", "the twins", "like The Twins but older", "the guy from The Twins"]
)
def test_a_shared_title_is_asked_back(said: str) -> None:
    assert asked(said, screen_year=1990) == [BOTH]


@pytest.mark.parametrize(
    "said",
    [
        "is it The Twins 2011?",
        "like The Twins (1949) but older",
        "is it Comet Trouble?",
        "twins",
        "two twins swap their jobs",
        "not The Twins",
        "",
    ],
)
def test_what_is_plain_is_not(said: str) -> None:
    assert asked(said, screen_year=1990) == []


@pytest.mark.parametrize("said", ["like The Twins (2011) but funny", "like The Twins, 2011, but funny"])
def test_the_year_behind_a_title_belongs_to_it(said: str) -> None:
    (clue, *_) = read_clues(said, names=NAMES).clues

    assert clue.value == LikeClue("The Twins", TWINS_NEW.film_id, BOTH)
    assert "2011" not in read_clues(said, names=NAMES).search_text
