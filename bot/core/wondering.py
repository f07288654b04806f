"""Facts that a message asks for instead of stating them ("was it animated?"), and its own "no" to them. Pure."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.core.clues import add_message, off_screen
from bot.core.types import SearchState
from retrieval.clues import without_words
from retrieval.types import ColourClue, CountryClue, GenreClue, LanguageClue, PersonClue, Reading

_NO = re.compile(r"\W*(?:no|nope|nah|no,? it (?:wasn'?t|isn'?t)|it wasn'?t|no,? it'?s not)\W*", re.IGNORECASE)


def wonder(state: SearchState, reading: Reading, text: str) -> SearchState:
    """Add one understood message, and keep what it asked for where it asked."""
    return replace(add_message(state, reading), wondered=reading.clues if text.rstrip().endswith("?") else ())


def is_denied(state: SearchState, text: str) -> bool:
    """Whether a message only says no to what the last one wondered about."""
    return bool(state.wondered) and _NO.fullmatch(text.replace("\u2019", "'")) is not None


def deny(state: SearchState) -> SearchState:
    """Take what the last message wondered about for the opposite, softly; bounds have none and are dropped."""
    clues = [clue for clue in state.clues if clue not in state.wondered]
    for clue in state.wondered:
        match clue.value:
            case ColourClue(black_and_white):
                clues.append(replace(clue, value=ColourClue(not black_and_white), hard=False))
            case GenreClue() | PersonClue() | LanguageClue() | CountryClue():
                clues.append(replace(clue, value=replace(clue.value, wanted=not clue.value.wanted), hard=False))
            case _:
                pass
    said = state.utterances
    for clue in state.wondered:
        said = without_words(said, clue.said)
    return replace(off_screen(state), clues=tuple(clues), utterances=said, shown=(), wondered=())
