"""For which films it is looked up what matched."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from retrieval.evidence import to_tell
from retrieval.types import FilmId, FindRequest

_IDS = [FilmId(f"tt{number}") for number in range(12)]
_some = st.lists(st.sampled_from(_IDS), unique=True)


@given(found=_some, shown=_some, page=st.integers(0, 6))
def test_the_first_page_and_the_next_one_are_told(found: list[FilmId], shown: list[FilmId], page: int) -> None:
    places = to_tell(found, FindRequest((), shown=tuple(shown), told=page))
    told = [found[place] for place in places]

    assert places == sorted(set(places))
    assert set(told) == {*found[:page], *[one for one in found if one not in shown][:page]}


@given(found=_some, shown=_some)
def test_unless_it_is_said_for_how_many_all_are_told(found: list[FilmId], shown: list[FilmId]) -> None:
    assert to_tell(found, FindRequest((), shown=tuple(shown))) == list(range(len(found)))
