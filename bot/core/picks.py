"""What a message says of films on the screen, or answers to an offer ("the second one", "loosen it")."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from retrieval.types import FilmId


class Verdict(StrEnum):
    """What is said."""

    IS_IT = "is it"
    """That film is the one."""
    IS_NOT = "is not"
    """It is not; somebody who has seen it knows."""
    IS_CLOSE = "is close"
    """It is not, but the one meant is like it, and may be its sequel."""
    ALIKE = "alike"
    """Others like it are wished for: neither it nor its sequels."""
    PART = "part"
    """Another film of its series is meant: "the sequel", "part two"."""
    YES = "yes"
    """A bare yes: to an offer if there is one, else to the best film."""
    LOOSEN = "loosen"
    """Make the fact that shuts out the most a maybe."""
    ANEW = "anew"
    """Search for what was said last, without what was said before."""


EVERY: Final = (0, 1, 2, 3, 4)
"""The places of all films on a screen."""


@dataclass(frozen=True, slots=True)
class Pick:
    """Films on the screen and what is said of them."""

    verdict: Verdict
    places: tuple[int, ...] = (0,)
    """Counted from 0, the best first; -1 is the last one. Some may not be on the screen."""
    rest: str = ""
    """What else the message says."""
    only: bool = False
    """Whether all others on the screen are not it: "only the third is close"."""
    part: int = 0
    """Which film of its series, counted from 1; 0 is the one that follows."""


_PLACES = {"first": 0, "1st": 0, "top": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "fourth": 3, "4th": 3}
_PLACES |= {"fifth": 4, "5th": 4, "1": 0, "2": 1, "3": 2, "4": 3, "5": 4, "one": 0, "two": 1, "three": 2}
_MANY = {"couple": 2, "two": 2, "three": 3, "four": 4, "2": 2, "3": 3, "4": 4}
_ORDINAL = r"first|1st|top|second|2nd|third|3rd|fourth|4th|fifth|5th"
_FILM = r"(?:\s+(?:ones?|films?|movies?|results?))?"
_NUMBER = r"(?:number|no\.?|nr\.?|#)\s*(?P<number>[1-5]|one|two|three)"
_ONE = rf"(?:the\s+)?(?:(?P<place>{_ORDINAL})(?:\s+(?:one|film|movie|result))?|{_NUMBER})"
_LISTED = rf"(?:(?:the\s+)?(?:{_ORDINAL}){_FILM}|(?:(?:number|no\.?|nr\.?)s?\s*|#)?[1-5])"
_LIST = rf"(?P<list>{_LISTED}(?:\s*(?:,|&|,?\s*\b(?:and|or|nor))\s*(?:also\s+)?(?:not\s+|neither\s+)?{_LISTED}){{1,4}})"
_SOME = (
    r"(?:(?:the\s+)?(?P<end>first|top|last|bottom)\s+(?P<many>two|three|four|couple|[2-4])"
    rf"(?:\s+of\s+(?:them|these|those))?{_FILM}|{_LIST})"
)
_ANY = rf"(?:{_SOME}|{_ONE})"
_PICTURES = re.compile(r"[^\w\s!-/:-@]")  # emoji: what is said is said without them
_PLACE = re.compile(rf"(?P<place>{_ORDINAL})|(?P<number>[1-5])(?!\w)", re.IGNORECASE)
_SURE = (
    r"(?:(?:yes+|yeah|yep|no|nope|hmm+|ok|oh|omg|haha|lol|well|wait|actually|i think|i believe|"
    r"thx|thanks|thank (?:you|u)|ty|perfect|great|awesome|nice)[\s,.!]+)*"
)
_THANKS = r"(?:[\s,.!]{1,4}(?:thx|thanks|thank (?:you|u)|ty|cheers|lol|haha|omg|man|dude|yay))?"
_REST = rf"{_THANKS}(?:\s*[.!]*\s*$|\s*[,.;!:]+\s*(?P<rest>.*)|\s+(?P<but>but\b.*))"
_PARTS = _PLACES | {"i": 0, "ii": 1, "iii": 2, "iv": 3, "v": 4, "four": 3, "five": 4}
_QUITE = r"(?:very|really|pretty|quite|so|kind of|kinda|almost|sort of|the closest|actually)\s+"

_CLOSE = r"(?:close|closest|similar|near|almost it|like it)"
_LIKE = (
    r"(?:like|close to|closer to|sim\w{3,5}r to|along the lines of|in the (?:same )?(?:vein|style|spirit) (?:as|of))"
)
_SORT = r"(?:(?:more|a bit|a little|a lot|much|very|just|pretty|kind of|sort of|kinda|sorta|kind|sort|maybe)\s+){0,3}"
_LEAD = (
    r"(?:(?:ok|okay|please|yes|yeah|hmm+|great|nice|cool|"
    r"(?:i |we )?(?:really )?(?:liked?|loved?|enjoyed) (?:it|that|this|those|them|that one)|"
    r"i'?d like|i want|i would like|we want|i need|i'?m looking for|looking for|do you have|do you know(?: of)?|"
    r"have you got|is there|are there|got|give me|show me|find me|find|"
    r"(?:can|could) (?:you|i) (?:show me|find|give me|have|get|suggest|recommend))[\s,.!]{1,3}){0,3}"
)
_WISH = (
    rf"{_LEAD}(?:(?:some|any|other|another|a|one)\s+)?"
    r"(?:some?thing|anything|some|any|smth|sth|movies?|films?|ones?|stuff|others?|more)\s+"
    rf"(?:else\s+)?{_SORT}"
)
"""What comes before "like that" where others of its kind are wished for; nothing is told of the film in it."""
_THESE = r"(?P<all>(?:all (?:of )?)?(?:these|those|them|the above))(?:\s+(?:ones|films?|movies?))?"
_THIS = r"(?:that|this|it|the same)(?:\s+(?:one|film|movie))?"
_GO_ON = (
    r"(?:(?:[\s,]+(?:please|pls|thanks))?\s*[.!?]*\s*$|\s*[,.;!:]+\s*(?P<rest>.*)|"
    r"\s+(?P<but>(?:but|only|except|just|with|without|set|in|from|about|and|where|for)\b.*))"
)
"""Behind a likeness people go on without a comma."""

_RULES: tuple[tuple[Verdict, str], ...] = (
    (
        Verdict.LOOSEN,
        r"(?:yes|yeah|ok|okay|sure|please)?[\s,]*(?:loosen|ease|relax|soften)(?:\s+(?:it|that|this|them))?",
    ),
    (Verdict.ANEW, r"(?:yes|yeah|ok|okay|sure|please)?[\s,]*(?:a\s+)?new search(?:\s+please)?"),
    (
        Verdict.YES,
        (
            r"(?:(?:haha|lol|omg|oh)[\s,!]+)?"
            r"(?:y|ye+s+|ye+a*h*|ya+h*|ye+p+|yu+p+|yes please|sure|correct|right|i think so)"
            r"(?:[\s,]+(?:please|yes|i think so))?"
        ),
    ),
    (
        Verdict.IS_IT,
        rf"{_SURE}(?:that'?s|that is|that was|this is|it'?s|it is)\s+(?:it|the one|the film|the movie|right|correct)",
    ),
    (
        Verdict.PART,
        (
            rf"{_SURE}(?:(?:it'?s|it is|it was|was it|is it|that'?s|maybe|perhaps|i mean|i meant|is there an?|"
            r"not (?:that|this)(?: one)?,?(?: but)?)\s+)?(?:the\s+)?"
            r"(?:(?P<nth>first|1st|second|2nd|third|3rd|fourth|4th|fifth|5th)\s+part|"
            r"part\s+(?P<part>one|two|three|four|five|[1-5]|i{1,3}|iv|v)|sequel|follow-?up|next part)"
            r"(?:\s+(?:of|to)\s+(?:that|this|it)(?:\s+(?:one|film|movie))?)?\s*\??"
        ),
    ),
    (Verdict.IS_IT, r"(?P<place>[1-5])"),
    (
        Verdict.IS_IT,
        (
            r"(?:(?:(?:nvm|never ?mind|ok|oh|omg|yes+)[\s,.!]{1,3})?found it|bingo|exactly|"
            r"(?:yes[\s,!]+)?th(?:at|is) one|(?:you|u|ya) (?:got|found) it|got it|"
            r"perfect[\s,]+that'?s it)"
        ),
    ),
    (
        Verdict.IS_NOT,
        rf"{_SURE}(?:i(?:'ve| have)?\s+)?(?:already\s+)?(?:seen|saw|watched|know)\s+{_ANY}(?:\s+already)?",
    ),
    (Verdict.IS_NOT, rf"{_SURE}(?:it'?s |it is )?(?:not|isn'?t|neither)\s+{_ANY}"),
    (
        Verdict.IS_NOT,
        (
            rf"{_SURE}{_ANY}\s+(?:isn'?t|is not|wasn'?t|is wrong|is out|not|aren'?t|are not|are wrong|are out)"
            r"(?:\s+(?:it|the one|right))?"
        ),
    ),
    (
        Verdict.IS_CLOSE,
        (
            rf"{_SURE}(?P<only>only\s+|just\s+)?{_ANY}\s+(?:is|was|are|were|comes|looks|sounds|feels|'s)\s+"
            rf"(?:{_QUITE}){{0,3}}{_CLOSE}"
        ),
    ),
    (
        Verdict.IS_CLOSE,
        (
            rf"{_SURE}(?P<only>none of (?:these|those|them),?\s+(?:except|but|only)(?:\s+(?:maybe|perhaps|for))?)\s+"
            rf"{_ANY}(?:\s+(?:is|was|comes)\s+(?:{_QUITE}){{0,3}}{_CLOSE})?"
        ),
    ),
    (Verdict.IS_CLOSE, rf"{_SURE}(?:something\s+)?(?:like\s+)?{_ONE}(?=\s*,?\s+but\s)"),
    (Verdict.IS_IT, rf"{_SURE}(?:it'?s|it is|it was|that'?s)?\s*{_ONE}(?:\s+(?:is|was)\s+(?:it|the one|right))?"),
)
_LIKENESSES: tuple[tuple[Verdict, str], ...] = (
    (Verdict.ALIKE, rf"{_WISH}{_LIKE}\s+(?:{_THESE}|{_THIS}|{_ANY})"),
    (Verdict.ALIKE, rf"{_SURE}{_SORT}sim\w{{3,5}}r to\s+(?:{_THESE}|{_THIS}|{_ANY})"),
    (Verdict.ALIKE, rf"{_LEAD}(?:(?:some|any|other|more)\s+)?sim\w{{3,5}}r(?:\s+(?:movies?|films?|ones?|stuff))?"),
    (Verdict.ALIKE, r"more of (?:(?P<all>these|those|them)|the same|that|this)(?:\s+(?:kind|sort|type))?"),
    (
        Verdict.ALIKE,
        rf"{_WISH}(?:in (?:that|the same) (?:vein|style|spirit)|sim\w{{3,5}}r|of (?:that|the same) (?:kind|sort))",
    ),
    (
        Verdict.IS_CLOSE,
        rf"{_SURE}(?:(?:it'?s|it is|it was|was)\s+)?{_SORT}{_LIKE}\s+(?:{_THESE}|(?:that|this)(?:\s+one)?|{_ANY})",
    ),
    (
        Verdict.IS_CLOSE,
        (
            rf"{_SURE}(?:that|this|the same|same)(?:\s+(?:one|thing|film|movie|idea|story|vibe))?"
            r"(?=\s*,?\s+(?:but|only|except)\s)"
        ),
    ),
)
_PATTERNS = (
    *((verdict, re.compile(pattern + _GO_ON, re.IGNORECASE | re.DOTALL)) for verdict, pattern in _LIKENESSES),
    *((verdict, re.compile(pattern + _REST, re.IGNORECASE | re.DOTALL)) for verdict, pattern in _RULES),
)
_WHOLE_ONLY = frozenset({Verdict.LOOSEN, Verdict.ANEW, Verdict.YES, Verdict.IS_IT, Verdict.PART})
"""These are meant only by a whole message: "yes, it had a dog" goes on telling, "the second one has a dog" too."""


def read_pick(text: str) -> Pick | None:
    """Read what a message says of films on the screen; None where it says nothing of the kind."""
    text = " ".join(_PICTURES.sub(" ", text.replace("\u2019", "'")).split())
    for verdict, pattern in _PATTERNS:
        if match := pattern.fullmatch(text):
            found = match.groupdict()
            rest = (found["rest"] or found["but"] or "").strip()
            if rest and verdict in _WHOLE_ONLY:
                continue
            part = (found.get("nth") or found.get("part") or "").lower()
            which = _PARTS[part] + 1 if part else 0
            return Pick(verdict, _places(found), rest, only=bool(found.get("only")), part=which)
    return None


def _places(found: Mapping[str, str | None]) -> tuple[int, ...]:
    """The places that a match names; the first where it names none."""
    if found.get("all"):
        return EVERY
    if listed := found.get("list"):
        named = (match["place"] or match["number"] for match in _PLACE.finditer(listed))
        return tuple(dict.fromkeys(_PLACES[one.lower()] for one in named))
    if many := found.get("many"):
        count = _MANY[many.lower()]
        return tuple(range(-count, 0) if (found["end"] or "").lower() in {"last", "bottom"} else range(count))
    return (_PLACES[(found.get("place") or found.get("number") or "first").lower()],)


def named_on(screen: Sequence[FilmId], pick: Pick) -> tuple[FilmId, ...]:
    """The films of a screen that a pick names; places that the screen does not have name none."""
    return tuple(screen[place] for place in pick.places if -len(screen) <= place < len(screen))
