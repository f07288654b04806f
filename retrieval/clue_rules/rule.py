"""Patterns for which case does not matter, tried only on texts that can match.

Most messages hold nothing that most rules read. To overlook case, Python looks at every letter with every alternative;
where a text is in small letters, it skips at once to where a pattern may begin, which takes half the time or less.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

_ODD = (("\u0130", "i"), ("\u0131", "i"), ("\u017f", "s"))
"""Letters beyond ASCII that `re.IGNORECASE` takes for one of ASCII, and that `str.lower` does not make it."""


def small(text: str) -> str:
    """A text in small letters, as `re.IGNORECASE` compares it; as long as the text only where that is ASCII."""
    if not text.isascii():
        for odd, letter in _ODD:
            text = text.replace(odd, letter)
    return text.lower()


class Rule:
    """A pattern written in small letters that matches a text in any, as with `re.IGNORECASE`.

    The groups of a match may come in small letters; its places are those of the text.
    """

    __slots__ = ("_any_case", "_cue", "_small", "pattern")

    def __init__(self, pattern: str, *, cue: str = "") -> None:
        """Compile a rule.

        Args:
            pattern: what it matches, without a capital letter.
            cue: a simpler pattern, found somewhere in every text that the rule finds anything in.
        """
        self.pattern = pattern
        self._cue = re.compile(cue)
        self._any_case = re.compile(pattern, re.IGNORECASE)
        self._small = re.compile(pattern)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """All matches."""
        lower = small(text)
        if self._cue.search(lower) is None:
            return iter(())
        return self._small.finditer(lower) if text.isascii() else self._any_case.finditer(text)

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """The first match between two places."""
        lower = small(text)
        if self._cue.search(lower) is None:
            return None
        return self._small.search(lower, start, end) if text.isascii() else self._any_case.search(text, start, end)

    def match(self, text: str, start: int) -> re.Match[str] | None:
        """The match that begins at a place."""
        return self._any_case.match(text, start)


class Lead:
    """A pattern of what stands right before a place, for which case does not matter.

    Such a pattern is asked at every word of a message and would be tried at every letter before it; the last letters
    tell at once where it cannot match.
    """

    __slots__ = ("_ends", "_rule", "pattern")

    def __init__(self, pattern: str, *, ends: tuple[str, ...]) -> None:
        """Compile a rule.

        Args:
            pattern: what it matches, up to the end of the text.
            ends: what each match ends with, in small letters, but for blanks and an apostrophe.
        """
        self.pattern = pattern
        self._rule = re.compile(pattern, re.IGNORECASE)
        self._ends = ends

    def search(self, said: str) -> re.Match[str] | None:
        """The match at the end of a text."""
        if not small(said).rstrip().rstrip("'").rstrip().endswith(self._ends):
            return None
        return self._rule.search(said)
