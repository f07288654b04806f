"""What is said of all films on the screen at once: "none of these", "seen all of those", "didn't like any of them".

Every repetition has a bound, so that a message of any length is read in a time that grows with its length alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_FILMS = r"(?:\s+(?:ones?|films?|movies?|results?|options?|suggestions?|titles?|guesses))?"
_FEW = r"(?:two|three|four|five|[2-5])"
_THEM = rf"(?:(?:these|those|the){_FILMS}|(?:th)?em|the above|(?:these|those|them|the) {_FEW}{_FILMS})"
_NOT = (
    r"(?:(?:do|did|does|would|could|can|wo|am|was|were|have|is)\s?n['o]?t|"
    r"(?:do|did|does|would|could|can|will|am|was|have|is) not|cannot|never|not)"
)
_VERY = r"(?:(?:really|ever|even|actually|particularly|too|very|that|so|much|an?|big|huge|great)\s+){0,3}"
_CARE = (
    r"(?:liked?|loved?|enjoy(?:ed)?|care(?:d)?(?: much)? (?:for|about)|fans? of|into|interested in|keen on|fond of|"
    r"sold on|feel(?:ing)?|want(?: to (?:see|watch))?|know|recogni[sz]e|recall|remember)"
)
_HATE = r"(?:hated?|disliked?|despised?|tired of|(?:will |'ll )?pass on|passing on|skip|no interest in)"
_ALONE = r"(?:any|either|all|both)(?=\s*(?:[.,;:!?)]|$|\b(?:but|and|because|so|sorry|either|at all|really|much)\b))"
"""Nothing follows that it could be all of: "I hated all the songs" is of the story."""
_ANY = rf"(?:(?:any|either|all|both|every one)(?:\s+of)?\s+{_THEM}|{_ALONE})"
_START = (
    r"(?:^|[.,;:!?])(?P<we>\s*(?:(?:no|nope|nah|sorry|hmm+|ok|okay|well|oh|yeah|yes|but|and|actually|honestly|ugh|"
    r"i'?m|i am|i|we|i'?ve|we'?ve|have|had|already|think|just|it'?s|its|it|that'?s)[\s,]{1,3}){0,5})"
)
_TAIL = (
    r"(?:\s+(?:is|are|was|were|look|looks|seem|seems|sounds?|feels?)"
    r"(?:\s+(?:it|right|the (?:right )?(?:one|film|movie)|close|correct|familiar|good|like it))?|"
    r"\s+(?:work|works|fit|fits|match|matches|ring a bell|apply|applies|helps?))?"
    r"(?:\s+(?:either|sorry|please|though|already|before|too|at all|much|really|thanks|lol|tbh))?"
)
_END = r"\s*(?=[.,;:!?)]|$|\b(?:but|and|because|so|it|the|mine|what|any|i|show|try|something)\b)"
_NONE = r"(?:none|not any|not one|not a single one|neither(?: one)?|(?:is|are|was)n'?t any|(?:is|was)n'?t one)"
_WRONG = (
    r"(?:(?:they|these|those)(?:'?re|\s+are|\s+were)?\s+)?(?:all|both)(?:\s+of\s+(?:these|those|them))?\s+"
    r"(?:are\s+|were\s+)?(?:wrong|out|no good)"
)
_SEEN = (
    rf"(?:seen|saw|watched|know)\s+(?:(?:all|both|every one|most)(?:\s+of)?\s+{_THEM}|all {_FEW}|{_ALONE}|"
    r"(?:these|those|them|'?em)\s+(?:all|both))"
)
_ALL = (
    rf"{_NONE}\s+of\s+{_THEM}",
    rf"(?:no|nope|nah|not) to (?:all|both|each|any|every one)(?:\s+of\s+{_THEM})?",
    rf"(?:not|isn'?t|aren'?t|wasn'?t|they'?re not|they aren'?t)\s+(?:(?:any|one)\s+of\s+)?(?:these|those|them){_FILMS}",
    _WRONG,
    _SEEN,
    rf"{_NOT}\s+{_VERY}{_CARE}\s+{_ANY}",
    rf"{_HATE}\s+{_ANY}",
)
_RULE = re.compile(rf"{_START}(?P<words>(?:{'|'.join(_ALL)}){_TAIL}){_END}", re.IGNORECASE)
_WHOLE = re.compile(
    r"\s*(?:(?:no|nope|nah|sorry|hmm+|it'?s|they'?re)[\s,]{1,3}){0,2}"
    r"(?:neither(?: one)?|none|none at all|not any|both wrong|all wrong)(?:[\s,]{1,3}(?:sorry|please|thanks))?[\s.!]*",
    re.IGNORECASE,
)
_MANY = re.compile(r"\b(?:those|these|them|both|either|any|all|none|neither)\b", re.IGNORECASE)


def all_turned_down(text: str) -> Iterator[tuple[int, int]]:
    """Where a message turns down everything that was shown."""
    if _WHOLE.fullmatch(text):
        yield 0, len(text)
        return
    for match in _RULE.finditer(text):
        yield match.start("we"), match.end("words")


def speaks_of_many(words: str) -> bool:
    """Whether words that turn something down are about more than one film ("not a fan of those")."""
    return _MANY.search(words) is not None
