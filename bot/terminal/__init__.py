"""The terminal front end: the same conversation on stdin and stdout."""

from bot.terminal.chat import run_terminal

__all__ = ["run_terminal"]
