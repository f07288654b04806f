"""What the conversation needs from the world. Adapters and fakes carry the same file names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.core.keeping import FilmList, ListId, Night, NightId, PersonalFile, ServerSettings
from bot.core.types import ConversationId, FilmCard, PersonId, Reply, ServerId, Session, UserTurn
from retrieval.types import (
    NO_BOUNDS,
    Bounds,
    Candidate,
    Film,
    FilmId,
    Findings,
    FindRequest,
    LookedUp,
    Reading,
    Room,
    Suggestion,
    TitleMatch,
)


class TurnHandler(Protocol):
    """What a front end talks to: the conversation behind one door."""

    async def handle(self, turn: UserTurn) -> Reply:
        """Answer one turn."""
        ...


class FilmFinder(Protocol):
    """The search behind one door: utterances and clues go in, the join happens behind it."""

    async def find(self, request: FindRequest) -> Findings:
        """Search the index.

        Raises:
            retrieval.errors.RetrievalError: the index or the encoder failed.
        """
        ...

    async def films(self, film_ids: Iterable[FilmId]) -> Mapping[FilmId, Film]:
        """Look films up in the catalogue; ids that it does not hold are left out."""
        ...

    async def similar(
        self, film_id: FilmId, *, limit: int, bounds: Bounds = NO_BOUNDS, excluded: frozenset[FilmId] = frozenset()
    ) -> tuple[Candidate, ...]:
        """The films most like a film that bounds let through, best first; itself and those excluded left out."""
        ...

    async def passing(self, film_ids: Iterable[FilmId], bounds: Bounds) -> frozenset[FilmId]:
        """Those of the catalogue's films that bounds let through."""
        ...


class ClueReader(Protocol):
    """Text to clues, and names to what the catalogue has of them."""

    async def read(self, text: str, *, screen_year: int | None, screen_runtime: int | None = None) -> Reading:
        """Understand one message; "older" and "shorter" are measured from the screen's year and runtime (minutes)."""
        ...

    async def look_up(self, suggestion: Suggestion, text: str) -> LookedUp:
        """What of a suggestion about a message holds: its words stand there, and the catalogue has its names."""
        ...


class TurnReader(Protocol):
    """A language model that reads a message into clues and guesses films. Nothing of it is believed unseen."""

    async def read(self, earlier: Sequence[str], text: str) -> Suggestion | None:
        """Return what it reads out of a message, or None when no answer came in time. Never raises."""
        ...


@dataclass(frozen=True, slots=True)
class Choice:
    """What a phraser chose: a film on the screen and words of the catalogue that speak for it."""

    number: int
    """Which card, counted from 1."""
    quote: str
    """Words copied from that card's premise, evidence or cast."""


class Phraser(Protocol):
    """Chooses which card to lead with and which of its own words say why. It writes nothing itself."""

    async def choose(self, utterances: Sequence[str], cards: Sequence[FilmCard]) -> Choice | None:
        """Return a choice, or None when there is nothing to add or no answer came in time. Never raises."""
        ...


class SessionStore(Protocol):
    """Keeps live conversations, and which conversation a posted message belongs to."""

    async def load(self, conversation_id: ConversationId) -> Session | None:
        """The live session; None when there is none or it has expired."""
        ...

    async def load_answer(self, conversation_id: ConversationId, number: int) -> Session | None:
        """The live session as it was saved under this number; None when that is not kept, or not any more."""
        ...

    async def save(self, session: Session) -> None:
        """Keep the session until it expires, also as what it is now. When this returns, a kill loses nothing of it."""
        ...

    async def supersede(self, session: Session) -> None:
        """As `save`, in the place of the conversation that was kept under its name, whose links go. Both or neither."""
        ...

    async def delete(self, conversation_id: ConversationId) -> None:
        """Forget a conversation now, with its links."""
        ...

    async def link(self, message_key: str, conversation_id: ConversationId, answer: int | None = None) -> None:
        """Remember that a posted message (`discord:<id>`) belongs to a conversation that was saved before.

        `answer` is the number of the answer that stands in the message.
        """
        ...

    async def link_first(self, message_key: str, conversation_id: ConversationId) -> None:
        """As `link`, unless it belongs to a live conversation already; of several at once one is the first."""
        ...

    async def linked(self, message_key: str) -> ConversationId | None:
        """The live conversation a posted message belongs to."""
        ...

    async def answer_in(self, message_key: str, conversation_id: ConversationId) -> int | None:
        """The number of the answer that a message of this live conversation holds."""
        ...

    async def purge_expired(self) -> int:
        """Erase what has expired; return how many conversations that were."""
        ...


