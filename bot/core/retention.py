"""How long a conversation is kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Retention:
    """How long a conversation is kept."""

    idle: timedelta = timedelta(minutes=30)
    """After the last turn."""
    total: timedelta = timedelta(hours=24)
    """After the first turn, whatever happens."""

    def within(self, idle: timedelta | None) -> Retention:
        """The same with no more silence than that."""
        return self if idle is None else replace(self, idle=min(idle, self.idle))
