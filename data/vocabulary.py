"""One vocabulary for genres, countries and languages, in the words of the starter catalogue.

Sources write "US", "USA" and "United States of America", "en" and "English", "Dramas" and "drama". What has no place in
the vocabulary is left out and counted, because a filter over two spellings of one country is wrong twice.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable

from data.words import COUNTRIES, GENRES, LANGUAGES

ADULT = "Adult"
"""The one genre that keeps a film out (`data.adult`)."""

Lookup = Callable[[str], tuple[str, ...]]

_NOTHING = frozenset("movies,tv shows,unknown,(no genres listed),n/a,xx,no language,none,\\n".split(","))
"""How sources say that they do not know, or that nobody speaks: left out without a count."""
_COMPOUND = re.compile(r"\s*(?:[/,|]|–| - |\band\b|&)\s*")  # noqa: RUF001  # the dash that Wikipedia writes
_PLAIN_ENDS = re.compile(r"\s+(?:films?|movies?|features?|programming)$|^tv\s+|\s+tv(?: shows?| series)?$")


def genres(label: str) -> tuple[str, ...]:
    """A label's genres: "Action & Adventure" is two, "romantic comedy" as well; () for what is none."""
    return _genres(label.casefold().strip())


def _genres(label: str) -> tuple[str, ...]:
    if known := GENRES.get(label):
        return known
    plain = _PLAIN_ENDS.sub("", label)
    if plain != label:
        return _genres(plain)
    parts = [part for part in _COMPOUND.split(label) if part]
    if len(parts) < 2:  # noqa: PLR2004  # "comedy drama": two genres without a sign between them
        parts = label.split()
    if len(parts) < 2 or len(parts) > 4:  # noqa: PLR2004  # more is a sentence
        return ()
    found = dict.fromkeys(genre for part in parts for genre in GENRES.get(part, ()))
    found.pop(ADULT, None)  # "Young Adult Audience" is for the young
    return tuple(found)


def country(label: str) -> tuple[str, ...]:
    """A country's name, from its name, another of its names, or its two letters."""
    label = label.strip()
    name = COUNTRIES.get(label.upper() if len(label) <= 3 else label.casefold())  # noqa: PLR2004  # "UK", "USA"
    return (name,) if name else ()


def language(label: str) -> tuple[str, ...]:
    """A language's name, from its name, another of its names, or its ISO 639-1 code."""
    label = label.casefold().strip()
    name = LANGUAGES.get(label) or LANGUAGES.get(label.removesuffix(" language"))
    return (name,) if name else ()


def normalise(labels: Iterable[str], lookup: Lookup, unknown: Counter[str]) -> tuple[str, ...]:
    """Bring labels to the vocabulary, each once; what has no place in it is counted in `unknown`."""
    found: dict[str, None] = {}
    for label in labels:
        names = lookup(label)
        if not names and label.strip() and label.casefold().strip() not in _NOTHING:
            unknown[label.strip()] += 1
        found.update(dict.fromkeys(names))
    return tuple(found)
