"""What kind of answer the findings allow. Pure."""

from __future__ import annotations

from bot.core.types import ReplyKind
from retrieval.types import Candidate, CastClue, Findings, PersonClue


def judge(findings: Findings) -> ReplyKind:
    """Found, unsure, nearest or nothing.

    Where somebody who was named, or one of a cast that was, is in none of the films, the best is the nearest at most,
    however well the rest fits. Where one of the others has them, no film is clear, but it is not so that none fits.
    """
    if not findings.candidates:
        return ReplyKind.NOTHING
    if not findings.fits or all(map(misses_somebody, findings.candidates)):
        return ReplyKind.NEAREST
    clear = findings.confident and not misses_somebody(findings.candidates[0])
    return ReplyKind.FOUND if clear else ReplyKind.UNSURE


def misses_somebody(film: Candidate) -> bool:
    """Whether somebody who was firmly named is not known to take part; other firm clues shut films out before."""
    return any(isinstance(clue.value, PersonClue | CastClue) and clue.hard for clue in film.unmet)
