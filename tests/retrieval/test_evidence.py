"""What is shown as the passage that matched, and for which films it is looked up."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.evidence import to_tell
from retrieval.search import FilmSearch
from retrieval.types import NO_EVIDENCE, FilmId, FindRequest, PassageKind
from tests.world import FILMS, LANTERN

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


def test_evidence_is_the_row_that_matched_and_never_the_identity_where_there_is_another(search: FilmSearch) -> None:
    findings = search.find_now(FindRequest(("Frost grows over a jar of honey while a pale man licks his fingers",)))

    assert findings.candidates[0].evidence.kind is PassageKind.SCENE
    assert findings.candidates[0].evidence.text == LANTERN.scenes[0]
    films = {film.film_id: film for film in FILMS}
    for candidate in findings.candidates:
        film = films[candidate.film_id]
        assert (candidate.evidence.kind is PassageKind.IDENTITY) == (not film.has_text)


@pytest.mark.parametrize("told", [0, 2, 3, 1000])
def test_what_matched_is_looked_up_for_the_films_that_are_to_tell(search: FilmSearch, told: int) -> None:
    every = search.find_now(FindRequest(("honey",))).candidates
    shown = tuple(one.film_id for one in every[:4])
    some = search.find_now(FindRequest(("honey",), told=told, shown=shown)).candidates

    of = {*range(told), *range(4, 4 + told)}
    assert some == tuple(one if place in of else replace(one, evidence=NO_EVIDENCE) for place, one in enumerate(every))


def test_the_words_that_matched_are_named_as_the_passage_writes_them(search: FilmSearch) -> None:
    said = ("frost growing over a jar", "he was licking honey off a finger")
    best = search.find_now(FindRequest(said)).candidates[0]

    assert best.evidence.text == LANTERN.scenes[0]
    assert best.evidence.words == ("Frost", "grows", "jar", "honey", "licks", "fingers")
