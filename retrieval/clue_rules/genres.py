"""Genres, wanted and not wanted."""

from __future__ import annotations

import re
from collections.abc import Iterator

from retrieval.clue_rules.span import NOT, Span
from retrieval.types import GenreClue

_ANYWHERE = {
    "Animation": r"animat(?:ed|ion)|anime|cartoons?|claymation|pixar",
    "Horror": r"horror|slasher",
    "Comedy": r"comed(?:y|ies)|rom-?com|sitcom",
    "Science Fiction": r"sci-?\s?fi|science[- ]fiction",
    "Thriller": r"thrillers?",
    "Western": r"westerns?",
    "Music": r"musicals?",
    "Documentary": r"documentar(?:y|ies)",
    "Romance": r"romances?|romantic|rom-?com|love story",
    "Fantasy": r"fantasy",
    "Drama": r"dramas?",
    "Mystery": r"whodunn?it|murder mystery",
    "Action": r"action",
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
_SEPARATOR = r"(?:\s*,?\s*(?:or|nor|and|,)\s*(?:a |an |any |not )?)"


def negated_genres(text: str) -> Iterator[Span]:
    """Read "not animated", "wasn't a war film", "no horror or sci-fi": always dropped from the search text."""
    for match in re.finditer(rf"{NOT}(?={_any_genre()})", text, re.IGNORECASE):
        at, start = match.end(), match.start()
        while found := re.compile(rf"(?:{_any_genre()})(?:{_FILM})?", re.IGNORECASE).match(text, at):
            for genre in _genres_of(found.group()):
                yield Span(start, found.end(), GenreClue(genre, wanted=False), drop=True)
                start = found.end()
            more = re.compile(_SEPARATOR, re.IGNORECASE).match(text, found.end())
            if not more:
                break
            at = more.end()


def _any_genre() -> str:
    return "|".join(rf"\b(?:{pattern})\b" for pattern in _ANYWHERE.values())


def _genres_of(words: str) -> list[str]:
    return [genre for genre, pattern in _ANYWHERE.items() if re.search(rf"\b(?:{pattern})\b", words, re.IGNORECASE)][:1]


def genres(text: str) -> Iterator[Span]:
    """Read genres that the film is said to be of; the words stay in the search."""
    for genre, pattern in _ANYWHERE.items():
        beside_film = rf"\b(?:{pattern})(?:[\s/-]+(?:{_any_genre()}))?{_FILM}"
        of_its_own = rf"\b(?:was|is|it'?s|be)\s+an?\s+(?:{pattern})\b(?=\s*(?:[,.!?]|$|with\b|about\b))"
        at_the_end = rf"\b(?:{pattern})$" if len(text.split()) <= _NOTE_WORDS else r"(?!)"
        rule = f"{beside_film}|{of_its_own}|{at_the_end}" if genre in _ONLY_WITH_FILM else rf"\b(?:{pattern})\b"
        for match in re.finditer(rule, text, re.IGNORECASE):
            yield Span(match.start(), match.end(), GenreClue(genre, wanted=True), drop=False)
