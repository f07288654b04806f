"""A dump of English Wikipedia's articles (pages-articles.xml, packed or not): the pages with a film's infobox."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET  # the operator's own file; expat bounds what entities may grow to

from data.record import IdKind, Record, Text, TextKind
from data.sources import wikitext
from data.sources.files import BROKEN_FILE, open_bytes
from data.sources.row import FIRST_YEAR, LAST_YEAR, whole_id
from data.tally import Tally

_BRACKETS = re.compile(r"\s*\([^()]*\bfilm\b[^()]*\)$")
_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")
_MINUTES = re.compile(r"(\d{1,4})\s*(?:min|&nbsp;min)")
_PLOT = ("plot", "plot summary", "synopsis", "story", "summary")


def read(path: Path, tally: Tally) -> Iterator[Record]:
    """Read film articles; everything else in a dump is passed over without a count, it is not about films."""
    try:
        with open_bytes(path) as file:
            yield from _pages(ET.iterparse(file, events=("start", "end")), tally)  # noqa: S314  # see the import
    except (*BROKEN_FILE, ET.ParseError, LookupError, ValueError) as error:  # the last two: of its encoding
        tally.broken(f"the file breaks off ({type(error).__name__})", path.name)


def _pages(events: Iterator[tuple[str, ET.Element]], tally: Tally) -> Iterator[Record]:
    root: ET.Element | None = None
    for event, element in events:
        if root is None:
            root = element
        if event == "end" and element.tag.endswith("page"):
            if record := _record(element, tally):
                yield record
            root.clear()  # or the whole dump would be held


def _record(page: ET.Element, tally: Tally) -> Record | None:
    def text_of(name: str) -> str:
        return page.findtext(f".//{{*}}{name}") or ""

    text, title = text_of("text"), " ".join(text_of("title").split())
    if text_of("ns") not in ("", "0") or page.find("{*}redirect") is not None or not wikitext.is_film(text):
        return None
    tally.rows += 1
    if not title:
        tally.broken("no title", f"page {tally.rows}")
        return None
    box = wikitext.infobox(text)
    page_id = whole_id(text_of("id").strip())
    return Record(
        ids={IdKind.WIKIPEDIA: title} | ({IdKind.PAGE: page_id} if page_id else {}),
        title=_BRACKETS.sub("", title),
        year=_year(box.get("released", ""), title, text),
        runtime=_runtime(box.get("runtime", "")),
        directors=wikitext.values(box.get("director", "")),
        cast=wikitext.values(box.get("starring", "")),
        cinematographers=wikitext.values(box.get("cinematography", "")),
        countries=wikitext.values(box.get("country", "")),
        languages=wikitext.values(box.get("language", "")),
        texts=tuple(_texts(text)),
    )


def _texts(text: str) -> Iterator[Text]:
    if found := wikitext.lead(text):
        yield Text("wikipedia", TextKind.LEAD, found)
    if found := wikitext.section(text, *_PLOT):
        yield Text("wikipedia", TextKind.PLOT, found)


def _year(released: str, title: str, text: str) -> int | None:
    """The first year of the release, else the one in the article's name or its category."""
    category = re.search(r"\[\[Category:(\d{4}) films", text)
    for place in (released, title, category[1] if category else ""):
        if found := _YEAR.search(place):
            return int(found[0]) if FIRST_YEAR <= int(found[0]) <= LAST_YEAR else None
    return None


def _runtime(field: str) -> int | None:
    found = _MINUTES.search(field)
    return int(found[1]) or None if found else None
