"""Text to clues, by rules: years, runtime, colour, genres and people; and what is left to search with.

Every rule yields a span of the text with the value read from it. A negation, a hedge or a setting ("set in the
fifties") changes what it means; where a rule is not sure, it says nothing and the words still count in the search.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from retrieval.clue_rules.colour import colours
from retrieval.clue_rules.genres import genres, negated_genres
from retrieval.clue_rules.runtime import runtimes
from retrieval.clue_rules.span import Span
from retrieval.clue_rules.years import years
from retrieval.text import clean_utterance, fold
from retrieval.types import Clue, GenreClue, PersonClue, Reading

PeopleLookup = Callable[[Sequence[str]], Mapping[str, str]]
"""Folded names in, those that are people's out, with the catalogue's spelling."""

_STORY_WORDS = 30
"""Longer messages tell a memory, with its mistakes; shorter ones, once a film is on screen, state facts about it.

Measured on the starter's written questions: half of the decades in a first message are not the film's (they are when it
is set), so a first message is hard only where it speaks of the film itself ("an 80s movie", "came out in 1985")."""


def read_clues(text: str, *, people: PeopleLookup, screen_year: int | None = None) -> Reading:
    """Understand one message.

    Args:
        text: what the user typed.
        people: looks folded names up among the catalogue's people.
        screen_year: year of the film that "older" and "newer" are measured from; None when no film is on screen.
    """
    text = clean_utterance(text)
    short = len(text.split()) <= _STORY_WORDS
    spans = _without_overlaps(
        [*negated_genres(text), *colours(text), *runtimes(text), *years(text, screen_year), *genres(text)]
    )
    clues = [
        _clue(text, span, firm=short and (screen_year is not None or _speaks_of_film(text, span))) for span in spans
    ]
    clues.extend(Clue(PersonClue(name), hard=False, said=name) for name in _people(text, people))
    return Reading(_without_contradictions(clues), _search_text(text, spans))


def _clue(text: str, span: Span, *, firm: bool) -> Clue:
    wished = isinstance(span.value, GenreClue) and span.value.wanted  # catalogues label genres too loosely to filter by
    hard = firm and not wished and not _is_hedged(text, span)
    return Clue(span.value, hard=hard, said=text[span.start : span.end].strip(" ,."))


_BESIDE_FILM = re.compile(r"\s+(?:\w+\s+)?(?:films?|movies?|flicks?)\b", re.IGNORECASE)
_RELEASED = re.compile(r"\b(?:came out|made|released|filmed|shot)\s+(?:back\s+)?(?:in\s+)?(?:the\s+)?$", re.IGNORECASE)


def _speaks_of_film(text: str, span: Span) -> bool:
    return bool(_BESIDE_FILM.match(text, span.end) or _RELEASED.search(text[: span.start]))


def _without_overlaps(spans: Sequence[Span]) -> list[Span]:
    """Keep the first of overlapping spans, rules in their order, then sort by place."""
    kept: list[Span] = []
    for span in spans:
        if all(span.end <= other.start or span.start >= other.end for other in kept):
            kept.append(span)
    return sorted(kept, key=lambda span: span.start)


def _without_contradictions(clues: Sequence[Clue]) -> tuple[Clue, ...]:
    """Within one message the same value counts once."""
    return tuple({clue.value: clue for clue in clues}.values())


_FILLERS = re.compile(
    r"^(?:(?:no|nope|nah|well|ok|okay|hmm+|um+|actually|wait|sorry|it was|it's|its|was|is|but|and|a)\b[\s,.!]*)+",
    re.IGNORECASE,
)


def _search_text(text: str, spans: Sequence[Span]) -> str:
    kept, at = [], 0
    for span in spans:
        if span.drop:
            kept.append(text[at : span.start])
            at = span.end
    kept.append(text[at:])
    rest = re.sub(r"\s*([,.;])(?:\s*[,.;])+", r"\1", " ".join(" ".join(kept).split())).strip(" ,.;")
    without_filler = _FILLERS.sub("", rest)
    return rest if without_filler and len(rest.split()) > len(without_filler.split()) + _LONG_FILLER else without_filler


_LONG_FILLER = 6  # more words than that in front are a sentence, not a filler


_CLAUSE_END = re.compile(r"[.;!\n]|,\s|\bbut\b", re.IGNORECASE)
_HEDGE = re.compile(
    r"\b(?:maybe|perhaps|i think|i guess|i believe|i feel like|probably|possibly|might|may have|not sure|unsure|"
    r"sometime|could be|could have been|would be my guess|or so|ish|kind ?of|kinda|sort of|seem(?:s|ed)?|"
    r"i want to say|if i remember|likely)\b|\?",
    re.IGNORECASE,
)


def _clause(text: str, span: Span) -> str:
    """The part of the sentence that a span stands in."""
    starts = [match.end() for match in _CLAUSE_END.finditer(text, 0, span.start)]
    end = _CLAUSE_END.search(text, span.end)
    return text[starts[-1] if starts else 0 : end.start() if end else len(text)]


def _is_hedged(text: str, span: Span) -> bool:
    tail = text[span.end : span.end + 12].lower()
    return bool(_HEDGE.search(_clause(text, span))) or tail.lstrip(" ,").startswith(("maybe", "i think", "perhaps"))


_NAME_WORDS = (2, 3, 4)
_NO_NAMES = frozenset({"the american", "the man", "will smith jr"})


def _people(text: str, lookup: PeopleLookup) -> list[str]:
    """Full names of the catalogue's people, longest first where names overlap, in order of mention."""
    words = fold(text.replace("'s ", " ")).split()
    grams = {" ".join(words[i : i + n]): (i, n) for n in _NAME_WORDS for i in range(len(words) - n + 1)}
    found = lookup(list(grams))
    taken: set[int] = set()
    named: list[tuple[int, str]] = []
    for folded in sorted(found, key=lambda name: -len(name.split())):
        start, length = grams[folded]
        if folded not in _NO_NAMES and taken.isdisjoint(range(start, start + length)):
            taken.update(range(start, start + length))
            named.append((start, found[folded]))
    return [name for _, name in sorted(named)]
