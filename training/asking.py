"""Asking a language model many things: what it will cost, then all of it, a few questions at a time."""

from __future__ import annotations

import asyncio
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from pydantic import BaseModel
from tokenizers import Tokenizer

from retrieval.encoder_onnx import TOKENIZER, checked_file, read_card, shipped_encoder
from training.row_file import Row, RowFile

REFUSED, MALFORMED = "refused or empty", "malformed"
"""Why an answer is of no use, for the report."""

_FUTILE = 20
"""After so many answers without one of use, the rest would be money for nothing."""

_SAMPLE = 500
"""So many prompts are counted for the estimate, evenly spread; the rest is taken to be as long."""

_MILLION = 1_000_000
_ANSWER_CHARACTERS = 20_000
"""Only the end of a longer answer is looked at: models that think aloud do so first."""

M = TypeVar("M", bound=BaseModel)


class LlmError(Exception):
    """The language model cannot be asked any further; the sentence says what to do."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back for one prompt."""

    text: str | None
    """None where the model or its server refused."""
    tokens_in: int = 0
    tokens_out: int = 0
    """As the server counts them; 0 where it does not say."""


class LanguageModel(Protocol):
    """Something that answers a prompt."""

    async def ask(self, prompt: str) -> Reply:
        """Answer one prompt.

        Raises:
            LlmError: asking on is no use.
        """
        ...


@dataclass(slots=True)
class Harvest:
    """What one answer gave."""

    rows: list[Row] = field(default_factory=list)
    thrown: Counter[str] = field(default_factory=Counter)
    """How much of it was thrown away, by reason."""


class Job(Protocol):
    """One thing to ask."""

    @property
    def answer_tokens(self) -> int:
        """How long the answer is likely to be."""
        ...

    def prompt(self) -> str:
        """What is sent; made late, because all of them together would fill the memory."""
        ...

    def read(self, answer: str) -> Harvest:
        """Make rows of the answer."""
        ...


@dataclass(frozen=True, slots=True)
class Prices:
    """Dollars for a million tokens."""

    tokens_in: float
    tokens_out: float

    def of(self, tokens_in: int, tokens_out: int) -> float:
        """Dollars for so many tokens."""
        return (tokens_in * self.tokens_in + tokens_out * self.tokens_out) / _MILLION


@dataclass(slots=True)
class Tally:
    """What a run has done so far."""

    answers: int = 0
    rows: int = 0
    thrown: Counter[str] = field(default_factory=Counter)
    tokens_in: int = 0
    tokens_out: int = 0

    def add(self, reply: Reply, harvest: Harvest) -> None:
        """Count one answer."""
        self.answers += 1
        self.rows += len(harvest.rows)
        self.thrown += harvest.thrown
        self.tokens_in += reply.tokens_in
        self.tokens_out += reply.tokens_out


def shipped_token_count() -> Callable[[str], int]:
    """Counts tokens as our own encoder cuts them: another vocabulary than any LLM's, near enough for an estimate.

    Raises:
        EncoderError: the encoder's files are missing or damaged.
    """
    folder = shipped_encoder()
    tokenizer = Tokenizer.from_buffer(checked_file(folder, TOKENIZER, read_card(folder)))
    return lambda text: len(tokenizer.encode(text, add_special_tokens=False).ids)


def estimate(jobs: Sequence[Job], count: Callable[[str], int]) -> tuple[int, int]:
    """About how many tokens all jobs will send and get back."""
    sample = jobs[:: -(-len(jobs) // _SAMPLE)] if jobs else ()
    sent = sum(count(job.prompt()) for job in sample)
    return sent * len(jobs) // max(len(sample), 1), sum(job.answer_tokens for job in jobs)


async def ask_all(
    llm: LanguageModel,
    jobs: Sequence[Job],
    out: RowFile,
    tally: Tally,
    *,
    parallel: int,
    progress: Callable[[Tally], None],
) -> None:
    """Ask everything and append each answer's rows as it arrives.

    Args:
        llm: who is asked.
        jobs: what is asked.
        out: where the rows go, open.
        tally: counts along, so that the caller has it after an error too.
        parallel: how many questions are under way at once.
        progress: called after each answer.

    Raises:
        LlmError: the server failed, or none of the first answers was of use.
        OSError: the disk refused.
    """
    waiting = iter(jobs)

    async def work() -> None:
        for job in waiting:  # one iterator for all workers: each takes the next job
            reply = await llm.ask(job.prompt())
            harvest = Harvest(thrown=Counter({REFUSED: 1})) if reply.text is None else job.read(reply.text)
            out.append(harvest.rows)
            tally.add(reply, harvest)
            progress(tally)
            if not tally.rows and tally.answers >= _FUTILE:
                raise LlmError(
                    f"None of the first {tally.answers} answers was of use ({reasons(tally.thrown)}); "
                    "try another model."
                )

    try:
        async with asyncio.TaskGroup() as group:
            for _ in range(parallel):
                group.create_task(work())
    except ExceptionGroup as errors:
        raise errors.exceptions[0] from None  # the first; the others are of the same kind, or its doing


def reasons(thrown: Counter[str]) -> str:
    """What was thrown away, such as "3 refused, 1 malformed"."""
    return ", ".join(f"{number:,} {reason}" for reason, number in thrown.most_common())


def last_object(text: str, kind: type[M]) -> M | None:
    """The last JSON object of a kind in an answer; models may wrap it in prose, a thought or a code fence."""
    return next(iter([*_objects(text[-_ANSWER_CHARACTERS:], kind)][::-1]), None)


def _objects(text: str, kind: type[M]) -> Iterator[M]:
    decoder = json.JSONDecoder()
    for start in (match.start() for match in re.finditer(r"\{", text)):
        try:
            value: Any = decoder.raw_decode(text, start)[0]
            yield kind.model_validate(value)
        except (ValueError, RecursionError):  # a ValidationError is a ValueError
            continue


def as_data(value: object) -> str:
    """JSON on one line without angle brackets: it can neither close the tag around it nor open one."""
    text = json.dumps(value, ensure_ascii=False).replace("<", "\\u003c").replace(">", "\\u003e")
    return text.encode("utf-8", "replace").decode()  # half characters could not be sent
