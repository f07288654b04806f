"""Requests that wait together are worked on together, in the one worker thread of the search.

While the worker is busy, requests queue up; when it is free it takes all that wait. So a single request never waits for
others to join it, and a crowd shares what is cheaper in company: one run of the encoder.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Generic, TypeVar

In = TypeVar("In")
Out = TypeVar("Out")

Together = Callable[[Sequence[In]], Sequence[Callable[[], Out]]]
"""Does for all requests what is done together, and returns for each how to finish it."""


@dataclass(frozen=True, slots=True, eq=False)
class _Waiting(Generic[In, Out]):
    item: In
    answer: Future[Out] = field(default_factory=Future)


class MicroBatcher(Generic[In, Out]):
    """Answers requests in batches of what waits."""

    def __init__(self, worker: Executor, together: Together[In, Out], *, most: int) -> None:
        """Batch requests.

        Args:
            worker: has a single thread.
            together: runs in it. Where it fails for a batch, each request is tried alone and hears of its own error.
            most: requests of a batch; the first of it waits until the shared part is done for all.
        """
        self._worker = worker
        self._together = together
        self._most = most
        self._queue: deque[_Waiting[In, Out]] = deque()

    async def ask(self, item: In) -> Out:
        """Answer one request.

        Raises:
            RuntimeError: the worker was shut down.
        """
        waiting: _Waiting[In, Out] = _Waiting(item)
        self._queue.append(waiting)
        try:
            self._worker.submit(self._work)
        except RuntimeError:
            with suppress(ValueError):
                self._queue.remove(waiting)
            raise
        return await asyncio.wrap_future(waiting.answer)

    def _work(self) -> None:
        """Take what waits; whoever was taken along by an earlier call finds nothing left to do."""
        batch: list[_Waiting[In, Out]] = []
        while self._queue and len(batch) < self._most:
            waiting = self._queue.popleft()
            if waiting.answer.set_running_or_notify_cancel():
                batch.append(waiting)
        if batch:
            self._answer(batch)

    def _answer(self, batch: Sequence[_Waiting[In, Out]]) -> None:
        try:
            finish = self._together([waiting.item for waiting in batch])
        except Exception as error:  # noqa: BLE001  # whatever it is, whoever asked hears of it
            if len(batch) == 1:
                batch[0].answer.set_exception(error)
                return
            for waiting in batch:
                self._answer([waiting])
            return
        for waiting, one in zip(batch, finish, strict=True):
            try:
                waiting.answer.set_result(one())
            except Exception as error:  # noqa: BLE001  # as above
                waiting.answer.set_exception(error)
