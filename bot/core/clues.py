"""What the users have said so far, as a value: every change makes a new `SearchState`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.core.types import FilmCard, PersonId, SearchState
from retrieval.clues import add_clues, hear, outdated
from retrieval.types import Answer, Clue, FilmId, FindRequest, LikeClue, Question, Reading

_MOST_ANSWERS = 40
"""Beyond it the oldest go, with what was asked: a session is kept many times over, for every answer and every undo."""


_MOST_REJECTED = 250
"""Fifty screens of films that were turned down, which nobody goes through for one film. Beyond it the oldest may come
again: a session is kept many times over, as above, and a talk of a day could fill the store with them."""


def add_message(state: SearchState, reading: Reading) -> SearchState:
    """Add one understood message; a clue replaces what it corrects."""
    utterances, clues = hear(state.utterances, state.clues, reading)
    return replace(
        state,
        utterances=utterances,
        clues=clues,
        answers=outdated(state.answers, reading.clues),
        messages=state.messages + 1,
        shown=(),
        offered=None,
        aside="",
        shared=next(iter(reading.shared), None),
        wondered=(),
        language=reading.language or state.language,
    )


def signed(reading: Reading, by: PersonId | None) -> Reading:
    """The same, with whoever said it on each clue."""
    return replace(reading, clues=tuple(replace(clue, by=by or "") for clue in reading.clues))


def says_nothing(reading: Reading) -> bool:
    """Whether a message held nothing to search with: no clue, no word, and nothing that takes an earlier one back."""
    words = any(character.isalnum() for character in reading.search_text)
    return not (reading.clues or reading.corrections or words)


def emptied(state: SearchState) -> SearchState | None:
    """A state in which nothing is left that was said, without answers: they tell films apart and bring none up.

    None where something is left.
    """
    return None if state.utterances or state.clues else replace(state, answers=(), question=None)


def reject(state: SearchState, film_ids: Iterable[FilmId]) -> SearchState:
    """Leave films out from now on; the rest of the screen may come again."""
    out = tuple(dict.fromkeys(film_ids))
    rejected = (*(one for one in state.rejected if one not in out), *out)
    return replace(off_screen(state), rejected=rejected[-_MOST_REJECTED:])


def off_screen(state: SearchState) -> SearchState:
    """Take the screen away: what was shown before it stays shown, so that the same page comes next."""
    return replace(state, shown=state.shown[: len(state.shown) - len(state.screen)], screen=())


def loosen(state: SearchState, clue: Clue) -> SearchState:
    """Make a hard clue soft, so that it shuts nothing out any more."""
    clues = tuple(replace(one, hard=False) if one == clue else one for one in state.clues)
    return replace(off_screen(state), clues=clues, shown=(), offered=None)


def liken(state: SearchState, likes: Sequence[LikeClue], by: PersonId | None) -> SearchState:
    """Leave films out and look for one that is like them, because somebody says so.

    Where nothing was said before, that is the whole search.
    """
    said = (Clue(like, hard=True, said=f"like {like.title}", by=by or "") for like in likes)
    clues = add_clues(state.clues, said)
    out = reject(state, [like.film_id for like in likes])
    return replace(out, clues=clues, messages=max(state.messages, 1))


def liked(state: SearchState) -> LikeClue | None:
    """The film that is all there is to search with; None where more was said."""
    if state.utterances or len(state.clues) != 1 or any(one.said is not None for one in state.answers):
        return None
    value = state.clues[0].value
    return value if isinstance(value, LikeClue) else None


def clue_key(clue: Clue) -> str:
    """A short name for a clue, the same after a restart."""
    return hashlib.blake2s(repr((clue.value, clue.hard)).encode("utf-8", "replace"), digest_size=6).hexdigest()


def answer(state: SearchState, question: Question, said: int | None) -> SearchState:
    """Take an answer to the open question, or another one to a question of before; the best films come first again."""
    state = lapse(state)
    answers = tuple(replace(one, said=said) if one.question == question else one for one in state.answers)
    return replace(off_screen(state), answers=answers, shown=(), offered=None, aside="")


def lapse(state: SearchState) -> SearchState:
    """The talk goes on without an answer: the open question counts as asked."""
    if state.question is None:
        return state
    answers = (*state.answers, Answer(state.question, None))[-_MOST_ANSWERS:]
    return replace(state, question=None, answers=answers)


def show(state: SearchState, cards: Sequence[FilmCard], *, claimed: bool = False) -> SearchState:
    """Remember what is on the screen; with nothing on it, "older" and "shorter" mean the film of before."""
    film_ids = tuple(card.film_id for card in cards)
    shown = replace(state, shown=(*state.shown, *film_ids), screen=film_ids, claimed=claimed)
    return replace(shown, screen_year=cards[0].year, screen_runtime=cards[0].runtime) if cards else shown


def turn_to(state: SearchState, cards: Sequence[FilmCard]) -> SearchState:
    """Put other films on the screen; the first, which somebody asked for, counts as rejected no more."""
    rejected = tuple(one for one in state.rejected if one != cards[0].film_id)
    return replace(show(off_screen(state), cards), rejected=rejected)


def request_of(state: SearchState, *, limit: int, asks: bool = False, told: int | None = None) -> FindRequest:
    """The search that a state stands for; `asks` looks for a question too, `told` films are to say what matched."""
    return FindRequest(
        utterances=state.utterances,
        clues=state.clues,
        excluded=frozenset(state.rejected),
        limit=limit,
        extra=state.suggested,
        answers=state.answers,
        asks=asks,
        shown=state.shown,
        told=told,
    )
