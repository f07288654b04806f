"""Plain text, sections and infobox of an article's wikitext: as much of it as an article about a film needs."""

from __future__ import annotations

import html
import re

_COMMENT = re.compile(
    r"<!--.*?-->|<ref[^>/]*/>|<ref.*?</ref>|<(gallery|math|timeline)\b.*?</\1>", re.DOTALL | re.IGNORECASE
)
_INNERMOST = re.compile(r"\{\{[^{}]*\}\}|\{\|(?:(?!\{\|).)*?\|\}", re.DOTALL)
_FILE = re.compile(r"\[\[(?:File|Image|Category)\s*:(?:[^\[\]]|\[\[[^\[\]]*\]\])*\]\]", re.IGNORECASE)
_LINK = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]]*)\]\]")
_OUTSIDE = re.compile(r"\[https?://\S+ ?([^\]]*)\]")
_TAG = re.compile(r"<[^<>]{1,200}>")
_HEADING = re.compile(r"^==\s*([^=].*?)\s*==\s*$", re.MULTILINE)
_INFOBOX = re.compile(r"\{\{\s*infobox[ _]film\b", re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>|\n\s*\*|\n|\|", re.IGNORECASE)
_LIST = re.compile(r"^\s*\{\{\s*(?:plain ?list|ubl|unbulleted list|flatlist|hlist)\s*\|?|\}\}\s*$", re.IGNORECASE)
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
    fields: list[str] = [""]
    depth, place = 2, found.end()
    while place < len(text) and depth > 0:
        pair = text[place : place + 2]
        if pair in ("{{", "[[", "}}", "]]"):
            depth += 2 if pair in ("{{", "[[") else -2
            fields[-1] += pair
            place += 2
        elif text[place] == "|" and depth == 2:  # noqa: PLR2004  # the infobox's own level
            fields.append("")
            place += 1
        else:
            fields[-1] += text[place]
            place += 1
    pairs = (field.removesuffix("}}").partition("=") for field in fields[1:])
    return {name.strip().casefold(): value.strip() for name, _, value in pairs if value.strip()}


def values(field: str) -> tuple[str, ...]:
    """A field's values, one a line, a list's item or a template's."""
    bare = _LIST.sub("", _COMMENT.sub("", field).strip())
    named = _LINK.sub(lambda link: link[1].replace("|", " "), bare)
    found = (plain(part) for part in _BREAK.split(named))
    return tuple(dict.fromkeys(part.replace("\n", " ") for part in found if part))
