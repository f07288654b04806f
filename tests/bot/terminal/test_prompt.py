"""The conversation in a terminal, over a real pseudo-terminal."""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from rich.console import Console

from bot.core.types import ConversationId
from bot.terminal import run_terminal
from tests.fakes.conversation import FakeConversation

pty = pytest.importorskip("pty", reason="there are no pseudo-terminals here")

PROMPT = ">"
"""The blank behind it is a move of the cursor, except on dumb terminals."""
UP, CTRL_C, CTRL_D = "\x1b[A", "\x03", "\x04"


class Seat:
    """Someone in front of a terminal: types, and sees what has come since."""

    def __init__(self, master: int, conversation: FakeConversation, talk: asyncio.Task[None]) -> None:
        self.conversation = conversation
        self.talk = talk
        self.seen = ""
        self.master = master
        self._came = asyncio.Event()
        asyncio.get_running_loop().add_reader(master, self._read)

    def _read(self) -> None:
        try:
            self.seen += os.read(self.master, 65536).decode(errors="replace")
        except OSError:  # the other end was closed
            asyncio.get_running_loop().remove_reader(self.master)
        self._came.set()

    async def sees(self, text: str) -> str:
        """Wait for a text; what stands up to its end is gone afterwards."""
        async with asyncio.timeout(10):
            while text not in self.seen:
                assert not self.talk.done(), self.talk
                self._came.clear()
                await self._came.wait()
        before, _, self.seen = self.seen.partition(text)
        return before + text

    async def types(self, keys: str) -> None:
        """Type once there is a prompt."""
        await self.sees(PROMPT)
        os.write(self.master, keys.encode())

    async def is_let_go(self) -> None:
        async with asyncio.timeout(10):
            await self.talk

    def leave(self) -> None:
        asyncio.get_running_loop().remove_reader(self.master)


@asynccontextmanager
async def seat(monkeypatch: pytest.MonkeyPatch, *, term: str = "xterm-256color") -> AsyncIterator[Seat]:
    monkeypatch.setenv("TERM", term)
    monkeypatch.delenv("PROMPT_TOOLKIT_NO_CPR", raising=False)
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.delenv(name, raising=False)
    master, slave = pty.openpty()
    conversation = FakeConversation()
    with os.fdopen(os.dup(slave)) as stdin, os.fdopen(slave, "w") as stdout:
        talk = asyncio.create_task(
            run_terminal(
                conversation,
                console=Console(file=stdout, width=80),
                stdin=stdin,
                conversation_id=ConversationId("terminal:1"),
                greeting="12 films.",
            )
        )
        someone = Seat(master, conversation, talk)
        try:
            yield someone
        finally:
            talk.cancel()
            await asyncio.gather(talk, return_exceptions=True)
            someone.leave()
    os.close(master)


def said(someone: Seat) -> list[str]:
    return [turn.text for turn in someone.conversation.turns]


async def test_a_line_is_answered_and_comes_back_with_the_arrow(monkeypatch: pytest.MonkeyPatch) -> None:
    async with seat(monkeypatch) as someone:
        await someone.types("a shark\r")
        answer = await someone.sees("╰")
        await someone.types(f"{UP}\r")
        await someone.sees("╰")
        await someone.types(CTRL_D)
        await someone.is_let_go()

    assert "Meet Joe Black (1998)" in answer
    assert "\x1b[6n" not in answer  # nobody is asked where the cursor is
    assert said(someone) == ["a shark", "a shark"]


async def test_ctrl_c_drops_what_is_typed_and_leaves_where_nothing_is(monkeypatch: pytest.MonkeyPatch) -> None:
    async with seat(monkeypatch) as someone:
        await someone.types(f"a sha{CTRL_C}")
        await someone.types("a ship\r")
        await someone.sees("╰")
        await someone.types(CTRL_C)
        await someone.is_let_go()

    assert said(someone) == ["a ship"]


async def test_a_spinner_shows_while_an_answer_takes_long(monkeypatch: pytest.MonkeyPatch) -> None:
    async with seat(monkeypatch) as someone:
        someone.conversation.go_on.clear()
        await someone.types("a shark\r")
        await someone.sees("Searching")
        someone.conversation.go_on.set()
        await someone.sees("╰")
        someone.conversation.failure = RuntimeError()
        await someone.types("a ship\r")
        after = await someone.sees("moment.")
        await asyncio.sleep(0.2)  # a spinner left running would turn by now
        after += someone.seen
        await someone.types("/quit\r")
        await someone.is_let_go()

    assert "Searching" not in after


async def test_a_dumb_terminal_gets_no_control_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    async with seat(monkeypatch, term="dumb") as someone:
        await someone.types("a shark\r")
        answer = await someone.sees("╰") + await someone.sees(PROMPT)
        os.write(someone.master, b"quit\r")
        await someone.is_let_go()

    assert answer.startswith(" a shark\r\n")
    assert not re.search(r"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f]", answer)
    assert said(someone) == ["a shark"]
