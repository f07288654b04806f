"""Requests that wait together share the part of the work that is cheaper in company: one run of the encoder.

That part has a thread of its own. While one batch is in it, the worker thread does what else its requests need, makes
the next batch ready, finishes the one before and answers whatever else it is asked. So a single request never waits for
others to join it, and with a crowd both threads are busy.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Generic, TypeVar

In = TypeVar("In")
Ready = TypeVar("Ready")
Beside = TypeVar("Beside")
Made = TypeVar("Made")
Out = TypeVar("Out")

_UNDER_WAY = 2  # batches: one that is shared, and one ready to follow, or the sharer would wait for the worker


@dataclass(frozen=True, slots=True, eq=False)
class _Waiting(Generic[In, Out]):
    item: In
    answer: Future[Out] = field(default_factory=Future)


@dataclass(frozen=True, slots=True, eq=False)
class _UnderWay(Generic[In, Ready, Beside, Out]):
    waiting: _Waiting[In, Out]
    ready: Ready
    beside: Future[Beside] = field(default_factory=Future)
    """Done in the worker's thread before anything is finished there."""


class MicroBatcher(Generic[In, Ready, Beside, Made, Out]):
    """Answers requests in batches of what waits."""

    def __init__(
        self,
        worker: Executor,
        prepare: Callable[[In], Ready],
        share: Callable[[Sequence[Ready]], Sequence[Made]],
        beside: Callable[[Ready], Beside],
        finish: Callable[[Ready, Beside, Made], Out],
        *,
        most: int,
    ) -> None:
        """Batch requests.

        Args:
            worker: has a single thread.
            prepare: makes one request ready, in that thread.
            share: works on a batch, in a thread of its own. Where it fails, each request is tried alone and hears of
                its own error.
            beside: does for one request, in the worker's thread, what does not wait for the shared part.
            finish: makes the answer to one request, in the worker's thread.
            most: requests of a batch; the first of it waits until the shared part is done for all.
        """
        self._worker = worker
        self._sharer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="batches")
        self._prepare, self._share, self._beside, self._finish = prepare, share, beside, finish
        self._most = most
        self._queue: deque[_Waiting[In, Out]] = deque()
        self._under_way = 0
        """Batches that are shared or ready to be; belongs to the worker's thread."""

    async def ask(self, item: In) -> Out:
        """Answer one request.

        Raises:
            RuntimeError: this or the worker was shut down.
        """
        waiting: _Waiting[In, Out] = _Waiting(item)
        self._queue.append(waiting)
        try:
            self._worker.submit(self._start)
        except RuntimeError:
            with suppress(ValueError):
                self._queue.remove(waiting)
            raise
        return await asyncio.wrap_future(waiting.answer)

    def close(self) -> None:
        """Wait for the batch that is being shared; call it before the worker is shut down, which finishes it."""
        self._sharer.shutdown()

    def _start(self) -> None:
        """Take what waits, unless enough is under way: whoever is not taken along then is when some of that is done."""
        batch = self._taken() if self._under_way < _UNDER_WAY else []
        if not batch:
            return
        try:
            self._sharer.submit(self._shared, batch)
            self._under_way += 1
        except RuntimeError as error:  # closed
            for one in batch:
                one.waiting.answer.set_exception(error)
            return
        for one in batch:
            try:
                one.beside.set_result(self._beside(one.ready))
            except Exception as error:  # noqa: BLE001  # whoever asked hears of it when the shared part is done
                one.beside.set_exception(error)

    def _taken(self) -> list[_UnderWay[In, Ready, Beside, Out]]:
        batch: list[_UnderWay[In, Ready, Beside, Out]] = []
        while self._queue and len(batch) < self._most:
            waiting = self._queue.popleft()
            if not waiting.answer.set_running_or_notify_cancel():
                continue
            try:
                batch.append(_UnderWay(waiting, self._prepare(waiting.item)))
            except Exception as error:  # noqa: BLE001  # whatever it is, whoever asked hears of it
                waiting.answer.set_exception(error)
        return batch

    def _shared(self, batch: Sequence[_UnderWay[In, Ready, Beside, Out]]) -> None:
        made = self._made(batch)
        self._worker.submit(self._go_on)  # first, so that a batch is made ready before this one is finished
        for one, own in made:
            self._worker.submit(self._end, one, own)

    def _made(
        self, batch: Sequence[_UnderWay[In, Ready, Beside, Out]]
    ) -> list[tuple[_UnderWay[In, Ready, Beside, Out], Made]]:
        try:
            made = self._share([one.ready for one in batch])
        except Exception as error:  # noqa: BLE001  # as above
            if len(batch) > 1:
                return [done for one in batch for done in self._made([one])]
            batch[0].waiting.answer.set_exception(error)
            return []
        return list(zip(batch, made, strict=True))

    def _go_on(self) -> None:
        self._under_way -= 1
        self._start()

    def _end(self, one: _UnderWay[In, Ready, Beside, Out], made: Made) -> None:
        try:
            one.waiting.answer.set_result(self._finish(one.ready, one.beside.result(), made))
        except Exception as error:  # noqa: BLE001  # as above
            one.waiting.answer.set_exception(error)
