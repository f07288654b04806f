"""What the users have said so far, as a value: every change makes a new `SearchState`."""

from __future__ import annotations

from dataclasses import replace

from bot.core.types import SearchState
from retrieval.clues import add_clues, add_utterance
from retrieval.types import FilmId, FindRequest, Reading


def add_message(state: SearchState, reading: Reading) -> SearchState:
    """Add one understood message; a clue replaces what it corrects."""
    return replace(
        state,
        utterances=add_utterance(state.utterances, reading.search_text),
        clues=add_clues(state.clues, reading.clues),
        messages=state.messages + 1,
        shown=(),
    )


def reject_best(state: SearchState) -> SearchState:
    """Leave the best film on the screen out from now on."""
    return replace(state, rejected=state.rejected | set(state.screen[:1]), shown=())


def show(state: SearchState, film_ids: tuple[FilmId, ...], best_year: int | None) -> SearchState:
    """Remember what is on the screen."""
    return replace(state, shown=(*state.shown, *film_ids), screen=film_ids, screen_year=best_year)


def request_of(state: SearchState, *, limit: int) -> FindRequest:
    """The search that a state stands for."""
    return FindRequest(state.utterances, state.clues, state.rejected, limit)
