"""Laws of the count, and which rule it says has decided."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.core.keeping import Ballot, Night
from bot.core.types import PersonId
from bot.night.rules import approvals, cast, close, nominate
from bot.night.tally import Decision, Standing, tally
from retrieval.types import FilmId
from tests.bot.night.nights import EMPTY, nights

JAWS, TROY, SEAL = FilmId("tt0073195"), FilmId("tt0332452"), FilmId("tt0050976")
ann, ben, cat = (PersonId(f"discord:{number}") for number in (4001, 4002, 4003))


@pytest.mark.parametrize(
    ("ballots", "winner", "decision", "level"),
    [
        ([], None, Decision.NOBODY_VOTED, 0),
        ([{JAWS}], JAWS, Decision.APPROVALS, 1),
        ([{JAWS}, {TROY, JAWS}], JAWS, Decision.APPROVALS, 1),
        ([{JAWS}, {TROY}], TROY, Decision.EARLIER, 2),
        ([{JAWS, SEAL, TROY}], TROY, Decision.EARLIER, 3),
        ([{SEAL}, {JAWS, SEAL}, {JAWS}], JAWS, Decision.EARLIER, 2),
    ],
)
def test_the_most_approvals_win_and_of_equals_the_earlier_nomination(
    ballots: list[set[FilmId]], winner: FilmId | None, decision: Decision, level: int
) -> None:
    night = EMPTY
    for film_id in (TROY, JAWS, SEAL):
        night = nominate(night, film_id, ann)
    for person, approved in zip((ann, ben, cat), ballots, strict=False):
        night = cast(night, person, approved)
    result = tally(night)

    assert (result.winner, result.decision, result.level) == (winner, decision, level)
    assert tally(close(night)) == result


def test_a_night_without_films_has_no_winner() -> None:
    assert tally(EMPTY).winner is None
    assert tally(EMPTY).standings == ()


def test_all_films_stand_in_the_order_of_their_approvals() -> None:
    night = nominate(nominate(nominate(EMPTY, TROY, ann), JAWS, ann), SEAL, ann)
    night = cast(night, ben, [SEAL])

    assert tally(night).standings == (Standing(SEAL, 1), Standing(TROY, 0), Standing(JAWS, 0))


@given(nights(), st.data())
def test_the_order_of_the_ballots_has_no_part_in_it(night: Night, data: st.DataObject) -> None:
    shuffled = replace(night, ballots=tuple(data.draw(st.permutations(night.ballots))))

    assert tally(shuffled) == tally(night)


@given(nights(), st.data())
def test_who_says_what_has_no_part_in_it(night: Night, data: st.DataObject) -> None:
    people = data.draw(st.permutations([one.person for one in night.ballots]))
    swapped = tuple(Ballot(who, one.approved) for who, one in zip(people, night.ballots, strict=True))

    assert tally(replace(night, ballots=swapped)) == tally(night)


@given(nights(least=1), st.data())
def test_one_more_approval_never_makes_the_winner_lose(night: Night, data: st.DataObject) -> None:
    winner = tally(night).winner
    assume(winner is not None)
    assert winner is not None
    person = data.draw(st.sampled_from([*(one.person for one in night.ballots), PersonId("discord:99")]))
    earlier = next((one.approved for one in night.ballots if one.person == person), frozenset())

    assert tally(cast(night, person, {*earlier, winner})).winner == winner


@given(nights())
def test_a_film_that_nobody_approved_wins_over_none_that_somebody_did(night: Night) -> None:
    result = tally(night)
    approved = {film_id for ballot in night.ballots for film_id in ballot.approved}

    assert (result.winner in approved) if approved else (result.winner is None)


@given(nights())
def test_the_winner_was_nominated_and_nothing_has_more_approvals(night: Night) -> None:
    result, counts = tally(night), approvals(night)

    assert {one.film_id for one in result.standings} == {one.film_id for one in night.nominations}
    if result.winner is not None:
        assert counts[result.winner] == max(counts.values())
        assert result.level == sum(count == counts[result.winner] for count in counts.values())
        assert (result.decision is Decision.EARLIER) == (result.level > 1)


@given(nights(least=2), st.data())
def test_two_halves_that_agree_agree_together(night: Night, data: st.DataObject) -> None:
    """What the law books call reinforcement; ranked methods with rounds break it."""
    half = [data.draw(st.booleans()) for _ in night.ballots]
    first = replace(night, ballots=tuple(one for one, mine in zip(night.ballots, half, strict=True) if mine))
    second = replace(night, ballots=tuple(one for one, mine in zip(night.ballots, half, strict=True) if not mine))

    assert approvals(first) + approvals(second) == approvals(night)
    if tally(first).winner == tally(second).winner:
        assert tally(night).winner == tally(first).winner
