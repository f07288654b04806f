"""Who wins a movie night: approval voting (Brams and Fishburn 1978), with a tie broken by a rule that can be named.

Everybody approves as many films as they like, and each approval counts one. So an approval never harms its film, and
nobody gains by leaving out the one that they like best. The film with the most approvals wins; of several, the one that
was nominated first, which all can check on the card.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.core.keeping import Night
from bot.night.rules import approvals
from retrieval.types import FilmId


class Decision(StrEnum):
    """By what the winner was found."""

    NOBODY_VOTED = "nobody_voted"
    """There is none."""
    APPROVALS = "approvals"
    """No other film has as many approvals."""
    EARLIER = "earlier"
    """Others have as many; it was nominated before them."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A film and how many approve it."""

    film_id: FilmId
    approvals: int


@dataclass(frozen=True, slots=True)
class Tally:
    """The outcome of a vote."""

    standings: tuple[Standing, ...]
    """All that were nominated, the winner first."""
    decision: Decision
    level: int
    """How many films have as many approvals as the winner, itself counted; 0 where nobody voted."""

    @property
    def winner(self) -> FilmId | None:
        """The film that won."""
        return None if self.decision is Decision.NOBODY_VOTED else self.standings[0].film_id


def tally(night: Night) -> Tally:
    """Count a night, open or closed. In what order ballots came has no part in it."""
    counts = approvals(night)
    standings = [Standing(one.film_id, counts[one.film_id]) for one in night.nominations]
    standings.sort(key=lambda standing: -standing.approvals)  # a stable sort: of equals the earlier comes first
    most = standings[0].approvals if standings else 0
    level = sum(standing.approvals == most for standing in standings) if most else 0
    decision = Decision.NOBODY_VOTED if not most else Decision.EARLIER if level > 1 else Decision.APPROVALS
    return Tally(tuple(standings), decision, level)
