"""What servers and people have kept on purpose: a server's settings, the films somebody has seen, lists of films."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NewType

from bot.core.types import PersonId, ServerId, Session, SpoilerLevel
from retrieval.types import FilmId

ListId = NewType("ListId", int)
"""Names one list; never given to another one, so that an old button cannot mean a new list."""

MOST_LISTS: Final = 25
"""Of one server, and of one person: as many as a select of Discord's shows."""
MOST_FILMS: Final = 500
"""On one list."""
LONGEST_NAME: Final = 50
"""Characters of a list's name."""
MOST_THEMES: Final = 50
LONGEST_THEME: Final = 40
"""Characters of a banned theme."""
MOST_CHANNELS: Final = 25
"""For free chat: as many as a select of Discord's takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerSettings:
    """What a server's admins have set; the defaults hold where they have not."""

    language: str | None = None
    """A locale such as "de"; None follows the server's own."""
    spoilers: SpoilerLevel = SpoilerLevel.STORY
    ceiling: int | None = None
    """The highest age from which a film may be; None lets all through."""
    free_chat: frozenset[str] = frozenset()
    """Channels where the bot answers without being addressed, by the front end's own ids."""
    idle_minutes: int | None = None
    """Silence after which a conversation is erased; None leaves it to the operator, who also sets the most."""
    themes: tuple[str, ...] = ()
    """Words, genres and keywords whose films are not shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilmList:
    """A list of films: a server's, or one that only its person sees."""

    list_id: ListId
    name: str
    person: PersonId | None
    """Who made it; None once they had their data deleted."""
    server: ServerId | None
    """None for a private list."""
    films: tuple[FilmId, ...] = ()
    """In the order they were put on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalFile:
    """Everything that is kept about a person."""

    sessions: tuple[Session, ...] = ()
    """The live conversations they took part in, the one that expires first in front."""
    seen: tuple[FilmId, ...] = ()
    """The films they have seen, the last one marked in front."""
    leaves_seen_out: bool = False
    lists: tuple[FilmList, ...] = ()
    """Their private ones, and those that they made for a server."""
    language: str | None = None
    """The code of the language that they have chosen."""

    @property
    def empty(self) -> bool:
        """Whether nothing is kept."""
        return not (self.sessions or self.seen or self.leaves_seen_out or self.lists or self.language)
