"""One row of a source, whatever file it stands in, and how its cells are read."""

from __future__ import annotations

import ast
import json
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from data.tally import Tally

FIRST_YEAR, LAST_YEAR = 1870, 2100
_LONGEST = 100_000  # minutes; the longest film runs 51,420
_MOST_VOTES = 1_000_000_000
_TOO_LONG = 200_000  # characters: beyond it a "title" or a "plot" is a broken quote
_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d*)?")
_YEAR = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d|2100)(?!\d)")
_TITLE_TAIL = re.compile(
    r"^(?P<rest>.+)[,;]\s?(?P<article>The|A|An|La|Le|Les|L'|El|Los|Las|Il|Lo|I|Gli|Der|Die|Das|Den|Det|De|Het|Un|Une|O|Os)$"
)


@dataclass(frozen=True, slots=True)
class Row:
    """Cells by the names of their columns, in lower case; a cell that cannot be read counts as broken, not the row."""

    cells: Mapping[str, Any]
    place: str
    """Such as "row 12"."""
    tally: Tally

    def text(self, *names: str) -> str | None:
        """The first of these columns that says something."""
        for name in names:
            value = self.cells.get(name)
            if isinstance(value, int | float) and not isinstance(value, bool):
                value = str(value)
            if value is None or value == "":
                continue
            if not isinstance(value, str):
                self.tally.broken(f"`{name}` is no text", self.place)
                continue
            value = value.replace("\0", "").strip()
            if len(value) > _TOO_LONG:
                self.tally.broken(f"`{name}` is too long", self.place)
            elif value and value != r"\N":
                return value
        return None

    def line(self, *names: str) -> str | None:
        """As `text`, on one line."""
        value = self.text(*names)
        return " ".join(value.split()) if value else None

    def whole(self, name: str, least: int, most: int) -> int | None:
        """A whole number within bounds; "1998.0" and "90 min" are one."""
        value = (self.text(name) or "").removesuffix(" min")
        if not value or value.casefold() in ("nan", "null", "none", "n/a"):
            return None
        if _NUMBER.fullmatch(value) and least <= float(value) <= most:
            return int(float(value))
        self.tally.broken(f"`{name}` is out of range", self.place)
        return None

    def year(self, *names: str) -> int | None:
        """The year in a date or on its own, however the date is written."""
        value = self.text(*names)
        if value is None or value.casefold() in ("nan", "null", "none", "n/a"):
            return None
        if found := _YEAR.search(value):
            return int(found[1])
        self.tally.broken(f"`{names[0]}` holds no year", self.place)
        return None

    def minutes(self, name: str) -> int | None:
        """A length; 0 is how many sources say that they do not know."""
        return self.whole(name, 0, _LONGEST) or None

    def votes(self, name: str) -> int | None:
        """How many people rated it."""
        return self.whole(name, 0, _MOST_VOTES)

    def flag(self, name: str) -> bool:
        """Whether a column says yes."""
        return str(self.cells.get(name, "")).strip().casefold() in ("true", "1", "yes")

    def parts(self, name: str, separator: str = ",") -> tuple[str, ...]:
        """A list, from a list, a separated text, or a list as JSON or Python writes it, of texts or `{name: …}`.

        Of a mapping, as Freebase's `{id: name}`, it is the values.
        """
        value = self.cells.get(name)
        if isinstance(value, str) and value.strip()[:1] in ("[", "{"):
            value = self._literal(name, value)
        if isinstance(value, str):
            value = value.split(separator)
        if isinstance(value, dict):
            value = list(value.values())
        if value is None:
            return ()
        if not isinstance(value, list | tuple):
            self.tally.broken(f"`{name}` is no list", self.place)
            return ()
        named = [item.get("name", item.get("english_name")) if isinstance(item, dict) else item for item in value]
        # Interned: the same names and labels stand in thousands of rows.
        texts = [sys.intern(" ".join(item.split())) for item in named if isinstance(item, str)]
        if len(texts) < len(named):
            self.tally.broken(f"`{name}` holds what is no text", self.place)
        return tuple(dict.fromkeys(text for text in texts if text and text != r"\N"))

    def _literal(self, name: str, value: str) -> Any:
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            pass
        try:
            return ast.literal_eval(value.strip())
        except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
            self.tally.broken(f"`{name}` is a broken list", self.place)
            return None


def plain_title(title: str) -> str:
    """A title with its article in front: "American President, The" is how film lists sort it.

    Lists that were given another separator have ";" for ", ".
    """
    if "; " not in title:
        title = title.replace(";", ", ")
    if found := _TITLE_TAIL.match(title):
        article = found["article"]
        return f"{article}{'' if article.endswith(chr(39)) else ' '}{found['rest']}"
    return title


def imdb_id(value: str | None) -> str | None:
    """An IMDb id as IMDb writes it, from "tt0114709", "0114709" or a link; None when it is none."""
    found = re.search(r"(?:^|tt|/)(\d{1,10})/?$", (value or "").strip())
    return f"tt{int(found[1]):07}" if found and int(found[1]) else None


def whole_id(value: str | None) -> str | None:
    """An id that is a number, from "862" or "862.0", as tables write it that had gaps in the column; else None."""
    digits = (value or "").removesuffix(".0")
    return digits if digits.isascii() and digits.isdecimal() else None


def article(value: str | None) -> str | None:
    """The name of an English Wikipedia article, from its name or its address."""
    if not value:
        return None
    name = unquote(re.sub(r"^https?://en\.(?:m\.)?wikipedia\.org/wiki/", "", value.strip())).split("#")[0]
    return " ".join(name.replace("_", " ").split()) if name and "://" not in name else None
