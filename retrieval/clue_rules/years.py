"""When the film came out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from retrieval.clue_rules.rule import Rule
from retrieval.clue_rules.span import Span, before
from retrieval.types import YearClue

_DECADES = {"twenties": 1920, "thirties": 1930, "forties": 1940, "fifties": 1950, "sixties": 1960, "seventies": 1970}
_DECADES |= {"eighties": 1980, "nineties": 1990, "noughties": 2000, "two thousands": 2000}
_PART = r"(?:(?P<part>early|mid|late)(?:r|st)?[\s-]+(?:or\s+mid[\s-]+)?(?:the\s+)?)?"
_DECADE = rf"\b(?P<digits>(?:18|19|20)?\d0)\s?'?s\b|\b(?P<name>{'|'.join(_DECADES)})\b"
_YEAR = r"(?<![\d$£€.,])\b(?P<year>19\d\d|20[0-3]\d)(?:\b|(?=ish))(?!\s*(?:years|people|dollars|miles|men|feet|%))"
_ABOUT_AFTER = (
    r"\s*-?ish\b|\s+(?:or so|or thereabouts|give or take|or (?:somewhere )?around (?:there|then)|around there|ish)\b"
)
_ABOUT_BEFORE = (
    r"\b(?:around|about|circa|c\.?|approximately|roughly|near|nearer|closer to|close to|somewhere around|like)"
)
_SHORT = (
    r"(?:(?<=\s')\d\d|(?<=^')\d\d|(?:(?<=\bin )|(?<=\bfrom )|(?<=\bcirca ))[5-9]\d)"
    r"(?=\s*(?:[.,;!?]|$|maybe\b|i think\b))|"
    r"(?:^|(?<=[.,;!?'] )|(?<=')|(?<=\bin )|(?<=\bfrom )|(?<=\blike )|(?<=\babout )|(?<=\bmaybe )|(?<=\bthink ))"
    rf"[3-9]\d(?=(?:{_ABOUT_AFTER})\s*(?:[.,;!?]|$))"
)
_FIRST = rf"(?=\d|early|mid|late|{'|'.join(_DECADES)})"
"""What a time begins with; the lookbehinds that follow are slow to try everywhere."""
_TIME = Rule(rf"{_FIRST}{_PART}(?:{_DECADE}|{_YEAR}|(?P<short>{_SHORT}))", cue=r"\d\d|ties|thousands")
_AROUND_BEFORE = re.compile(rf"{_ABOUT_BEFORE}\s+(?:the year\s+|maybe\s+)?'?$", re.IGNORECASE)
_AROUND_AFTER = re.compile(rf"(?:\s*,)?(?:{_ABOUT_AFTER})", re.IGNORECASE)
_AROUND = 2  # years that "2018 or so" may be off
_NEXT_CENTURY = 30  # "'05" is of this one, "'95" of the last
_JOIN = re.compile(
    r"[\s,]*+(?:or|and|to|until|through|/|&|-|\u2013)?[\s,]*+(?:(?:maybe|perhaps|possibly|even|in|from|the)\s+)*'?",
    re.IGNORECASE,
)
_FIRST_FILMS = 1888  # an earlier year is a story's

_SETTING = re.compile(
    r"\b(?:set|takes? place|taking place|took place|happens?|happening|born|back in time|travel\w*|lives?|living|"
    r"during|looked like|like it was|feels? like)\s+(?:\w+\s+){0,3}$",
    re.IGNORECASE,
)
_AGE = re.compile(r"\b(?:his|her|their|there|my|your|our|its)\s+$", re.IGNORECASE)
_WATCHED = re.compile(
    r"\b(?:saw|seen|watch(?:ed|ing)?|rented|remember|aired|on tv|cable|vhs)\b[^.;!?]{0,40}$", re.IGNORECASE
)
_FROM = re.compile(r"\b(?:from|made in|released in|came out in)\s+(?:(?:around|about|the)\s+)*'?$", re.IGNORECASE)
_OF_A_FILM = re.compile(r"\s+(?:\w+\s+){0,2}(?:films?|movies?|flicks?)\b", re.IGNORECASE)
_LOOKS = re.compile(
    r"[\s-]+(?:style|vibes?|feel|look|like|inspired|music|songs?|clothes|fashion|hair)\b", re.IGNORECASE
)
_BEFORE = ("before", "prior to", "pre", "older than", "earlier than")
_AFTER = ("after", "since", "post", "newer than", "later than")
_DENIED = r"(?P<denied>\b(?:not|no|never|cannot|cant|\w+n't)\s+(?:\w+\s+){0,3})?"
_BOUND = re.compile(
    rf"{_DENIED}\b(?P<bound>{'|'.join((*_BEFORE, *_AFTER))})[\s-]+(?:(?:the|about)\s+)*'?$", re.IGNORECASE
)
_NOT_THEN = re.compile(
    r"(?:\bnot|\bnever|n't|\bneither|\bnor)\s+(?:(?:really|from|made|in|of|the|an?|any|even)\s+)*'?$", re.IGNORECASE
)
_OR_LATER = re.compile(
    r"\s*\+|\s*(?:(?:or|and)\s+(?:a bit\s+)?(?:later|newer|after|up|onwards?)|onwards?|plus)\b|"
    r"\s+(?:and\s+)?on(?=\s*(?:[,.;!?]|$))",
    re.IGNORECASE,
)
_OR_EARLIER = re.compile(r"\s*(?:or|and)\s+(?:earlier|older|before)\b", re.IGNORECASE)

_MEANS_FILM = (
    r"(?=\s*(?:[,.;!?]|$|(?:and|but|please|pls|films?|movies?|ones?|stuff|though|tho|in|from|black|maybe|"
    r"probably|not|i think|lol)\b))"
)
_THAN_THAT = rf"(?:\s+than\s+(?:that|this|it))?{_MEANS_FILM}"
_EARLIER = Rule(rf"\b(?:(?:much|way|lots?|even)\s+)*(?:older|earlier){_THAN_THAT}", cue="older|earlier")
_LATER = Rule(
    rf"\b(?:(?:much|way|lots?|even)\s+)*(?:newer|more recent|more modern){_THAN_THAT}",
    cue="newer|more recent|more modern",
)
_NOT_SO_OLD = Rule(
    rf"\b(?:not|isn'?t|wasn'?t)\s+(?:(?:quite|nearly)\s+)?(?:that|so|as|this)\s+old{_MEANS_FILM}|"
    rf"\b(?:that'?s|it'?s|is|was|way|looks?|^)\s*too\s+old(?:\s+for\s+\w+)?{_MEANS_FILM}",
    cue="old",
)
_NOT_SO_NEW = Rule(
    rf"\b(?:not|isn'?t|wasn'?t)\s+(?:(?:quite|nearly)\s+)?(?:that|so|as|this)\s+(?:new|recent|modern){_MEANS_FILM}|"
    rf"\b(?:that'?s|it'?s|is|was|way|looks?|^)\s*too\s+(?:new|recent|modern)(?:\s+for\s+\w+)?{_MEANS_FILM}",
    cue="new|recent|modern",
)
_DENIAL = re.compile(r"\bnot\b", re.IGNORECASE)
_SOMEONE = re.compile(
    r"\b(?:he|she|they|man|guy|woman|girl|boy|actor|actress|character|hero|someone|people|who)\b[\w\s']{0,15}$",
    re.IGNORECASE,
)
_SOMEONE_IS = re.compile(rf"(?:\bnot|n't)\s+(?:\w+\s+)?$|{_SOMEONE.pattern}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Time:
    """Years that were named, both included, and where."""

    start: int
    end: int
    low: int
    high: int
    may_be_age: bool = False
    """Whether it is a decade of two digits, as ages are told too."""


def years(text: str, screen_year: int | None) -> Iterator[Span]:
    """Read years, decades, their bounds, and "older" or "newer" than the film on screen."""
    for time in _joined(text):
        yield from _placed(text, time)
    if screen_year is not None:  # without a film on screen "older" and "newer" are only words
        yield from _relative(text, screen_year)


def _joined(text: str) -> Iterator[_Time]:
    """What was named; "80s or 90s", "1990 to 1995" are one time."""
    whole: _Time | None = None
    for match in _TIME.finditer(text):
        time = _time(match)
        denied = whole is not None and _NOT_THEN.search(before(text, whole.start))  # "not the 80s, early 90s"
        if whole and not denied and _JOIN.fullmatch(text, whole.end, time.start):
            whole = _Time(whole.start, time.end, min(whole.low, time.low), max(whole.high, time.high), whole.may_be_age)
        else:
            if whole:
                yield whole
            whole = time
    if whole:
        yield whole


def _time(match: re.Match[str]) -> _Time:
    if match["year"]:
        year = int(match["year"])
        return _Time(match.start("year"), match.end(), year, year)
    if match["short"]:
        year = int(match["short"])
        year += 2000 if year < _NEXT_CENTURY else 1900
        return _Time(match.start("short"), match.end(), year, year)
    first = _DECADES[match["name"].lower()] if match["name"] else _decade(match["digits"])
    low, high = {"early": (0, 4), "mid": (3, 7), "late": (5, 9)}.get((match["part"] or "").lower(), (0, 9))
    return _Time(match.start(), match.end(), first + low, first + high, len(match["digits"] or "") == len("30"))


def _decade(digits: str) -> int:
    """Two-digit decades up to the tens are taken as this century's: no film is of the 1900s or 1910s here."""
    if len(digits) > len("80"):
        return int(digits)
    return int(digits) + (2000 if digits in {"00", "10"} else 1900)


