"""What kind of answer the findings allow. Pure."""

from __future__ import annotations

from bot.core.types import ReplyKind
from retrieval.types import Candidate, CastClue, Clue, Findings, LikeClue, NotFilmsClue, PersonClue


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


def to_loosen(kind: ReplyKind, findings: Findings) -> Clue | None:
    """The clue that is offered to be loosened, if any; what is denied by name only where nothing else is left."""
    clue = findings.blocker
    if clue is None or kind not in {ReplyKind.NEAREST, ReplyKind.NOTHING}:
        return None
    denied = isinstance(clue.value, NotFilmsClue | LikeClue) or (
        isinstance(clue.value, PersonClue) and not clue.value.wanted
    )
    return None if denied and kind is ReplyKind.NEAREST else clue


def misses_somebody(film: Candidate) -> bool:
    """Whether somebody who was firmly named is not known to take part; other firm clues shut films out before."""
    return any(isinstance(clue.value, PersonClue | CastClue) and clue.hard for clue in film.unmet)
