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
    kept, value = [], new.value
    for old in clues:
        if not _same_subject(old.value, new.value) or _both_hold(old, new):
            kept.append(old)
        elif narrowed := _narrowed(old.value, new.value):
            value = narrowed
    return (*kept, replace(new, value=value))


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


def _both_hold(old: Clue, new: Clue) -> bool:
    """Bounds of unlike firmness stand side by side: "80s maybe", then "before 1985" must not make 1980 a firm bound."""
    compatible = _common(old.value, new.value) is not None
    return compatible and old.hard != new.hard and (old.hard or _is_open(new.value))


def _narrowed(old: ClueValue, new: ClueValue) -> ClueValue | None:
    """A new open bound narrows what was said before, if the two can both hold: "80s", then "before 1985"."""
    return _common(old, new) if _is_open(new) else None


def _is_open(value: ClueValue) -> bool:
    return isinstance(value, YearClue | RuntimeClue) and (value.low is None or value.high is None)


def _common(old: ClueValue, new: ClueValue) -> YearClue | RuntimeClue | None:
    """Where two bounds both hold; None where they cannot, and for other clues."""
    if not isinstance(new, YearClue | RuntimeClue) or not isinstance(old, YearClue | RuntimeClue):
        return None
    low = max((bound for bound in (old.low, new.low) if bound is not None), default=None)
    high = min((bound for bound in (old.high, new.high) if bound is not None), default=None)
    if low is not None and high is not None and low > high:
        return None
    return YearClue(low, high) if isinstance(new, YearClue) else RuntimeClue(low, high)
