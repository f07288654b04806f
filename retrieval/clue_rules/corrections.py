"""What a later message takes back of earlier ones: "it was his brother, not his dad"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from retrieval.clue_rules.span import before
from retrieval.types import Correction

_SMALL = r"(?:an?|the|his|her|their|my|its|some|any|really|actually|even|in|on|at|from|of|with|one|just)"
_ENDS = r"(?:but|it|he|she|they|this|that|sorry|lol|haha|actually|though|who|and|i|on|in|at)\b"
_UNSURE = r"(?:it'?s|sure|certain|positive|for)\b"
_PHRASE = rf"(?:{_SMALL}\s+)*(?P<wrong>(?!{_ENDS}|{_UNSURE})[\w'-]+(?:\s+(?!{_ENDS})[\w'-]+){{0,2}})"
_NOT = (
    r"\b(?:not|wasn'?t|weren'?t|isn'?t|aren'?t|no(?!\s+one\b)|(?<![\w'] )without any|instead of|rather than|"
    r"more (?:like|of) an? \w+ than)\s+"
)
_DENIED = re.compile(rf"{_NOT}{_PHRASE}", re.IGNORECASE)
_NAMED_WRONG = re.compile(
    r"\b(?P<wrong>[\w-]{1,40})(?:'?s| is| was)\s+(?:the\s+)?(?:wrong|not (?:the )?right)\b", re.IGNORECASE
)
_INSTEAD_BEFORE = re.compile(
    rf"(?:^|[.,;:!?]\s*|\b(?:was|were|is|it'?s|he'?s|she'?s|like|actually|ok|they)\s+)(?:(?:actually|it|was|were|is|more|like)\s+)*"
    rf"(?P<right>(?:{_SMALL}\s+)*[\w'-]+(?:\s+[\w'-]+){{0,2}})[\s,]+(?:and\s+)?$",
    re.IGNORECASE,
)
_INSTEAD_AFTER = re.compile(
    r"[\s,.!]*(?:but|it'?s|it was|he'?s|she'?s|they'?re|they were|he was|she was|more like|rather)\s+"
    r"(?:(?:all|an?|the|his|her|in|on|at|actually)\s+)*"
    r"(?P<right>[\w'-]{1,40}(?:\s+[\w'-]{1,40}){0,2}?)(?=\s*(?:[.,;!?]|$|and\b|who\b|that\b|in\b|from\b))",
    re.IGNORECASE,
)
_CLAUSE_WORDS = frozenset(
    "definitely less more way there was were is are he she it they i you sorry no it's that this actually thing".split()
)
"""With one of them, what stands before a denial is no name of a thing."""
_VERB = re.compile(
    r"(?<!\bit )(?<!\bthat )(?<!\bfilm )(?<!\bmovie )"
    r"\b(?:do|does|did|can|could|will|would|should|might|must|has|have|had)\s+$",
    re.IGNORECASE,
)
"""Before "not": somebody in the story does not do something, which takes nothing back."""
_ONLY_SMALL = re.compile(rf"(?:{_SMALL}\s*)+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Taken:
    """What is taken back, and where the words that do so stand."""

    start: int
    end: int
    correction: Correction


def corrections(text: str) -> Iterator[Taken]:
    """Read what a message denies, with what it says instead where that is plain.

    Whether it was said before decides later if anything is corrected (`retrieval.clues.corrected`).
    """
    for match in _DENIED.finditer(text):
        wrong = match["wrong"].strip(" '")
        if wrong and not _ONLY_SMALL.fullmatch(wrong) and not _VERB.search(before(text, match.start())):
            yield Taken(match.start(), match.end(), Correction(wrong, _right(text, match)))
    for match in _NAMED_WRONG.finditer(text):
        yield Taken(match.start(), match.end(), Correction(match["wrong"].removesuffix("'s"), ""))


def _right(text: str, denial: re.Match[str]) -> str:
    """What stands beside a denial in its place; empty where nothing short does."""
    if match := _INSTEAD_AFTER.match(text, denial.end()):
        return match["right"]
    said = text[max(0, denial.start() - 60) : denial.start()]
    if match := _INSTEAD_BEFORE.search(said):
        right = _bare(match["right"])
        return "" if _CLAUSE_WORDS.intersection(right.lower().split()) else right
    return ""


def _bare(phrase: str) -> str:
    return re.sub(rf"^(?:{_SMALL}\s+)+", "", phrase, flags=re.IGNORECASE)
