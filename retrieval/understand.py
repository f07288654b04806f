"""Text to clues, by rules, one file a kind in `retrieval.clue_rules`; and what is left to search with.

Every rule yields a span of the text with the value read from it. A negation, a hedge or a setting ("set in the
fifties") changes what it means; where a rule is not sure, it says nothing and the words still count in the search.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from retrieval.clue_rules.chatter import chatter
from retrieval.clue_rules.colour import colours
from retrieval.clue_rules.corrections import Taken, corrections
from retrieval.clue_rules.denials import denials
from retrieval.clue_rules.dislikes import turned_down
from retrieval.clue_rules.foreign import foreign_language, is_denied
from retrieval.clue_rules.genres import genres, live_action, negated_genres
from retrieval.clue_rules.likeness import other_films
from retrieval.clue_rules.namesakes import titled
from retrieval.clue_rules.origins import countries, languages
from retrieval.clue_rules.people import people
from retrieval.clue_rules.runtime import runtimes
from retrieval.clue_rules.screen import all_turned_down, speaks_of_many
from retrieval.clue_rules.span import Span, before
from retrieval.clue_rules.unsupported import unsupported
from retrieval.clue_rules.years import years
from retrieval.ports import Names
from retrieval.text import clean_utterance
from retrieval.title_match import title_parts
from retrieval.titles import title_key
from retrieval.types import CastClue, Clue, GenreClue, LikeClue, NotFilmsClue, PersonClue, Reading, YearClue

_STORY_WORDS = 30
"""Longer messages tell a memory, with its mistakes; shorter ones, once a film is on screen, state facts about it.

