from __future__ import annotations

import asyncio
import json
import logging
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from typing import Any, Protocol

import httpx2
import pytest

from bot.adapters.llm import open_llm
from bot.adapters.phraser import OpenAIPhraser
from bot.core.ports import Choice
from tests.cards import CARDS, JOE_BLACK
from tests.fakes.llm_server import FakeLlmServer, Handler, answer, fails, replies

SAID = ("brad pitt plays death", "no, the other one")


class Opener(Protocol):
    async def __call__(self, **options: Any) -> OpenAIPhraser: ...


@pytest.fixture
def server() -> FakeLlmServer:
    return FakeLlmServer()


@pytest.fixture
async def opener(server: FakeLlmServer) -> AsyncIterator[Opener]:
    async with AsyncExitStack() as stack:

        async def open_with(**options: Any) -> OpenAIPhraser:
            http_client = httpx2.AsyncClient(transport=httpx2.MockTransport(server))
            settings: dict[str, Any] = {"model": "m", "api_key": "k", "base_url": "http://llm.test/v1"} | options
            budget = settings.pop("budget", 6.0)
            llm = await stack.enter_async_context(open_llm(**settings, http_client=http_client))
            return OpenAIPhraser(llm, budget=budget)

        yield open_with


@pytest.fixture
async def phraser(opener: Opener) -> OpenAIPhraser:
    return await opener()


async def test_a_choice_that_holds_is_returned(server: FakeLlmServer, phraser: OpenAIPhraser) -> None:
    server.says(answer(1, "Death in a young man's body"))

    assert await phraser.choose(SAID, CARDS) == Choice(1, "Death in a young man's body")


@pytest.mark.parametrize(
    ("number", "quote", "kept"),
    [
        pytest.param(2, "a KNIGHT plays chess", "A knight plays chess", id="other case: the catalogue's spelling"),
        pytest.param(1, "media tycoon is visited by death, who", "media tycoon is visited by Death, who", id="spaces"),
        pytest.param(1, "  “a media tycoon is visited …”", "A media tycoon is visited", id="wrapped"),
        pytest.param(1, "Brad Pitt, Anthony Hopkins", "Brad Pitt, Anthony Hopkins", id="cast"),
        pytest.param("1", "a media tycoon", "A media tycoon", id="number as text"),
    ],
)
async def test_what_is_kept_is_spelt_as_in_the_catalogue(
    server: FakeLlmServer, phraser: OpenAIPhraser, number: object, quote: str, kept: str
) -> None:
    server.says(answer(number, quote))

    assert await phraser.choose(SAID, CARDS) == Choice(int(str(number)), kept)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('Sure! {"number": 1, "quote": "a media tycoon"} Enjoy {your} film.', id="prose"),
        pytest.param('```json\n{"number": 1, "quote": "a media tycoon"}\n```', id="code fence"),
        pytest.param('{"answer": {"number": 1, "quote": "a media tycoon"}}', id="nested"),
        pytest.param(
            '<think>{"number": 2, "quote": "x"}?</think>{"number": 1, "quote": "a media tycoon"}', id="thought"
        ),
        pytest.param("{" * 9000 + '{"number": 1, "quote": "a media tycoon"}', id="long"),
    ],
)
async def test_the_json_is_found_in_what_stands_around_it(
    server: FakeLlmServer, phraser: OpenAIPhraser, text: str
) -> None:
    server.says(text)

    assert await phraser.choose(SAID, CARDS) == Choice(1, "A media tycoon")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(answer(1, "watch The Godfather instead"), id="foreign title"),
        pytest.param(answer(1, "A knight plays chess"), id="quote of another card"),
        pytest.param(answer(2, "Death leads them all away"), id="spoiler"),
        pytest.param(answer(1, "a media tycoon is visited by Death and dies"), id="quote made longer"),
        pytest.param(answer(1, "edia tycoon is visited"), id="begins inside a word"),
        pytest.param(answer(1, "a media tycoon is visi"), id="ends inside a word"),
        pytest.param(answer(1, "media tycoon"), id="two words"),
        pytest.param(answer(1, ""), id="empty quote"),
        pytest.param(answer(1, "\ud800 a media tycoon"), id="half a character"),
        pytest.param(answer(1, 5), id="quote of another type"),
        pytest.param(answer(0, "a media tycoon"), id="none fits"),
        pytest.param(answer(-1, "A knight plays chess"), id="negative number"),
        pytest.param(answer(3, "a media tycoon"), id="number out of range"),
        pytest.param(answer(10**30, "a media tycoon"), id="huge number"),
        pytest.param('{"number": 1e999, "quote": "a media tycoon"}', id="infinite number"),
        pytest.param(answer(1, "a media tycoon") + answer(0, ""), id="taken back"),
        pytest.param(answer(1, "a media tycoon")[:-2], id="broken JSON"),
        pytest.param('{"number": ' + "[" * 3900, id="deep JSON"),
        pytest.param("[1, 2]", id="a list"),
        pytest.param("The Godfather (1972).", id="no JSON"),
        pytest.param("", id="empty"),
        pytest.param(None, id="refusal"),
    ],
)
async def test_anything_foreign_is_none(server: FakeLlmServer, phraser: OpenAIPhraser, text: str | None) -> None:
    server.says(text)

    assert await phraser.choose(SAID, CARDS) is None


async def test_a_quote_may_have_200_characters(server: FakeLlmServer, phraser: OpenAIPhraser) -> None:
    card = replace(JOE_BLACK, premise="a b " * 100)

    server.says(answer(1, ("a b " * 50)[:199]))
    assert await phraser.choose(SAID, [card]) is not None
    server.says(answer(1, ("a b " * 51)[:201]))
    assert await phraser.choose(SAID, [card]) is None


