"""How many turns, how long they took, how they ended: counted for Prometheus. No text and no ids are in it."""

from __future__ import annotations

from time import perf_counter
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector, generate_latest

from bot.core.ports import TurnHandler
from bot.core.types import Reply, UserTurn
from bot.core.undelivered import Undelivered

_WORDS: Final = "words"
"""The action of a turn that presses no button."""

_ANSWER: Final = "answer"
"""The action of a turn that presses an answer to a question."""

_SETTLED: Final = "settled"
"""The kind of a reply to "That's it"."""

_BUCKETS: Final = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Seconds. A turn is meant to take less than 0.15; Discord waits 3."""


class Metrics:
    """Counts in a registry of its own, so that nothing else of the process is in it by accident."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._turns = Counter("reelcall_turns", "Turns answered.", ["action", "reply"], registry=self._registry)
        self._errors = Counter("reelcall_turn_errors", "Turns that failed.", ["error"], registry=self._registry)
        self._seconds = Histogram(
            "reelcall_turn_seconds", "How long a turn took.", buckets=_BUCKETS, registry=self._registry
        )
        self._successes = Counter("reelcall_successes", "Films that were the one.", registry=self._registry)
        self._questions = Counter(
            "reelcall_questions_asked", "Questions asked back.", ["kind"], registry=self._registry
        )
        self._undelivered = Counter(
            "reelcall_undelivered", "Messages that did not arrive.", ["reason"], registry=self._registry
        )
        for reason in Undelivered:  # all are there from the start: a rate needs a zero to rise from
            self._undelivered.labels(reason=reason)
        ProcessCollector(registry=self._registry)

    def answered(self, turn: UserTurn, reply: Reply) -> None:
        """Count a turn."""
        action = _ANSWER if turn.pressed else turn.action or _WORDS
        self._turns.labels(action=action, reply=reply.kind).inc()
        if reply.question is not None:
            self._questions.labels(kind=reply.question.kind).inc()
        if str(reply.kind) == _SETTLED:
            self._successes.inc()

    def failed(self, error: Exception) -> None:
        """Count a turn that failed, by the kind of error alone: its sentence may hold a path."""
        self._errors.labels(error=type(error).__name__).inc()

    def undelivered(self, reason: Undelivered) -> None:
        """Count a message that did not arrive."""
        self._undelivered.labels(reason=reason).inc()

    def took(self, seconds: float) -> None:
        """Note how long a turn took, failed or not."""
        self._seconds.observe(seconds)

    def text(self) -> bytes:
        """All figures, as Prometheus reads them."""
        return generate_latest(self._registry)


class MeteredConversation:
    """Implements `bot.core.ports.TurnHandler`: counts what goes through it."""

    def __init__(self, conversation: TurnHandler, metrics: Metrics) -> None:
        self._conversation = conversation
        self._metrics = metrics

    async def handle(self, turn: UserTurn) -> Reply:
        """Answer one turn."""
        started = perf_counter()
        try:
            reply = await self._conversation.handle(turn)
        except Exception as error:
            self._metrics.failed(error)
            raise
        finally:
            self._metrics.took(perf_counter() - started)
        self._metrics.answered(turn, reply)
        return reply