A decade in a first message is often when the story is set and not when the film was shown ("70s Los Angeles", a film of
2016), or off by a little ("an 80s movie", of 1990). So a first message is hard only where it speaks of the film itself
("a black and white film", "made before 1960"), and never in the year it names."""


_ANSWERED = re.compile(
    r"^(?:(?:no|nope|nah)(?= (?:the|that|this|an?|his|her|their|my|its?|it'?s|i|we|he|she|they|there|was|is|in|on|at|"
    r"by|from|with|without|when|where|but|and|like|wait|maybe) )|(?:wait|sorry|hang on|hold on|oh wait),? no(?= \w))",
    re.IGNORECASE,
)
"""A "no" that answers what was shown and denies nothing after it, typed without its comma: "no the japanese one"."""
_MOST_CHARACTERS = 10_000  # one typed character can stand for eighteen once it is normalised


def read_clues(
    text: str, *, names: Names, screen_year: int | None = None, screen_runtime: int | None = None
) -> Reading:
    """Understand one message.

    Args:
        text: what the user typed.
        names: the catalogue's people and titles.
        screen_year: year of the film that "older" and "newer" are measured from; None when no film is on screen.
        screen_runtime: its minutes, that "shorter" and "longer" are measured from.
    """
    text = _ANSWERED.sub(r"\g<0>,", clean_utterance(text)[:_MOST_CHARACTERS])
    short = len(text.split()) <= _STORY_WORDS
    follow_up = screen_year is not None
    if (language := foreign_language(text)) and not names.titles([title_key(text)]):
        return _foreign(text, language, names, short=short)
    named, several = people(text, names)
    spans = _spans(text, names, named, screen_year, screen_runtime)
    clues = [_clue(text, span, short=short, follow_up=follow_up) for span in spans]
    taken = list(corrections(text)) if short else []
    dropped = [*((span.start, span.end) for span in spans if span.drop), *chatter(text)]
    down, all_down = _turned_down(text) if follow_up and short else ([], False)
    dropped += down
    taken = [one for one in taken if not any(start <= one.start < end for start, end in down)]
    # Negation is not left to the vectors: "not the Seattle one" would bring just that up.
    denied = _taken_back(text, taken, spans, names) if follow_up else _without_facts(denials(text, names), spans)
    other = (one for one in taken if _is_within(one, denied) and not _is_instead(text, one, follow_up=follow_up))
    clues += [theme for one in other if (theme := _theme(text, one, spans, names))]
    return Reading(
        clues=_without_repeats(clues),
        search_text=_search_text(text, dropped + denied),
        corrections=tuple(one.correction for one in taken),
        unsupported=tuple(unsupported(text)),
        unclear=tuple(several),
        shared=tuple(span.shared for span in spans if span.shared) or tuple(titled(text, names, alone=not follow_up)),
        turned_down=bool(down),
        all_turned_down=all_down,
    )


def _foreign(text: str, language: str, names: Names, *, short: bool) -> Reading:
    """What a message in another language states: names, years and colours; none of its words is a denial in English."""
    spans = _without_overlaps([*colours(text), *years(text, None), *people(text, names)[0]])
    spans = [span for span in spans if not is_denied(text, span)]
    soft = [replace(span, vague=span.vague or not isinstance(span.value, PersonClue)) for span in spans]
    clues = [_clue(text, span, short=short, follow_up=False) for span in soft]
    return Reading(_without_repeats(clues), text, language=language)


def _theme(text: str, denied: Taken, spans: Sequence[Span], names: Names) -> Clue | None:
    """What "no robots" leaves behind, softly: the films whose keywords name it; None where something else is said."""
    wrong = title_key(denied.correction.wrong)
    if not wrong or not _DENIES.match(text, denied.start):
        return None
    if not _OF_THE_FILM.search(before(text, denied.start)):
        return None
    if any(span.start < denied.end and denied.start < span.end for span in spans):
        return None
    films = {film_id: None for key in (wrong, wrong.removesuffix("s"), f"{wrong}s") for film_id in names.group(key)}
    said = text[denied.start : denied.end]
    return Clue(NotFilmsClue(denied.correction.wrong, tuple(films)), hard=False, said=said) if films else None


def _turned_down(text: str) -> tuple[list[tuple[int, int]], bool]:
    """Where a message turns down what was shown, and whether that is all of it."""
    every, some = list(all_turned_down(text)), list(turned_down(text))
    return every + some, bool(every) or any(speaks_of_many(text[start:end]) for start, end in some)


def _spans(
    text: str, names: Names, named: Sequence[Span], screen_year: int | None, screen_runtime: int | None
) -> list[Span]:
    """What all rules read, sorted by place; where two overlap, the rule that knows more words together goes first."""
    return _without_overlaps(
        [
            *other_films(text, names),
            *negated_genres(text),
            *colours(text),
            *runtimes(text, screen_runtime),
            *years(text, screen_year),
            *named,
            *languages(text),
            *countries(text),
            *live_action(text),
            *genres(text),
        ]
    )


def _clue(text: str, span: Span, *, short: bool, follow_up: bool) -> Clue:
    said = text[span.start : span.end].strip(" ,.\"'")
    match span.value:
        case LikeClue() | NotFilmsClue():  # that it is not the film named is meant, however vague the likeness
            return Clue(span.value, hard=short, said=said)
        case CastClue() | PersonClue():
            return Clue(span.value, hard=short and not span.vague and not _HEDGE.search(text), said=said)
        case GenreClue(_, wanted) if wanted:  # catalogues label genres too loosely to filter by
            return Clue(span.value, hard=False, said=said)
        case _:
            firm = short and (follow_up or _is_of_the_film(text, span))
            return Clue(span.value, hard=firm and not span.vague and not _is_hedged(text, span), said=said)


def _taken_back(text: str, taken: Sequence[Taken], spans: Sequence[Span], names: Names) -> list[tuple[int, int]]:
    """Where a later message denies something, of the film or of what was said before; "No Time to Die" is a title."""
    places = [(one.start, one.end) for one in taken if _DENIES.match(text, one.start)]
    parts = [part for part in title_parts(text) if _DENIES.match(part)] if places else []
    if any(film.known for film in names.titles(parts).values()):
        return []
    return [place for place in places if not any(span.start < place[1] and place[0] < span.end for span in spans)]


def _without_facts(places: Iterable[tuple[int, int]], spans: Sequence[Span]) -> list[tuple[int, int]]:
    """The places in which no rule has read anything that is searched with."""
    said = [span for span in spans if not span.drop]
    return [place for place in places if not any(span.start < place[1] and place[0] < span.end for span in said)]


def _is_within(one: Taken, places: Sequence[tuple[int, int]]) -> bool:
    return any(start <= one.start < end for start, end in places)


def _is_instead(text: str, one: Taken, *, follow_up: bool) -> bool:
    """Whether a denial says what is so instead; in a first message that may be just the film ("doll movie, not …")."""
    free = not follow_up and (_NONE.match(text, one.start) or _ENDS_AS_FILM.search(one.correction.right))
    return bool(one.correction.right) and not free


_DENIES = re.compile(r"not\b|wasn|isn|weren|aren|no\b|without\b", re.IGNORECASE)
_NONE = re.compile(r"no\b", re.IGNORECASE)
_ENDS_AS_FILM = re.compile(r"\b(?:film|movie|flick|one)$", re.IGNORECASE)
_OF_THE_FILM = re.compile(
    r"(?:^|[.,;:!?(]|\b(?:it'?s|it|it was|there|there'?s|there (?:is|are|was|were)|but|and|with|had|has|so|nope?|film|"
    r"movie|one|definitely))\s*$",
    re.IGNORECASE,
)
"""Before what the film has not: "no robots", and not "the mistake of not playing chess"."""


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
    r"(?:(?:i|think|guess|it|its|it's|this|that|was|is|were|be|in|on|at|of|from|by|with|the|an?|and|or|but|so|not|"
    r"no|wasn't|isn't|either|neither|tho|though|bit|much|lot|something|some|thing|films?|movies?|ones?|maybe|perhaps|"
    r"please|definitely|really|made|released|"
    r"idk|lol|haha|omg|tbh|imo|pls|obviously|again)"
    r"\b[\s,.;!?]*)*",
    re.IGNORECASE,
)
"""What may be left around a fact that was taken out: nothing to search with."""


def _search_text(text: str, dropped: Sequence[tuple[int, int]]) -> str:
    kept, at = [], 0
    for start, end in sorted(dropped):
        kept.append(text[at:start])
        at = max(at, end)
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
