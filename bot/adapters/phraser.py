"""An LLM that chooses which film on the screen to lead with, and which of the catalogue's words say why.

Nothing it writes is shown. Its answer is a number and a quote; a number that is not on the screen and a quote that does
not stand in that film's own card are thrown away, and what is kept is the catalogue's spelling of the quote.
"""

from __future__ import annotations

import asyncio
import json
import logging
import re
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final

import httpx2
from openai import APIStatusError, AsyncOpenAI, BadRequestError, Omit, OpenAIError, omit
from openai.types.shared_params import ResponseFormatJSONObject
from pydantic import BaseModel, ValidationError

from bot.core.ports import Choice
from bot.core.types import FilmCard
from prompts import Prompt, load_prompt

_log = logging.getLogger(__name__)

_OPENAI_URL: Final = "https://api.openai.com/v1"
_NO_KEY: Final = "none"
"""What a server that needs no key is sent: the client insists on one."""

_ANSWER_CHARACTERS: Final = 4_000
"""Only the end of a longer answer is looked at: models that think aloud do so first."""

_MESSAGES: Final = 10
_MESSAGE_CHARACTERS: Final = 1_000
"""Of a long conversation the first message and the newest stay, each cut to this length, as in the search itself."""

_QUOTE_WORDS: Final = 3
_QUOTE_CHARACTERS: Final = 200
_AROUND_QUOTES: Final = " \t\r\n\"'“”\u2018\u2019.…"
"""What models put around the words they copy."""


class _Answer(BaseModel):
    """What the prompt asks for."""

    number: int
    quote: str


class _Message(BaseModel):
    content: str | None = None  # None when the model refused


class _Completion(BaseModel):
    message: _Message


class _Response(BaseModel):
    """The part of a server's reply that is read; "compatible" servers differ in the rest."""

    choices: list[_Completion]


@asynccontextmanager
async def open_phraser(
    *,
    model: str,
    api_key: str | None,
    base_url: str | None,
    budget: float = 6.0,
    http_client: httpx2.AsyncClient | None = None,
) -> AsyncIterator[OpenAIPhraser]:
    """Open a connection to an LLM server and close it at the end.

    Args:
        model: The model's name on that server.
        api_key: None where the server needs none.
        base_url: None for OpenAI's own.
        budget: Seconds that one choice may take in all, retries included.
        http_client: Another transport; closed at the end as well.
    """
    client = AsyncOpenAI(
        # Given explicitly, because the client would look into the environment for what is missing.
        api_key=api_key or _NO_KEY,
        base_url=base_url or _OPENAI_URL,
        http_client=http_client,
        timeout=budget,
        max_retries=1,  # a kept connection may have been closed by the server in the meantime
    )
    async with client:
        yield OpenAIPhraser(client, model=model, prompt=load_prompt("choose"), budget=budget)


class OpenAIPhraser:
    """Implements `bot.core.ports.Phraser`. Made by `open_phraser`."""

    def __init__(self, client: AsyncOpenAI, *, model: str, prompt: Prompt, budget: float) -> None:
        self._client = client
        self._model = model
        self._prompt = prompt
        self._budget = budget
        self._format: ResponseFormatJSONObject | Omit = {"type": "json_object"}

    async def choose(self, utterances: Sequence[str], cards: Sequence[FilmCard]) -> Choice | None:
        """Ask the LLM. Whatever goes wrong is logged, without any text, and answered with None."""
        if not cards:
            return None
        prompt = self._prompt.render(said=_said(utterances), films=_films(cards))
        try:
            async with asyncio.timeout(self._budget):
                answer = await self._answer(prompt)
        except TimeoutError:
            _log.warning("the LLM did not answer within %s s", self._budget)
            return None
        except APIStatusError as error:
            _log.warning("the LLM's server answered with status %s", error.status_code)
            return None
        except (OpenAIError, ValidationError) as error:
            _log.warning("the LLM gave no answer: %s", type(error).__name__)
            return None
        choice = _choice(answer, cards)
        if choice is None:
            _log.info("the LLM chose no film, or said what the catalogue does not")
        return choice

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


def _said(utterances: Sequence[str]) -> str:
    """What the users said, as data that no text can break out of."""
    kept = utterances if len(utterances) <= _MESSAGES else [utterances[0], *utterances[1 - _MESSAGES :]]
    return _data([text[:_MESSAGE_CHARACTERS] for text in kept])


def _films(cards: Sequence[FilmCard]) -> str:
    """The cards' facts, one film a line."""
    return "\n".join(
        _data(
            {
                "number": number,
                "title": card.title,
                "year": card.year,
                "premise": card.premise,
                "cast": ", ".join(card.cast),
                "evidence": None if card.spoiler else card.evidence.text,
            }
        )
        for number, card in enumerate(cards, start=1)
    )


def _data(value: object) -> str:
    """JSON on one line without angle brackets: it can neither close the tag around it nor open one."""
    text = json.dumps(value, ensure_ascii=False).replace("<", "\\u003c").replace(">", "\\u003e")
    return text.encode("utf-8", "replace").decode()  # half characters could not be sent


def _choice(answer: str, cards: Sequence[FilmCard]) -> Choice | None:
    """The choice an answer ends with, if it holds against the cards."""
    answers = list(_answers(answer[-_ANSWER_CHARACTERS:]))
    if not answers or not 1 <= answers[-1].number <= len(cards):
        return None
    quote = _in_card(answers[-1].quote, cards[answers[-1].number - 1])
    return Choice(number=answers[-1].number, quote=quote) if quote else None


def _answers(text: str) -> Iterator[_Answer]:
    """Every JSON object in a text that has the asked form; servers may wrap it in prose or a code fence."""
    decoder = json.JSONDecoder()
    for start in (match.start() for match in re.finditer(r"\{", text)):
        try:
            value: Any = decoder.raw_decode(text, start)[0]
            yield _Answer.model_validate(value)
        except (ValueError, RecursionError):  # a ValidationError is a ValueError
            continue


def _in_card(quote: str, card: FilmCard) -> str | None:
    """The card's own spelling of a quote, or None where it does not stand in it or is too short or too long."""
    words = quote.strip(_AROUND_QUOTES).split()
    wanted = " ".join(words)
    if len(words) < _QUOTE_WORDS or len(wanted) > _QUOTE_CHARACTERS:
        return None
    pattern = re.compile(rf"(?<!\w){re.escape(wanted)}(?!\w)", re.IGNORECASE)
    for source in _quotable(card):
        found = pattern.search(" ".join(source.split()))
        if found:
            return found.group()
    return None


def _quotable(card: FilmCard) -> Iterator[str]:
    """The texts that may be quoted: what tells the ending is not among them."""
    if card.premise:
        yield card.premise
    if not card.spoiler:
        yield card.evidence.text
    yield ", ".join(card.cast)