class MessageLinks(Protocol):
    """The part of a `SessionStore` that a front end may use."""

    async def link(self, message_key: str, conversation_id: ConversationId, answer: int | None = None) -> None:
        """As `SessionStore.link`."""
        ...

    async def link_first(self, message_key: str, conversation_id: ConversationId) -> None:
        """As `SessionStore.link_first`."""
        ...

    async def linked(self, message_key: str) -> ConversationId | None:
        """As `SessionStore.linked`."""
        ...

    async def answer_in(self, message_key: str, conversation_id: ConversationId) -> int | None:
        """As `SessionStore.answer_in`."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """An answer on its way to people, kept from before it is sent until it has arrived."""

    key: str
    """What the place it goes to knows it by: sent twice with one key, it is there once."""
    address: str
    """Where it goes, in the front end's own words; no text of anybody's."""
    body: str
    """What is sent; may hold people's words, so it is kept like them. Empty once it has been erased."""
    sent_at: datetime
    """UTC: when it was sent first."""
    erase_at: datetime
    """UTC: when the body is erased."""
    conversation_id: ConversationId | None = None
    """The live conversation that it belongs to; None where nothing is kept."""
    answer: int | None = None
    """Its number there."""
    person: PersonId | None = None
    """Whom it answers; erased with what is kept about them."""
    server: ServerId | None = None
    """Where; erased with what is kept for that server."""


class Outbox(Protocol):
    """Keeps answers from before they are sent until they have arrived, so that a kill in between is noticed."""

    async def put(self, parcel: Parcel) -> None:
        """Keep it, in the place of one with the same key. When this returns, a kill loses nothing of it."""
        ...

    async def arrived(self, parcel: Parcel, message_key: str | None = None) -> None:
        """Keep it no longer; the message that it has become belongs to its conversation. Both or neither."""
        ...

    async def waiting(self) -> tuple[Parcel, ...]:
        """All that are kept, the oldest first; without the bodies that have been erased."""
        ...


class PersonalData(Protocol):
    """What is kept about a person or a server: shown, and erased."""

    async def export(self, person: PersonId) -> PersonalFile:
        """Everything that is kept about a person."""
        ...

    async def forget(self, person: PersonId) -> int:
        """Erase everything about a person now; return how many conversations that were.

        Lists that they made for a server stay there, without them. A turn that is under way meanwhile leaves nothing
        behind either.
        """
        ...

    async def left(self, server: ServerId) -> None:
        """A server has removed the bot: what is kept for it is erased when the grace is over."""
        ...

    async def returned(self, server: ServerId) -> None:
        """The bot is in that server again, so nothing of it is erased."""
        ...

    async def servers(self) -> frozenset[ServerId]:
        """All servers that something is kept for and that have not removed the bot."""
        ...

    async def departed(self) -> frozenset[ServerId]:
        """All servers that have removed the bot and whose grace goes on."""
        ...

    async def purge_departed(self) -> int:
        """Erase what is kept for servers whose grace is over; return how many servers that were."""
        ...


class SeenFilms(Protocol):
    """Which films somebody has seen, and whether they want those left out of what they are shown."""

    async def mark_seen(self, person: PersonId, film_id: FilmId) -> None:
        """Note that somebody has seen a film; once it is noted, nothing changes."""
        ...

    async def unmark_seen(self, person: PersonId, film_id: FilmId) -> None:
        """Take that back."""
        ...

    async def seen(self, person: PersonId) -> frozenset[FilmId]:
        """All films that somebody has seen."""
        ...

    async def seen_in_order(self, person: PersonId) -> tuple[FilmId, ...]:
        """The same, the last one marked in front."""
        ...

    async def leaves_seen_out(self, person: PersonId) -> bool:
        """Whether somebody wants the films they have seen left out."""
        ...

    async def leave_seen_out(self, person: PersonId, *, on: bool) -> None:
        """Keep that choice."""
        ...


