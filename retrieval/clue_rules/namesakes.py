"""Titles that several films share, and which of them is meant."""

from __future__ import annotations

import re
from collections.abc import Iterator

from retrieval.ports import Names, Titled
from retrieval.text import fold
from retrieval.title_match import title_parts
from retrieval.types import FilmId, SharedTitle

_YEAR = re.compile(r"[\"']?,?\s*\(?(?:(?:from|of)\s+)?(?P<year>(?:18|19|20)\d\d)\b(?!\s*(?:-|to\b))\)?")
_ASKS = re.compile(r"\b(?:is it|was it|could it be|might it be|called|titled)\b", re.IGNORECASE)
_MOST = 5  # films of one title that can be asked about
_OFF = 1  # catalogues disagree by a year


def which_of(text: str, end: int, film: Titled) -> tuple[FilmId | None, int]:
    """The film of a title whose year stands right behind it ("Crash (1996)"), and where its words end.

    Args:
        text: the message.
        end: where the title ends.
        film: what the title names.

    Returns:
        The film, None where no year says which; the place behind the year, or `end`.
    """
    if match := _YEAR.match(text, end):
        year = int(match["year"])
        for film_id, of in film.namesakes or ((film.film_id, film.year),):
            if of is not None and abs(of - year) <= _OFF:
                return film_id, match.end()
    return None, end


def shared_title(film: Titled) -> SharedTitle | None:
    """What has to be asked of a title; None where it has one film only."""
    if not film.namesakes:
        return None
    return SharedTitle(film.title, tuple(film_id for film_id, _ in film.namesakes[:_MOST]))


def titled(text: str, names: Names, *, alone: bool) -> Iterator[SharedTitle]:
    """Read a message that is nothing but a title ("is it The Thing?"), where several films have it.

    Args:
        text: the message.
        names: the catalogue's titles.
        alone: whether it is the first message; later a bare word ("fall") may be a detail of another film.
    """
    parts = title_parts(text)
    known = names.titles(parts)
    part = next((part for part in parts if part in known), None)
    if part is None or (shared := shared_title(known[part])) is None:
        return
    bare = fold(text)
    several = len(part.split()) > 1 or "?" in text or bool(_ASKS.search(text))
    whole = bare == fold(shared.title) and (alone or len(bare.split()) > 1)
    years = {int(word) for word in bare.split() if word.isdecimal()}
    if (several or whole) and not years & {year for _, year in known[part].namesakes}:
        yield shared
