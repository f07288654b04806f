"""What failed, as the log and the figures may hold it."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import aiohttp
import discord

from bot.core.errors import StoreError
from bot.core.undelivered import CountUndelivered, Undelivered

_log = logging.getLogger(__name__)
_FRAMES: Final = 3
_TOO_MANY: Final = 429


def describe(error: BaseException) -> str:
    """Say what failed and where, without any message: those can hold what a user wrote."""
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    path = " > ".join(f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames)
    cause = f", from {describe(error.__cause__)}" if error.__cause__ is not None else ""
    return f"{type(error).__name__} at {path}{cause}"


@contextmanager
def only_logged(what: str) -> Iterator[None]:
    """Do what follows an answer: where Discord or the store fails at that, the log alone hears of it.

    People have what they asked for; told that something went wrong, they would ask again.

    Args:
        what: for the log, what could not be done.
    """
    try:
        yield
    except discord.HTTPException as error:  # people may have put the message away themselves
        _log.info("%s: code %s", what, error.code)
    except (aiohttp.ClientError, OSError, StoreError) as error:
        _log.warning("%s: %s", what, describe(error))


@dataclass(frozen=True, slots=True)
class Losses:
    """Counts what did not arrive: each where its failure is dealt with, so that none is counted twice."""

    note: CountUndelivered

    def count(self, error: BaseException) -> None:
        """Count it, if that is what failed."""
        reason = _reason(error)
        if reason is not None:
            self.note(reason)


def _reason(error: BaseException) -> Undelivered | None:
    match error:
        case discord.Forbidden():
            return Undelivered.FORBIDDEN
        case discord.NotFound():
            return Undelivered.GONE
        case discord.DiscordServerError():
            return Undelivered.FAILED
        case discord.HTTPException(status=status):
            return Undelivered.LIMITED if status == _TOO_MANY else Undelivered.REFUSED
        case aiohttp.ClientError() | ConnectionError():
            return Undelivered.UNREACHABLE
        case _:
            return None
