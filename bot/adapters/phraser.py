"""An LLM that chooses which film on the screen to lead with, and which of the catalogue's words say why.

Nothing it writes is shown. Its answer is a number and a quote; a number that is not on the screen and a quote that does
not stand in that film's own card are thrown away, and what is kept is the catalogue's spelling of the quote.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Final

from pydantic import BaseModel

from bot.adapters.llm import Llm, conversation_data, data, objects
from bot.core.grounding import accept_choice
from bot.core.ports import Choice
from bot.core.types import FilmCard
from prompts import load_prompt

_log = logging.getLogger(__name__)

_ANSWER_CHARACTERS: Final = 4_000
"""Only the end of a longer answer is looked at: models that think aloud do so first."""

_QUOTE_WORDS: Final = 3
_QUOTE_CHARACTERS: Final = 200
_AROUND_QUOTES: Final = " \t\r\n\"'“”\u2018\u2019.…"
"""What models put around the words they copy."""


class _Answer(BaseModel):
    """What the prompt asks for."""

    number: int
    quote: str


class OpenAIPhraser:
    """Implements `bot.core.ports.Phraser`."""

    def __init__(self, llm: Llm, *, budget: float = 6.0) -> None:
        """Ask an LLM.

        Args:
            llm: The model.
            budget: Seconds that one choice may take in all, retries included.
        """
        self._llm = llm
        self._prompt = load_prompt("choose")
        self._budget = budget

    async def choose(self, utterances: Sequence[str], cards: Sequence[FilmCard]) -> Choice | None:
        """Ask the LLM. Whatever goes wrong is logged, without any text, and answered with None."""
        if not cards:
            return None
        prompt = self._prompt.render(said=conversation_data(utterances), films=_films(cards))
        answer = await self._llm.answer(prompt, budget=self._budget)
        if answer is None:
            return None
        choice = _choice(answer, cards)
        if choice is None:
            _log.info("the LLM chose no film, or said what the catalogue does not")
        return choice


def _films(cards: Sequence[FilmCard]) -> str:
    """The cards' facts, one film a line."""
    return "\n".join(
        data(
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


def _choice(answer: str, cards: Sequence[FilmCard]) -> Choice | None:
    """The choice that an answer ends with, spelt as the card does; None where it does not hold against the cards."""
    answers = list(objects(answer[-_ANSWER_CHARACTERS:], _Answer))
    if not answers:
        return None
    quote = " ".join(answers[-1].quote.strip(_AROUND_QUOTES).split())
    if len(quote.split()) < _QUOTE_WORDS or len(quote) > _QUOTE_CHARACTERS:
        return None
    accepted = accept_choice(Choice(answers[-1].number, quote), cards)
    return accepted and Choice(answers[-1].number, accepted[1])
