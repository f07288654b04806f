"""What servers and people have kept on purpose: settings, the films somebody has seen, lists of films, movie nights."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, NewType

from bot.core.types import PersonId, ServerId, Session, SpoilerLevel
from retrieval.types import FilmId

ListId = NewType("ListId", int)
"""Names one list; never given to another one, so that an old button cannot mean a new list."""

NightId = NewType("NightId", int)
"""Names one movie night; never given to another one."""

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
NIGHT_KEPT: Final = timedelta(days=30)
"""How long a movie night is kept from its start, closed or not: long enough to gather nominations for one."""


class NightStarters(StrEnum):
    """Who may start a movie night in a server."""

    EVERYONE = "everyone"
    EVENTS = "events"
    """Who may manage events there, or the server."""
    MANAGERS = "managers"
    """Who may manage the server."""


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
    night_starters: NightStarters = NightStarters.EVERYONE


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


@dataclass(frozen=True, slots=True)
class Nomination:
    """A film of the catalogue that was put to the vote."""

    film_id: FilmId
    person: PersonId | None
    """Who nominated it; None once they had their data deleted."""
    approvals: int | None = None
    """How many had approved it when the night was closed; None while it is open."""


@dataclass(frozen=True, slots=True)
class Ballot:
    """The films that somebody would watch, of those nominated; at least one."""

    person: PersonId
    approved: frozenset[FilmId]


@dataclass(frozen=True, slots=True, kw_only=True)
class Night:
    """A movie night: films are nominated, everybody approves those that they would watch, and it is closed."""

    night_id: NightId
    server: ServerId
    channel: str
    """Where it is held, by the front end's own id."""
    starter: PersonId | None
    """None once they had their data deleted."""
    started_at: datetime
    """UTC."""
    nominations: tuple[Nomination, ...] = ()
    """In the order they were made."""
    ballots: tuple[Ballot, ...] = ()
    """By person, whenever they were cast; none of a night that was closed: then only the counts are kept."""
    voters: int | None = None
    """How many had voted when it was closed; None while it is open."""
    card: str | None = None
    """The message that shows it, by the front end's own id; None until one is posted."""

    @property
    def open(self) -> bool:
        """Whether films can be nominated and ballots cast."""
        return self.voters is None


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
    nights: tuple[Night, ...] = ()
    """The movie nights they had a part in, the oldest first, each with nothing but their part."""

    @property
    def empty(self) -> bool:
        """Whether nothing is kept."""
        return not (self.sessions or self.seen or self.leaves_seen_out or self.lists or self.language or self.nights)
