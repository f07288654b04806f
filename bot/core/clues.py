"""What the users have said so far, as a value: every change makes a new `SearchState`."""

from __future__ import annotations

from dataclasses import replace

from bot.core.types import SearchState
from retrieval.types import (
    Clue,
    ClueValue,
    ColourClue,
    FilmId,
    FindRequest,
    GenreClue,
    PersonClue,
    Reading,
    RuntimeClue,
    YearClue,
)

_MOST_UTTERANCES = 40
"""Beyond it the oldest but the first go: the encoder's window would not hold them anyway."""


def add_message(state: SearchState, reading: Reading) -> SearchState:
    """Add one understood message; a clue replaces what it corrects."""
    said = (*state.utterances, reading.search_text) if reading.search_text else state.utterances
    if len(said) > _MOST_UTTERANCES:
        said = (said[0], *said[1 - _MOST_UTTERANCES :])
    clues = state.clues
    for clue in reading.clues:
        clues = _with(clues, clue)
    return replace(state, utterances=said, clues=clues, messages=state.messages + 1, shown=())


def reject_best(state: SearchState) -> SearchState:
    """Leave the best film on the screen out from now on."""
    return replace(state, rejected=state.rejected | set(state.screen[:1]), shown=())


def show(state: SearchState, film_ids: tuple[FilmId, ...], best_year: int | None) -> SearchState:
    """Remember what is on the screen."""
    return replace(state, shown=(*state.shown, *film_ids), screen=film_ids, screen_year=best_year)


def request_of(state: SearchState, *, limit: int) -> FindRequest:
    """The search that a state stands for."""
    return FindRequest(state.utterances, state.clues, state.rejected, limit)


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
