"""How long the film runs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from retrieval.clue_rules.rule import Rule
from retrieval.clue_rules.span import Span, before
from retrieval.types import RuntimeClue

_NUMBERS = {"one": 1, "an": 1, "a": 1, "two": 2, "three": 3, "four": 4, "five": 5, "eighty": 80, "ninety": 90}
_NUMBERS |= {"hundred": 100, "a hundred": 100}
_N = rf"(?:\d+(?:[.,]\d+)?|{'|'.join(_NUMBERS)})"
_DURATION = (
    rf"(?:(?P<h>{_N})\s*(?P<half>and a half|½|1/2)?\s*-?\+?\s*(?:hours?|hrs?|(?<=[\d½])h|(?<=[\d½] )h)\s*"
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
_RUNTIME = Rule(_BEFORE + _DURATION + r"(?!\w)" + _AFTER, cue=r"hour|hrs?(?:and|\d|\b)|min(?:ute)?s?\b|[\d\u00bd] ?h")
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

_OF_IT = (
    r"(?:^|[.,;:!?]|\b(?:and|but|or)\b)\s*(?:(?:no|nope|yes|yeah|ok|okay|hmm+|well|it|it'?s|its|was|is|this|that|that'?s|"
    r"the|film|movie|one|something|anything|maybe|i|think|want|need|make|a|an|please|got|had|has|to|be|must|should|"
    r"have|been|runs?|ran|actually|probably|definitely|give|show|me|any)\s+){0,8}"
)
"""Words that speak of the film and of nothing in it: "his hair was longer" is of the story."""
_BY_FAR = r"(?:(?:much|way|lots?|even|far|a|bit|little|lot|slightly|somewhat|quite)\s+){0,3}"
_THAN = (
    r"(?:\s+(?:ones?|films?|movies?))?(?:\s+than\s+(?:that|this|it|those|these)(?:\s+(?:one|film|movie))?)?"
    r"(?=\s*(?:[.,;!?)]|$|(?:and|but|please|though|tho|i think|maybe)\b))"
)
_NOT_SO = r"(?:not|isn'?t|wasn'?t)\s+(?:(?:quite|nearly)\s+)?(?:that|so|as|this)\s+"
_SHORTER = re.compile(
    rf"{_OF_IT}(?P<words>{_BY_FAR}shorter{_THAN}|"
    rf"{_NOT_SO}long{_THAN}|(?:way\s+)?too long{_THAN})",
    re.IGNORECASE,
)
_LONGER = re.compile(
    rf"{_OF_IT}(?P<words>(?<!no )(?<!any ){_BY_FAR}longer{_THAN}|"
    rf"{_NOT_SO}short{_THAN}|(?:way\s+)?too short{_THAN})",
    re.IGNORECASE,
)
_NEGATED = re.compile(r"\b(?:not|isn'?t|wasn'?t|no|any)\s+(?:\w+\s+)?$", re.IGNORECASE)
"""Before "shorter" or "longer": it may be of the same length, or "no longer" anything."""


def runtimes(text: str, screen_runtime: int | None = None) -> Iterator[Span]:
    """Read lengths, bounded ("under 90 minutes") or about ("2h20"); the words leave the search.

    Args:
        text: what was said.
        screen_runtime: minutes of the film that "shorter" and "longer" are measured from; None where none is known.
    """
    note = len(text.split()) <= _NOTE_WORDS
    for match in _RUNTIME.finditer(text):
        minutes = _minutes(match)
        if _SHORTEST <= minutes <= _LONGEST and _is_the_films(text, match, note=note):
            yield Span(match.start(), match.end(), _clue(match, minutes), drop=True)
    if screen_runtime is not None:  # without a film on screen they are only words
        yield from _relative(text, screen_runtime)


def _relative(text: str, minutes: int) -> Iterator[Span]:
    """Read "shorter" and "longer", measured from the film on screen."""
    for rule, value in ((_SHORTER, RuntimeClue(None, minutes - 1)), (_LONGER, RuntimeClue(minutes + 1, None))):
        for match in rule.finditer(text):
            if not _NEGATED.search(before(text, match.start("words"))):
                yield Span(match.start("words"), match.end(), value, drop=True)


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
