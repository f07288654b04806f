"""What came first: a turn, or the moment when somebody had their data deleted.

A turn that had begun before must not keep anything of theirs afterwards, or what they were told is gone would come
back. So turns are numbered as they begin, and deletions with them. The number of the turn at hand is a context
variable, as its language is (`bot.core.language`): whatever keeps something can ask, and no function has to hand it on.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from contextvars import ContextVar
from datetime import datetime
from typing import Final

from bot.core.types import PersonId

_numbers: Final = itertools.count(1)
_turn: Final[ContextVar[int | None]] = ContextVar("turn", default=None)


def begin_turn() -> None:
    """The current task answers a turn that begins now."""
    _turn.set(next(_numbers))


class Forgotten:
    """Who had their data deleted of late. In memory: no turn outlives the process."""

    def __init__(self) -> None:
        self._people: dict[PersonId, tuple[int, datetime]] = {}

    def note(self, person: PersonId, at: datetime) -> None:
        """Somebody has their data deleted now."""
        self._people[person] = next(_numbers), at

    def outlived_by_turn(self, people: Iterable[PersonId | None]) -> bool:
        """Whether the turn at hand had begun before one of these people was forgotten; outside of turns nothing had."""
        turn = _turn.get()
        forgotten = (self._people[person] for person in people if person in self._people)
        return turn is not None and any(turn < number for number, _at in forgotten)

    def lapse(self, before: datetime) -> None:
        """Know no longer who was forgotten before then: no turn from before is under way any more."""
        self._people = {person: noted for person, noted in self._people.items() if noted[1] > before}
