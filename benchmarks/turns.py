"""Times of turns and of encoding, each way on the same inputs, taking turns so that drift of the machine cancels.

They take turns by the stretch, not by the question: an alternative's scan of all vectors empties the processor's
caches, and its threads go on spinning for a while. In use there is nobody who does that between two turns.
"""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, TypeVar

import numpy as np
from cryptography.fernet import Fernet

from benchmarks.report import OURS, Row, spread_rows
from benchmarks.simple import SimpleSearch, simple_folder
from bot.adapters.clock import SystemClock
from bot.adapters.sessions import open_sessions
from bot.bootstrap import starter_index
from bot.core.conversation import Conversation
from bot.core.types import ConversationId, UserTurn
from retrieval.build import Progress, ensure_index
from retrieval.clues import add_utterance
from retrieval.ports import Encoder
from retrieval.rank import Ranking
from retrieval.search import FilmSearch, OpenIndex, open_index
from retrieval.starter import LICENCES
from retrieval.types import Film, FindRequest

T = TypeVar("T")
Way = Callable[[T], Awaitable[object]]

_STRETCH: Final = 60  # inputs that one way works on before the next way's turn
_WARM_UP: Final = 12  # the first twelfth of a stretch is worked on but not timed
_LIMIT: Final = 50  # films asked for, as the conversation does
_AIMS: Final = {"median": 50.0, "p99": 150.0}
_UNDERSTANDING_AIMS: Final = {"median": 5.0}
_CROWDS: Final = (1, 8, 32)
_FOLLOW_UPS: Final = ("no, older", "not that one")
_FACTS: Final = (
    "kind of like heat but funnier, maybe late 90s",
    "actually it was his brother, not his dad, and it was in french",
    "with the guy from jaws, under two hours, not animated",
)
_SCREEN_YEAR: Final = 1998


@dataclass(frozen=True, slots=True)
class Subject:
    """What is measured, opened once. Close it when done."""

    index: OpenIndex
    search: FilmSearch
    one_by_one: FilmSearch
    """The same index and encoder, searched without batches."""
    encoder: Encoder
    simple: SimpleSearch

    def close(self) -> None:
        """Close the searches."""
        self.search.close()
        self.one_by_one.close()


def open_subject(
    home: Path, films: Path, encoder: Encoder, ranking: Ranking, *, count: Callable[[str], int], progress: Progress
) -> Subject:
    """Open the starter's index in a home folder, built if need be, and the alternative's beside it.

    Raises:
        retrieval.errors.RetrievalError: the index can be neither used nor built.
    """
    folder = starter_index(home)
    manifest = ensure_index(folder, films, encoder, licences=LICENCES, progress=progress)
    index = open_index(folder, encoder)
    SimpleSearch.save(simple_folder(home), index, folder / manifest.generation)
    search = FilmSearch(index, encoder, ranking, count=count)
    one_by_one = FilmSearch(index, encoder, ranking, count=count, together=1)
    return Subject(index, search, one_by_one, encoder, SimpleSearch(simple_folder(home), encoder))


async def alternate(ways: Mapping[str, Way[T]], inputs: Sequence[T]) -> dict[str, list[float]]:
    """Milliseconds of every way on the same inputs, stretch by stretch; in each another way goes first."""
    names = list(ways)
    taken: dict[str, list[float]] = {name: [] for name in names}
    for number, start in enumerate(range(0, len(inputs), _STRETCH)):
        first = number % len(names)
        for name in (*names[first:], *names[:first]):
            taken[name] += await _timed(ways[name], inputs[start : start + _STRETCH])
    return taken


