"""Where the user's lines come from: a prompt in a terminal, or a stream that was piped in."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from threading import Thread
from typing import Protocol, TextIO, cast

from rich.console import Console
from rich.text import Text

from bot.terminal.text import clean


class Lines(Protocol):
    """Gives what the user types, line by line."""

    async def next(self) -> str | None:
        """The next line; None when there will be no more."""
        ...


def open_lines(stdin: TextIO, console: Console) -> Lines:
    """A prompt where somebody sits at both ends, else the plain stream; also where a terminal can't move its cursor."""
    if stdin.isatty() and console.is_interactive:
        return _Prompt(stdin, console)
    return _Stream(stdin, console)


class _Prompt:
    """A line that can be edited; the arrows bring earlier ones back, which are kept in memory only."""

    def __init__(self, stdin: TextIO, console: Console) -> None:
        # A seventh of a second that piped input need not wait for.
        from prompt_toolkit import PromptSession  # noqa: PLC0415
        from prompt_toolkit.history import InMemoryHistory  # noqa: PLC0415
        from prompt_toolkit.input.defaults import create_input  # noqa: PLC0415
        from prompt_toolkit.output.defaults import create_output  # noqa: PLC0415
        from prompt_toolkit.output.vt100 import Vt100_Output  # noqa: PLC0415

        output = create_output(cast("TextIO", console.file))
        if isinstance(output, Vt100_Output):
            # Only menus need to know where the cursor is, and not every terminal answers when it is asked.
            output.enable_cpr = False
        self._session: PromptSession[str] = PromptSession(
            "> ",
            history=InMemoryHistory(),
            input=create_input(stdin),
            output=output,
        )

    async def next(self) -> str | None:
        """Ask for a line. Ctrl-D ends, and so does Ctrl-C where nothing was typed; else it drops the line."""
        try:
            return await self._session.prompt_async()
        except EOFError:
            return None
        except KeyboardInterrupt:
            return "" if self._session.default_buffer.text else None


class _Stream:
    """Lines of a stream, shown as they are read so that the output reads as a transcript.

    A terminal shows by itself what is typed into it; it only needs to be told when.
    """

    def __init__(self, stdin: TextIO, console: Console) -> None:
        self._stdin = stdin
        self._console = console
        self._typed = stdin.isatty() and console.is_terminal

    async def next(self) -> str | None:
        """Read a line."""
        if self._typed:
            self._console.print(Text("> "), end="")
        line = await self._read()
        if not line:
            return None
        if not self._typed and (shown := clean(line)):
            self._console.print(Text(f"> {shown}"), soft_wrap=True)
        return line

    async def _read(self) -> str:
        """Read in a thread that nobody waits for at the end: a pipe that stays silent must not hold the program up."""
        loop = asyncio.get_running_loop()
        line: asyncio.Future[str] = loop.create_future()

        def read() -> None:
            try:
                text = self._stdin.readline()
            except (OSError, ValueError):  # the other end broke, or the stream was closed
                text = ""
            with suppress(RuntimeError):  # the program has ended meanwhile
                loop.call_soon_threadsafe(deliver, text)

        def deliver(text: str) -> None:
            if not line.done():
                line.set_result(text)

        Thread(target=read, name="stdin", daemon=True).start()
        return await line
