"""The language that a turn is answered in.

Every sentence stands in the code in English and is looked up when it is said, by `gettext` and `ngettext` below, in the
language that holds for the task at hand: a context variable that a front end sets once a turn (`speaking`). So no
function has to hand a language on, and two turns at once cannot mix theirs. `mark` is for sentences that are constants:
it does nothing but let the extraction find them; whoever says one passes it to `gettext`.

Where catalogues come from is not known here; `bot.adapters.languages` reads them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from gettext import NullTranslations
from typing import Final, Protocol


class Words(Protocol):
    """A catalogue as Python's own gettext has it."""

    def gettext(self, message: str, /) -> str:
        """The message in this language; itself where it is not translated."""
        ...

    def ngettext(self, msgid1: str, msgid2: str, n: int, /) -> str:
        """The same of one thing or several; this language's own forms decide which."""
        ...


@dataclass(frozen=True, slots=True)
class Language:
    """A language that the bot speaks."""

    code: str
    """Such as "de" or "pt-BR", as front ends and settings name it."""
    name: str
    """What its speakers call it."""
    words: Words = field(compare=False, repr=False)


ENGLISH: Final = Language("en", "English", NullTranslations())
_spoken: Final = ContextVar("spoken", default=ENGLISH)


class Languages:
    """Those that there are; English always is one."""

    def __init__(self, others: Iterable[Language] = ()) -> None:
        self.all: Final = (ENGLISH, *others)
        self._by_code: Final = {_folded(one.code): one for one in self.all}

    def of(self, *wanted: str | None) -> Language:
        """The first of these locales that there is a language for, as a whole or by its first part; or English."""
        for locale in filter(None, wanted):
            code = _folded(locale)
            if found := self._by_code.get(code) or self._by_code.get(code.partition("-")[0]):
                return found
        return ENGLISH


def _folded(code: str) -> str:
    return code.replace("_", "-").casefold()


def spoken() -> Language:
    """The language that holds for the task at hand."""
    return _spoken.get()


def speak(language: Language) -> None:
    """Speak a language for the rest of this task."""
    _spoken.set(language)


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Speak a language for the length of a block."""
    token = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(token)


def mark(message: str) -> str:
    """Name a sentence that is translated where it is said."""
    return message


def gettext(message: str) -> str:
    """Say a sentence in the language that holds; braces in it are still to be filled."""
    return _spoken.get().words.gettext(message) if message else ""  # of nothing, gettext tells the catalogue's head


def ngettext(one: str, many: str, number: int) -> str:
    """The same of a number of things."""
    return _spoken.get().words.ngettext(one, many, number)


def counted(number: int) -> str:
    """A number with its thousands parted as the language does it."""
    # Translators: what stands between thousands, as in "2,020 films".
    return f"{number:,}".replace(",", gettext(","))
