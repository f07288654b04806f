from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest
from cryptography.fernet import Fernet
from hypothesis import given, settings

from bot.adapters.session_codec import _CLUES, UnreadableSessionError, seal, unseal
from bot.core.types import ConversationId, SearchState, Session
from retrieval.types import Clue, ClueValue, RuntimeClue, YearClue
from tests.strategies import sessions

FERNET = Fernet(Fernet.generate_key())
NOW = datetime(2026, 1, 1, tzinfo=UTC)
SESSION = Session(conversation_id=ConversationId("terminal"), state=SearchState(), started_at=NOW, expires_at=NOW)


@settings(deadline=None)  # a loaded machine is no failure
@given(sessions)
def test_any_session_comes_back_as_it_was(session: Session) -> None:
    back = unseal(seal(session, FERNET), FERNET)

    assert back == session
    assert back.expires_at.utcoffset() == timedelta(0)
    assert [type(clue.value) for clue in back.state.clues] == [type(clue.value) for clue in session.state.clues]


def test_a_year_and_a_runtime_are_told_apart() -> None:
    clues = tuple(Clue(kind(90, None), hard=True, said="over 90") for kind in (YearClue, RuntimeClue))

    back = unseal(seal(replace(SESSION, state=SearchState(clues=clues)), FERNET), FERNET)

    assert [type(clue.value) for clue in back.state.clues] == [YearClue, RuntimeClue]


def test_every_kind_of_clue_has_a_tag() -> None:
    assert set(_CLUES.values()) == set(get_args(ClueValue))
    assert len(_CLUES) >= 5


def test_the_property_test_makes_every_field() -> None:
    """A field with a default would otherwise be left at it, and a codec that loses it would pass."""
    assert {field.name for field in fields(SearchState)} == {
        *("utterances", "clues", "rejected", "messages", "shown", "screen", "screen_year", "offered", "settled"),
        *("aside", "question", "answers", "shared", "suggested", "language", "wondered", "screen_runtime", "claimed"),
    }


def test_half_characters_become_question_marks() -> None:
    session = replace(SESSION, state=SearchState(utterances=("caf\udce9",)))

    assert unseal(seal(session, FERNET), FERNET).state.utterances == ("caf?",)


def test_nothing_of_the_text_is_readable() -> None:
    assert b"seventh seal" not in seal(replace(SESSION, state=SearchState(utterances=("seventh seal",))), FERNET)


@pytest.mark.parametrize(
    "sealed",
    [
        pytest.param(seal(SESSION, Fernet(Fernet.generate_key())), id="another key"),
        pytest.param(seal(SESSION, FERNET)[:-9] + b"AAAAAAAA=", id="changed"),
        pytest.param(FERNET.encrypt(b"not json, but a secret"), id="not JSON"),
        pytest.param(FERNET.encrypt(b"\xff secret"), id="not UTF-8"),
        pytest.param(FERNET.encrypt(b'{"state": "secret"}'), id="other fields"),
        pytest.param(FERNET.encrypt(b'{"$clue": "secret"}'), id="unknown clue"),
        pytest.param(FERNET.encrypt(b'{"$clue": "year", "secret": 1}'), id="clue with other fields"),
    ],
)
def test_what_cannot_be_read_says_so_without_its_content(sealed: bytes) -> None:
    with pytest.raises(UnreadableSessionError) as caught:
        unseal(sealed, FERNET)

    assert "secret" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__
