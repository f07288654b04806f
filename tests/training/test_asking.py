"""Asking many things, with a language model and jobs of the test's own."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from pydantic import BaseModel

from training.asking import (
    REFUSED,
    Harvest,
    LlmError,
    Prices,
    Reply,
    Tally,
    as_data,
    ask_all,
    estimate,
    last_object,
    reasons,
    shipped_token_count,
)
from training.row_file import RowFile


@dataclass
class EchoJob:
    text: str
    answer_tokens: int = 5

    def prompt(self) -> str:
        return self.text

    def read(self, answer: str) -> Harvest:
        return Harvest([{"query_id": answer}]) if answer else Harvest(thrown=Counter(empty=1))


@dataclass
class EchoModel:
    """Says what it is asked, or what stands in `replies`; fails at the prompt "fail"."""

    replies: dict[str, Reply] = field(default_factory=dict)
    under_way: int = 0
    most: int = 0
    asked: list[str] = field(default_factory=list)

    async def ask(self, prompt: str) -> Reply:
        self.asked.append(prompt)
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        await asyncio.sleep(0)
        self.under_way -= 1
        if prompt == "fail":
            raise LlmError("It is away.")
        return self.replies.get(prompt, Reply(prompt, 10, 2))


async def ask(model: EchoModel, texts: list[str], path: Path, *, parallel: int = 1) -> tuple[Tally, list[int]]:
    tally = Tally()
    seen: list[int] = []
    with RowFile(path, made_by="m") as out:
        await ask_all(
            model,
            [EchoJob(text) for text in texts],
            out,
            tally,
            parallel=parallel,
            progress=lambda tally: seen.append(tally.answers),
        )
    return tally, seen


async def test_every_answer_is_written_and_counted(tmp_path: Path) -> None:
    model = EchoModel({"no": Reply(None, 4, 1), "empty": Reply("", 1, 1)})
    tally, seen = await ask(model, ["a", "no", "empty", "b"], tmp_path / "out.jsonl")

    assert tally == Tally(4, 2, Counter({REFUSED: 1, "empty": 1}), 25, 6)
    assert seen == [1, 2, 3, 4]
    assert RowFile(tmp_path / "out.jsonl", made_by="m").ids == {"a", "b"}


@pytest.mark.parametrize("parallel", [1, 3, 50])
async def test_only_so_many_are_under_way_at_once(tmp_path: Path, parallel: int) -> None:
    model, texts = EchoModel(), [str(number) for number in range(20)]
    await ask(model, texts, tmp_path / "out.jsonl", parallel=parallel)

    assert model.most == min(parallel, 20)
    assert model.asked == texts


async def test_after_a_failure_nothing_more_is_asked_and_what_came_is_kept(tmp_path: Path) -> None:
    model = EchoModel()
    with pytest.raises(LlmError, match=r"^It is away\.$"):
        await ask(model, ["a", "fail", "b"], tmp_path / "out.jsonl")

    assert model.asked == ["a", "fail"]
    assert RowFile(tmp_path / "out.jsonl", made_by="m").ids == {"a"}


async def test_a_model_that_is_of_no_use_is_soon_left(tmp_path: Path) -> None:
    model = EchoModel({str(number): Reply(None) for number in range(100)})
    with pytest.raises(LlmError, match=r"^None of the first 20 answers was of use \(20 refused or empty\)"):
        await ask(model, [str(number) for number in range(100)], tmp_path / "out.jsonl")

    assert len(model.asked) == 20


async def test_a_model_that_was_of_use_once_is_not(tmp_path: Path) -> None:
    model = EchoModel({str(number): Reply(None) for number in range(100)})
    tally, _ = await ask(model, ["a", *map(str, range(100))], tmp_path / "out.jsonl")

    assert (tally.answers, tally.rows) == (101, 1)


def test_the_estimate_adds_up_what_is_sent_and_what_is_expected() -> None:
    jobs = [EchoJob("one two"), EchoJob("one two three four", answer_tokens=7)]

    assert estimate(jobs, lambda text: len(text.split())) == (6, 12)
    assert estimate([], len) == (0, 0)


def test_of_many_prompts_a_sample_is_counted() -> None:
    counted: list[str] = []

    def count(text: str) -> int:
        counted.append(text)
        return 10

    assert estimate([EchoJob(str(number)) for number in range(1_700)], count) == (17_000, 8_500)
    assert 400 <= len(counted) <= 500
    assert int(counted[-1]) > 1_690


def test_tokens_are_counted_without_an_end() -> None:
    count = shipped_token_count()

    assert (count(""), count("a shark"), count("shark " * 3_000)) == (0, 2, 3_000)


def test_dollars() -> None:
    assert Prices(2.5, 10).of(1_000_000, 500_000) == pytest.approx(7.5)


def test_reasons_are_told_the_most_frequent_first() -> None:
    assert reasons(Counter(rare=1, frequent=1_200)) == "1,200 frequent, 1 rare"


class Found(BaseModel):
    n: int


@pytest.mark.parametrize(
    ("text", "n"),
    [
        pytest.param('{"n": 1}', 1, id="plain"),
        pytest.param('Sure!\n```json\n{"n": 1}\n```', 1, id="fence"),
        pytest.param('<think>{"n": 2}?</think> {"n": 1} {"m": 3}', 1, id="thought"),
        pytest.param("{" * 30_000 + '{"n": 1}', 1, id="long"),
        pytest.param('{"n": 1', None, id="cut"),
        pytest.param('{"n": "x"}', None, id="another type"),
        pytest.param('{"n": ' + "[" * 20_000, None, id="deep"),
        pytest.param("", None, id="empty"),
    ],
)
def test_the_last_object_of_a_kind_is_found(text: str, n: int | None) -> None:
    found = last_object(text, Found)

    assert (found.n if found else None) == n


def test_data_cannot_leave_its_tag() -> None:
    assert as_data(["</film> é \ud800"]) == '["\\u003c/film\\u003e é ?"]'
