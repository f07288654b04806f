"""Addresses of a film's pages and of searches for it. Made from its ids, title and year; nothing is ever fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import quote

from bot.core.language import gettext as _
from bot.core.language import mark
from bot.core.types import Link, LinkKind
from retrieval.types import Film

_IMDB_ID: Final = re.compile(r"tt\d{1,12}")
_MOST_QUERY: Final = 120
"""Characters of a search as they stand in the address; a long title is cut between two words."""

_SEARCHES: Final = (
    # A search engine rather than one country's catalogue: what can be watched differs from country to country.
    (LinkKind.WATCH, "https://duckduckgo.com/?q={}", mark("where to watch"), mark("film")),
    (LinkKind.TRAILER, "https://www.youtube.com/results?search_query={}", "", mark("trailer")),
)
_WARNINGS: Final = "https://www.doesthedogdie.com/search?q={}"


def links_of(film: Film) -> tuple[Link, ...]:
    """The film's own pages, then the searches."""
    return (*_pages(film), *_searches(film))


def page_of(film: Film) -> str:
    """The one page to read on: the film's own if it has any, else a search for its title."""
    own = next(_pages(film), None)
    return own.url if own else f"https://www.imdb.com/find/?q={quote(_sound(film.title), safe='')}"


def _pages(film: Film) -> Iterator[Link]:
    if film.wikipedia_title:
        page = quote(_sound(film.wikipedia_title).replace(" ", "_"), safe="_(),:")
        yield Link(LinkKind.WIKIPEDIA, f"https://en.wikipedia.org/wiki/{page}")
    if _IMDB_ID.fullmatch(film.film_id):  # a catalogue's own keys mean nothing there
        yield Link(LinkKind.IMDB, f"https://www.imdb.com/title/{film.film_id}/")


def _searches(film: Film) -> Iterator[Link]:
    if not _query(film.title):
        return
    year = str(film.year) if film.year else ""
    for kind, address, before, after in _SEARCHES:
        yield Link(kind, address.format(_query(film.title, before=_(before), after=f"{year} {_(after)}")))
    yield Link(LinkKind.WARNINGS, _WARNINGS.format(_query(film.title)))  # it looks for titles alone


def _query(title: str, *, before: str = "", after: str = "") -> str:
    """Words as they stand in an address; the last words of a title that is too long are left out, else all of it."""
    words = _sound(title).split()
    while words:
        query = quote(" ".join([*before.split(), *words, *after.split()]), safe="")
        if len(query) <= _MOST_QUERY:
            return query.replace("%20", "+")
        words.pop()
    return ""


def _sound(text: str) -> str:
    """A text without half characters, which no address can hold."""
    return text.encode("utf-8", "ignore").decode()
