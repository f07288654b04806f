"""Every sentence that this front end says by itself; all others come from the conversation."""

from __future__ import annotations

from typing import Final

from bot.core.language import counted, mark
from bot.core.language import gettext as _

EXAMPLE: Final = mark("Try: the one where brad pitt plays death (/help, /quit)")
COMMANDS: Final = mark(
    """\
/more: the next films of this search
/undo: take the last message back
/reset: forget this search and start over
/quit: leave; Ctrl-D does too"""
)
SEARCHING: Final = mark("Searching…")
APOLOGY: Final = mark("Something went wrong on my side; nothing you said is lost. Try again in a moment.")


def greeting(films: int) -> str:
    """The first line: what is here."""
    return _("{films} films. What do you remember?").format(films=counted(films))


def unknown(command: str) -> str:
    """The answer to a command that there is not."""
    return _("There is no command {command}; /help lists those there are.").format(command=command)


def stands_alone(command: str) -> str:
    """The answer to a command with words behind it that it would lose."""
    return _("{command} stands alone; send the rest as a message of its own.").format(command=command)
