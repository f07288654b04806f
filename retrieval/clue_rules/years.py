"""When the film came out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from retrieval.clue_rules.span import Span
from retrieval.types import YearClue

_DECADES = {"twenties": 1920, "thirties": 1930, "forties": 1940, "fifties": 1950, "sixties": 1960, "seventies": 1970}
_DECADES |= {"eighties": 1980, "nineties": 1990, "noughties": 2000, "two thousands": 2000}
_DECADE = rf"(?:\b(?P<digits>(?:18|19|20)?\d0)\s?'?s\b|(?P<name>{'|'.join(_DECADES)})\b)"
_PART = r"(?:(?P<part>early|mid|late)(?:r|st)?[\s-]+(?:or\s+mid[\s-]+)?(?:the\s+)?)?"
_YEAR = r"(?:19[0-9]\d|20[0-3]\d)"
_FIRST_FILMS = 1888  # an earlier year is a story's
_SETTING = re.compile(
    r"\b(?:set|takes? place|taking place|took place|happens?|happening|born|back in time|travel\w*|lives?|living|"
    r"during|looked like|like it was|feels? like)\s+(?:\w+\s+){0,3}$",
    re.IGNORECASE,
)
_WATCHED = re.compile(
    r"\b(?:saw|seen|watch(?:ed|ing)?|rented|remember|aired|on tv|cable|vhs)\b[^.;!?]{0,40}$", re.IGNORECASE
)
_BEFORE = ("before", "prior to", "pre", "older than", "earlier than")
_AFTER = ("after", "since", "post", "newer than", "later than")
_BOUND = re.compile(rf"\b(?P<bound>{'|'.join((*_BEFORE, *_AFTER))})[\s-]+(?:the\s+|about\s+)?$", re.IGNORECASE)
_MEANS_FILM = r"(?=\s*(?:[,.;!?]|$|(?:and|but|please|films?|movies?|ones?|stuff|though|in)\b))"
_EARLIER = re.compile(rf"\b(?:older|earlier)(?:\s+than\s+(?:that|this|it))?{_MEANS_FILM}", re.IGNORECASE)
_LATER = re.compile(rf"\b(?:newer|more recent|more modern)(?:\s+than\s+(?:that|this|it))?{_MEANS_FILM}", re.IGNORECASE)


def years(text: str, screen_year: int | None) -> Iterator[Span]:
    """Read years, decades, their bounds, and "older" or "newer" than the film on screen."""
    yield from _between(text)
    for match in re.finditer(_PART + _DECADE, text, re.IGNORECASE):
        yield from _placed(text, match, _decade(match))
    for match in re.finditer(rf"(?<![\d$£€.,])\b{_YEAR}\b(?!\s*(?:years|people|dollars|miles|men|feet|%))", text):
        year = int(match.group())
        yield from _placed(text, match, (year, year))
    yield from _relative(text, screen_year)


def _between(text: str) -> Iterator[Span]:
    rule = rf"\b(?:between\s+)?({_YEAR})\s*(?:-|–|to|and|until)\s*({_YEAR})\b"  # noqa: RUF001  # people type that dash
    for match in re.finditer(rule, text, re.IGNORECASE):
        low, high = sorted((int(match[1]), int(match[2])))
        yield Span(match.start(), match.end(), YearClue(low, high), drop=False)


def _decade(match: re.Match[str]) -> tuple[int, int]:
    """Two-digit decades up to the twenties of this century are taken as the nearer ones a film can be of."""
    if match["name"]:
        first = _DECADES[match["name"].lower()]
    else:
        digits = int(match["digits"])
        first = digits if digits >= 100 else (2000 + digits if digits < 20 else 1900 + digits)  # noqa: PLR2004  # two digits or four
    part = (match["part"] or "").lower()
    low, high = {"early": (0, 4), "mid": (3, 7), "late": (5, 9)}.get(part, (0, 9))
    return first + low, first + high


def _placed(text: str, match: re.Match[str], span: tuple[int, int]) -> Iterator[Span]:
    """A year or decade with what stands before it: a bound, a setting, or when it was watched."""
    before = text[: match.start()]
    low, high = span
    if _SETTING.search(before) or high < _FIRST_FILMS:
        return
    bound = _BOUND.search(before)
    word = bound["bound"].lower() if bound else ""
    start = bound.start() if bound else match.start()
    if word in _BEFORE:
        yield Span(start, match.end(), YearClue(None, low - 1), drop=True)
    elif word in _AFTER:
        yield Span(start, match.end(), YearClue(low if word == "since" else high + 1, None), drop=True)
    elif _WATCHED.search(before):
        yield Span(match.start(), match.end(), YearClue(None, high), drop=False)
    else:
        yield Span(match.start(), match.end(), YearClue(low, high), drop=False)


def _relative(text: str, screen_year: int | None) -> Iterator[Span]:
    """Read "older" and "newer", measured from the film on screen; without one they are only words."""
    if screen_year is None:
        return
    for match in _EARLIER.finditer(text):
        yield Span(match.start(), match.end(), YearClue(None, screen_year - 1), drop=True)
    for match in _LATER.finditer(text):
        yield Span(match.start(), match.end(), YearClue(screen_year + 1, None), drop=True)
