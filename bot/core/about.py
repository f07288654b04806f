"""What the bot can say of itself: where its films come from, and how long it keeps what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """Facts for `/about`, `/privacy` and `reelcall about`."""

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


def as_text(about: About) -> str:
    """The facts in words, one a line, for a terminal."""
    minutes, hours = about.idle // timedelta(minutes=1), about.total // timedelta(hours=1)
    facts = {
        "Reelcall": about.version,
        "catalogue": f"{about.films:,} films, indexed on {about.built_on}",
        "texts": ", ".join(about.licences) or "terms not stated",
        "encoder": about.encoder,
        "language model": _role(about),
        "conversations": f"erased after {minutes} minutes of silence, in any case {hours} hours after it began",
    }
    return "".join(f"{name:15} {value}\n" for name, value in facts.items())


def _role(about: About) -> str:
    if about.llm is None:
        return "none"
    return f"{about.llm}, which {'reads messages and ' if about.llm_reads else ''}chooses among the films found"
