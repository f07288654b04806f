"""Messages that are a film's title: "is it Se7en?", "the seventh seal". Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from retrieval.text import fold
from retrieval.titles import title_key

_YEAR_AT_END = re.compile(r"^(.+) ((?:18|19|20)\d\d)$")
_MOST_WORDS = 16
"""A longer message tells more than a title; the longest titles that people type out have ten words or so."""

_BEFORE = frozenset(
    """is it its was be been could might may would can must not no maybe perhaps possibly probably hm hmm um oh ah so
    well wait yes yeah ok okay actually i im id think guess believe suppose bet hope say mean remember this that thats
    the a an one film movie flick called titled named entitled you do did know have got to and or what about if like
    sounds looks something""".split()
)
_AFTER = frozenset(
    """maybe perhaps possibly probably right film movie one i think guess believe suppose is was it that please or
    something thanks though isnt wasnt not called by any chance then the""".split()
)
"""What people put around a title that they name. A title that has such words itself is found as well: what is tried is
every part of the message that has only such words before and after it."""

_CUT_OFF = ("", "its a ", "its ", "it was ", "is ", "was ", "no ", "and ")
"""What may have been taken off the front of a message as a filler (`retrieval.understand`) and belongs to the title."""


def split_year(key: str) -> tuple[str, int | None]:
    """Take a year off the end of a title's key, as in "psycho 1960"."""
    match = _YEAR_AT_END.match(key)
    return (match[1], int(match[2])) if match else (key, None)


TitleLookup = Callable[[Sequence[str]], Mapping[str, Sequence[int]]]
"""Keys of titles in, those of films out, with the films' numbers."""


def films_named(utterances: Sequence[str], lookup: TitleLookup) -> dict[int, float]:
    """Which films the messages are titles of, and how much that says: the feature `title` of `retrieval.rank`.

    The newest message says 1, an earlier one half of that. A bare word beside other messages says half: "honey" may be
    the film or one more detail of another, "is it Honey?" is plain.
    """
    found: dict[int, float] = {}
    for place, message in enumerate(utterances):
        if named := _named(message, lookup):
            newest, alone = place == len(utterances) - 1, len(utterances) == 1
            bare = len(fold(message).split()) == 1 and "?" not in message
            says = (1.0 if newest else 0.5) * (0.5 if bare and not alone else 1.0)
            found |= {number: max(says, found.get(number, 0.0)) for number in named}
    return found


def _named(message: str, lookup: TitleLookup) -> set[int]:
    for part in title_parts(message):
        if found := lookup([cut + part for cut in _CUT_OFF]):
            return {number for numbers in found.values() for number in numbers}
    return set()


def title_parts(message: str) -> list[str]:
    """The keys of the titles that a short message may be, the longest first: of "is it Se7en?" the last is "se7en".

    A message is a title when nothing but what people put around one is left; "a man in a lighthouse" is none, even
    where a film is called "Lighthouse".
    """
    whole = title_key(message)
    if len(whole.split()) > _MOST_WORDS:
        return []
    parts = {title_key(part) for text in {whole, split_year(whole)[0]} for part in _parts(text.split())}
    return sorted(parts, key=lambda part: (-len(part), part))


def _parts(words: Sequence[str]) -> Iterator[str]:
    before = _leading(words, _BEFORE)
    if before == len(words):  # "It" is a film, and "is it?" is not
        yield from filter(None, [" ".join(words)])
        return
    after = len(words) - _leading(words[::-1], _AFTER)
    for start in range(before + 1):
        for end in range(max(after, start + 1), len(words) + 1):
            yield " ".join(words[start:end])


def _leading(words: Sequence[str], known: frozenset[str]) -> int:
    """How many of the words are known ones before the first that is not."""
    return next((place for place, word in enumerate(words) if word not in known), len(words))
