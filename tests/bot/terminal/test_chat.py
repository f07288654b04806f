"""The conversation over a stream, as a transcript."""

from __future__ import annotations

import asyncio
import io
import logging
import os
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from rich.console import Console

from bot.core.errors import StoreBusyError
from bot.core.types import Action, ConversationId, Reply, ReplyKind, UserTurn
from bot.terminal import run_terminal, wording
from retrieval.errors import IndexDamagedError
from tests.cards import JOE_BLACK
from tests.fakes.conversation import FakeConversation, found

ID = ConversationId("terminal:1")
MEMORY = "what only I remember"


async def transcript(typed: str, conversation: FakeConversation) -> str:
    """What is shown, below the greeting, to someone whose lines come from a pipe."""
    file = io.StringIO()
    await run_terminal(
        conversation,
        console=Console(file=file, width=100),
        stdin=io.StringIO(typed),
        conversation_id=ID,
        greeting="12 films. What do you remember?",
    )
    greeting, example, nothing, *rest = file.getvalue().splitlines(keepends=True)
    assert (greeting, example, nothing) == ("12 films. What do you remember?\n", f"{wording.EXAMPLE}\n", "\n")
    return "".join(rest)


def note(text: str) -> Reply:
    return Reply(kind=ReplyKind.NOTE, text=text)


async def test_piped_lines_make_a_transcript() -> None:
    def answer(turn: UserTurn) -> Reply:
        reply = found(f"You said {turn.text}.", cards=(JOE_BLACK,))
        return Reply(
            kind=reply.kind,
            text=reply.text,
            cards=reply.cards,
            understood=("1990s",),
            messages=1,
            expires_at=datetime.now(UTC) + timedelta(minutes=30),
        )

    conversation = FakeConversation(answer=answer)

    assert await transcript("brad pitt  plays\tdeath\n\n   \nend", conversation) == (
        "> brad pitt plays death\n"
        "You said brad pitt plays death.\n"
        "\n"
        "Meet Joe Black (1998)\n"
        "Directed by Martin Brest · 2 h 58 min · Drama\n"
        "With Brad Pitt, Anthony Hopkins, Claire Forlani\n"
        "\n"
        "A media tycoon is visited by Death, who wants to learn what life is like.\n"
        "\n"
        "https://www.imdb.com/title/tt0119643/\n"
        "Matched (role): Brad Pitt as Joe Black: Death in a young man's body\n"
        "\n"
        "Understood: 1990s\n"
        "Using 1 message, kept for 30 minutes after your last one or until you quit\n"
        "\n"
        "> end\n"
        "You said end.\n"
        "\n"
        "Meet Joe Black (1998)\n"
        "Directed by Martin Brest · 2 h 58 min · Drama\n"
        "With Brad Pitt, Anthony Hopkins, Claire Forlani\n"
        "\n"
        "A media tycoon is visited by Death, who wants to learn what life is like.\n"
        "\n"
        "https://www.imdb.com/title/tt0119643/\n"
        "Matched (role): Brad Pitt as Joe Black: Death in a young man's body\n"
        "\n"
        "Understood: 1990s\n"
        "Using 1 message, kept for 30 minutes after your last one or until you quit\n"
        "\n"
    )
    assert {turn.conversation_id for turn in conversation.turns} == {ID}


@pytest.mark.parametrize(
    ("typed", "turn"),
    [
        ("/more", UserTurn(conversation_id=ID, action=Action.MORE)),
        ("  /UNDO ", UserTurn(conversation_id=ID, action=Action.UNDO)),
        ("/reset", UserTurn(conversation_id=ID, action=Action.RESET)),
        ("/reset a shark", UserTurn(conversation_id=ID, action=Action.RESET, text="a shark")),
        ("/help", UserTurn(conversation_id=ID, action=Action.HELP)),
        ("Help", UserTurn(conversation_id=ID, action=Action.HELP)),
        ("help me find a shark", UserTurn(conversation_id=ID, text="help me find a shark")),
        ("not that one", UserTurn(conversation_id=ID, text="not that one")),
        ("quit smoking", UserTurn(conversation_id=ID, text="quit smoking")),
        ("/r/movies knows it", UserTurn(conversation_id=ID, text="/r/movies knows it")),
        ("x" * 4000, UserTurn(conversation_id=ID, text="x" * 4000)),
        ("🦈🦈", UserTurn(conversation_id=ID, text="🦈🦈")),
    ],
)
async def test_what_becomes_of_a_line(typed: str, turn: UserTurn) -> None:
    conversation = FakeConversation()
    await transcript(typed, conversation)

    assert conversation.turns == [turn]


