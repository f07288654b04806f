"""What a message says of one film on the screen, or answers to an offer ("the second one", "loosen it")."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What is said."""

    IS_IT = "is it"
    """That film is the one."""
    IS_NOT = "is not"
    """It is not; somebody who has seen it knows."""
    IS_CLOSE = "is close"
    """It is not, but the one meant is like it."""
    YES = "yes"
    """A bare yes: to an offer if there is one, else to the best film."""
    LOOSEN = "loosen"
    """Make the fact that shuts out the most a maybe."""
    ANEW = "anew"
    """Search for what was said last, without what was said before."""


@dataclass(frozen=True, slots=True)
class Pick:
    """One film on the screen and what is said of it."""

    verdict: Verdict
    place: int = 0
    """Counted from 0, the best first."""
    rest: str = ""
    """What else the message says."""


_PLACES = {"first": 0, "1st": 0, "top": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "fourth": 3, "4th": 3}
_PLACES |= {"fifth": 4, "5th": 4, "1": 0, "2": 1, "3": 2, "4": 3, "5": 4, "one": 0, "two": 1, "three": 2}
_ORDINAL = r"first|1st|top|second|2nd|third|3rd|fourth|4th|fifth|5th"
_NUMBER = r"(?:number|no\.?|nr\.?|#)\s*(?P<number>[1-5]|one|two|three)"
_ONE = rf"(?:the\s+)?(?:(?P<place>{_ORDINAL})(?:\s+(?:one|film|movie|result))?|{_NUMBER})"
_SURE = r"(?:(?:yes+|yeah|yep|no|nope|hmm+|ok|oh|omg|haha|lol|well|wait|actually|i think|i believe)[\s,.!]+)*"
_REST = r"(?:\s*[.!]*\s*$|\s*[,.;!:]+\s*(?P<rest>.*)|\s+(?P<but>but\b.*))"
_QUITE = r"(?:very|really|pretty|quite|so|kind of|kinda|almost|sort of|the closest|actually)\s+"

_CLOSE = r"(?:close|closest|similar|near|almost it|like it)"

_RULES: tuple[tuple[Verdict, str], ...] = (
    (
        Verdict.LOOSEN,
        r"(?:yes|yeah|ok|okay|sure|please)?[\s,]*(?:loosen|ease|relax|soften)(?:\s+(?:it|that|this|them))?",
    ),
    (Verdict.ANEW, r"(?:yes|yeah|ok|okay|sure|please)?[\s,]*(?:a\s+)?new search(?:\s+please)?"),
    (
        Verdict.YES,
        (
            r"(?:(?:haha|lol|omg|oh)[\s,!]+)?(?:yes+|yeah|yep|yup|yes please|sure|correct|right)"
            r"(?:[\s,]+(?:please|yes))?"
        ),
    ),
    (
        Verdict.IS_IT,
        rf"{_SURE}(?:that'?s|that is|this is|it'?s|it is)\s+(?:it|the one|the film|the movie|right|correct)",
    ),
    (Verdict.IS_IT, r"(?P<place>[1-5])"),
    (
        Verdict.IS_IT,
        (
            r"(?:found it|bingo|exactly|(?:yes[\s,!]+)?th(?:at|is) one|(?:you|u|ya) (?:got|found) it|got it|"
            r"perfect[\s,]+that'?s it)"
        ),
    ),
    (
        Verdict.IS_NOT,
        rf"{_SURE}(?:i(?:'ve| have)?\s+)?(?:already\s+)?(?:seen|saw|watched|know)\s+{_ONE}(?:\s+already)?",
    ),
    (Verdict.IS_NOT, rf"{_SURE}(?:it'?s |it is )?(?:not|isn'?t)\s+{_ONE}"),
    (Verdict.IS_NOT, rf"{_SURE}{_ONE}\s+(?:isn'?t|is not|wasn'?t|is wrong|is out|not)(?:\s+(?:it|the one|right))?"),
    (
        Verdict.IS_CLOSE,
        rf"{_SURE}{_ONE}\s+(?:is|was|comes|looks|sounds|feels|'s)\s+(?:{_QUITE})*{_CLOSE}",
    ),
    (Verdict.IS_CLOSE, rf"{_SURE}(?:it'?s\s+|it was\s+)?(?:more\s+)?(?:like|close to|similar to)\s+{_ONE}"),
    (Verdict.IS_CLOSE, rf"{_SURE}(?:something\s+)?(?:like\s+)?{_ONE}(?=\s*,?\s+but\s)"),
    (Verdict.IS_IT, rf"{_SURE}(?:it'?s|it is|it was|that'?s)?\s*{_ONE}(?:\s+(?:is|was)\s+(?:it|the one|right))?"),
)
_PATTERNS = tuple((verdict, re.compile(pattern + _REST, re.IGNORECASE | re.DOTALL)) for verdict, pattern in _RULES)
_WHOLE_ONLY = frozenset({Verdict.LOOSEN, Verdict.ANEW, Verdict.YES, Verdict.IS_IT})
"""These are meant only by a whole message: "yes, it had a dog" goes on telling, "the second one has a dog" too."""


def read_pick(text: str) -> Pick | None:
    """Read what a message says of one film on the screen; None where it says nothing of the kind."""
    text = " ".join(text.replace("\u2019", "'").split())
    for verdict, pattern in _PATTERNS:
        if match := pattern.fullmatch(text):
            found = match.groupdict()
            rest = (found["rest"] or found["but"] or "").strip()
            if rest and verdict in _WHOLE_ONLY:
                continue
            said = (found.get("place") or found.get("number") or "first").lower()
            return Pick(verdict, _PLACES[said], rest)
    return None