async def _timed(way: Way[T], inputs: Sequence[T]) -> list[float]:
    taken: list[float] = []
    for item in inputs:
        started = time.perf_counter()
        await way(item)
        taken.append((time.perf_counter() - started) * 1000)
    return taken[len(inputs) // _WARM_UP :]


def stand_in_questions(films: Sequence[Film], *, count: int) -> list[str]:
    """Texts of the starter as long as real questions are: of 10, 30, 120 and 160 words in turn.

    Real ones on forums have a median of about 100 words, so these are no shorter on the whole.
    """
    told = [film for film in films if film.premise and film.plot and film.scenes]
    texts: list[str] = []
    for number, film in enumerate(told[:: max(1, len(told) // count)][:count]):
        premise, plot = film.premise or "", film.plot or ""
        choices = (film.scenes[0], premise, plot, " ".join((premise, plot, *film.scenes[:2])))
        texts.append(choices[number % len(choices)])
    return texts


async def turn_rows(subject: Subject, questions: Sequence[str]) -> list[Row]:
    """One question without a conversation around it: understand and find."""
    words = subject.index.words

    async def ours(text: str) -> None:
        reading = subject.search.read_now(text, screen_year=None)
        said = add_utterance((), reading.search_text)
        subject.search.find_now(FindRequest(said, reading.clues, limit=_LIMIT))

    async def simple(text: str) -> None:
        subject.simple.find(text, limit=_LIMIT)

    async def bm25(text: str) -> None:
        np.argsort(-words.scores(text), kind="stable")[:_LIMIT]

    ways = {OURS: ours, "one vector a film": simple, "BM25 alone": bm25}
    return spread_rows("one search, warm", await alternate(ways, questions), _AIMS)


async def understanding_rows(subject: Subject, questions: Iterable[str]) -> list[Row]:
    """What one message of a conversation takes to understand: the first and its follow-ups, without any search."""
    turns = [text for question in questions for text in (question, *_FOLLOW_UPS, *_FACTS)]

    async def ours(text: str) -> None:
        subject.search.read_now(text, screen_year=_SCREEN_YEAR)

    return spread_rows("understanding one message", await alternate({OURS: ours}, turns), _UNDERSTANDING_AIMS)


async def conversation_rows(subject: Subject, questions: Iterable[str]) -> list[Row]:
    """Whole turns of conversations of three turns, the store included."""
    turns = [
        UserTurn(conversation_id=ConversationId(f"bench:{number}"), text=text)
        for number, question in enumerate(questions)
        for text in (question, *_FOLLOW_UPS)
    ]
    said: defaultdict[ConversationId, list[str]] = defaultdict(list)

    async def simple(turn: UserTurn) -> None:
        said[turn.conversation_id].append(turn.text)
        subject.simple.find(" ".join(said[turn.conversation_id]), limit=_LIMIT)

    async with open_conversation(subject.search) as conversation:
        taken = await alternate({OURS: conversation.handle, "one vector a film": simple}, turns)
    return spread_rows("one turn of a conversation, warm", taken, _AIMS)


@asynccontextmanager
async def open_conversation(search: FilmSearch) -> AsyncIterator[Conversation]:
    """A conversation over a search, with a store of its own in a file."""
    clock = SystemClock()
    with TemporaryDirectory() as folder:
        path = Path(folder) / "sessions.db"
        async with open_sessions(path, key=Fernet.generate_key(), clock=clock) as store:
            yield Conversation(finder=search, reader=search, store=store, clock=clock)


async def crowd_rows(subject: Subject, questions: Sequence[str]) -> list[Row]:
    """Turns a second when many ask at once: understand and find, encoded together and one at a time."""
    loop = asyncio.get_running_loop()

    async def simple(text: str) -> None:
        await loop.run_in_executor(worker, subject.simple.find, text)

    with ThreadPoolExecutor(max_workers=1) as worker:
        ways: dict[str, Way[str]] = {
            OURS: partial(_turn, subject.search),
            "one search at a time": partial(_turn, subject.one_by_one),
            "one vector a film": simple,
        }
        return [
            Row(
                f"turns a second, {crowd} at once",
                "turns/s",
                {name: await rate(way, questions, crowd) for name, way in ways.items()},
            )
            for crowd in _CROWDS
        ]


async def _turn(search: FilmSearch, text: str) -> None:
    reading = await search.read(text, screen_year=None)
    await search.find(FindRequest(add_utterance((), reading.search_text), reading.clues, limit=_LIMIT))


async def rate(way: Way[str], questions: Sequence[str], crowd: int) -> float:
    """Questions a second, so many under way at any time."""
    waiting = iter(questions)

    async def ask() -> None:
        for text in waiting:  # one iterator for all: each takes the next question
            await way(text)

    started = time.perf_counter()
    await asyncio.gather(*(ask() for _ in range(crowd)))
    return len(questions) / (time.perf_counter() - started)


async def encoding_row(subject: Subject, *, count: int) -> Row:
    """How fast an index is built: passages a second, of an even sample of the index's own."""
    rows = np.linspace(0, subject.index.manifest.rows - 1, count).astype(int)
    texts = [subject.index.catalogue.passage(int(row))[1] for row in rows]
    parts = [texts[start::4] for start in range(4)]

    async def ours(part: list[str]) -> None:
        subject.encoder.encode_document(part)

    async def one_by_one(part: list[str]) -> None:
        for text in part:
            subject.encoder.encode_document([text])

    taken = await alternate({OURS: ours, "one at a time": one_by_one}, parts)
    return Row("building the index", "passages/s", {name: count / sum(times) * 1000 for name, times in taken.items()})
