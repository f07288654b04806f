"""The commands that ask a language model, with a server of the test's own: real client, no network, no key."""

from __future__ import annotations

import argparse
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path

import httpx2
from rich.console import Console

from tests.fakes.llm_server import FakeLlmServer
from training.endpoint import Endpoint
from training.llm import OpenAILanguageModel, open_llm
from training.llm_commands import add_commands

ENDPOINT = Endpoint(OPENAI_BASE_URL="http://llm.test/v1", OPENAI_API_KEY=None, OPENAI_API_KEY_FILE=None)


def completion(text: str | None, *, finish: str = "stop", usage: tuple[int, int] | None = (100, 10)) -> httpx2.Response:
    """What a server sends back."""
    message = {"role": "assistant", "content": text}
    body: dict[str, object] = {"choices": [{"index": 0, "message": message, "finish_reason": finish}]}
    if usage:
        body["usage"] = {"prompt_tokens": usage[0], "completion_tokens": usage[1], "total_tokens": sum(usage)}
    return httpx2.Response(200, json=body)


def asked(request: httpx2.Request) -> str:
    """The prompt of a request."""
    (message,) = json.loads(request.content)["messages"]
    return str(message["content"])


@dataclass
class Stage:
    """Runs a command; keeps what it said and what the server was sent."""

    server: FakeLlmServer = field(default_factory=FakeLlmServer)
    said: str = ""

    def run(self, *words: str | Path, answers: str = "") -> int:
        """Run one command, one request at a time unless it says otherwise; return its exit code."""
        parser = argparse.ArgumentParser()
        add_commands(parser.add_subparsers())
        arguments = parser.parse_args([str(word) for word in (words[0], "--parallel", "1", *words[1:])])
        console = Console(file=StringIO(), width=100)
        code = int(arguments.run(arguments, console, connect=self._connect, answers=StringIO(answers)))
        assert isinstance(console.file, StringIO)
        self.said = console.file.getvalue()
        return code

    @asynccontextmanager
    async def _connect(self, endpoint: Endpoint, model: str) -> AsyncIterator[OpenAILanguageModel]:
        http_client = httpx2.AsyncClient(transport=httpx2.MockTransport(self.server))
        async with open_llm(endpoint, model, http_client=http_client, retries=0) as llm:
            yield llm
