"""How what users say adds up over the turns: a later clue replaces or narrows an earlier one. Pure.

Shared by the conversation and by the evaluation, which plays conversations as the bot would.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from retrieval.types import Clue, ClueValue, ColourClue, GenreClue, PersonClue, RuntimeClue, YearClue

_MOST_UTTERANCES = 40
"""Beyond it the oldest but the first go: the encoder's window would not hold them anyway."""


def add_utterance(utterances: tuple[str, ...], text: str) -> tuple[str, ...]:
    """Add the words of one message that are searched with; empty ones add nothing."""
    said = (*utterances, text) if text else utterances
    return said if len(said) <= _MOST_UTTERANCES else (said[0], *said[1 - _MOST_UTTERANCES :])


def add_clues(clues: tuple[Clue, ...], new: Iterable[Clue]) -> tuple[Clue, ...]:
    """Add the clues of one message, in order; each replaces or narrows an earlier one on the same subject."""
    for clue in new:
        clues = _with(clues, clue)
    return clues


def _with(clues: tuple[Clue, ...], new: Clue) -> tuple[Clue, ...]:
    kept = []
    for old in clues:
        if not _same_subject(old.value, new.value):
            kept.append(old)
        elif narrowed := _narrowed(old.value, new.value):
            new = replace(new, value=narrowed)
    return (*kept, new)


def _same_subject(old: ClueValue, new: ClueValue) -> bool:
    match old, new:
        case (YearClue(), YearClue()) | (RuntimeClue(), RuntimeClue()) | (ColourClue(), ColourClue()):
            return True
        case GenreClue(), GenreClue():
            return old.genre == new.genre
        case PersonClue(), PersonClue():
            return old == new
        case _:
            return False


def _narrowed(old: ClueValue, new: ClueValue) -> ClueValue | None:
    """A new open bound narrows what was said before, if the two can both hold: "80s", then "before 1985"."""
    if not isinstance(new, YearClue | RuntimeClue) or not isinstance(old, YearClue | RuntimeClue):
        return None
    if new.low is not None and new.high is not None:
        return None
    lows = [bound for bound in (old.low, new.low) if bound is not None]
    highs = [bound for bound in (old.high, new.high) if bound is not None]
    low, high = max(lows, default=None), min(highs, default=None)
    if low is not None and high is not None and low > high:
        return None
    return YearClue(low, high) if isinstance(new, YearClue) else RuntimeClue(low, high)
