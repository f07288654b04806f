"""Plain text, sections and infobox of an article's wikitext: as much of it as an article about a film needs."""

from __future__ import annotations

import html
import re
from itertools import pairwise

_COMMENT = re.compile(
    r"<!--.*?-->|<ref[^>/]*/>|<ref.*?</ref>|<(gallery|math|timeline)\b.*?</\1>", re.DOTALL | re.IGNORECASE
)
_INNERMOST = re.compile(r"\{\{[^{}]*\}\}|\{\|(?:(?!\{\|).)*?\|\}", re.DOTALL)
_FILE = re.compile(r"\[\[(?:File|Image|Category)\s*:(?:[^\[\]]|\[\[[^\[\]]*\]\])*\]\]", re.IGNORECASE)
_LINK = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]]*)\]\]")
_OUTSIDE = re.compile(r"\[https?://[^\s\]]{1,2000}+ ?+([^\]\n]{0,500}+)\]")  # one that never ends is read once
_TAG = re.compile(r"<[^<>]{1,200}>")
_HEADING = re.compile(r"^==\s*([^=].*?)\s*==\s*$", re.MULTILINE)
_INFOBOX = re.compile(r"\{\{\s*infobox[ _]film\b", re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>|\n\s*\*|\n|\|", re.IGNORECASE)
_LIST = re.compile(r"^\s*\{\{\s*(?:plain ?list|ubl|unbulleted list|flatlist|hlist)\s*\|?|\}\}\s*$", re.IGNORECASE)
_MARK = re.compile(r"\{\{|\[\[|\}\}|\]\]|\|")
_DEEPEST = 20  # templates within templates


def is_film(text: str) -> bool:
    """Whether an article is about a film: it has the infobox of one."""
    return _INFOBOX.search(text) is not None


def plain(text: str) -> str:
    """Paragraphs without markup."""
    text = _COMMENT.sub("", text)
    for _ in range(_DEEPEST):
        text, count = _INNERMOST.subn("", text)
        if not count:
            break
    text = _LINK.sub(r"\1", _FILE.sub("", text))
    text = html.unescape(_TAG.sub("", _OUTSIDE.sub(r"\1", text))).replace("'''", "").replace("''", "")
    paragraphs = (" ".join(part.lstrip("*#:; ").split()) for part in text.split("\n"))
    return "\n".join(part for part in paragraphs if part and not part.startswith("="))


def lead(text: str) -> str:
    """What stands before the first heading."""
    return plain(_HEADING.split(text, maxsplit=1)[0])


def section(text: str, *titles: str) -> str:
    """The first section of one of these titles, its subsections included; empty when there is none."""
    parts = _HEADING.split(text)
    for title, body in zip(parts[1::2], parts[2::2], strict=True):
        if title.casefold() in titles:
            return plain(body)
    return ""


def infobox(text: str) -> dict[str, str]:
    """The fields of the film's infobox, as wikitext."""
    found = _INFOBOX.search(text)
    if not found:
        return {}
    ends: list[int] = []
    depth, end = 1, len(text)
    for mark in _MARK.finditer(text, found.end()):
        if mark[0] == "|":
            ends += [mark.start()] if depth == 1 else []  # the infobox's own level
            continue
        depth += 1 if mark[0] in ("{{", "[[") else -1
        if depth == 0:
            end = mark.start()
            break
    fields = (text[start + 1 : stop] for start, stop in pairwise((*ends, end)))
    pairs = (field.partition("=") for field in fields)
    return {name.strip().casefold(): value.strip() for name, _, value in pairs if value.strip()}


def values(field: str) -> tuple[str, ...]:
    """A field's values, one a line, a list's item or a template's."""
    bare = _LIST.sub("", _COMMENT.sub("", field).strip())
    named = _LINK.sub(lambda link: link[1].replace("|", " "), bare)
    found = (plain(part) for part in _BREAK.split(named))
    return tuple(dict.fromkeys(part.replace("\n", " ") for part in found if part))
