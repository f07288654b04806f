"""What the bot can say of itself: where its films come from, and how long it keeps what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """Facts for `/about` and `/privacy`."""

    version: str
    """Of this program."""
    films: int
    built_on: date
    """When the catalogue was made into the index that is searched."""
    licences: tuple[str, ...]
    """Sources of the catalogue's texts with their terms: "Wikipedia (CC BY-SA 4.0)". Empty when it does not say."""
    encoder: str
    """Name and fingerprint."""
    idle: timedelta
    """Silence after which a conversation is erased."""
    total: timedelta
    """Time after which it is erased in any case."""
    grace: timedelta
    """How long what is kept for a server outlives the bot's removal from it."""
    llm: str | None = None
    """The language model that reads conversations too; None without one."""
    llm_reads: bool = False
    """Whether it helps to understand messages, beside choosing among the films found."""
