"""Dropping a clue by words ("forget the 80s", "never mind the black and white thing"). Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.core.clues import answer, clue_key, off_screen
from bot.core.labels import label, labels_typed
from bot.core.questions import chip, key_of
from bot.core.types import SearchState
from retrieval.clues import is_about, without_words
from retrieval.types import (
    CastClue,
    Clue,
    ClueValue,
    ColourClue,
    CountryClue,
    GenreClue,
    LanguageClue,
    LikeClue,
    NotFilmsClue,
    PersonClue,
    Reading,
    RuntimeClue,
    YearClue,
)


@dataclass(frozen=True, slots=True)
class Drop:
    """What shall no longer count, in the user's words, and what else the message says."""

    what: str
    rest: str


_VERB = (
    r"(?:please\s+)?(?:forget|drop|never\s?mind|nvm|ignore|disregard|remove|delete|scratch|lose|skip|"
    r"leave out|take out|take away|take back|i take back|don'?t (?:mind|worry about)|get rid of)"
    r"(?:\s+(?:about|what i said about))?"
)
_BEFORE = r"(?:(?:ok|okay|well|hm+|no|wait|sorry|oh|actually|so|and|please|maybe|let'?s)[\s,.!]+){0,8}"
_LITTLE = r"(?:(?:the|that|this|those|my|your|any|all|whole)\s+){0,6}"
_THING = r"(?:\s+(?:thing|things|part|bit|clue|clues|constraint|filter|chip|stuff|idea))?"
_END = r"(?:[\s,]+(?:please|though|again|then|for now|lol|thanks))*"
_REST = (
    r"(?:\s*[.!]*|\s*[,.;:!]+\s*(?:(?:and|but)\s+)?(?P<rest>\S.*)|"
    r"\s+(?:but|and(?=\s+(?:it|make|look|show|try|add|go)))\s+(?P<more>\S.*))"
)
_SAID = re.compile(rf"{_BEFORE}{_VERB}\s+{_LITTLE}(?P<what>[^,.;:!?]{{1,200}}?){_THING}{_END}{_REST}", re.IGNORECASE)
_NO_MATTER = re.compile(
    rf"{_BEFORE}{_LITTLE}(?P<what>[^,.;:!?]{{1,200}}?){_THING}\s+(?:doesn'?t|does not|don'?t|do not) matter"
    rf"{_END}{_REST}",
    re.IGNORECASE,
)
_IS_SET = re.compile(
    rf"{_BEFORE}{_LITTLE}(?P<what>[^,.;:!?]{{1,40}}?)\s+(?:is|was)\s+(?:just\s+|only\s+)?(?:when|where)\s+"
    r"(?:it|the (?:film|movie|story))\s*(?:'?s|is|was)?\s+set\b.*",
    re.IGNORECASE,
)
_MOST_WORDS = 6
"""What is longer is a story that begins with "forget"."""

_KINDS: Final[dict[type[ClueValue], str]] = {
    YearClue: "year years decade date era time period age when",
    RuntimeClue: "length runtime running time duration minutes long short hours",
    ColourClue: "colour color colours colors bw b w black white",
    GenreClue: "genre genres kind type",
    PersonClue: "actor actress actors person people director name star cast",
    CastClue: "actor actress actors person people cast guy man woman",
    LanguageClue: "language languages",
    CountryClue: "country countries origin",
    LikeClue: "like similar likeness comparison title film movie",
    NotFilmsClue: "film films movie movies franchise",
}
"""What people call each kind of clue by."""
_SMALL: Final = frozenset("a an the and or of in with from about that this it is was not like".split())


def read_drop(text: str) -> Drop | None:
    """Read a wish to drop a clue; whether one is in force that it names is for `clues_named`."""
    text = " ".join(text.replace("\u2019", "'").split())
    if match := _IS_SET.fullmatch(text):  # "the 40s is when it's set, not made": no fact of the film
        return Drop(match["what"], "")
    match = _SAID.fullmatch(text) or _NO_MATTER.fullmatch(text)
    if match is None or len(match["what"].split()) > _MOST_WORDS:
        return None
    return Drop(match["what"].strip(" \"'"), (match["rest"] or match["more"] or "").strip())


def taken_back(state: SearchState, key: str) -> SearchState | None:
    """A state without what a key names: a clue goes, an answer becomes a "don't know"; None where it is neither.

    The keys are those of `bot.core.replies.keys_of`.
    """
    clue = next((one for one in state.clues if clue_key(one) == key), None)
    if clue is not None:
        left = replace(state, utterances=without_words(state.utterances, clue.said))
        clues = tuple(one for one in state.clues if one != clue)
        return replace(off_screen(left), clues=clues, shown=(), offered=None, aside="", shared=None)
    question = next((one.question for one in state.answers if key_of(one.question) == key and chip(one)), None)
    return None if question is None else answer(state, question, None)


def without(state: SearchState, what: str, reading: Reading) -> tuple[SearchState, tuple[str, ...]]:
    """A state without the clues that words name, and their labels; else without the words, where they were said.

    The words that a clue was read from are not searched with any more. Nothing changes where nobody said anything of
    the kind.

    Args:
        state: as it is.
        what: the words.
        reading: what is understood of them by themselves.
    """
    dropped = clues_named(state.clues, what, reading)
    utterances = state.utterances
    for said in [clue.said for clue in dropped] or [what]:
        utterances = without_words(utterances, said)
    clues = tuple(clue for clue in state.clues if clue not in dropped)
    if (utterances, clues) == (state.utterances, state.clues):
        return state, ()
    left = replace(off_screen(state), utterances=utterances, clues=clues, shown=(), offered=None, aside="", shared=None)
    return left, tuple(map(label, dropped)) or (what,)


def clues_named(clues: Sequence[Clue], what: str, reading: Reading) -> tuple[Clue, ...]:
    """The clues that words name, the plainest way first.

    Args:
        clues: in force.
        what: the words.
        reading: what is understood of them by themselves.
    """
    exact = [clue for clue in clues if what.casefold() in map(str.casefold, labels_typed(clue))]
    meant = [clue for clue in clues if any(is_about(clue.value, one.value) for one in reading.clues)]
    words = _words(what) - _SMALL
    worded = [clue for clue in clues if words and words <= _words(f"{' '.join(labels_typed(clue))} {clue.said}")]
    kinds = [clue for clue in clues if words and words <= _words(_KINDS[type(clue.value)])]
    return tuple(exact or meant or worded or kinds)


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))
