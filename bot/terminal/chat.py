"""The loop: read a line, have it answered, show the answer."""

from __future__ import annotations

import asyncio
import logging
import re
import traceback
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, TextIO

from rich.console import Console, RenderableType
from rich.text import Text

from bot.core.errors import BotError
from bot.core.language import gettext as _
from bot.core.ports import TurnHandler
from bot.core.types import Action, ConversationId, Reply, UserTurn
from bot.terminal import wording
from bot.terminal.lines import open_lines
from bot.terminal.render import WIDEST, Paragraph, render
from bot.terminal.text import clean, tolerate
from retrieval.errors import RetrievalError

_log = logging.getLogger(__name__)

_QUIT: Final = frozenset({"quit", "exit", "/quit", "/exit"})
_COMMAND: Final = re.compile(r"(?P<name>/[^\s/]+)(?:\s+(?P<rest>.*))?", re.DOTALL)
_ACTIONS: Final = {"/help": Action.HELP, "/more": Action.MORE, "/undo": Action.UNDO, "/reset": Action.RESET}
_FRAMES: Final = 3
_MOST_LINES: Final = 8
_PATIENCE: Final = 0.3
"""Seconds before the spinner shows. Most answers are quicker, and it would only flicker."""


async def run_terminal(
    conversation: TurnHandler, *, console: Console, stdin: TextIO, conversation_id: ConversationId, greeting: str
) -> None:
    """Talk until the user leaves or the input ends.

    Args:
        conversation: answers the turns.
        console: where answers are shown; plain lines where it is no terminal.
        stdin: nothing of it may have been read yet.
        conversation_id: the caller's to forget afterwards.
        greeting: one line that says what is here.
    """
    tolerate(reading=stdin, writing=console.file)
    lines = open_lines(stdin, console)
    talk = _Talk(conversation, console, conversation_id)
    talk.say(greeting)
    talk.say(_(wording.EXAMPLE))
    console.line()
    while (line := await lines.next()) is not None:
        words = line.strip()
        if words.lower() in _QUIT:
            return
        if words:
            await talk.answer(words)
            console.line()


class _Talk:
    """One conversation and the console it is shown on."""

    def __init__(self, conversation: TurnHandler, console: Console, conversation_id: ConversationId) -> None:
        self._conversation = conversation
        self._console = console
        self._id = conversation_id

    def say(self, sentence: str, *, style: str = "") -> None:
        """Show a sentence of any origin."""
        self._print(Paragraph(Text(clean(sentence), style), most=_MOST_LINES))

    async def answer(self, words: str) -> None:
        """Answer a message or a command; whatever goes wrong, the next one can follow."""
        if words.lower() == "help":
            words = "/help"
        command = _COMMAND.fullmatch(words)
        if command is None:
            await self._turn(UserTurn(conversation_id=self._id, text=words))
        else:
            await self._command(command["name"].lower(), command["rest"] or "")

    async def _command(self, name: str, rest: str) -> None:
        action = _ACTIONS.get(name)
        if action is None:
            self.say(wording.unknown(name))
        elif rest and action in {Action.MORE, Action.UNDO}:
            self.say(wording.stands_alone(name))
        else:
            await self._turn(UserTurn(conversation_id=self._id, action=action, text=rest))

    async def _turn(self, turn: UserTurn) -> None:
        try:
            reply = await self._handled(turn)
            if turn.action is Action.HELP:
                reply = replace(reply, text=f"{reply.text}\n{_(wording.COMMANDS)}")
            self._show(reply)
        except (RetrievalError, BotError) as error:
            self.say(str(error), style="red")
        except Exception as error:  # noqa: BLE001 - the user must hear of any failure, and the next turn must run
            _log.error("A turn failed: %s", _described(error))
            self.say(_(wording.APOLOGY), style="red")

    async def _handled(self, turn: UserTurn) -> Reply:
        """Have a turn answered, with a spinner if that takes long."""
        if not self._console.is_interactive:
            return await self._conversation.handle(turn)
        spinner = self._console.status(_(wording.SEARCHING))
        later = asyncio.get_running_loop().call_later(_PATIENCE, spinner.start)
        try:
            return await self._conversation.handle(turn)
        finally:
            later.cancel()
            spinner.stop()

    def _show(self, reply: Reply) -> None:
        for part in render(reply, now=datetime.now(UTC), boxed=self._console.is_terminal):
            self._print(part)

    def _print(self, part: RenderableType) -> None:
        self._console.print(part, width=min(self._console.width, WIDEST))


def _described(error: Exception) -> str:
    """Say what failed and where, without its message: that can hold what the user wrote."""
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    path = " > ".join(f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames)
    return f"{type(error).__name__} at {path}"
