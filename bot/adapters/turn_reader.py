"""An LLM that reads a message into the same typed clues as the rules do, and guesses which films may be meant.

Nothing it writes is believed or shown: its clues pass pydantic here, then the catalogue and the message itself
(`retrieval.suggested`), and its titles are looked up, or dropped.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from bot.adapters.llm import Llm, conversation_data, objects
from prompts import load_prompt
from retrieval.types import (
    ClueValue,
    ColourClue,
    CountryClue,
    FilmId,
    GenreClue,
    LanguageClue,
    LikeClue,
    PersonClue,
    RuntimeClue,
    SuggestedClue,
    Suggestion,
    YearClue,
)

_log = logging.getLogger(__name__)

_ANSWER_CHARACTERS: Final = 8_000
"""Only the end of a longer answer is looked at: models that think aloud do so first."""
_CLUES, _TITLES = 12, 5

_Said = Annotated[str, Field(min_length=1, max_length=200)]
_Name = Annotated[str, Field(min_length=1, max_length=120)]


class _Bounds(BaseModel):
    kind: Literal["year", "runtime"]
    said: _Said
    min: int | None = None
    max: int | None = None


class _Colour(BaseModel):
    kind: Literal["black_and_white"]
    said: _Said
    value: bool


class _Named(BaseModel):
    kind: Literal["genre", "person", "language", "country"]
    said: _Said
    name: _Name
    wanted: bool = True


class _Like(BaseModel):
    kind: Literal["like"]
    said: _Said
    title: _Name


class _Title(BaseModel):
    title: _Name
    year: int | None = None


class _Answer(BaseModel):
    """What the prompt asks for; what is in the lists is checked piece by piece, so that one bad one spoils no other."""

    clues: list[Any]
    titles: list[Any] = []


_Clue = _Bounds | _Colour | _Named | _Like
_CLUE: Final[TypeAdapter[_Clue]] = TypeAdapter(Annotated[_Clue, Field(discriminator="kind")])


class LlmTurnReader:
    """Implements `bot.core.ports.TurnReader`."""

    def __init__(self, llm: Llm, *, budget: float = 4.0) -> None:
        """Ask an LLM.

        Args:
            llm: The model.
            budget: Seconds that one message may take in all, retries included.
        """
        self._llm = llm
        self._prompt = load_prompt("read_turn")
        self._budget = budget

    async def read(self, earlier: Sequence[str], text: str) -> Suggestion | None:
        """Ask the LLM. Whatever goes wrong is logged, without any text, and answered with None."""
        prompt = self._prompt.render(said=conversation_data((*earlier, text)))
        answer = await self._llm.answer(prompt, budget=self._budget)
        if answer is None:
            return None
        found = list(objects(answer[-_ANSWER_CHARACTERS:], _Answer))
        if not found:
            _log.info("the LLM read the message into no clues")
            return None
        return Suggestion(tuple(_clues(found[-1])), tuple(_titles(found[-1])))


def _clues(answer: _Answer) -> Iterator[SuggestedClue]:
    for raw in answer.clues[:_CLUES]:
        try:
            clue = _CLUE.validate_python(raw)
        except (ValidationError, RecursionError):
            continue
        yield SuggestedClue(_value(clue), clue.said)


def _value(clue: _Clue) -> ClueValue:
    match clue:
        case _Bounds(kind="year"):
            value: ClueValue = YearClue(clue.min, clue.max)
        case _Bounds():
            value = RuntimeClue(clue.min, clue.max)
        case _Colour():
            value = ColourClue(clue.value)
        case _Like():
            value = LikeClue(clue.title, FilmId(""), ())
        case _Named(kind="genre"):
            value = GenreClue(clue.name, clue.wanted)
        case _Named(kind="person"):
            value = PersonClue(clue.name, clue.wanted)
        case _Named(kind="language"):
            value = LanguageClue(clue.name, clue.wanted)
        case _:
            value = CountryClue(clue.name, clue.wanted)
    return value


def _titles(answer: _Answer) -> Iterator[tuple[str, int | None]]:
    for raw in answer.titles[:_TITLES]:
        try:
            title = _Title.model_validate(raw)
        except (ValidationError, RecursionError):
            continue
        yield title.title, title.year