@pytest.mark.parametrize("word", ["/quit", "/exit", "quit", "EXIT "])
async def test_a_word_to_leave_ends_it(word: str) -> None:
    conversation = FakeConversation(answer=lambda _: note("Yes."))

    assert await transcript(f"a shark\n{word}\nnever read\n", conversation) == f"> a shark\nYes.\n\n> {word.strip()}\n"


async def test_help_lists_the_commands_as_well() -> None:
    assert await transcript("/help", FakeConversation(answer=lambda _: note("Tell me a scene."))) == (
        "> /help\n"
        "Tell me a scene.\n"
        "/more: the next films of this search\n"
        "/undo: take the last message back\n"
        "/reset: forget this search and start over\n"
        "/quit: leave; Ctrl-D does too\n"
        "\n"
    )


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("/frob it", "There is no command /frob; /help lists those there are."),
        ("/[red]\x1b[31m", "There is no command /[red][31m; /help lists those there are."),
        ("/more black and white", "/more stands alone; send the rest as a message of its own."),
    ],
)
async def test_a_command_that_cannot_be_is_one_sentence(typed: str, sentence: str) -> None:
    conversation = FakeConversation()

    assert (await transcript(typed, conversation)).splitlines()[1:] == [sentence, ""]
    assert conversation.turns == []


def failing_once(error: Exception) -> Callable[[UserTurn], Reply]:
    def answer(turn: UserTurn) -> Reply:
        if turn.text == MEMORY:
            raise error
        return note("Yes.")

    return answer


@pytest.mark.parametrize(
    "error",
    [IndexDamagedError("The index is damaged; build it [again]."), StoreBusyError("Another process holds the store.")],
)
async def test_a_known_failure_is_one_sentence_and_the_talk_goes_on(
    error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    conversation = FakeConversation(answer=failing_once(error))

    assert await transcript(f"{MEMORY}\nshark", conversation) == f"> {MEMORY}\n{error}\n\n> shark\nYes.\n\n"
    assert caplog.text == ""


async def test_any_other_failure_is_an_apology_and_a_line_in_the_log_without_words(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    conversation = FakeConversation(answer=failing_once(RuntimeError(f"no such thing as {MEMORY}")))

    assert await transcript(f"{MEMORY}\nshark", conversation) == f"> {MEMORY}\n{wording.APOLOGY}\n\n> shark\nYes.\n\n"
    assert "RuntimeError at" in caplog.text
    assert "test_chat.py" in caplog.text
    assert MEMORY not in caplog.text


async def test_any_bytes_go_in_and_any_encoding_comes_out() -> None:
    stdout = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    conversation = FakeConversation(answer=lambda turn: note(f"“{turn.text}” 映画"))
    await run_terminal(
        conversation,
        console=Console(file=stdout, width=80),
        stdin=io.TextIOWrapper(io.BytesIO("Am\u00e9lie ".encode() + b"\xff\n"), encoding="utf-8"),
        conversation_id=ID,
        greeting="2,020 films…",
    )

    assert conversation.turns[0].text == "Amélie \ufffd"
    stdout.seek(0)
    assert stdout.read().splitlines()[-3:-1] == ["> Amelie ?", '"Amelie ?" ????']


async def test_a_silent_pipe_does_not_hold_anyone_up() -> None:
    reading, writing = os.pipe()
    with os.fdopen(reading) as stdin, os.fdopen(writing, "w"):
        console = Console(file=io.StringIO())
        talk = run_terminal(FakeConversation(), console=console, stdin=stdin, conversation_id=ID, greeting="12 films.")
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(talk, 0.1)
        # Nor is its reader waited for when the program ends.
        assert [thread.daemon for thread in threading.enumerate() if thread.name == "stdin"] == [True]
