"""Why something did not reach the people it was for."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum


class Undelivered(StrEnum):
    """A reason; few and fixed ones, for each is a time series of its own where they are counted."""

    FORBIDDEN = "forbidden"
    """The bot may not write there."""
    GONE = "gone"
    """The channel, the message or the interaction is there no more."""
    LIMITED = "limited"
    """The front end's server wants to be left alone."""
    REFUSED = "refused"
    """It does not take what was sent."""
    FAILED = "failed"
    """It failed itself, however often it was asked."""
    UNREACHABLE = "unreachable"
    """It does not answer."""


CountUndelivered = Callable[[Undelivered], None]
"""Is told of each."""
