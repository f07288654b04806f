"""Batches of what waits, with a worker that a test can hold up."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from retrieval.micro_batch import MicroBatcher

Batcher = MicroBatcher[int, int, int, int, int]
MOST = 1000
UNTOLD = 99


class Doubling:
    """Doubles numbers, remembers the batches, and fails where it is told to."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.told: list[int] = []
        """What something was done for beside the shared part."""
        self.spoils: set[int] = set()
        """A batch that holds one of these fails as a whole."""
        self.begun = Event()
        self.shared = Event()
        """Until it is set, the shared part takes its time."""
        self.shared.set()

    def prepare(self, item: int) -> int:
        if item > MOST:
            raise OverflowError(item)
        return item

    def share(self, items: Sequence[int]) -> list[int]:
        self.batches.append(list(items))
        self.begun.set()
        self.shared.wait()
        if spoilt := self.spoils.intersection(items):
            raise ValueError(f"cannot double {min(spoilt)}")
        return [2 * item for item in items]

    def beside(self, item: int) -> int:
        self.told.append(item)
        if item == UNTOLD:
            raise LookupError(item)
        return 0

    def finish(self, item: int, told: int, doubled: int) -> int:
        if item < 0:
            raise ArithmeticError(item)
        return told + doubled


@pytest.fixture
def worker() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(max_workers=1) as made:
        yield made


@pytest.fixture
def doubling() -> Doubling:
    return Doubling()


@pytest.fixture
def batcher(worker: ThreadPoolExecutor, doubling: Doubling) -> Iterator[Batcher]:
    batcher = MicroBatcher(worker, doubling.prepare, doubling.share, doubling.beside, doubling.finish, most=4)
    yield batcher
    doubling.shared.set()
    batcher.close()


async def asked_while_busy(
    worker: ThreadPoolExecutor, batcher: Batcher, items: Sequence[int]
) -> list[asyncio.Task[int]]:
    """Ask all of them while the worker is held up, then let it go."""
    go = Event()
    worker.submit(go.wait)
    tasks = [asyncio.create_task(batcher.ask(item)) for item in items]
    await asyncio.sleep(0)
    go.set()
    return tasks


async def test_one_alone_is_answered_alone(batcher: Batcher, doubling: Doubling) -> None:
    assert await batcher.ask(3) == 6
    assert doubling.batches == [[3]]


async def test_what_waits_is_taken_together_in_order_and_no_more_than_allowed(
    worker: ThreadPoolExecutor, batcher: Batcher, doubling: Doubling
) -> None:
    tasks = await asked_while_busy(worker, batcher, range(6))

    assert await asyncio.gather(*tasks) == [0, 2, 4, 6, 8, 10]
    assert doubling.batches == [[0, 1, 2, 3], [4, 5]]


async def test_one_that_spoils_its_batch_is_alone_with_its_error(
    worker: ThreadPoolExecutor, batcher: Batcher, doubling: Doubling
) -> None:
    doubling.spoils = {2}
    tasks = await asked_while_busy(worker, batcher, [1, 2, 3])
    answers = await asyncio.gather(*tasks, return_exceptions=True)

    assert [answers[0], answers[2]] == [2, 6]
    assert isinstance(answers[1], ValueError)
    assert doubling.batches == [[1, 2, 3], [1], [2], [3]]


async def test_one_that_cannot_be_made_ready_harms_no_other(
    worker: ThreadPoolExecutor, batcher: Batcher, doubling: Doubling
) -> None:
    tasks = await asked_while_busy(worker, batcher, [1, MOST + 1, 3])
    answers = await asyncio.gather(*tasks, return_exceptions=True)

    assert [answers[0], answers[2]] == [2, 6]
    assert isinstance(answers[1], OverflowError)
    assert doubling.batches == [[1, 3]]


async def test_the_worker_is_free_while_a_batch_is_shared_and_the_next_gathers(
    worker: ThreadPoolExecutor, batcher: Batcher, doubling: Doubling
) -> None:
    doubling.shared.clear()
    first = asyncio.create_task(batcher.ask(1))
    await asyncio.to_thread(doubling.begun.wait)
    others = [asyncio.create_task(batcher.ask(item)) for item in (2, 3)]
    await asyncio.sleep(0)

    assert await asyncio.wrap_future(worker.submit(lambda: "free")) == "free"
    assert not first.done()
    doubling.shared.set()
    assert await asyncio.gather(first, *others) == [2, 4, 6]
    assert doubling.batches == [[1], [2, 3]]


async def test_the_worker_does_its_own_part_while_the_other_is_shared(
    worker: ThreadPoolExecutor, batcher: Batcher, doubling: Doubling
) -> None:
    doubling.shared.clear()
    asked = asyncio.create_task(batcher.ask(1))
    await asyncio.to_thread(doubling.begun.wait)
    await asyncio.wrap_future(worker.submit(lambda: None))

    assert doubling.told == [1]
    assert not asked.done()
    doubling.shared.set()
    assert await asked == 2


async def test_closing_finishes_the_batch_that_is_shared_and_the_one_that_is_ready(
    worker: ThreadPoolExecutor, batcher: Batcher, doubling: Doubling
) -> None:
    doubling.shared.clear()
    asked = asyncio.create_task(batcher.ask(1))
    await asyncio.to_thread(doubling.begun.wait)
    ready = asyncio.create_task(batcher.ask(2))
    await asyncio.sleep(0)
    await asyncio.wrap_future(worker.submit(lambda: None))
    waiting = asyncio.create_task(batcher.ask(3))
    await asyncio.sleep(0)
    closing = asyncio.create_task(asyncio.to_thread(batcher.close))
    await asyncio.sleep(0.05)
    doubling.shared.set()
    await closing
    worker.shutdown()

    assert [await asked, await ready] == [2, 4]
    with pytest.raises(RuntimeError):
        await waiting


@pytest.mark.parametrize(("item", "error"), [(-1, ArithmeticError), (UNTOLD, LookupError)])
async def test_one_that_fails_in_the_worker_harms_no_other(
    worker: ThreadPoolExecutor, batcher: Batcher, item: int, error: type[Exception]
) -> None:
    tasks = await asked_while_busy(worker, batcher, [1, item, 3])
    answers = await asyncio.gather(*tasks, return_exceptions=True)

    assert [answers[0], answers[2]] == [2, 6]
    assert isinstance(answers[1], error)


async def test_whoever_no_longer_waits_is_left_out(
    worker: ThreadPoolExecutor, batcher: Batcher, doubling: Doubling
) -> None:
    go = Event()
    worker.submit(go.wait)
    tasks = [asyncio.create_task(batcher.ask(item)) for item in (1, 2)]
    await asyncio.sleep(0)
    tasks[0].cancel()
    await asyncio.sleep(0)
    go.set()

    assert await tasks[1] == 4
    assert tasks[0].cancelled()
    assert doubling.batches == [[2]]


async def test_after_the_end_nobody_waits_in_vain(
    worker: ThreadPoolExecutor, batcher: Batcher, doubling: Doubling
) -> None:
    worker.shutdown()

    with pytest.raises(RuntimeError):
        await batcher.ask(1)
    assert doubling.batches == []
