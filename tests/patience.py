"""Texts that would keep a regular expression busy, and a limit to how long a test waits for one."""

from __future__ import annotations

import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType, ModuleType

import pytest

UNITS = (
    *("v'", "'v", "'ve ", "'d ", "'ll ", "n't ", "'s ", "s' ", "'", '"', " ", "\n", "\n ", "\t", "-", "- ", ", ", ". "),
    *("a", "a ", "a-", "a'", "a.", "a. ", "1", "1 ", "1.", "1, ", "19", "1985 ", "1985, ", "80s ", "é ", "[", "<", "("),
    *("i ", "we ", "no ", "no, ", "not ", "was ", "it ", "its ", "it's ", "that ", "film ", "kind ", "of ", "any of "),
    *("not into any of ", "not very ", "very ", "so much ", "like a ", "i didn't ", "sorry ", "seen ", "pass ", "by "),
    *(
        "like heat, ",
        "not jaws, ",
        "the guy from ",
        "brad pitt ",
        "first ",
        "forget ",
        "the ",
        "ok ",
        "yes, ",
        "maybe ",
    ),
    *(
        "please ",
        "thing ",
        "really ",
        "close ",
        "help ",
        "more ",
        "back ",
        "?",
        "!",
        "…",
        "\ufdfa",
        "https://",
        "\x1b[",
    ),
)
"""Repeated, each of them is a text."""
_LONGEST = 4_000  # characters of a message


def repeated(unit: str, *, length: int = _LONGEST) -> str:
    """A text that says the same over and over."""
    return (unit * length)[:length]


def pieces(*modules: ModuleType) -> list[str]:
    """What the rules of some modules are made of, "its" and "any of" say, with a blank behind it."""
    found: set[str] = set()
    for module in modules:
        for rule in vars(module).values():
            if isinstance(rule, re.Pattern):
                found.update(re.findall(r"(?<![\\a-z])[a-z' ]*[a-z][a-z' ]*", rule.pattern.replace("?", "")))
    return sorted(piece.strip() + " " for piece in found)


@contextmanager
def patience(seconds: float) -> Iterator[None]:
    """Fail when something takes that much processor time; regular expressions are interrupted as well.

    Processor time, because the machine may be busy with something else.
    """

    def fail(_signal: int, _frame: FrameType | None) -> None:
        pytest.fail(f"It took {seconds} s of processor time.")

    if not hasattr(signal, "setitimer"):
        pytest.skip("This system cannot interrupt by processor time.")
    before = signal.signal(signal.SIGVTALRM, fail)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
