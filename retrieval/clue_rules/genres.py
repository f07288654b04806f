"""Genres, wanted and not wanted."""

from __future__ import annotations

import re
from collections.abc import Iterator

from retrieval.clue_rules.dislikes import DISLIKES
from retrieval.clue_rules.rule import Rule
from retrieval.clue_rules.span import NOT, Span, before
from retrieval.types import GenreClue

_ANYWHERE = {
    "Animation": r"animat(?:ed|ion)s?|anime|cartoons?|claymation|pixar|hand[- ]drawn|stop[- ]motion",
    "Horror": r"horror|slasher",
    "Comedy": r"comed(?:y|ies)|rom-?com|sitcom|(?<=something )funny|funny(?= (?:film|movie|flick|one)s?\b)",
    "Science Fiction": r"sci-?\s?fi|science[- ]fiction",
    "Thriller": r"thrillers?",
    "Western": r"westerns?",
    "Music": r"musicals?",
    "Documentary": r"documentar(?:y|ies)",
    "Romance": r"romances?|romantic|rom-?com|love story",
    "Fantasy": r"fantasy",
    "Drama": r"dramas?",
    "Mystery": r"whodunn?it|murder mystery",
    "Action": r"(?<!live )(?<!live-)action",
    "War": r"war",
    "Crime": r"crime",
    "Family": r"family|kids'?|children'?s",
    "Adventure": r"adventure",
    "History": r"historical|history",
}
_ONLY_WITH_FILM = {"Action", "War", "Crime", "Family", "Adventure", "History", "Western", "Drama", "Fantasy", "Romance"}
"""Words of these genres are also words of stories: they count beside "film" or as "a …" of its own."""
_NOTE_WORDS = 6
"""In a message this short a genre's name at the end ("black and white western") is what the film is."""
_FILM = r"\s+(?:film|movie|flick|picture|one)s?\b"
_SEPARATOR = re.compile(r"\s*,?\s*(?:or|nor|and|,)\s*(?:not )?(?:a |an |any )?", re.IGNORECASE)


def _word(genres: str) -> str:
    return rf"\b(?:{genres})(?!\w)"


_ANY = _word("|".join(_ANYWHERE.values()))
_NAMES = {genre: re.compile(_word(pattern), re.IGNORECASE) for genre, pattern in _ANYWHERE.items()}
_DENIED = Rule(rf"(?:{NOT}|(?P<taste>{DISLIKES}))(?={_ANY})", cue=_ANY)
_DENIED_GENRE = re.compile(rf"(?P<genre>{_ANY})(?P<film>{_FILM})?", re.IGNORECASE)
_REAL = Rule(
    r"\blive[- ]action\b|\b(?:with|it'?s|was|were|has|had|,)\s+(?:all\s+)?real (?:actors|people)\b",
    cue="live[- ]action|real (?:actors|people)",
)
_NOT_SO = re.compile(r"(?:\b(?:not|no|never|none)\b|n't\b)[^.,;!?]{0,30}$", re.IGNORECASE)
_OF_A_KIND = re.compile(
    r"\b(?:not|isn'?t|wasn'?t)\s+(?:(?:really|even|exactly|quite)\s+)?(?:an?|one of those|some)\s+\w+\s+$",
    re.IGNORECASE,
)
"""Before a genre: "not a serious thriller" denies that it is serious, and wishes for no thriller."""
_NOT_FOR = re.compile(r"(?:\bnot|n't)\s+(?:\w+\s+)?for\s+(?:(?:the|my|little|small)\s+)?$", re.IGNORECASE)
"""Before "kids": what is not for them is no family film."""
_ENDS = re.compile(r"\s*(?:[,.;!?]|$|(?:or|nor|and|but|please|though|at all|in it)\b)", re.IGNORECASE)


_OF_PEOPLE = re.compile(r"\b(?:about|of|his|her|their|whose)\s+(?:\w+\s+){0,2}$", re.IGNORECASE)
"""Before "family" or "kids" at the end: whom it is about."""