def _placed(text: str, time: _Time) -> Iterator[Span]:
    """A time with what stands around it: a setting, an age, a bound, a denial, or when the film was watched."""
    said = before(text, time.start)
    if _SETTING.search(said) or time.high < _FIRST_FILMS or (time.may_be_age and _AGE.search(said)):
        return
    if span := _bounded(text, time, said):
        yield span
    elif _NOT_THEN.search(said):
        return
    elif _WATCHED.search(said) and not _FROM.search(said) and not _OF_A_FILM.match(text, time.end):
        yield Span(time.start, time.end, YearClue(None, time.high), drop=False, vague=True)
    else:
        vague = bool(_LOOKS.match(text, time.end))
        yield _around(text, time, said) or Span(
            time.start, time.end, YearClue(time.low, time.high), drop=False, vague=vague
        )


def _around(text: str, time: _Time, said: str) -> Span | None:
    """Single years that are rough: "2018 or so", "around 2018", "closer to 1990"; decades are rough already."""
    if time.high - time.low > _AROUND:
        return None
    after = _AROUND_AFTER.match(text, time.end)
    if not after and not _AROUND_BEFORE.search(said):
        return None
    end = after.end() if after else time.end
    return Span(time.start, end, YearClue(time.low - _AROUND, time.high + _AROUND), drop=False, vague=True)


