"""Stands in for an LLM server, behind a real client: no network, no key."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx2

Handler = Callable[[httpx2.Request], httpx2.Response]


@dataclass
class FakeLlmServer:
    """Answers what a test sets, or never; keeps what it was sent."""

    handler: Handler | None = None
    requests: list[httpx2.Request] = field(default_factory=list)
    asked: asyncio.Event = field(default_factory=asyncio.Event)

    async def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.requests.append(request)
        self.asked.set()
        if self.handler is None:
            await asyncio.sleep(60)
            raise AssertionError("the budget did not end this")
        return self.handler(request)

    def says(self, text: str | None) -> None:
        body = {"choices": [{"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}]}
        self.handler = lambda _: httpx2.Response(200, json=body)

    def body(self) -> dict[str, Any]:
        """What it was sent last."""
        sent: dict[str, Any] = json.loads(self.requests[-1].content)
        return sent

    def prompt(self) -> str:
        (message,) = self.body()["messages"]
        return str(message["content"])


def answer(number: object, quote: object) -> str:
    """What the prompt asks a model to say."""
    return json.dumps({"number": number, "quote": quote})


def fails(_: httpx2.Request) -> httpx2.Response:
    raise httpx2.ConnectError("no route")


def replies(status: int, content: bytes, kind: str = "application/json") -> Handler:
    headers = {"content-type": kind, "retry-after-ms": "1"}
    return lambda _: httpx2.Response(status, content=content, headers=headers)
