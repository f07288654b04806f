"""How often somebody may ask: a bucket of turns a person and one a server, which fill again with time.

A turn that comes too soon is refused whole, before anything of it is taken. The buckets are in memory alone: nobody's
pace is written down.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.core.errors import TooSoonError
from bot.core.ports import Clock, TurnHandler
from bot.core.types import PersonId, Reply, ServerId, UserTurn

_MINUTE: Final = 60.0
_NOW: Final = timedelta(0)
_MANY: Final = 10_000
"""Buckets, beyond which those that are full again are thrown away."""


@dataclass(frozen=True, slots=True)
class _Level:
    tokens: float
    at: datetime


class TokenBuckets:
    """A bucket for each key: so many turns at once, and as many again in a minute."""

    def __init__(self, a_minute: int, *, clock: Clock) -> None:
        """Limit.

        Args:
            a_minute: how many turns a minute; 0 is as many as one likes.
            clock: tells how full the buckets are.
        """
        self._size = a_minute
        self._clock = clock
        self._levels: dict[Hashable, _Level] = {}

    def wait(self, key: Hashable | None) -> timedelta:
        """How long until there is a token; nobody (None) never waits."""
        if key is None or not self._size:
            return _NOW
        missing = 1.0 - self._tokens(key)
        return timedelta(seconds=missing * _MINUTE / self._size) if missing > 0 else _NOW

    def take(self, key: Hashable | None) -> None:
        """Take a token out, after `wait` has said that there is one."""
        if key is None or not self._size:
            return
        self._levels[key] = _Level(self._tokens(key) - 1.0, self._clock.now())
        if len(self._levels) > _MANY:
            self._levels = {one: level for one, level in self._levels.items() if self._tokens(one) < self._size}

    def _tokens(self, key: Hashable) -> float:
        level = self._levels.get(key)
        if level is None:
            return float(self._size)
        passed = max((self._clock.now() - level.at).total_seconds(), 0.0)
        return min(level.tokens + passed * self._size / _MINUTE, float(self._size))


class Pace:
    """How fast people may ask for anything, searches and lists alike."""

    def __init__(self, *, clock: Clock, per_person: int, per_server: int) -> None:
        """Limit; both limits are turns a minute, and 0 is none.

        Args:
            clock: tells the time.
            per_person: of one person, wherever they ask.
            per_server: of all people of one server together.
        """
        self._clock = clock
        self._people = TokenBuckets(per_person, clock=clock)
        self._servers = TokenBuckets(per_server, clock=clock)
        self._notices = TokenBuckets(1, clock=clock)

    def take(self, person: PersonId | None, server: ServerId | None, *, said: str = "") -> None:
        """Count one turn, before anything of it is done.

        Raises:
            TooSoonError: a limit is reached; nothing has been counted.
        """
        own, wait = self._people.wait(person), max(self._people.wait(person), self._servers.wait(server))
        if wait > _NOW:
            raise TooSoonError(self._clock.now() + wait, said=said, crowd=own == _NOW)
        self._people.take(person)
        self._servers.take(server)

    def is_told(self, whom: Hashable) -> bool:
        """Whether somebody who asks too often is told so: once a minute, or the notices would be a flood themselves."""
        if self._notices.wait(whom) > _NOW:
            return False
        self._notices.take(whom)
        return True


class LimitedConversation:
    """Implements `bot.core.ports.TurnHandler`: answers no faster than its pace allows."""

    def __init__(self, conversation: TurnHandler, pace: Pace) -> None:
        self._conversation = conversation
        self._pace = pace

    async def handle(self, turn: UserTurn) -> Reply:
        """Answer one turn.

        Raises:
            TooSoonError: a limit is reached; nothing has happened.
        """
        self._pace.take(turn.person, turn.server, said=turn.text)
        return await self._conversation.handle(turn)
