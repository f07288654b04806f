"""What a rule reads: a place in the text and the value found there."""

from __future__ import annotations

from dataclasses import dataclass

from retrieval.types import ClueValue, SharedTitle


@dataclass(frozen=True, slots=True)
class Span:
    """A value and where in the cleaned text it was read."""

    start: int
    end: int
    value: ClueValue
    drop: bool
    """Whether the words only bound or negate a fact and would mislead the search if they stayed in it."""
    vague: bool = False
    """Whether the words make the value likely at most, however firmly they are said."""
    shared: SharedTitle | None = None
    """The title that the value names, where several films have it and nothing says which one is meant."""


NOT = (
    r"\b(?:not|no|isn'?t|wasn'?t|is not|was not|it'?s not|never|non|nothing|without|definitely not|neither|nor)[\s-]+"
    r"(?:(?:really|even|a|an|any|the|kind|sort|of|like|some|type|at all|actually|exactly|quite|particularly|one|\d0s)"
    r"\s+)*"
)
"""A negation and the small words that may stand between it and what it negates."""

_NEAR = 60  # characters that can say what a number after them means; all there is would take quadratic time


def before(text: str, start: int) -> str:
    """The words right before a place."""
    return text[max(0, start - _NEAR) : start]
