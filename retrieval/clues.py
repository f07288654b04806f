"""How what users say adds up over the turns: a later clue replaces or narrows an earlier one. Pure.

Shared by the conversation and by the evaluation, which plays conversations as the bot would.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from retrieval.types import (
    Answer,
    CastClue,
    Clue,
    ClueValue,
    Correction,
    CountryClue,
    GenreClue,
    LanguageClue,
    LikeClue,
    NotFilmsClue,
    PersonClue,
    Question,
    Reading,
    RuntimeClue,
    YearClue,
)


def outdated(answers: tuple[Answer, ...], new: Iterable[Clue]) -> tuple[Answer, ...]:
    """Answers without those about which something was said since: of these only stays that they were asked for."""
    said = [clue.value for clue in new]
    return tuple(replace(answer, said=None) if _is_about(answer.question, said) else answer for answer in answers)


def _is_about(question: Question, said: Iterable[ClueValue]) -> bool:
    about = [value for option in question.options for value in option]
    return any(_same_subject(value, new) for new in said for value in about)


_MOST_UTTERANCES, _MOST_CHARACTERS = 40, 12_000
"""Beyond either the oldest but the first go: the encoder's window would not hold them anyway."""
_MOST_CLUES = 40
"""Beyond it the oldest go. Nobody knows so much of a film, and each clue is held against every film of a catalogue."""


def add_utterance(utterances: tuple[str, ...], text: str) -> tuple[str, ...]:
    """Add the words of one message that are searched with; empty ones add nothing."""
    said = (*utterances, text) if text else utterances
    while len(said) > _MOST_UTTERANCES or (len(said) > 2 and sum(map(len, said)) > _MOST_CHARACTERS):  # noqa: PLR2004
        said = (said[0], *said[2:])
    return said


def hear(
    utterances: tuple[str, ...], clues: tuple[Clue, ...], reading: Reading
) -> tuple[tuple[str, ...], tuple[Clue, ...]]:
    """Add one understood message to what was said before; what it takes back is taken out of that first.

    Where nothing would be left to search with, the words taken back stay: there are no others.
    """
    left = corrected(utterances, reading.corrections)
    new = (*reading.clues, *_denied_people(clues, reading.corrections))
    if left != utterances and not any(isinstance(clue.value, CountryClue) for clue in clues):
        new = tuple(clue for clue in new if not _is_where_it_happens(clue, reading.corrections))
    said, held = add_utterance(left, reading.search_text), add_clues(clues, new)
    if not said and not held:
        said = utterances or tuple(one.wrong for one in reading.corrections)
    return said, held


def _denied_people(clues: Iterable[Clue], corrections: Iterable[Correction]) -> Iterator[Clue]:
    """Of people looked for, those of whom a part of the name is denied: "not sandler" after "Adam Sandler"."""
    wanted = [clue.value for clue in clues if isinstance(clue.value, PersonClue) and clue.value.wanted]
    for correction in corrections:
        denied = set(correction.wrong.casefold().split())
        for person in wanted:
            if denied.intersection(person.name.casefold().split()[1:]):
                yield Clue(PersonClue(person.name, wanted=False), hard=True, said=f"not {correction.wrong}")


def _is_where_it_happens(clue: Clue, corrections: Iterable[Correction]) -> bool:
    """Whether a country only takes the place of another in the story: "sent to France", then "Italy, not France"."""
    said = clue.said.casefold()
    return isinstance(clue.value, CountryClue) and any(said == one.right.casefold() for one in corrections)


def corrected(utterances: tuple[str, ...], corrections: Iterable[Correction]) -> tuple[str, ...]:
    """Earlier messages with the words taken back replaced by what is said instead, or else left out."""
    for correction in corrections:
        for wrong in _wordings(correction.wrong):
            pattern = re.compile(rf"\b{re.escape(wrong)}(?:'?s|es)?(?!\w)", re.IGNORECASE)
            if any(map(pattern.search, utterances)):
                right = correction.right.replace("\\", "")
                utterances = tuple(_put_right(pattern, right, text) for text in utterances)
                break
    return tuple(filter(None, utterances))


def _put_right(pattern: re.Pattern[str], right: str, text: str) -> str:
    """A message with other words for those taken back, no longer than a message may be."""
    return " ".join(pattern.sub(right, text).split())[: max(len(text), _MOST_CHARACTERS)]


def _wordings(wrong: str) -> Iterator[str]:
    """A denied phrase, then its beginnings and its last words: "strip club downtown" takes "strip club" back."""
    words = wrong.split()
    for length in range(len(words), 0, -1):
        for start in {0, len(words) - length}:
            part = words[start : start + length]
            if len("".join(part)) >= _SHORTEST_WRONG and not _SMALL.issuperset(word.lower() for word in part):
                yield " ".join(part)


