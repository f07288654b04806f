"""What can be done in a movie night. Each function returns the night as it is then; none changes what it is given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Final

from bot.core.errors import RefusedError
from bot.core.keeping import Ballot, Night, Nomination
from bot.core.language import gettext as _
from bot.core.types import PersonId
from retrieval.types import FilmId

MOST_NOMINATIONS: Final = 25
"""Of one night: as many as a select of Discord's shows."""
MOST_OF_ONE: Final = 5
"""Of one person, so that nobody fills a night alone."""


def nominate(night: Night, film_id: FilmId, person: PersonId) -> Night:
    """Put a film to the vote. That it is one of the catalogue, whoever calls this has made sure of.

    Raises:
        RefusedError: the night is closed or full, the film is nominated, or the person has nominated enough.
    """
    _refuse_closed(night)
    if any(one.film_id == film_id for one in night.nominations):
        raise RefusedError(_("This film is nominated already; you can vote for it."))
    if len(night.nominations) >= MOST_NOMINATIONS:
        raise RefusedError(_("{count} films are nominated; there is no room for more.").format(count=MOST_NOMINATIONS))
    if sum(one.person == person for one in night.nominations) >= MOST_OF_ONE:
        raise RefusedError(
            _("You have nominated {count} films, which is the most for one person.").format(count=MOST_OF_ONE)
        )
    return replace(night, nominations=(*night.nominations, Nomination(film_id, person)))


def withdraw(night: Night, film_id: FilmId) -> Night:
    """Take a film off the vote, and with it the approvals it has; whoever nominated it may nominate another.

    Raises:
        RefusedError: the night is closed.
    """
    _refuse_closed(night)
    return without(night, {film_id})


def cast(night: Night, person: PersonId, approved: Iterable[FilmId]) -> Night:
    """Take somebody's ballot in the place of their earlier one; films that are not nominated do not count.

    Who approves nothing has no ballot: to take it back and to approve no film come to the same.

    Raises:
        RefusedError: the night is closed.
    """
    _refuse_closed(night)
    ballot = Ballot(person, frozenset(approved) & {one.film_id for one in night.nominations})
    ballots = {one.person: one for one in night.ballots} | {person: ballot}
    kept = (one for one in ballots.values() if one.approved)
    return replace(night, ballots=tuple(sorted(kept, key=lambda one: one.person)))


def close(night: Night, *, barred: Collection[FilmId] = ()) -> Night:
    """End the vote: what was approved is counted, and the ballots are given up.

    Args:
        night: an open night.
        barred: films that may not be shown any more; they are out of it, and a ballot for them alone is none.

    Raises:
        RefusedError: the night is closed.
    """
    _refuse_closed(night)
    night = without(night, barred)
    counts = approvals(night)
    counted = tuple(replace(one, approvals=counts[one.film_id]) for one in night.nominations)
    return replace(night, nominations=counted, ballots=(), voters=len(night.ballots))


def without(night: Night, barred: Collection[FilmId]) -> Night:
    """The night as if some films had not been nominated."""
    left = tuple(one for one in night.nominations if one.film_id not in barred)
    ballots = (replace(one, approved=one.approved.difference(barred)) for one in night.ballots)
    return replace(night, nominations=left, ballots=tuple(one for one in ballots if one.approved))


def approvals(night: Night) -> Counter[FilmId]:
    """How many approve each film: counted from the ballots of an open night, as it was kept of a closed one."""
    if night.open:
        return Counter(film_id for ballot in night.ballots for film_id in ballot.approved)
    return Counter({one.film_id: one.approvals or 0 for one in night.nominations})


def ballot_of(night: Night, person: PersonId) -> frozenset[FilmId]:
    """The films that somebody approves."""
    return next((one.approved for one in night.ballots if one.person == person), frozenset())


def part_of(night: Night, person: PersonId) -> Night:
    """The night with nothing in it but what is somebody's own."""
    return replace(
        night,
        starter=night.starter if night.starter == person else None,
        nominations=tuple(one for one in night.nominations if one.person == person),
        ballots=tuple(one for one in night.ballots if one.person == person),
    )


def _refuse_closed(night: Night) -> None:
    if not night.open:
        raise RefusedError(_("This movie night is over."))
