"""What the workshop's language model makes of what servers send."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

import httpx2
import pytest

from tests.fakes.llm_server import FakeLlmServer, Handler, fails, replies
from tests.training.llm_stage import ENDPOINT, completion
from training.asking import LlmError, Reply
from training.llm import OpenAILanguageModel, open_llm


@pytest.fixture
def server() -> FakeLlmServer:
    return FakeLlmServer()


@pytest.fixture
async def llm(server: FakeLlmServer) -> AsyncIterator[OpenAILanguageModel]:
    http_client = httpx2.AsyncClient(transport=httpx2.MockTransport(server))
    async with open_llm(ENDPOINT, "m", http_client=http_client, retries=1) as llm:
        yield llm


async def test_a_prompt_is_sent_and_the_answer_comes_with_its_tokens(
    server: FakeLlmServer, llm: OpenAILanguageModel
) -> None:
    server.handler = lambda _: completion("{}", usage=(7, 3))

    assert await llm.ask("say") == Reply("{}", 7, 3)
    assert str(server.requests[0].url) == "http://llm.test/v1/chat/completions"
    assert server.body() == {
        "model": "m",
        "messages": [{"role": "user", "content": "say"}],
        "response_format": {"type": "json_object"},
    }


async def test_a_server_need_not_count_tokens(server: FakeLlmServer, llm: OpenAILanguageModel) -> None:
    server.handler = lambda _: completion("{}", usage=None)

    assert await llm.ask("say") == Reply("{}", 0, 0)


@pytest.mark.parametrize(
    "response",
    [
        pytest.param(completion(None), id="no text"),
        pytest.param(completion(""), id="empty"),
        pytest.param(completion('{"a": ', finish="content_filter"), id="filtered"),
        pytest.param(httpx2.Response(200, json={"choices": []}), id="no choice"),
        pytest.param(httpx2.Response(400, json={"error": {"message": "against the rules"}}), id="bad request"),
    ],
)
async def test_a_refusal_is_a_reply_without_text(
    server: FakeLlmServer, llm: OpenAILanguageModel, response: httpx2.Response
) -> None:
    server.handler = lambda _: response

    assert (await llm.ask("say")).text is None


async def test_a_server_that_cannot_be_asked_for_json_is_asked_without(
    server: FakeLlmServer, llm: OpenAILanguageModel
) -> None:
    def handler(request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(400) if "response_format" in json.loads(request.content) else completion("{}")

    server.handler = handler
    assert [(await llm.ask(prompt)).text for prompt in ("one", "two")] == ["{}", "{}"]
    assert ["response_format" in json.loads(request.content) for request in server.requests] == [True, False, False]


async def test_one_refused_prompt_does_not_end_asking_for_json(server: FakeLlmServer, llm: OpenAILanguageModel) -> None:
    server.handler = replies(400, b"{}")
    await llm.ask("bad")
    server.handler = lambda _: completion("{}")
    await llm.ask("good")

    assert "response_format" in server.body()


@pytest.mark.parametrize(
    ("handler", "sentence", "tries"),
    [
        pytest.param(replies(401, b"{}"), "check OPENAI_API_KEY", 1, id="key"),
        pytest.param(replies(403, b"{}"), "check OPENAI_API_KEY", 1, id="forbidden"),
        pytest.param(replies(404, b"{}"), "no model 'm'", 1, id="model"),
        pytest.param(replies(429, b"{}"), "wants no more for now", 2, id="too many"),
        pytest.param(replies(500, b"{}"), "status 500; start again later", 2, id="broken"),
        pytest.param(fails, "cannot be reached", 2, id="away"),
        pytest.param(replies(200, b"<html>", "text/html"), "not answer in OpenAI's form", 1, id="HTML"),
        pytest.param(replies(200, b'{"choices": [{'), "not answer in OpenAI's form", 1, id="cut short"),
        pytest.param(replies(200, b"\xff"), "not answer in OpenAI's form", 1, id="no text"),
    ],
)
async def test_what_would_go_wrong_again_is_one_sentence(
    server: FakeLlmServer, llm: OpenAILanguageModel, handler: Handler, sentence: str, tries: int
) -> None:
    server.handler = handler

    with pytest.raises(LlmError, match=sentence) as caught:
        await llm.ask("say")
    assert "http://llm.test/v1" in str(caught.value)
    assert str(caught.value).endswith(".")
    assert len(server.requests) == tries


async def test_a_busy_server_is_asked_again(server: FakeLlmServer, llm: OpenAILanguageModel) -> None:
    busy = [replies(429, b"{}")]
    server.handler = lambda request: busy.pop()(request) if busy else completion("{}")

    assert (await llm.ask("say")).text == "{}"
