"""A conversation over a stream, in German."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from rich.console import Console

from bot.adapters.languages import load_languages
from bot.core.language import speaking
from bot.core.types import Action, ConversationId, OpenQuestion, Reply, ReplyKind, UserTurn
from bot.terminal import run_terminal
from bot.terminal.wording import greeting
from retrieval.types import Evidence, PassageKind
from tests.bot.catalogues import english_in
from tests.cards import JOE_BLACK, SEVENTH_SEAL
from tests.fakes.conversation import FakeConversation
from tests.fakes.words import BRACKETED, outside

GERMAN = load_languages().of("de")


def answer(turn: UserTurn) -> Reply:
    if turn.action is Action.HELP:
        return Reply(kind=ReplyKind.NOTE, text="Hilfe.")
    return Reply(
        kind=ReplyKind.UNSURE,
        text="Das klingt nach etwas.",
        cards=(replace(JOE_BLACK, genres=("Drama", "Comedy"), original_title="x", sources=("Q",)), SEVENTH_SEAL),
        understood=("1990er",),
        messages=2,
        expires_at=datetime.now(UTC) + timedelta(hours=2),
        question=OpenQuestion(key="0123abcd", kind="genre", text="Ist er animiert?", options=("Ja", "Nein")),
    )


async def test_nothing_is_said_in_english() -> None:
    file = io.StringIO()
    with speaking(GERMAN):
        await run_terminal(
            FakeConversation(answer=answer),
            console=Console(file=file, width=100),
            stdin=io.StringIO("brad pitt\n/help\n/nonsense\n/more please\n"),
            conversation_id=ConversationId("terminal:1"),
            greeting=greeting(2020),
        )
    said = file.getvalue()

    assert said.startswith("2.020 Filme. Was weißt du noch?\nErzähl es auf Englisch, zum Beispiel: ")
    assert "Regie: Martin Brest · 2 h 58 min · Drama, Komödie\n" in said
    assert "Ist er animiert? a: Ja · b: Nein · oder „weiß nicht“\n" in said
    assert "Aus 2 Nachrichten, aufbewahrt bis 2 Stunden nach deiner letzten oder bis du gehst\n" in said
    assert "Einen Befehl /nonsense gibt es nicht" in said
    assert list(english_in(said, code="de")) == []


async def test_all_that_is_said_is_looked_up() -> None:
    """In a language of brackets nothing but films' own texts and what was typed stands outside of them."""
    file = io.StringIO()
    with speaking(BRACKETED):
        await run_terminal(
            FakeConversation(answer=bracketed),
            console=Console(file=file, width=200),
            stdin=io.StringIO("qqq\n/qqq\n/more qqq\n"),
            conversation_id=ConversationId("terminal:1"),
            greeting=greeting(2020),
        )

    assert set(re.findall(r"[^\W\d_]+", outside(file.getvalue()))) == {"qqq", "more", "h", "min", "a", "Film"}


def bracketed(_turn: UserTurn) -> Reply:
    bare = replace(
        JOE_BLACK,
        title="Film",
        directors=("1",),
        cast=("2",),
        premise="3",
        evidence=Evidence(PassageKind.ROLE, "4"),
        link="",
    )
    card = replace(bare, title="", original_title="5", notes=("⟦note⟧",), sources=("⟦source⟧",), spoiler=True)
    question = OpenQuestion(key="0123abcd", kind="genre", text="⟦question⟧", options=("⟦yes⟧",))
    expires_at = datetime.now(UTC) + timedelta(minutes=3)
    return Reply(
        kind=ReplyKind.UNSURE,
        text="⟦text⟧",
        cards=(card, bare),
        messages=1,
        expires_at=expires_at,
        question=question,
        understood=("⟦clue⟧",),
    )
