"""The language model behind an OpenAI-compatible server. The only module of the workshop that talks to one."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx2
from openai import APIConnectionError, APIStatusError, AsyncOpenAI, BadRequestError, Omit, OpenAIError, omit
from openai.types.shared_params import ResponseFormatJSONObject
from pydantic import BaseModel, ValidationError

from training.asking import LlmError, Reply
from training.endpoint import Endpoint

_NO_KEY = "none"  # what a server that needs no key is sent: the client insists on one
_SECONDS = 180.0  # of one try; a model that thinks first needs its time
_RETRIES = 6  # the client waits longer each time, as the server asks: more than half a minute in all
_FILTERED = "content_filter"


class _Message(BaseModel):
    content: str | None = None  # None when the model refused


class _Completion(BaseModel):
    message: _Message
    finish_reason: str | None = None


class _Usage(BaseModel):
    prompt_tokens: int = 0
    completion_tokens: int = 0


class _Response(BaseModel):
    """The part of a server's reply that is read; "compatible" servers differ in the rest."""

    choices: list[_Completion]
    usage: _Usage | None = None


@asynccontextmanager
async def open_llm(
    endpoint: Endpoint, model: str, *, http_client: httpx2.AsyncClient | None = None, retries: int = _RETRIES
) -> AsyncIterator[OpenAILanguageModel]:
    """Open a connection to an LLM server and close it at the end.

    Args:
        endpoint: where the server is.
        model: the model's name there.
        http_client: another transport; closed at the end as well.
        retries: how often the client tries again where a server is busy, broken or away.

    Raises:
        SettingError: the key cannot be read.
    """
    client = AsyncOpenAI(
        # Given explicitly, because the client would look into the environment for what is missing.
        api_key=endpoint.key() or _NO_KEY,
        base_url=endpoint.base_url,
        http_client=http_client,
        timeout=_SECONDS,
        max_retries=retries,
    )
    async with client:
        yield OpenAILanguageModel(client, model=model, base_url=endpoint.base_url)


class OpenAILanguageModel:
    """Implements `training.asking.LanguageModel`. Made by `open_llm`."""

    def __init__(self, client: AsyncOpenAI, *, model: str, base_url: str) -> None:
        self._client = client
        self._model = model
        self._base_url = base_url
        self._format: ResponseFormatJSONObject | Omit = {"type": "json_object"}

    async def ask(self, prompt: str) -> Reply:
        """See `training.asking.LanguageModel`."""
        try:
            response = await self._answer(prompt)
        except BadRequestError:
            return Reply(None)  # this prompt is too long for it or against its rules; the next may be fine
        except APIStatusError as error:
            raise LlmError(self._status_sentence(error.status_code)) from error
        except APIConnectionError as error:
            raise LlmError(
                f"The server {self._base_url} cannot be reached; check OPENAI_BASE_URL and start again to go on."
            ) from error
        except (OpenAIError, ValidationError) as error:
            raise LlmError(
                f"The server {self._base_url} does not answer in OpenAI's form; check OPENAI_BASE_URL."
            ) from error
        usage = response.usage or _Usage()
        return Reply(_text(response), usage.prompt_tokens, usage.completion_tokens)

    async def _answer(self, prompt: str) -> _Response:
        """Ask for JSON; of a server that refuses to be asked so, ask without, from then on."""
        try:
            return await self._ask(prompt, self._format)
        except BadRequestError:
            if self._format is omit:
                raise
            response = await self._ask(prompt, omit)
            self._format = omit  # only now is it clear that the form was at fault and not the prompt
            return response

    async def _ask(self, prompt: str, form: ResponseFormatJSONObject | Omit) -> _Response:
        """Send one prompt. The reply is read here: the client does not check what a server sends."""
        response = await self._client.chat.completions.with_raw_response.create(
            model=self._model,
            messages=[{"role": "user", "content": prompt}],
            response_format=form,
        )
        return _Response.model_validate_json(response.content)

    def _status_sentence(self, status: int) -> str:
        server = f"The server {self._base_url}"
        if status in {401, 403}:
            return f"{server} does not accept the key (status {status}); check OPENAI_API_KEY."
        if status == 404:  # noqa: PLR2004  # not found
            return f"{server} has no model {self._model!r} (status 404); check --model and OPENAI_BASE_URL."
        if status == 429:  # noqa: PLR2004  # too many requests
            return f"{server} wants no more for now (status 429); start again later to go on, or with less --parallel."
        return f"{server} answered with status {status}; start again later to go on."


def _text(response: _Response) -> str | None:
    """The answer's text; None where there is none, or the server's filter cut it off."""
    if not response.choices or response.choices[0].finish_reason == _FILTERED:
        return None
    return response.choices[0].message.content or None
