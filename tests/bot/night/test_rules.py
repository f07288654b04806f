"""What can be done in a movie night, and what cannot."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import RefusedError
from bot.core.keeping import Ballot, Night, Nomination
from bot.core.types import PersonId
from bot.night.rules import (
    MOST_NOMINATIONS,
    MOST_OF_ONE,
    approvals,
    ballot_of,
    cast,
    close,
    nominate,
    part_of,
    withdraw,
    without,
)
from retrieval.types import FilmId
from tests.bot.night.nights import EMPTY, nights

ANN, BEN = PersonId("discord:4001"), PersonId("discord:4002")
JAWS, TROY = FilmId("tt0073195"), FilmId("tt0332452")


def film(number: int) -> FilmId:
    return FilmId(f"tt{number:07}")


def test_films_stand_in_the_order_they_were_nominated() -> None:
    night = nominate(nominate(EMPTY, TROY, ANN), JAWS, BEN)

    assert night.nominations == (Nomination(TROY, ANN), Nomination(JAWS, BEN))
    assert EMPTY.nominations == ()


def test_no_film_is_nominated_twice() -> None:
    night = nominate(EMPTY, JAWS, ANN)
    with pytest.raises(RefusedError, match="nominated already; you can vote for it"):
        nominate(night, JAWS, BEN)


def test_one_person_nominates_so_many_and_no_more() -> None:
    night = EMPTY
    for number in range(MOST_OF_ONE):
        night = nominate(night, film(number), ANN)
    with pytest.raises(RefusedError, match="You have nominated 5 films"):
        nominate(night, JAWS, ANN)

    assert len(nominate(night, JAWS, BEN).nominations) == MOST_OF_ONE + 1


def test_a_night_holds_as_many_films_as_a_select_shows() -> None:
    night = EMPTY
    for number in range(MOST_NOMINATIONS):
        night = nominate(night, film(number), PersonId(str(number)))
    with pytest.raises(RefusedError, match="25 films are nominated; there is no room"):
        nominate(night, JAWS, ANN)


def test_a_film_is_taken_off_with_the_approvals_it_has() -> None:
    night = nominate(nominate(EMPTY, TROY, ANN), JAWS, BEN)
    night = cast(cast(night, ANN, [TROY]), BEN, [TROY, JAWS])

    assert withdraw(night, TROY) == cast(nominate(EMPTY, JAWS, BEN), BEN, [JAWS])
    assert withdraw(night, FilmId("tt1")) == night


def test_a_ballot_takes_the_place_of_the_one_before_and_can_be_taken_back() -> None:
    night = nominate(nominate(EMPTY, TROY, ANN), JAWS, BEN)
    night = cast(cast(night, BEN, [JAWS]), ANN, [JAWS, TROY])
    assert ballot_of(night, ANN) == {JAWS, TROY}
    night = cast(night, ANN, [TROY])
    assert night.ballots == (Ballot(ANN, frozenset({TROY})), Ballot(BEN, frozenset({JAWS})))
    night = cast(night, ANN, [])

    assert night.ballots == (Ballot(BEN, frozenset({JAWS})),)
    assert ballot_of(night, ANN) == frozenset()


def test_what_was_not_nominated_cannot_be_approved() -> None:
    night = nominate(EMPTY, TROY, ANN)

    assert cast(night, BEN, [JAWS, TROY]).ballots == (Ballot(BEN, frozenset({TROY})),)
    assert cast(night, BEN, [JAWS]).ballots == ()


def test_a_closed_night_stays_as_it_is() -> None:
    night = close(cast(nominate(EMPTY, TROY, ANN), BEN, [TROY]))
    with pytest.raises(RefusedError, match="This movie night is over"):
        nominate(night, JAWS, ANN)
    with pytest.raises(RefusedError, match="This movie night is over"):
        cast(night, ANN, [TROY])
    with pytest.raises(RefusedError, match="This movie night is over"):
        close(night)
    with pytest.raises(RefusedError, match="This movie night is over"):
        withdraw(night, TROY)


def test_what_may_not_be_shown_any_more_is_out_of_the_count() -> None:
    night = nominate(nominate(EMPTY, TROY, ANN), JAWS, BEN)
    night = cast(cast(night, ANN, [TROY]), BEN, [TROY, JAWS])
    closed = close(night, barred={TROY})

    assert closed.nominations == (Nomination(JAWS, BEN, 1),)
    assert (closed.voters, closed.open, closed.ballots) == (1, False, ())


@given(nights())
def test_closing_counts_what_was_approved_and_keeps_no_ballot(night: Night) -> None:
    closed = close(night)

    assert approvals(closed) == approvals(night)
    assert closed.ballots == ()
    assert closed.voters == len(night.ballots)


@given(nights(), st.data())
def test_a_persons_part_names_nobody_else(night: Night, data: st.DataObject) -> None:
    person = data.draw(st.sampled_from([ANN, *(one.person for one in night.ballots)]))
    part = part_of(night, person)

    named = {part.starter, *(one.person for one in part.nominations), *(one.person for one in part.ballots)}
    assert named <= {person, None}
    assert ballot_of(part, person) == ballot_of(night, person)


@given(nights(), st.data())
def test_the_night_without_a_film_is_the_one_in_which_it_never_was(night: Night, data: st.DataObject) -> None:
    barred = {one for one in (n.film_id for n in night.nominations) if data.draw(st.booleans())}
    left = without(night, barred)

    assert not {one.film_id for one in left.nominations} & barred
    assert {film_id: count for film_id, count in approvals(night).items() if film_id not in barred} == approvals(left)
    assert all(one.approved for one in left.ballots)