def _bounded(text: str, time: _Time, said: str) -> Span | None:
    """A time that only bounds: "before 2000", "not after 2000", "2010 or later"."""
    if bound := _BOUND.search(said):
        start = time.start - len(said) + bound.start()
        return Span(start, time.end, _bound(time, bound["bound"].lower(), denied=bool(bound["denied"])), drop=True)
    start = time.start - len(said) + from_.start() if (from_ := _FROM.search(said)) else time.start
    if later := _OR_LATER.match(text, time.end):
        return Span(start, later.end(), YearClue(time.low, None), drop=True)
    if earlier := _OR_EARLIER.match(text, time.end):
        return Span(start, earlier.end(), YearClue(None, time.high), drop=True)
    return None


def _bound(time: _Time, word: str, *, denied: bool) -> YearClue:
    if word in _BEFORE:
        return YearClue(time.low, None) if denied else YearClue(None, time.low - 1)
    if word == "since":
        return YearClue(None, time.low - 1) if denied else YearClue(time.low, None)
    return YearClue(None, time.high) if denied else YearClue(time.high + 1, None)


def _relative(text: str, screen_year: int) -> Iterator[Span]:
    """Read "older" and "newer", measured from the film on screen; people are older too."""
    for rule, value in ((_EARLIER, YearClue(None, screen_year - 1)), (_LATER, YearClue(screen_year + 1, None))):
        for match in rule.finditer(text):
            said = before(text, match.start())
            if not _SOMEONE_IS.search(said):  # beside "not …" it may be older than that, not than what is on screen
                yield Span(match.start(), match.end(), value, drop=True, vague=bool(_DENIAL.search(said)))
    older, newer = YearClue(None, screen_year - 1), YearClue(screen_year + 1, None)
    for rule, value in ((_NOT_SO_OLD, newer), (_NOT_SO_NEW, older)):
        for match in rule.finditer(text):
            if not _SOMEONE.search(before(text, match.start())):
                yield Span(match.start(), match.end(), value, drop=True)
