"""A language that shows what was looked up: whatever stands outside its brackets was not."""

from __future__ import annotations

import re

from bot.core.language import Language

_INNERMOST = re.compile(r"⟦[^⟦⟧]*⟧")
_CUT_OFF = re.compile(r"⟦.*", re.DOTALL)


class BracketedWords:
    """Implements `bot.core.language.Words`."""

    def gettext(self, message: str, /) -> str:
        return f"⟦{message}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int, /) -> str:
        return f"⟦{msgid1 if n == 1 else msgid2}⟧"


BRACKETED = Language("de", "⟦Brackets⟧", BracketedWords())
"""It takes the place of German, so that Discord asks for it."""


def outside(text: str) -> str:
    """What of a text was not looked up; a text that was cut off to fit may lack its closing bracket."""
    while (shorter := _INNERMOST.sub("", text)) != text:
        text = shorter
    return _CUT_OFF.sub("", text)
