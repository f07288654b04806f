"""Every sentence that this front end says by itself; all others come from the conversation."""

from __future__ import annotations

from typing import Final

EXAMPLE: Final = "Try: the one where brad pitt plays death (/help, /quit)"
COMMANDS: Final = """\
/more: the next films of this search
/undo: take the last message back
/reset: forget this search and start over
/quit: leave; Ctrl-D does too"""
SEARCHING: Final = "Searching…"
APOLOGY: Final = "Something went wrong on my side; nothing you said is lost. Try again in a moment."


def unknown(command: str) -> str:
    """The answer to a command that there is not."""
    return f"There is no command {command}; /help lists those there are."


def stands_alone(command: str) -> str:
    """The answer to a command with words behind it that it would lose."""
    return f"{command} stands alone; send the rest as a message of its own."
