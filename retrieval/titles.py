"""Titles as they are typed, and which films belong together by their titles. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from retrieval.text import fold
from retrieval.types import Film

_APOSTROPHE = re.compile(r"['\u2019\u2018`]")
_ARTICLES = ("the ", "an ", "a ")
_BETWEEN_INITIALS = re.compile(r"(?<=\b\w) (?=\w\b)")
_SUBTITLE = re.compile(r"\s*:\s+|\s+[-\u2013\u2014]\s+")
_NUMBER = re.compile(
    r"\s(?:(?:part|chapter|episode|vol|volume)\s)?(?:\d{1,2}|ii|iii|iv|vi{0,3}|ix|two|three|four)(?:\s.*)?$"
)
_ATTACHED = re.compile(r"(?<=[a-z])[2-9]$")  # "Alien\u00b3"
_LONG_STEM = 2  # words; "die hard" begins only its own sequels' titles, "alien" begins others' too


def title_key(text: str) -> str:
    """A title as it is compared: folded, without apostrophes and a leading article, initials together ("et")."""
    key = _BETWEEN_INITIALS.sub("", fold(_APOSTROPHE.sub("", text.replace("&", " and "))))
    for article in _ARTICLES:
        if key.startswith(article):
            return key[len(article) :]
    return key


def title_keys(film: Film) -> Iterator[tuple[str, bool]]:
    """What a film is called by, and whether it is a whole title; titles with a subtitle go without it too."""
    titles = [title for title in (film.title, film.original_title, *film.alt_titles) if title]
    whole = {key for title in titles if (key := title_key(title))}
    yield from ((key, True) for key in sorted(whole))
    cut = {key for title in titles if (key := title_key(_SUBTITLE.split(title)[0]))}
    yield from ((key, False) for key in sorted(cut - whole))
    if (key := short_key(film.title)) and key not in whole | cut:
        yield key, False


def short_key(title: str) -> str:
    """Initials that stand for a longer title ("E.T. the Extra-Terrestrial"); empty where it has none."""
    initials = re.match(r"(?:\w\.){2,}", title)
    return title_key(initials.group()) if initials else ""


def stem(title: str) -> str:
    """A title without its subtitle and number: what sequels share."""
    key = title_key(_SUBTITLE.split(title)[0])
    return _ATTACHED.sub("", _NUMBER.sub("", key)) or key


def is_family(title: str, other: str, *, sequel: bool) -> bool:
    """Whether another title is a sequel's or a remake's.

    Args:
        title: of the film in question.
        other: the other title.
        sequel: whether the other film is known to be a sequel, which decides where the stem is a single word.
    """
    own, theirs = stem(title), stem(other)
    if own == theirs or own + "s" == theirs or own == theirs + "s":
        return True
    return theirs.startswith(f"{own} ") and (sequel or len(own.split()) >= _LONG_STEM)
