"""The shared kernel: values that the conversation, the search and the workshop exchange.

Standard library only, so that any room may import it. Everything here is frozen: a value handed over stays as it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NewType

FilmId = NewType("FilmId", str)
"""A film's key from the index to the screen: its IMDb id. A title is never a key."""


@dataclass(frozen=True, slots=True)
class Role:
    """Who plays whom, and who that is in plain words."""

    actor: str
    character: str
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Film:
    """One film of the catalogue. Empty or None means: the catalogue does not know."""

    film_id: FilmId
    title: str
    year: int | None = None
    original_title: str | None = None
    alt_titles: tuple[str, ...] = ()
    runtime: int | None = None
    """Minutes."""
    black_and_white: bool | None = None
    genres: tuple[str, ...] = ()
    directors: tuple[str, ...] = ()
    cast: tuple[str, ...] = ()
    cinematographers: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    wikipedia_title: str | None = None
    premise: str | None = None
    """How it starts, without spoilers; may be shown to anyone."""
    plot: str | None = None
    """The whole story with its ending."""
    scenes: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    keywords: tuple[str, ...] = ()
    mood: tuple[str, ...] = ()
    memories: tuple[str, ...] = ()
    """What people who looked for it remembered of it. It is found by these texts, and none of them is ever shown."""
    certificate: str | None = None
    """The age mark that a source gives it, as it is printed there ("PG-13"); `retrieval.certificates` reads it."""
    votes: int | None = None
    """How many people rated it where the catalogue's facts come from: how well known it is."""
    sources: tuple[str, ...] = ()
    """Where its texts are from and on what terms, such as "Wikipedia (CC BY-SA 4.0)"."""
    sure: bool = True
    """False where the writer of the texts did not know the story well; the facts hold all the same."""

    @property
    def has_text(self) -> bool:
        """Whether there is something to remember: more than title, year, people and genres."""
        return bool(self.premise or self.plot or self.scenes or self.roles or self.keywords)


class PassageKind(StrEnum):
    """Which part of a film a passage comes from."""

    IDENTITY = "identity"
    """Title, year, people and genres, then as much of the story as the encoder reads: the film as a whole."""
    PREMISE = "premise"
    PLOT = "plot"
    SCENE = "scene"
    ROLE = "role"
    KEYWORDS = "keywords"
    MEMORY = "memory"
    """What somebody remembered who looked for the film; never shown."""


@dataclass(frozen=True, slots=True)
class Passage:
    """One piece of a film's text: one row of the index."""

    film_id: FilmId
    kind: PassageKind
    text: str


@dataclass(frozen=True, slots=True)
class YearClue:
    """The film came out between two years, both included; None leaves that side open."""

    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class RuntimeClue:
    """The film runs between two lengths in minutes, both included; None leaves that side open."""

    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class ColourClue:
    """The film is in black and white, or it is in colour."""

    black_and_white: bool


@dataclass(frozen=True, slots=True)
class GenreClue:
    """The film is of a genre, or (`wanted` false) is not. `genre` is a name from the catalogue's vocabulary."""

    genre: str
    wanted: bool


@dataclass(frozen=True, slots=True)
class PersonClue:
    """Someone of the catalogue takes part, or (`wanted` false) does not.

    Cast lists are incomplete, so nobody's absence is known: a wanted person is strong evidence and never a filter. Who
    is listed is known to take part, so an unwanted one shuts films out.
    """

    name: str
    wanted: bool = True


@dataclass(frozen=True, slots=True)
class LanguageClue:
    """The film speaks a language, or (`wanted` false) does not; a name from the catalogue's vocabulary."""

    language: str
    wanted: bool = True


@dataclass(frozen=True, slots=True)
class CountryClue:
    """The film comes from a country, or (`wanted` false) does not; a name from the catalogue's vocabulary."""

    country: str
    wanted: bool = True


@dataclass(frozen=True, slots=True)
class LikeClue:
    """The film is like another one of the catalogue, and is neither that one nor one of its sequels."""

    title: str
    film_id: FilmId
    family: tuple[FilmId, ...]
    """That film and those that share its title's stem."""


@dataclass(frozen=True, slots=True)
class CastClue:
    """Somebody who is in another film of the catalogue takes part; evidence, never a filter."""

    title: str
    film_id: FilmId
    names: tuple[str, ...]
    """Who that can be."""


@dataclass(frozen=True, slots=True)
class NotFilmsClue:
    """The film is none of these: "not Marvel", "not Jaws"."""

    name: str
    film_ids: tuple[FilmId, ...]


ClueValue = (
    YearClue
    | RuntimeClue
    | ColourClue
    | GenreClue
    | PersonClue
    | LanguageClue
    | CountryClue
    | LikeClue
    | CastClue
    | NotFilmsClue
)


@dataclass(frozen=True, slots=True)
class Clue:
    """A fact that a user stated, and how firmly.

    A hard clue never lets a film through that is known to violate it. A soft one (hedged, or told in passing in a long
    story) only moves films up or down, because people misremember.
    """

    value: ClueValue
    hard: bool
    said: str
    """The user's own words it was read from."""
    by: str = ""
    """Who said it, by the front end's key for that person; empty where nobody is known."""


