"""Black and white, or colour."""

from __future__ import annotations

import re
from collections.abc import Iterator

from retrieval.clue_rules.rule import Rule
from retrieval.clue_rules.span import NOT, Span, before
from retrieval.types import ColourClue

_BLACK_AND_WHITE = (
    r"(?:black\s*(?:and|&|n|'n'|-and-)\s*white|\bb\s*(?:&|/|and|n)\s*w\b|"
    r"\bnoir et blanc\b|\bschwarz[- ]?wei(?:ß|ss)\b|\bblanco y negro\b|\bbianco e nero\b|\bpreto e branco\b)"
)
_CUE = r"black|b\s*(?:&|/|and|n)\s*w\b|noir|schwarz|blanco|bianco|preto"
_OF_THINGS = (
    r"(?!\s*(?:photo|picture of|cat|dog|dress|strip|suit|tv|television|checker|tile|uniform|cow|bird|hat|hair|outfit|"
    r"makeup|footage|flashback|scenes?\b|parts?\b))"
)
_BW = Rule(rf"(?P<not>{NOT}(?:\w+\s+){{0,3}}?(?:in\s+)?)?{_BLACK_AND_WHITE}{_OF_THINGS}", cue=_CUE)
_COLOUR = Rule(
    r"\b(?:in|full|was|is|it's|yes)\s+colou?r\b(?!\s+of)|\bcolou?r\s+(?:film|movie)\b|"
    r"^(?:(?:no|nope|nah)\s*[,.!]+\s*|(?:yes|so)[\s,]+)*colou?r\b(?!\s+of)|\bno\s+colou?r\b(?!\s+of)",
    cue="colou?r",
)
_DENIED = re.compile(r"\b(?:not|wasn'?t|isn'?t)\s+(?:\w+\s+)?$", re.IGNORECASE)


def colours(text: str) -> Iterator[Span]:
    """Read "black and white", "not black and white", "in colour"; a film said to be both is said to be neither."""
    spans = [*_black_and_white(text), *_in_colour(text)]
    if len({span.value for span in spans}) == 1:
        yield from spans


def _black_and_white(text: str) -> Iterator[Span]:
    for match in _BW.finditer(text):
        denied = bool(match["not"])
        yield Span(match.start(), match.end(), ColourClue(not denied), drop=True)


def _in_colour(text: str) -> Iterator[Span]:
    for match in _COLOUR.finditer(text):
        denied = _DENIED.search(said := before(text, match.start()))
        start = match.start() - (len(said) - denied.start() if denied else 0)
        none = match.group().lower().startswith("no ")
        yield Span(start, match.end(), ColourClue(bool(denied) or none), drop=True)
