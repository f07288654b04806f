"""What a session and a reading say in a reply: its chips, its sentences, and who takes part. Pure."""

from __future__ import annotations

from dataclasses import replace

from bot.core import phrasing
from bot.core.clues import clue_key
from bot.core.labels import label
from bot.core.questions import chip, key_of, put
from bot.core.types import FilmCard, PersonId, Reply, ReplyKind, SearchState, Session, UserTurn
from retrieval.types import Reading


def asides(reading: Reading) -> tuple[str, ...]:
    """What cannot be answered, and what has to be asked back, one sentence each."""
    return (*map(phrasing.unsupported, reading.unsupported), *map(phrasing.unclear, reading.unclear))


def labels_of(state: SearchState) -> tuple[str, ...]:
    """The clues in force, one label each."""
    return (*map(label, state.clues), *filter(None, map(chip, state.answers)))


def keys_of(state: SearchState) -> tuple[str, ...]:
    """For each label a key by which it can be taken back."""
    answered = (key_of(one.question) for one in state.answers if chip(one))
    return (*map(clue_key, state.clues), *answered)


def reply_of(session: Session, kind: ReplyKind, text: str, cards: tuple[FilmCard, ...] = ()) -> Reply:
    """A reply with what is known of the session; one without messages is not kept."""
    state = session.state
    return Reply(
        kind=kind,
        text=text,
        cards=cards,
        understood=labels_of(state),
        removable=keys_of(state),
        said_by=_said_by(session),
        messages=state.messages,
        expires_at=session.expires_at if state.messages else None,
        question=put(state.question) if state.question else None,
        answer=session.number if state.messages else None,
    )


def _said_by(session: Session) -> tuple[PersonId | None, ...]:
    """Who gave each clue, once several people talk."""
    if len(session.people) < 2:  # noqa: PLR2004
        return ()
    given = [PersonId(clue.by) if clue.by else None for clue in session.state.clues]
    return (*given, *(None for _ in filter(None, map(chip, session.state.answers))))


def joined(session: Session, turn: UserTurn) -> Session:
    """The session with whoever says this turn among its people."""
    people = session.people if turn.person is None else session.people | {turn.person}
    return replace(session, people=people, server=turn.server or session.server, speaker=turn.person)