@dataclass(frozen=True, slots=True)
class Question:
    """One thing about the film meant that its seeker may know."""

    options: tuple[tuple[ClueValue, ...], ...]
    """What the answer may be: for each option the facts that it states, all of one kind. The last may be "none of
    these": every fact of the others, not wanted."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A question that was asked, and what was said to it."""

    question: Question
    said: int | None
    """Which option, counted from 0; None for "don't know", or where the talk went on without an answer."""


@dataclass(frozen=True, slots=True)
class Correction:
    """Words of earlier messages that a later one takes back."""

    wrong: str
    right: str
    """What it says instead, to stand in their place; empty where that is told in words of its own."""


@dataclass(frozen=True, slots=True)
class SharedTitle:
    """A title that was named and that several films of the catalogue have for their own."""

    title: str
    film_ids: tuple[FilmId, ...]
    """The one that is taken as long as nobody says which comes first."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was understood of one message: its clues, and the words that are left to search with."""

    clues: tuple[Clue, ...]
    search_text: str
    """The message without the spans that say what the film is *not*, or that only bound a fact; may be empty."""
    corrections: tuple[Correction, ...] = ()
    unsupported: tuple[str, ...] = ()
    """Wishes for facts that the catalogue lacks, in the user's words; they stay in the search text."""
    unclear: tuple[tuple[str, ...], ...] = ()
    """Names that several people share: for each, who can be meant."""
    shared: tuple[SharedTitle, ...] = ()
    """Titles that several films share: which one is meant has to be asked."""
    turned_down: bool = False
    """Whether the message says of the film that was shown that it is not wished for: "I didn't like that one"."""
    all_turned_down: bool = False
    """Whether it says so of every film that was shown: "none of these", "seen all of those"."""
    language: str = ""
    """The language other than English that the message is told in, which the encoder does not know."""


@dataclass(frozen=True, slots=True)
class SuggestedClue:
    """A clue as a language model wrote it: its names are the model's, and films have no id."""

    value: ClueValue
    said: str
    """The words that the model claims to have read it from."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a language model says of a message. Nothing of it is believed before it is looked up."""

    clues: tuple[SuggestedClue, ...]
    titles: tuple[tuple[str, int | None], ...]
    """Films that may be meant, each with its year."""


@dataclass(frozen=True, slots=True)
class LookedUp:
    """What of a suggestion the message and the catalogue bear out, in the catalogue's own names."""

    clues: tuple[Clue, ...]
    film_ids: tuple[FilmId, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """The passage of the catalogue that matched best."""

    kind: PassageKind
    text: str
    words: tuple[str, ...] = ()
    """Words of the text, as they are written there, that the question has in some form too; each once."""


NO_EVIDENCE: Final = Evidence(PassageKind.IDENTITY, "")
"""Of a film for which what matched was not looked up."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A film that came back from the index."""

    film_id: FilmId
    score: float
    """How probable it is that this is the film meant, 0 to 1, calibrated; the candidates of a turn sum to at most 1.
    Of films that are like another: the likeness."""
    evidence: Evidence
    unmet: tuple[Clue, ...] = ()
    """Clues that this film is known not to meet (soft ones, and people who are not in its cast list)."""
    unknown: tuple[Clue, ...] = ()
    """Hard clues about which the catalogue says nothing for this film."""


@dataclass(frozen=True, slots=True)
class TitleMatch:
    """A film whose title fits what somebody is typing."""

    film_id: FilmId
    title: str
    year: int | None
    director: str = ""
    """Given where another film has the same title and year."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What the place where films are shown shuts out, whatever is asked for."""

    ceiling: int | None = None
    """The highest age from which a film may be, in years; a film whose age mark is not known counts as above it."""
    themes: tuple[str, ...] = ()
    """Words, genres and keywords: a film whose texts hold all words of one, in a row, is shut out."""


NO_BOUNDS: Final = Bounds()


@dataclass(frozen=True, slots=True)
class Room:
    """What bounds leave of a catalogue."""

    films: int
    """How many films remain."""
    of: int
    """How many there are."""
    marked: int
    """How many of all films have an age mark that is understood."""
    idle: tuple[str, ...] = ()
    """Themes that shut no film out."""


@dataclass(frozen=True, slots=True)
class FindRequest:
    """What to search for: everything the users said, oldest first, and what is left out."""

    utterances: tuple[str, ...]
    clues: tuple[Clue, ...] = ()
    excluded: frozenset[FilmId] = frozenset()
    limit: int = 50
    extra: tuple[FilmId, ...] = ()
    """Films that are ranked with the rest, whatever brings them up or not; clues shut them out like any other."""
    bounds: Bounds = NO_BOUNDS
    answers: tuple[Answer, ...] = ()
    """What was asked so far and what was said to it: moves films up and down, shuts none out."""
    asks: bool = False
    """Whether to look for a question that would help, too."""
    shown: tuple[FilmId, ...] = ()
    """Films that were on a screen before."""
    told: int | None = None
    """For how many films to look up what matched: so many from the best, and so many from the best that was not shown
    before. None: for all that come back."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What the search brought back, best first."""

    candidates: tuple[Candidate, ...]
    query: str
    """The text that was encoded."""
    confident: bool
    """Whether the best candidate is probable enough to be called the answer."""
    fits: bool = True
    """Whether the best candidate is probable enough to be called likely at all."""
    blocker: Clue | None = None
    """The hard clue that shuts out the most films which meet all the others; None where none shuts any out."""
    blocked: int = 0
    """How many films that are."""
    question: Question | None = None
    """What to ask next; None where nothing was to be asked, the best film is clear or no answer tells enough."""
