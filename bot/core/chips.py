"""What is in force of a search, as short labels that can be taken back one by one. Pure."""

from __future__ import annotations

from bot.core.clues import answer, clue_key, drop
from bot.core.labels import label
from bot.core.questions import chip, key_of
from bot.core.types import SearchState


def labels_of(state: SearchState) -> tuple[str, ...]:
    """The clues, then what was answered to questions."""
    return (*map(label, state.clues), *filter(None, map(chip, state.answers)))


def keys_of(state: SearchState) -> tuple[str, ...]:
    """For each label its key."""
    answered = (key_of(one.question) for one in state.answers if chip(one))
    return (*map(clue_key, state.clues), *answered)


def taken_back(state: SearchState, key: str) -> SearchState | None:
    """The search without what a key names: a clue goes, an answer becomes a "don't know"; None where it is neither."""
    clue = next((one for one in state.clues if clue_key(one) == key), None)
    if clue is not None:
        return drop(state, clue)
    question = next((one.question for one in state.answers if key_of(one.question) == key and chip(one)), None)
    return None if question is None else answer(state, question, None)
