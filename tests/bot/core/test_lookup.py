"""Which of many candidates come on the screen, held against looking all of them up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from hypothesis import given
from hypothesis import strategies as st

from bot.core.lookup import Lookup
from bot.core.types import SpoilerLevel
from retrieval.types import Candidate, Evidence, Film, FilmId, PassageKind
from tests.fakes.finder import FakeFinder
from tests.fakes.reader import FakeReader

FILMS = tuple(Film(film_id=FilmId(f"tt{number}"), title=f"Film {number}") for number in range(30))


class Counting(FakeFinder):
    """Counts the films that are looked up."""

    looked_up = 0

    async def films(self, film_ids: Iterable[FilmId]) -> Mapping[FilmId, Film]:
        wanted = list(film_ids)
        self.looked_up += len(wanted)
        return await super().films(wanted)


def candidates(numbers: Iterable[int]) -> list[Candidate]:
    return [Candidate(FilmId(f"tt{number}"), 0.1, Evidence(PassageKind.IDENTITY, "")) for number in numbers]


@given(numbers=st.lists(st.integers(0, 59), unique=True, max_size=40), count=st.integers(1, 7))
async def test_the_first_ones_are_the_same_as_of_all_looked_up(numbers: list[int], count: int) -> None:
    finder, brought_up = Counting(FILMS), candidates(numbers)
    screen, films = await Lookup(finder, FakeReader(FILMS), None, SpoilerLevel.STORY).first(brought_up, count)
    known = await FakeFinder(FILMS).films([one.film_id for one in brought_up])

    assert list(screen) == [one for one in brought_up if one.film_id in known][:count]
    assert all(films[one.film_id] == known[one.film_id] for one in screen)


async def test_no_more_are_looked_up_than_fit_on_the_screen() -> None:
    finder = Counting(FILMS)
    await Lookup(finder, FakeReader(FILMS), None, SpoilerLevel.STORY).first(candidates(range(30)), 5)

    assert finder.looked_up == 5
