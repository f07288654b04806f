"""What goes through the conversation: turns in, replies out, and the session kept between them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, NewType

from retrieval.types import NO_BOUNDS, Answer, Bounds, Clue, Evidence, FilmId, Question, SharedTitle

ConversationId = NewType("ConversationId", str)
"""Names one conversation across restarts, such as `terminal` or `discord:<message>`; made by the front end."""

PersonId = NewType("PersonId", str)
"""Names one person of a front end, such as `discord:<user>`."""

ServerId = NewType("ServerId", str)
"""Names one community of a front end, such as `discord:<server>`."""


class Action(StrEnum):
    """What a user asks of the conversation besides searching; said in words or pressed as a button."""

    REJECT = "reject"
    """The best film shown last is not the one."""
    MORE = "more"
    """The next screen of the same search."""
    UNDO = "undo"
    """Take the last turn back."""
    RESET = "reset"
    """Forget everything and start over."""
    HELP = "help"
    """Say what can be said."""
    OPEN = "open"
    """Show one film by itself."""
    ACCEPT = "accept"
    """That film is the one."""
    LIKE = "like"
    """Find films like that one."""
    SEEN = "seen"
    """Whoever says it has seen that film."""
    DROP = "drop"
    """Take one clue back."""


@dataclass(frozen=True, slots=True)
class Pressed:
    """The button of an answer to a question; it may stand under a message whose question is long past."""

    key: str
    """Of the question, as in `OpenQuestion`."""
    option: int | None
    """Which option, counted from 0; None for "don't know"."""


class SpoilerLevel(StrEnum):
    """Which of a card's texts are barred until somebody asks. The premise gives nothing away and always stands open."""

    CAREFUL = "careful"
    """All but the premise."""
    STORY = "story"
    """What is told of the story beyond the premise: the plot and its scenes."""
    OPEN = "open"
    """None."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """On what terms a turn is answered: what was set for the place, and by the person, that it comes from."""

    bounds: Bounds = NO_BOUNDS
    """What is never shown there."""
    left_out: frozenset[FilmId] = frozenset()
    """Films that the person does not want to be shown."""
    spoilers: SpoilerLevel = SpoilerLevel.STORY
    idle: timedelta | None = None
    """Silence after which the conversation is erased; the bot's own limit holds all the same."""


NO_TERMS: Final = Terms()


@dataclass(frozen=True, slots=True, kw_only=True)
class UserTurn:
    """One message or one button press. Text may carry an action of its own ("not that one, older")."""

    conversation_id: ConversationId
    text: str = ""
    action: Action | None = None
    film_id: FilmId | None = None
    """The film whose button was pressed or that was chosen; it may come from a message older than the screen."""
    beside: tuple[FilmId, ...] = ()
    """With `OPEN`: the other films of the message it was chosen in."""
    clue: str = ""
    """With `DROP`: the key of a clue or of an answer, from `Reply.removable`."""
    pressed: Pressed | None = None
    """An answer to a question, by its button; typed ones are text."""
    anew: bool = False
    """With words, or `LIKE`: begins another search; what was kept under this name goes once that one has been made."""
    person: PersonId | None = None
    """Who says it; None where a front end knows nobody."""
    server: ServerId | None = None
    """Where it was said; None outside servers."""
    answer: int | None = None
    """Number of the answer that it goes on from, where that may be an older one; None is the newest."""
    terms: Terms = NO_TERMS


