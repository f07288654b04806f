"""How long the film runs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from retrieval.clue_rules.span import Span, before
from retrieval.types import RuntimeClue

_NUMBERS = {"one": 1, "an": 1, "a": 1, "two": 2, "three": 3, "four": 4, "five": 5, "eighty": 80, "ninety": 90}
_NUMBERS |= {"hundred": 100, "a hundred": 100}
_N = rf"(?:\d+(?:[.,]\d+)?|{'|'.join(_NUMBERS)})"
_DURATION = (
    rf"(?:(?P<h>{_N})\s*(?P<half>and a half|½|1/2)?\s*-?\+?\s*(?:hours?|hrs?|h)\s*"
    r"(?:(?P<half2>and a half)|(?:and\s+)?(?P<m>[0-5]\d)(?:\s*(?:minutes?|mins?|m))?)?"
    rf"|(?P<hour>hour and a half)|(?P<min>{_N})\s*-?(?:minutes?|mins?))"
)
_BELOW = (
    r"under|less than|below|at most|no more than|not more than|shorter than|no longer than|not longer than|up to|"
    r"barely|just under"
)
_ABOVE = r"over|more than|above|at least|longer than|no less than|upwards of"
_NEARLY = r"almost|nearly|close to|not quite|pushing"
_ABOUT = rf"about|around|{_NEARLY}|roughly|approximately|maybe|like"
_LITTLE_ABOVE = r"not much (?:more|longer) than|not much over|(?:a )?(?:little|bit) over|just over"
_BEFORE = rf"(?:\b(?P<word>{_LITTLE_ABOVE}|{_BELOW}|{_ABOVE}|{_ABOUT})\s+|\b)"
_AFTER = (
    r"(?:\s*(?P<after>long|films?|movies?|max(?:imum)?|tops|easily|plus|or so|about|roughly|give or take|"
    r"or thereabouts)\b)?"
)
_FILM_WORDS = frozenset({"long", "film", "films", "movie", "movies"})
_RUNTIME = re.compile(_BEFORE + _DURATION + r"(?!\w)" + _AFTER, re.IGNORECASE)
_OF_THE_STORY = re.compile(
    r"\s*(?:ago|later|earlier|into|in|before|after|left|to live|away|old|drive|trip|flight|wait|walk|from|of)\b",
    re.IGNORECASE,
)
_PASSES = re.compile(r"\b(?:for|in|after|within|every|next|last|past|another|only)\s+(?:the\s+)?$", re.IGNORECASE)
_OF_THE_FILM = re.compile(
    r"\b(?:runs?|ran|lasts?|lasted|runtime|running time|length|goes on|went on|(?:film|movie|it)(?:'s| is| was))\b"
    r"[^.,;!?]{0,20}$",
    re.IGNORECASE,
)
_NOTE_WORDS = 12
"""In a message this short a bare length ("2h20") is the film's; in a longer one it needs words that say so."""
_ABOUT_SHARE = 0.12  # "about three hours" reaches from 2:38 to 3:22
_EASILY_SHARE = 0.06  # "three hours easily" is rounded up a little
_SHORTEST, _LONGEST = 20, 600  # minutes; outside it is no film's length


def runtimes(text: str) -> Iterator[Span]:
    """Read lengths, bounded ("under 90 minutes") or about ("2h20"); the words leave the search."""
    note = len(text.split()) <= _NOTE_WORDS
    for match in _RUNTIME.finditer(text):
        minutes = _minutes(match)
        if _SHORTEST <= minutes <= _LONGEST and _is_the_films(text, match, note=note):
            yield Span(match.start(), match.end(), _clue(match, minutes), drop=True)


def _is_the_films(text: str, match: re.Match[str], *, note: bool) -> bool:
    said = before(text, match.start())
    if _OF_THE_FILM.search(said) or (match["after"] or "").lower() in _FILM_WORDS:
        return True
    return note and not _OF_THE_STORY.match(text, match.end()) and not _PASSES.search(said)


def _minutes(match: re.Match[str]) -> int:
    if match["hour"]:
        return 90
    if match["min"]:
        return round(_number(match["min"]))
    hours = _number(match["h"]) + (0.5 if match["half"] or match["half2"] else 0)
    return round(hours * 60) + int(match["m"] or 0)


def _number(word: str) -> float:
    word = word.lower().replace(",", ".")
    return float(_NUMBERS[word]) if word in _NUMBERS else float(word)


def _clue(match: re.Match[str], minutes: int) -> RuntimeClue:
    word, after = (match["word"] or "").lower(), (match["after"] or "").lower()
    slack = round(minutes * _ABOUT_SHARE)
    if re.fullmatch(_LITTLE_ABOVE, word):
        return RuntimeClue(minutes, minutes + 3 * slack)
    if word == "barely":
        return RuntimeClue(None, minutes + slack)
    if re.fullmatch(_BELOW, word) or after in {"max", "maximum", "tops"}:
        return RuntimeClue(None, minutes)
    if after in {"easily", "plus"} or "+" in match.group():
        return RuntimeClue(minutes - round(minutes * _EASILY_SHARE), None)
    if re.fullmatch(_ABOVE, word):
        return RuntimeClue(minutes, None)
    return RuntimeClue(minutes - slack, minutes if re.fullmatch(_NEARLY, word) else minutes + slack)
