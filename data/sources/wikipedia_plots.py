"""The Kaggle table "Wikipedia Movie Plots": films with their whole stories, as Wikipedia tells them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from data.record import IdKind, Record, Text, TextKind
from data.sources.files import table
from data.sources.row import Row, article
from data.tally import Tally

_FOOTNOTE = re.compile(r"\[\d{1,3}\]")
_AND = re.compile(r",|;| and |&")
_UNKNOWN = frozenset(("unknown", "various", "none", "n/a"))
_NATIONS = """American: United States, British: United Kingdom, Australian: Australia, Canadian: Canada, Chinese: China,
Egyptian: Egypt, Filipino: Philippines, Hong Kong: Hong Kong, Japanese: Japan, Malaysian: Malaysia, Maldivian: Maldives,
Russian: Russia, South_Korean: South Korea, Turkish: Turkey, Bangladeshi: Bangladesh, Bollywood: India, Tamil: India,
Telugu: India, Malayalam: India, Kannada: India, Marathi: India, Bengali: India, Punjabi: India, Assamese: India"""
"""What the column Origin/Ethnicity says, as countries."""
_COUNTRIES = {nation.casefold(): country for nation, country in re.findall(r"(\w[\w ]*): ([\w ]+)", _NATIONS)}


def read(path: Path, tally: Tally) -> Iterator[Record]:
    """Read films with their whole stories."""
    for row in table(path, tally):
        title = row.line("title")
        if not title:
            tally.broken("no title", row.place)
            continue
        page, plot = article(row.line("wiki page")), _FOOTNOTE.sub("", row.text("plot") or "")
        country = _COUNTRIES.get((row.line("origin/ethnicity") or "").casefold())
        yield Record(
            ids={IdKind.WIKIPEDIA: page} if page else {},
            title=title,
            year=row.year("release year"),
            genres=row.parts("genre"),
            directors=_people(row, "director"),
            cast=_people(row, "cast"),
            countries=(country,) if country else (),
            texts=(Text("wikipedia", TextKind.PLOT, plot),) if plot else (),
        )


def _people(row: Row, name: str) -> tuple[str, ...]:
    names = (part.strip() for part in _AND.split(row.line(name) or ""))
    return tuple(dict.fromkeys(part for part in names if part and part.casefold() not in _UNKNOWN))
