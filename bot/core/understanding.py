"""Messages to clues: the rules, and what a language model adds to them where there is one."""

from __future__ import annotations

import asyncio
import logging
import re
from dataclasses import replace
from typing import Final

from bot.core.clues import signed
from bot.core.ports import ClueReader, TurnReader
from bot.core.types import SearchState, Session
from retrieval.clues import add_suggested
from retrieval.types import LookedUp, PersonClue, Reading

_log = logging.getLogger(__name__)

_QUOTED: Final = re.compile(r"[\"\u201c\u201d'](?P<text>[^\"\u201c\u201d]+)[\"\u201c\u201d']")
_NOT_HIM: Final = re.compile(
    r"\bs?he(?:'?s| is| was)?\s*(?:not|n'?t|isn'?t|wasn'?t|ain'?t)\s+(?:even\s+)?in (?:it|this|that)(?: one)?\b|"
    r"\b(?:(?:it|that)\s+)?(?:was\s*n[o']?t|wasnt|isn'?t|is not|not)\s+"
    r"(?:him|her|that (?:guy|actor|actress|man|woman))\b",
    re.IGNORECASE,
)
_TONES: Final = re.compile("[\ufe0f\U0001f3fb-\U0001f3ff]")  # a thumb has a colour, and a mark that it is a picture
_NODS: Final = {"\U0001f44d": "yes", "\u2705": "yes", "\U0001f44e": "no", "\u274c": "no"}
_NOTHING = LookedUp((), ())
_MOST = 10  # films that were suggested and take part in a search


class Understanding:
    """Reads messages."""

    def __init__(self, reader: ClueReader, turn_reader: TurnReader | None, *, patience: float) -> None:
        """Join the ports.

        Args:
            reader: the rules and the catalogue.
            turn_reader: a language model, if there is one.
            patience: seconds after which a language model that breaks its promise to answer in time is not heard.
        """
        self._reader = reader
        self._turn_reader = turn_reader
        self._patience = patience

    async def read(self, session: Session, text: str) -> Reading:
        """What the rules understand, signed by whoever speaks."""
        text = with_names(text, session.state)
        year, runtime = session.state.screen_year, session.state.screen_runtime
        reading = await self._reader.read(text, screen_year=year, screen_runtime=runtime)
        return signed(reading, session.speaker)

    async def suggested(self, session: Session, text: str) -> LookedUp:
        """What a language model understands of a message and the catalogue bears out; never raises for its sake."""
        if self._turn_reader is None:
            return _NOTHING
        try:
            async with asyncio.timeout(self._patience):
                suggestion = await self._turn_reader.read(session.state.utterances, text)
        except Exception as error:  # noqa: BLE001  # it only adds to the rules, so nothing in it may cost the turn
            _log.warning("the turn reader failed: %s", type(error).__name__)
            return _NOTHING
        if suggestion is None:
            return _NOTHING
        found = await self._reader.look_up(suggestion, text)
        return replace(found, clues=tuple(replace(clue, by=session.speaker or "") for clue in found.clues))


def unquoted(text: str) -> str:
    """A message without the quotation marks around all of it: what the help shows between such is typed with them.

    Nothing but thumbs up or down is "yes" or "no".
    """
    if said := _NODS.get("".join(set("".join(_TONES.sub("", text).split())))):
        return said
    match = _QUOTED.fullmatch(text.strip())
    return match["text"] if match else text


def with_names(text: str, state: SearchState) -> str:
    """Put a name to "it wasn't him": that of whoever was named last."""
    named = [clue.value.name for clue in state.clues if isinstance(clue.value, PersonClue) and clue.value.wanted]
    return _NOT_HIM.sub(lambda _: f"not {named[-1]}", text) if named else text


def with_suggested(state: SearchState, found: LookedUp) -> SearchState:
    """Add what a language model found; where the rules have read anything on the same subject, they win."""
    films = tuple(dict.fromkeys((*state.suggested, *found.film_ids)))[-_MOST:]
    return replace(state, clues=add_suggested(state.clues, found.clues), suggested=films)
