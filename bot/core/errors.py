"""What can go wrong around a conversation. Each message is one plain sentence that says what to do next.

BotError
├── MisconfiguredError     a setting cannot be used                   exit code 3
├── BadTokenError          the Discord token is missing or refused    exit code 6
├── UnclearFilmError       a title names no film, or several          exit code 2
├── RefusedError           what was to be kept cannot be      told to who asked for it
├── TooSoonError           somebody asks too often        told to who asked
├── UnreachableError       Discord does not answer                    exit code 1
└── StoreError             the store cannot be used                   exit code 7
    ├── StoreTooNewError   a newer version of this program wrote it
    └── StoreBusyError     another process holds it
"""

from __future__ import annotations

from datetime import datetime


class BotError(Exception):
    """Anything of the bot's own that stops it; `str(error)` is fit to be shown."""


class MisconfiguredError(BotError):
    """A setting cannot be used."""


class BadTokenError(BotError):
    """The Discord token is missing, malformed or refused."""


class UnclearFilmError(BotError):
    """A title that was given names no film of the catalogue, or several."""


class RefusedError(BotError):
    """What somebody wants kept cannot be: too many, too long, or there already."""


class TooSoonError(BotError):
    """Somebody asks faster than is allowed; nothing of the turn has been taken."""

    def __init__(self, until: datetime, *, said: str = "", crowd: bool = False) -> None:
        """Refuse a turn.

        Args:
            until: UTC, from when on it would be taken.
            said: the turn's words, so that they can be given back.
            crowd: whether it is all of a server together who ask too often, and not this person.
        """
        super().__init__("That was too fast for me; nothing is lost. Try again in a moment.")
        self.until = until
        self.said = said
        self.crowd = crowd


class UnreachableError(BotError):
    """A service that the bot cannot work without does not answer."""


class StoreError(BotError):
    """The store of conversations cannot be read or written."""


class StoreTooNewError(StoreError):
    """A newer version of this program wrote the store."""


class StoreBusyError(StoreError):
    """Another process holds what only one may hold."""
