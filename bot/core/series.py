"""Films of one series, told by their titles and years: "the sequel", "part two". Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from retrieval.types import Film

_NUMBERS: Final = {
    word: number
    for number, words in enumerate(("2 ii two", "3 iii three", "4 iv four", "5 v five"), start=2)
    for word in words.split()
}

_NUMBERED: Final = re.compile(rf"(?:\b|(?<=[a-z])(?=[2-5]))(?P<number>{'|'.join(_NUMBERS)})\s*(?:$|[:\u2013-])")
"""At the end of a title, or of what stands before a subtitle; also behind a letter ("Alien\u00b3")."""


def part_of(film: Film, family: Iterable[Film], part: int) -> Film | None:
    """The film of a series that is meant, seen from one that is on the screen.

    Args:
        film: the one on the screen.
        family: it, its sequels and remakes; those of the same title are remakes and no parts.
        part: counted from 1; 0 is the one that came out next.

    Returns:
        The one whose title has that number, else the one in that place by year; None where there is none.
    """
    title = _plain(film.title)
    parts = [one for one in family if one.film_id == film.film_id or _plain(one.title) != title]
    series = sorted((one for one in parts if one.year), key=lambda one: (one.year or 0, one.film_id))
    if part:
        numbered = [one for one in series if _number(one.title) == part]
        return next(iter(numbered or series[part - 1 : part]), None)
    return next((one for one in series if (one.year or 0) > (film.year or 0)), None)


def _number(title: str) -> int | None:
    """The number in a title ("Jaws 2", "The Godfather: Part III", "Alien\u00b3")."""
    match = _NUMBERED.search(_plain(title))
    return _NUMBERS[match["number"]] if match else None


def _plain(title: str) -> str:
    """A title as it is compared."""
    return unicodedata.normalize("NFKC", title).casefold()
