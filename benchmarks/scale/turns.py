"""Times of turns and turns a second, beside the alternatives; every way on the same questions, in turns."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import numpy as np

from benchmarks.report import OURS, Row, quantile
from benchmarks.scale.subject import LIMIT, FlatSearch, Subject
from benchmarks.turns import Way, alternate, open_conversation, rate
from bot.core.conversation import Conversation
from bot.core.types import ConversationId, UserTurn
from retrieval.search import FilmSearch

USERS: Final = "sentence-transformers and IndexFlatIP"
PASSAGES: Final = "every passage in IndexFlatIP"
WHOLE: Final = "one vector a film in IndexFlatIP"
BM25: Final = "BM25 alone"

_AIMED_CROWD: Final = 32
_LEAST_TIMES: Final = 3  # as many turns a second as the alternative, at that crowd
_ROUNDS: Final = 2


async def turn_rows(
    subject: Subject,
    search: FilmSearch,
    flats: Mapping[str, FlatSearch],
    questions: Sequence[str],
    aims: Mapping[str, float],
) -> list[Row]:
    """One turn of a conversation, the store included, when nobody else asks: median and p99.

    Args:
        subject: ours.
        search: over its index.
        flats: the alternatives by name.
        questions: each the first message of a conversation.
        aims: in milliseconds, by "median" and "p99".
    """
    words = subject.index.words

    async def bm25(text: str) -> None:
        np.argsort(-words.scores(text), kind="stable")[:LIMIT]

    async with open_conversation(search) as conversation:
        ways: dict[str, Way[str]] = {OURS: _first_turn(conversation)}
        ways |= {name: _alone(flat) for name, flat in flats.items()}
        taken = await alternate(ways | {BM25: bm25}, questions)
    films = f"{len(subject.index.table.film_ids):,} films"
    return [
        Row(f"one turn, {films}, {name}", "ms", _quantiles(taken, share), aims.get(name))
        for name, share in (("median", 0.5), ("p99", 0.99))
    ]


def _quantiles(taken: Mapping[str, Sequence[float]], share: float) -> dict[str, float | None]:
    return {way: quantile(times, share) for way, times in taken.items()}


def _first_turn(conversation: Conversation) -> Way[str]:
    numbers = itertools.count()

    async def turn(text: str) -> None:
        await conversation.handle(UserTurn(conversation_id=ConversationId(f"bench:{next(numbers)}"), text=text))

    return turn


def _alone(flat: FlatSearch) -> Way[str]:
    async def turn(text: str) -> None:
        flat.find(text)

    return turn


async def crowd_rows(
    search: FilmSearch, flats: Mapping[str, FlatSearch], questions: Sequence[str], crowds: Sequence[int]
) -> list[Row]:
    """Turns a second when several conversations ask at once; the alternatives answer one question at a time.

    Args:
        search: ours.
        flats: the alternatives by name; the first is the one that the aim is held against.
        questions: as in `turn_rows`.
        crowds: how many conversations at once.
    """
    loop = asyncio.get_running_loop()
    rows: list[Row] = []
    with ThreadPoolExecutor(max_workers=1) as worker:

        def queued(flat: FlatSearch) -> Way[str]:
            async def turn(text: str) -> None:
                await loop.run_in_executor(worker, flat.find, text)

            return turn

        async with open_conversation(search) as conversation:
            ways: dict[str, Way[str]] = {OURS: _first_turn(conversation)}
            ways |= {name: queued(flat) for name, flat in flats.items()}
            for crowd in crowds:
                rates = await _rates(ways, questions, crowd)
                rows.append(Row(f"turns a second, {crowd} at once", "turns/s", rates))
                if crowd == _AIMED_CROWD:
                    rows.append(_share_row(rates, next(iter(flats)), crowd))
    return rows


async def _rates(ways: Mapping[str, Way[str]], questions: Sequence[str], crowd: int) -> dict[str, float | None]:
    """Turns a second of every way, the mean of a few rounds in which all take their turn."""
    rounds = [{name: await rate(way, questions, crowd) for name, way in ways.items()} for _ in range(_ROUNDS)]
    return {name: float(np.mean([one[name] for one in rounds])) for name in ways}


def _share_row(rates: Mapping[str, float | None], other: str, crowd: int) -> Row:
    share = (rates[other] or 0) / (rates[OURS] or 1) * 100
    what = f"time a turn takes of the alternative's, {crowd} at once"
    return Row(what, "%", {OURS: share, other: 100}, 100 / _LEAST_TIMES)
