"""The one outer handler: whatever goes wrong in a turn, the user gets an answer and the bot goes on."""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import Awaitable, Callable, Coroutine
from pathlib import Path
from typing import Any, Final

import discord
from discord.app_commands import Choice

from bot.core.errors import RefusedError, TooSoonError
from bot.discord_app import wording, wording_house

_log = logging.getLogger(__name__)
_FRAMES: Final = 3

Tell = Callable[[str], Awaitable[Any]]
"""Says one sentence to the user whose turn it is."""


class Turns:
    """Runs turns, answers for those that fail, and lets those under way finish when the bot closes."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[Any]] = set()
        self._closing = False

    async def run(self, work: Coroutine[Any, Any, None], *, tell: Tell) -> None:
        """Run one turn in the current task; never raises, except when it is cancelled. None is begun at the end."""
        if self._closing:  # what it needs may be closed before it is done
            work.close()
            return
        self.attend()
        try:
            await work
        except (discord.Forbidden, discord.NotFound) as error:
            # A permission was taken away, or a message, a channel or an interaction is gone: nobody is left to tell.
            _log.info("Discord refused an answer: status %s, code %s", error.status, error.code)
        except TooSoonError as error:
            await _attempt(tell, wording_house.too_soon(error))
        except RefusedError as error:
            await _attempt(tell, str(error))
        except Exception as error:  # noqa: BLE001 - the user must hear of any failure, and the next turn must run
            _log.error("A turn failed: %s", describe(error))
            await _attempt(tell, wording.APOLOGY)

    def attend(self) -> None:
        """Have the current task finish before the bot closes: it uses the store."""
        task = asyncio.current_task()
        if task is not None:
            self._running.add(task)
            task.add_done_callback(self._running.discard)

    async def finish(self, *, within: float) -> None:
        """Take no more turns, and wait for those under way, at most `within` seconds; what is left is cancelled."""
        self._closing = True
        if not self._running:
            return
        _log.info("Waiting for %d turn(s) to finish", len(self._running))
        _, late = await asyncio.wait(set(self._running), timeout=within)
        for task in late:
            task.cancel()


def describe(error: BaseException) -> str:
    """Say what failed and where, without any message: those can hold what a user wrote."""
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    path = " > ".join(f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames)
    cause = f", from {describe(error.__cause__)}" if error.__cause__ is not None else ""
    return f"{type(error).__name__} at {path}{cause}"


async def suggested(work: Awaitable[list[Choice[str]]]) -> list[Choice[str]]:
    """What is suggested while somebody types; where that fails it is nothing, for what is typed can be sent as it is.

    The library would log who typed, and where.
    """
    try:
        return await work
    except Exception as error:  # noqa: BLE001 - whatever it is, nobody can be told
        _log.warning("Nothing could be suggested: %s", describe(error))
        return []


async def _attempt(tell: Tell, sentence: str) -> None:
    try:
        await tell(sentence)
    except Exception as error:  # noqa: BLE001 - the connection itself may be what failed
        _log.warning("What went wrong could not be told: %s", describe(error))