def negated_genres(text: str) -> Iterator[Span]:
    """Read "not animated", "wasn't a war film", "no horror or sci-fi": always dropped from the search text."""
    done = 0
    while denial := _DENIED.search(text, done):
        start, at = denial.span()
        done = at
        of_story = denial.group().lower().endswith("the ")
        while found := _DENIED_GENRE.match(text, at):
            genre = _genre_of(found["genre"])
            if genre in _ONLY_WITH_FILM and not found["film"] and (of_story or not _ENDS.match(text, found.end())):
                break
            taste = bool(denial["taste"])  # what somebody cares for is no fact of a film
            yield Span(start, found.end(), GenreClue(genre, wanted=False), drop=True, vague=taste)
            start = done = found.end()
            more = _SEPARATOR.match(text, start)
            if not more:
                break
            at = more.end()


def live_action(text: str) -> Iterator[Span]:
    """Read "it was live action", "real actors" as not animated; "not the live action one" says nothing of it."""
    for match in _REAL.finditer(text):
        if not _NOT_SO.search(before(text, match.start())):
            yield Span(match.start(), match.end(), GenreClue("Animation", wanted=False), drop=False)


def _genre_of(words: str) -> str:
    return next(genre for genre, pattern in _NAMES.items() if pattern.search(words))


def genre_named(word: str) -> str | None:
    """The catalogue's name of a genre that people call by this word: the one genre map; None if it is none."""
    return next((genre for genre, pattern in _NAMES.items() if pattern.fullmatch(word)), None)


def _wanted(genre: str, pattern: str, *, note: bool) -> Rule:
    if genre not in _ONLY_WITH_FILM:
        return Rule(_word(pattern), cue=pattern)
    beside_film = rf"\b(?:{pattern})(?:[\s/-]+{_ANY})?{_FILM}"
    of_its_own = rf"\b(?:was|is|it'?s|be)\s+an?\s+(?:{pattern})\b(?=\s*(?:[,.!?]|$|with\b|about\b))"
    at_the_end = rf"\b(?:{pattern})$"
    return Rule("|".join((beside_film, of_its_own, *((at_the_end,) if note else ()))), cue=pattern)


_IN_A_NOTE, _IN_A_STORY = (
    {genre: _wanted(genre, pattern, note=note) for genre, pattern in _ANYWHERE.items()} for note in (True, False)
)


_MORE_OF = {
    "Comedy": r"funnier|sillier|goofier|more (?:funny|comedic|of a comedy)",
    "Horror": r"scarier|creepier|more (?:scary|creepy|of a horror)",
    "Romance": r"more romantic",
}
_WISHES = {
    genre: Rule(
        r"(?:^|\b(?:but|something|one that(?:'?s| is)) )(?:(?:way|much|even|a (?:lot|bit|little)) )?"
        rf"(?P<more>{pattern})(?=\s*(?:[,.;!?]|$|(?:and|but|or|please|with|than|set|in|from)\b))",
        cue=pattern,
    )
    for genre, pattern in _MORE_OF.items()
}
"""What a film is to be more than another one: "like Heat but funnier"."""


def genres(text: str) -> Iterator[Span]:
    """Read genres that the film is said or wished to be of; the words stay in the search."""
    for genre, wish in _WISHES.items():
        for match in wish.finditer(text):
            yield Span(match.start("more"), match.end("more"), GenreClue(genre, wanted=True), drop=False)
    rules = _IN_A_NOTE if len(text.split()) <= _NOTE_WORDS else _IN_A_STORY
    for genre, rule in rules.items():
        for match in rule.finditer(text):
            said = before(text, match.start())
            if _OF_A_KIND.search(said) or _NOT_FOR.search(said):
                continue
            if genre == "Family" and match.end() == len(text) and _OF_PEOPLE.search(said):
                continue
            yield Span(match.start(), match.end(), GenreClue(genre, wanted=True), drop=False)