class FilmLists(Protocol):
    """Lists of films, a server's and private ones. Who may change which, the front end decides."""

    async def lists(self, *, server: ServerId | None, person: PersonId) -> tuple[FilmList, ...]:
        """A server's lists, then those that only this person sees; each kind by name."""
        ...

    async def create(self, name: str, *, server: ServerId | None, person: PersonId) -> FilmList:
        """Make a list: for a server, or without one a private one.

        Raises:
            bot.core.errors.RefusedError: the name is empty, too long or taken, or there are too many.
        """
        ...

    async def rename(self, list_id: ListId, name: str) -> None:
        """Give a list another name.

        Raises:
            bot.core.errors.RefusedError: the name is empty, too long or taken.
        """
        ...

    async def delete(self, list_id: ListId) -> None:
        """Erase a list now, with what is on it."""
        ...

    async def put(self, list_id: ListId, film_id: FilmId) -> bool:
        """Put a film on a list; False where it is on it already.

        Raises:
            bot.core.errors.RefusedError: the list is full, or gone.
        """
        ...

    async def take(self, list_id: ListId, film_id: FilmId) -> bool:
        """Take a film off a list; False where it is not on it."""
        ...


class Nights(Protocol):
    """Movie nights. What can be done in one, `bot.night` says; who may, the front end decides."""

    async def night(self, night_id: NightId) -> Night | None:
        """A night; None when it is not kept any more."""
        ...

    async def newest(self, server: ServerId, channel: str) -> Night | None:
        """The night of a channel that began last, open or closed."""
        ...

    async def start(self, *, server: ServerId, channel: str, person: PersonId) -> Night:
        """Begin a night.

        Raises:
            bot.core.errors.RefusedError: one is open in that channel.
        """
        ...

    async def change(self, night_id: NightId, change: Callable[[Night], Night], *, person: PersonId) -> Night:
        """Keep what `change` makes of a night for somebody, and return it; two changes at once both count.

        Raises:
            bot.core.errors.RefusedError: the night is gone; or `change` raised it, and nothing was kept.
        """
        ...


class LanguageChoices(Protocol):
    """The languages that people have chosen for themselves, by their codes."""

    async def language(self, person: PersonId) -> str | None:
        """The language that somebody has chosen; None where they have not."""
        ...

    async def choose_language(self, person: PersonId, code: str | None) -> None:
        """Keep that choice; None takes it back."""
        ...


class SettingsKeeper(Protocol):
    """What servers have set."""

    async def settings(self, server: ServerId) -> ServerSettings:
        """A server's settings; the defaults where it has set nothing."""
        ...

    async def free_chat(self) -> Mapping[ServerId, frozenset[str]]:
        """The channels that each server has opened for free chat; servers that opened none are left out."""
        ...

    async def change(self, server: ServerId, change: Callable[[ServerSettings], ServerSettings]) -> ServerSettings:
        """Keep what `change` makes of a server's settings, and return it; two changes at once both count."""
        ...


class Catalogue(Protocol):
    """What a front end asks of the films without searching."""

    async def room(self, bounds: Bounds) -> Room:
        """What bounds leave of the catalogue."""
        ...

    async def named(self, title: str) -> tuple[Film, ...]:
        """The films that a title or an id names, newest first."""
        ...

    async def suggest(self, typed: str, *, limit: int) -> tuple[TitleMatch, ...]:
        """The films whose titles begin like what was typed, or nearly so, the likeliest first; quick enough to type."""
        ...

    async def films(self, film_ids: Iterable[FilmId]) -> Mapping[FilmId, Film]:
        """As `FilmFinder.films`."""
        ...

    async def passing(self, film_ids: Iterable[FilmId], bounds: Bounds) -> frozenset[FilmId]:
        """As `FilmFinder.passing`."""
        ...


class Clock(Protocol):
    """The time, so that tests can set it."""

    def now(self) -> datetime:
        """Now, in UTC."""
        ...