def facts_said(clues: Iterable[Clue]) -> str:
    """The words of facts, to search with where nothing else was said.

    None beside a film that is liked: words would only lead to films that share one with its title or with a fact.
    """
    said = [(clue.said, isinstance(clue.value, LikeClue)) for clue in clues]
    return "" if any(liked for _, liked in said) else ", ".join(words for words, _ in said)


_MOST_CHARACTERS = 4_000
"""Of a message that grows. "Not abc but abc-x abc-y" would grow it with every turn, and without end."""
_SHORTEST_WRONG = 3  # letters of what can be taken back
_SMALL = frozenset(
    "the and but was were that this with from her his she him they them one for not all any had has".split()
)


def without_words(utterances: tuple[str, ...], said: str) -> tuple[str, ...]:
    """Earlier messages without these words; a message that has no others goes."""
    pattern = re.compile(rf"(?<!\w){re.escape(said)}(?!\w)", re.IGNORECASE)
    if not said or not any(map(pattern.search, utterances)):
        return utterances
    left = (" ".join(pattern.sub(" ", text).split()) for text in utterances)
    return tuple(text for text in left if any(map(str.isalnum, text)))


def is_about(value: ClueValue, other: ClueValue) -> bool:
    """Whether two clues speak of the same thing, wanted or not: one person, one genre, times that overlap."""
    if isinstance(value, YearClue | RuntimeClue):
        return type(value) is type(other) and _common(value, other) is not None
    return type(value) is type(other) and _subject(value) == _subject(other)


def add_clues(clues: tuple[Clue, ...], new: Iterable[Clue]) -> tuple[Clue, ...]:
    """Add the clues of one message, in order; each replaces or narrows an earlier one on the same subject."""
    for clue in new:
        clues = _with(clues, clue)[-_MOST_CLUES:]
    return clues


def add_suggested(clues: tuple[Clue, ...], suggested: Iterable[Clue]) -> tuple[Clue, ...]:
    """Add the clues of a language model, but for those on a subject that something is known of already."""
    for clue in suggested:
        if not any(_same_subject(old.value, clue.value) for old in clues):
            clues = (*clues, clue)
    return clues[-_MOST_CLUES:]


def _with(clues: tuple[Clue, ...], new: Clue) -> tuple[Clue, ...]:
    kept, value = [], new.value
    for old in clues:
        if not _same_subject(old.value, new.value) or _both_hold(old, new):
            kept.append(old)
        elif narrowed := _narrowed(old.value, new.value):
            value = narrowed
    return (*kept, replace(new, value=value))


def _same_subject(old: ClueValue, new: ClueValue) -> bool:
    return type(old) is type(new) and (_subject(old) == _subject(new) or _both_wanted(old, new))


def _subject(value: ClueValue) -> object:
    """What a clue is about beside its kind: clues of one kind and subject replace each other."""
    match value:
        case GenreClue(name) | PersonClue(name) | LanguageClue(name) | CountryClue(name):
            return name
        case LikeClue() | CastClue():
            return value.film_id
        case NotFilmsClue():
            return value.film_ids
        case _:
            return None


def _both_wanted(old: ClueValue, new: ClueValue) -> bool:
    """A film has one language and one country that people tell it by: the later one replaces the earlier."""
    kinds = LanguageClue | CountryClue
    return isinstance(old, kinds) and isinstance(new, kinds) and old.wanted and new.wanted


def _both_hold(old: Clue, new: Clue) -> bool:
    """Bounds of unlike firmness stand side by side: "80s maybe", then "before 1985" must not make 1980 a firm bound."""
    compatible = _common(old.value, new.value) is not None
    return compatible and old.hard != new.hard and (old.hard or _is_open(new.value))


def _narrowed(old: ClueValue, new: ClueValue) -> ClueValue | None:
    """A new open bound narrows what was said before, if the two can both hold: "80s", then "before 1985"."""
    return _common(old, new) if _is_open(new) else None


def _is_open(value: ClueValue) -> bool:
    return isinstance(value, YearClue | RuntimeClue) and (value.low is None or value.high is None)


def _common(old: ClueValue, new: ClueValue) -> YearClue | RuntimeClue | None:
    """Where two bounds both hold; None where they cannot, and for other clues."""
    if not isinstance(new, YearClue | RuntimeClue) or not isinstance(old, YearClue | RuntimeClue):
        return None
    low = max((bound for bound in (old.low, new.low) if bound is not None), default=None)
    high = min((bound for bound in (old.high, new.high) if bound is not None), default=None)
    if low is not None and high is not None and low > high:
        return None
    return YearClue(low, high) if isinstance(new, YearClue) else RuntimeClue(low, high)
