"""The connection to an LLM's server: a prompt in, the text of an answer out, and no exception whatever goes wrong."""

from __future__ import annotations

import asyncio
import json
import logging
import re
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final, TypeVar

import httpx2
from openai import APIStatusError, AsyncOpenAI, BadRequestError, Omit, OpenAIError, omit
from openai.types.shared_params import ResponseFormatJSONObject
from pydantic import BaseModel, ValidationError

_log = logging.getLogger(__name__)

Form = TypeVar("Form", bound=BaseModel)

_OPENAI_URL: Final = "https://api.openai.com/v1"
_NO_KEY: Final = "none"
"""What a server that needs no key is sent: the client insists on one."""
_TIMEOUT: Final = 30.0
"""Seconds; every question has a smaller budget of its own."""

_MESSAGES: Final = 10
_MESSAGE_CHARACTERS: Final = 1_000
"""Of a long conversation the first message and the newest stay, each cut to this length, as in the search itself."""


class _Message(BaseModel):
    content: str | None = None  # None when the model refused


class _Completion(BaseModel):
    message: _Message


class _Response(BaseModel):
    """The part of a server's reply that is read; "compatible" servers differ in the rest."""

    choices: list[_Completion]


@asynccontextmanager
async def open_llm(
    *, model: str, api_key: str | None, base_url: str | None, http_client: httpx2.AsyncClient | None = None
) -> AsyncIterator[Llm]:
    """Open a connection to an LLM server and close it at the end.

    Args:
        model: The model's name on that server.
        api_key: None where the server needs none.
        base_url: None for OpenAI's own.
        http_client: Another transport; closed at the end as well.
    """
    client = AsyncOpenAI(
        # Given explicitly, because the client would look into the environment for what is missing.
        api_key=api_key or _NO_KEY,
        base_url=base_url or _OPENAI_URL,
        http_client=http_client,
        timeout=_TIMEOUT,
        max_retries=1,  # a kept connection may have been closed by the server in the meantime
    )
    async with client:
        yield Llm(client, model)


class Llm:
    """One model on one server. Made by `open_llm`."""

    def __init__(self, client: AsyncOpenAI, model: str) -> None:
        self._client = client
        self._model = model
        self._format: ResponseFormatJSONObject | Omit = {"type": "json_object"}

    async def answer(self, prompt: str, *, budget: float) -> str | None:
        """Ask for JSON. Whatever goes wrong is logged, without any text, and answered with None.

        Args:
            prompt: What to send.
            budget: Seconds that the answer may take in all, retries included.
        """
        try:
            async with asyncio.timeout(budget):
                return await self._answer(prompt)
        except TimeoutError:
            _log.warning("the LLM did not answer within %s s", budget)
        except APIStatusError as error:
            _log.warning("the LLM's server answered with status %s", error.status_code)
        except (OpenAIError, ValidationError) as error:
            _log.warning("the LLM gave no answer: %s", type(error).__name__)
        return None

    async def _answer(self, prompt: str) -> str:
        """Ask for JSON; of a server that refuses to be asked so, ask without, from then on."""
        try:
            return await self._ask(prompt)
        except BadRequestError:
            if self._format is omit:
                raise
            self._format = omit
            return await self._ask(prompt)

    async def _ask(self, prompt: str) -> str:
        """Send one prompt; return the text of the answer.

        The reply is read here and not by the client, which does not check what a server sends.
        """
        response = await self._client.chat.completions.with_raw_response.create(
            model=self._model,
            messages=[{"role": "user", "content": prompt}],
            response_format=self._format,
        )
        choices = _Response.model_validate_json(response.content).choices
        return (choices[0].message.content or "") if choices else ""


def conversation_data(utterances: Sequence[str]) -> str:
    """What the users said, as data that no text can break out of."""
    kept = utterances if len(utterances) <= _MESSAGES else [utterances[0], *utterances[1 - _MESSAGES :]]
    return data([text[:_MESSAGE_CHARACTERS] for text in kept])


def data(value: object) -> str:
    """JSON on one line without angle brackets: it can neither close the tag around it nor open one."""
    text = json.dumps(value, ensure_ascii=False).replace("<", "\\u003c").replace(">", "\\u003e")
    return text.encode("utf-8", "replace").decode()  # half characters could not be sent


def objects(text: str, form: type[Form]) -> Iterator[Form]:
    """Every JSON object in a text that has the asked form; servers may wrap it in prose or a code fence."""
    decoder = json.JSONDecoder()
    for start in (match.start() for match in re.finditer(r"\{", text)):
        try:
            value: Any = decoder.raw_decode(text, start)[0]
            yield form.model_validate(value)
        except (ValueError, RecursionError):  # a ValidationError is a ValueError
            continue