@pytest.mark.parametrize(
    "handler",
    [
        pytest.param(fails, id="no connection"),
        pytest.param(replies(500, b"{}"), id="500"),
        pytest.param(replies(400, b"{}"), id="400"),
        pytest.param(replies(401, b'{"error": {"message": "bad key"}}'), id="401"),
        pytest.param(replies(429, b"slow down", "text/plain"), id="429"),
        pytest.param(replies(200, b"<html>", "text/html"), id="HTML"),
        pytest.param(replies(200, b'{"choices": [{'), id="cut short"),
        pytest.param(replies(200, b'{"choices": []}'), id="no choices"),
        pytest.param(replies(200, b'{"choices": null}'), id="choices are null"),
        pytest.param(replies(200, b"[]"), id="a list"),
        pytest.param(replies(200, b""), id="nothing"),
        pytest.param(replies(200, b"\xff\xfe"), id="no text"),
    ],
)
async def test_a_failing_server_is_none_and_logs_no_text(
    server: FakeLlmServer, phraser: OpenAIPhraser, handler: Handler, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "bot")
    server.handler = handler

    assert await phraser.choose(SAID, CARDS) is None
    assert caplog.text.count("the LLM") == 1
    assert "brad pitt" not in caplog.text.lower()


async def test_a_slow_server_is_none_when_the_budget_is_spent(
    server: FakeLlmServer, opener: Opener, caplog: pytest.LogCaptureFixture
) -> None:
    phraser = await opener(budget=0.05)

    assert await phraser.choose(SAID, CARDS) is None
    assert len(server.requests) == 1
    assert "within 0.05 s" in caplog.text


async def test_one_hiccup_is_retried(server: FakeLlmServer, phraser: OpenAIPhraser) -> None:
    server.says(answer(1, "a media tycoon"))
    good = server.handler
    assert good is not None
    busy = replies(503, b"")
    server.handler = lambda request: good(request) if len(server.requests) > 1 else busy(request)

    assert await phraser.choose(SAID, CARDS) == Choice(1, "A media tycoon")


async def test_a_server_without_json_mode_is_asked_without(server: FakeLlmServer, phraser: OpenAIPhraser) -> None:
    server.says(answer(1, "a media tycoon"))
    good = server.handler
    assert good is not None
    refuse = replies(400, b'{"error": "response_format is not supported"}')
    server.handler = lambda request: (refuse if b"response_format" in request.content else good)(request)

    assert await phraser.choose(SAID, CARDS) == Choice(1, "A media tycoon")
    assert len(server.requests) == 2
    assert await phraser.choose(SAID, CARDS) == Choice(1, "A media tycoon")
    assert len(server.requests) == 3


async def test_cancelling_is_passed_on(server: FakeLlmServer, phraser: OpenAIPhraser) -> None:
    task = asyncio.create_task(phraser.choose(SAID, CARDS))
    await server.asked.wait()
    task.cancel()

    with pytest.raises(asyncio.CancelledError):
        await task


async def test_without_cards_nothing_is_asked(server: FakeLlmServer, phraser: OpenAIPhraser) -> None:
    assert await phraser.choose(SAID, ()) is None
    assert not server.requests


async def test_the_settings_are_used_and_the_environment_is_not(
    server: FakeLlmServer, opener: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "other")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://other.test")
    server.says("")

    await (await opener(model="tiny", api_key="secret")).choose(SAID, CARDS)
    assert server.requests[-1].headers["authorization"] == "Bearer secret"
    assert str(server.requests[-1].url) == "http://llm.test/v1/chat/completions"
    assert server.body()["model"] == "tiny"
    assert server.body()["response_format"] == {"type": "json_object"}

    await (await opener(api_key=None, base_url=None)).choose(SAID, CARDS)
    assert server.requests[-1].headers["authorization"] == "Bearer none"
    assert str(server.requests[-1].url) == "https://api.openai.com/v1/chat/completions"


def between(tag: str, prompt: str) -> str:
    """What stands between a tag and its end, each alone on its line and there once."""
    (inside,) = re.findall(rf"^<{tag}>\n(.*)\n</{tag}>$", prompt, re.MULTILINE | re.DOTALL)
    assert len(re.findall(rf"^</?{tag}>$", prompt, re.MULTILINE)) == 2
    return str(inside)


async def test_the_films_are_listed_without_spoilers(server: FakeLlmServer, phraser: OpenAIPhraser) -> None:
    server.says("")
    await phraser.choose(SAID, CARDS)

    films = [json.loads(line) for line in between("films", server.prompt()).splitlines()]
    assert [(film["number"], film["title"], film["year"]) for film in films] == [
        (1, "Meet Joe Black", 1998),
        (2, "The Seventh Seal", 1957),
    ]
    assert films[0]["cast"] == "Brad Pitt, Anthony Hopkins, Claire Forlani"
    assert films[0]["premise"] == JOE_BLACK.premise
    assert films[0]["evidence"] == JOE_BLACK.evidence.text
    assert "dance" not in server.prompt()


async def test_a_long_conversation_keeps_its_first_message_and_the_newest(
    server: FakeLlmServer, phraser: OpenAIPhraser
) -> None:
    server.says("")
    await phraser.choose([f"{number} " + "x" * 5000 for number in range(30)], CARDS)

    said = json.loads(between("said", server.prompt()))
    assert [int(text.split()[0]) for text in said] == [0, *range(21, 30)]
    assert {len(text) for text in said} == {1000}