@dataclass(frozen=True, slots=True)
class SearchState:
    """What the search stands on. Undo returns to an earlier one."""

    utterances: tuple[str, ...] = ()
    """What the users said and is searched with, oldest first."""
    clues: tuple[Clue, ...] = ()
    rejected: tuple[FilmId, ...] = ()
    """Films that were turned down, the last one at the end; `bot.core.clues.reject` bounds them."""
    messages: int = 0
    """How many messages the search is made of."""
    shown: tuple[FilmId, ...] = ()
    """Films shown for this search so far, in order of appearance, this screen's last."""
    screen: tuple[FilmId, ...] = ()
    """Films on the screen now, best first."""
    claimed: bool = False
    """Whether the last reply called the first of them the film: "no" denies that."""
    screen_year: int | None = None
    """Year of the best film on the screen: what "older" is measured from."""
    screen_runtime: int | None = None
    """Its minutes: what "shorter" is measured from."""
    offered: Clue | None = None
    """A hard clue that was offered to be loosened."""
    settled: FilmId | None = None
    """The film that was recognised last."""
    aside: str = ""
    """The last message, where it sounds like another film and a new search was offered for it."""
    question: Question | None = None
    """What the last reply asked."""
    answers: tuple[Answer, ...] = ()
    """What was asked before, and what was said to it; nothing of it is asked again."""
    shared: SharedTitle | None = None
    """A title that was named last and that several films have: which one is meant is being asked."""
    suggested: tuple[FilmId, ...] = ()
    """Films that a language model guessed and the catalogue holds: they are ranked with the others."""
    wondered: tuple[Clue, ...] = ()
    """Facts of the last message, where it asked for them ("was it animated?"): its own "no" denies them."""
    language: str = ""
    """The language other than English in which something was told last; empty where nothing was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A live conversation. The only place where message text is kept, and only until `expires_at`."""

    conversation_id: ConversationId
    state: SearchState
    history: tuple[SearchState, ...] = ()
    """Earlier states, oldest first, for undo."""
    started_at: datetime
    """UTC."""
    expires_at: datetime
    """UTC: the earlier of the idle and the hard limit."""
    people: frozenset[PersonId] = frozenset()
    """Who took part; each of them may have the whole conversation erased."""
    server: ServerId | None = None
    """Where it is held; erased with what is kept for that server."""
    speaker: PersonId | None = None
    """Who says the turn that is being answered, or said the last one."""
    number: int = 0
    """How many answers it has had, over all its branches."""

    @classmethod
    def begun(cls, conversation_id: ConversationId, at: datetime) -> Session:
        """One in which nothing was said yet."""
        return cls(conversation_id=conversation_id, state=SearchState(), started_at=at, expires_at=at)


class ReplyKind(StrEnum):
    """What a reply is, so that a front end can render it without reading the text."""

    FOUND = "found"
    """The best card is probably the film."""
    UNSURE = "unsure"
    """The cards are candidates; none stands out."""
    NEAREST = "nearest"
    """No film meets everything that was said; the cards come closest and say what they miss."""
    NOTHING = "nothing"
    """No film at all is left."""
    NOTE = "note"
    """No search was made: help, reset, nothing to undo."""
    OPENED = "opened"
    """The first card is shown because somebody asked for that film; nothing is claimed, and there is no text."""
    SETTLED = "settled"
    """The card is the film that was recognised."""


class LinkKind(StrEnum):
    """Where a link leads."""

    WIKIPEDIA = "wikipedia"
    IMDB = "imdb"
    WATCH = "watch"
    """A search for where the film can be watched."""
    TRAILER = "trailer"
    """A search for its trailer."""
    WARNINGS = "warnings"
    """A search for what may upset in it."""


@dataclass(frozen=True, slots=True)
class Link:
    """An address outside; nothing is fetched from it."""

    kind: LinkKind
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FilmCard:
    """One film as it is shown: facts from the catalogue and the evidence from the index, nothing else."""

    film_id: FilmId
    title: str
    year: int | None
    original_title: str | None
    directors: tuple[str, ...]
    cast: tuple[str, ...]
    runtime: int | None
    """Minutes."""
    genres: tuple[str, ...]
    premise: str | None
    link: str
    evidence: Evidence
    spoiler: bool
    """Whether the evidence may give the story away: front ends that can, hide it until asked."""
    notes: tuple[str, ...]
    """What this film misses or what is unknown about it, one sentence each."""
    score: float
    """How probable it is that this is the film meant, 0 to 1."""
    plot: str | None = None
    """The whole story with its ending."""
    plot_barred: bool = True
    """Whether the story is barred, as `spoiler` says of the evidence."""
    links: tuple[Link, ...] = ()
    sources: tuple[str, ...] = ()
    """Where its texts are from and on what terms, to be named wherever one of them is shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenQuestion:
    """A question in words. "Don't know" (`phrasing.DONT_KNOW`) is always an answer too."""

    key: str
    """What its buttons know it by."""
    kind: str
    """What it is about, such as "year" or "person"."""
    text: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """The answer to one turn."""

    kind: ReplyKind
    text: str
    """A few short sentences. Titles in it belong to `cards`, or to a clue that was read out of the users' words."""
    cards: tuple[FilmCard, ...] = ()
    """At most one screen, best first."""
    understood: tuple[str, ...] = ()
    """The clues in force, one short label each ("1980s", "not animated")."""
    removable: tuple[str, ...] = ()
    """A key for each label of `understood`, by which `Action.DROP` names that clue."""
    said_by: tuple[PersonId | None, ...] = ()
    """For each of `understood` who said it; empty where one person talks alone, or nobody is known."""
    messages: int = 0
    """How many of the users' messages the search used."""
    expires_at: datetime | None = field(default=None)
    """UTC: when this conversation will be forgotten; None when nothing is kept."""
    answer: int | None = field(default=None, compare=False)
    """The number by which a later turn can go on from this answer; two that say the same are equal all the same."""
    question: OpenQuestion | None = None
    """The one question whose answer would help the most; None where the film is clear or something else is asked."""
