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
from retrieval.clue_rules.span import Span, before
from retrieval.clue_rules.years import years
from retrieval.text import clean_utterance, fold
from retrieval.types import Clue, GenreClue, PersonClue, Reading, YearClue

PeopleLookup = Callable[[Sequence[str]], Mapping[str, str]]
"""Folded names in, those that are people's out, with the catalogue's spelling."""

_STORY_WORDS = 30
"""Longer messages tell a memory, with its mistakes; shorter ones, once a film is on screen, state facts about it.

A decade in a first message is often when the story is set and not when the film was shown ("70s Los Angeles", a film of
2016), or off by a little ("an 80s movie", of 1990). So a first message is hard only where it speaks of the film itself
("a black and white film", "made before 1960"), and never in the year it names."""


_MOST_CHARACTERS = 10_000  # one typed character can stand for eighteen once it is normalised


def read_clues(text: str, *, people: PeopleLookup, screen_year: int | None = None) -> Reading:
    """Understand one message.

    Args:
        text: what the user typed.
        people: looks folded names up among the catalogue's people.
        screen_year: year of the film that "older" and "newer" are measured from; None when no film is on screen.
    """
    text = clean_utterance(text)[:_MOST_CHARACTERS]
    short = len(text.split()) <= _STORY_WORDS
    spans = _without_overlaps(
        [*negated_genres(text), *colours(text), *runtimes(text), *years(text, screen_year), *genres(text)]
    )
    follow_up = screen_year is not None
    clues = [_clue(text, span, firm=short and (follow_up or _is_of_the_film(text, span))) for span in spans]
    sure = short and not _HEDGE.search(text)
    clues.extend(Clue(PersonClue(name), hard=sure, said=name) for name in _people(text, people))
    return Reading(_without_repeats(clues), _search_text(text, spans))


def _clue(text: str, span: Span, *, firm: bool) -> Clue:
    wished = isinstance(span.value, GenreClue) and span.value.wanted  # catalogues label genres too loosely to filter by
    hard = firm and not wished and not span.vague and not _is_hedged(text, span)
    return Clue(span.value, hard=hard, said=text[span.start : span.end].strip(" ,."))


_BESIDE_FILM = re.compile(r"\s+(?:\w+\s+)?(?:films?|movies?|flicks?)\b", re.IGNORECASE)
_RELEASED = re.compile(r"\b(?:came out|made|released|filmed|shot)\s+(?:back\s+)?(?:in\s+)?(?:the\s+)?$", re.IGNORECASE)


def _is_of_the_film(text: str, span: Span) -> bool:
    """Whether even a first message states this of the film; never a year or a decade, memories are off by some."""
    if isinstance(span.value, YearClue) and None not in (span.value.low, span.value.high):
        return False
    return bool(_BESIDE_FILM.match(text, span.end) or _RELEASED.search(before(text, span.start)))


def _without_overlaps(spans: Sequence[Span]) -> list[Span]:
    """Keep the first of overlapping spans, rules in their order, then sort by place."""
    kept: list[Span] = []
    taken = bytearray(max((span.end for span in spans), default=0))
    for span in spans:
        if not any(taken[span.start : span.end]):
            taken[span.start : span.end] = bytes([1]) * (span.end - span.start)
            kept.append(span)
    return sorted(kept, key=lambda span: span.start)


def _without_repeats(clues: Sequence[Clue]) -> tuple[Clue, ...]:
    """Within one message the same value counts once."""
    return tuple({clue.value: clue for clue in clues}.values())


_FILLERS = re.compile(
    r"^(?:(?:(?:no|nope|nah)(?=\s*(?:[,.!]|$|no\b))|well|ok|okay|hmm+|um+|actually|wait|sorry|"
    r"it was|it's|its|was|is|but|and|a)\b[\s,.!]*)+",
    re.IGNORECASE,
)


_ONLY_FILLERS = re.compile(
    r"(?:(?:i|think|guess|it|its|it's|this|that|one|was|is|were|be|in|on|at|of|from|by|with|the|an?|and|or|but|so|not|"
    r"no|wasn't|isn't|bit|much|lot|something|some|thing|films?|movies?|ones?|maybe|perhaps|please|definitely|really)"
    r"\b[\s,.;!?]*)*",
    re.IGNORECASE,
)
"""What may be left around a fact that was taken out: nothing to search with."""


def _search_text(text: str, spans: Sequence[Span]) -> str:
    kept, at = [], 0
    for span in spans:
        if span.drop:
            kept.append(text[at : span.start])
            at = span.end
    kept.append(text[at:])
    rest = re.sub(r"\s*([,.;])(?:\s*[,.;])+", r"\1", " ".join(" ".join(kept).split())).strip(" ,.;")
    if len(kept) > 1 and (_ONLY_FILLERS.fullmatch(rest) or not any(map(str.isalnum, rest))):
        return ""
    return _FILLERS.sub("", rest)


_CLAUSE_END = re.compile(r"[.;!\n]|,\s|\bbut\b", re.IGNORECASE)
_HEDGE = re.compile(
    r"\b(?:maybe|perhaps|think|i guess|i believe|i feel like|probably|possibly|might|may have|not sure|unsure|"
    r"sometime|could be|could have been|would be my guess|or so|ish|kind ?of|kinda|sort of|seem(?:s|ed)?|"
    r"i want to say|if i remember|likely|vibes?|remind(?:s|ed)?|similar|gave me)\b|\?",
    re.IGNORECASE,
)


_HEDGED_AFTER = re.compile(r"[\s,]*(?:maybe|perhaps|i think|i guess|probably|possibly)\s*(?:[,.;!?]|$)", re.IGNORECASE)
_FOLLOWS = 60  # characters after a fact in which a hedge still means it


def _clause(text: str, span: Span) -> str:
    """The part of the sentence that a span stands in."""
    said, follows = before(text, span.start), text[span.end : span.end + _FOLLOWS]
    starts = [match.end() for match in _CLAUSE_END.finditer(said)]
    end = _CLAUSE_END.search(follows)
    return said[starts[-1] if starts else 0 :] + text[span.start : span.end] + follows[: end.start() if end else None]


def _is_hedged(text: str, span: Span) -> bool:
    return bool(_HEDGE.search(_clause(text, span)) or _HEDGED_AFTER.match(text, span.end))


_NAME_WORDS = (2, 3, 4)


def _people(text: str, lookup: PeopleLookup) -> list[str]:
    """Full names of the catalogue's people, longest first where names overlap, in order of mention."""
    words = fold(re.sub(r"'s\b", "", text)).split()
    grams = {" ".join(words[i : i + n]): (i, n) for n in _NAME_WORDS for i in range(len(words) - n + 1)}
    found = lookup(list(grams))
    taken: set[int] = set()
    named: list[tuple[int, str]] = []
    for folded in sorted(found, key=lambda name: -len(name.split())):
        start, length = grams[folded]
        if _is_named(words[:start], folded) and taken.isdisjoint(range(start, start + length)):
            taken.update(range(start, start + length))
            named.append((start, found[folded]))
    return [name for _, name in sorted(named)]


_DENIALS = frozenset({"not", "without", "never", "nor", "neither"})


def _is_named(said: Sequence[str], name: str) -> bool:
    """Whether a name found after some words means that person: not "t i" out of "wasn't I", not "not Brad Pitt"."""
    if max(map(len, name.split())) < _SHORTEST_NAME:
        return False
    denied = said[-1:] == ["t"] and said[-2:-1] in (["isn"], ["wasn"], ["ain"])
    return not denied and not _DENIALS.intersection(said[-1:])


_SHORTEST_NAME = 3  # letters of at least one of its words
