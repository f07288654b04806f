"""What kind of answer the findings allow. Pure."""

from __future__ import annotations

from bot.core.types import ReplyKind
from retrieval.types import CastClue, Findings, PersonClue


def judge(findings: Findings) -> ReplyKind:
    """Found, unsure, nearest or nothing.

    Where somebody who was named, or one of a cast that was, is not in the best film, it is the nearest at most, however
    well the rest fits.
    """
    if not findings.candidates:
        return ReplyKind.NOTHING
    best = findings.candidates[0]
    if any(isinstance(clue.value, PersonClue | CastClue) and clue.hard for clue in best.unmet) or not findings.fits:
        return ReplyKind.NEAREST
    return ReplyKind.FOUND if findings.confident else ReplyKind.UNSURE
