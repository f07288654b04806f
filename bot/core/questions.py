"""The open question in words: how it is put, and what is typed in answer to it. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final
from zlib import crc32

from bot.core.intents import read_intent
from bot.core.labels import label
from bot.core.language import ENGLISH, mark, speaking
from bot.core.language import gettext as _
from bot.core.phrasing import DONT_KNOW
from bot.core.types import Action, OpenQuestion, Pressed, ReplyKind, SearchState
from bot.core.vocabulary import genre_within, place_or_tongue
from bot.core.wondering import is_denied
from retrieval.types import (
    Answer,
    Clue,
    ClueValue,
    ColourClue,
    CountryClue,
    Findings,
    GenreClue,
    LanguageClue,
    PersonClue,
    Question,
    Reading,
    RuntimeClue,
    YearClue,
)

YES, NO = mark("Yes"), mark("No")
LETTERS: Final = "abcdefgh"
"""What options are called where they cannot be pressed."""
Option = tuple[ClueValue, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """What a message answers."""

    option: int | None
    """Which option; None for "don't know"."""
    rest: str = ""
    """What else it says: "yes, and it has a dog"."""


def key_of(question: Question) -> str:
    """A short name of a question, the same in every process: what a button knows it by."""
    return f"{crc32(repr(question.options).encode()):08x}"


def put(question: Question) -> OpenQuestion:
    """A question as front ends show it."""
    kind, text = _text(question)
    return OpenQuestion(key=key_of(question), kind=kind, text=text, options=_labels(question))


def chip(answer: Answer) -> str | None:
    """What was answered, as one short label; None where nothing was."""
    if answer.said is None:
        return None
    option = answer.question.options[answer.said]
    if len(option) > 1:
        return _("none of {names}").format(names=", ".join(map(_name, option)))
    return label(Clue(option[0], hard=False, said=""))


def read_answer(text: str, question: Question) -> Said | None:
    """Read what a message answers to the open question; None where it says something else."""
    words = _words(text)
    if is_unknown(text):
        return Said(None)
    if is_yes_or_no(question):
        if match := _YES_OR_NO.fullmatch(" ".join(text.replace("\u2019", "'").split())):
            return Said(0 if match["yes"] else 1, match["rest"] or "")
    elif _denies(question.options[-1]) and _NONE.fullmatch(words):
        return Said(len(question.options) - 1)
    return _chosen(_HEDGE.sub("", words), question)


def pressed_question(state: SearchState, pressed: Pressed) -> Question | None:
    """The question that a button answers: the open one, or one of before; None where it is of another search."""
    asked = [answer.question for answer in state.answers]
    every = asked if state.question is None else [*asked, state.question]
    fits = (one for one in every if key_of(one) == pressed.key and (pressed.option or 0) < len(one.options))
    return next(fits, None)


def said_to(state: SearchState, text: str) -> tuple[Question, Said] | None:
    """What a message answers to the open question; "no, not that one" is a command and answers nothing.

    Nor does "no" answer a choice where its writer has asked something too, or a film was called the one that is meant:
    that is what it denies.
    """
    said = read_answer(text, state.question) if state.question else None
    denies = is_denied(state, text) or (state.claimed and read_intent(text)[0] is Action.REJECT)
    if state.question and denies and not is_yes_or_no(state.question):
        return None
    if state.question is None or said is None or (said.rest and read_intent(said.rest)[0]):
        return None
    return state.question, said


def to_ask(findings: Findings, kind: ReplyKind, state: SearchState, notes: Sequence[str]) -> Question | None:
    """The question to ask: one a turn, so none beside an offer or what had to be asked back."""
    asks = kind is not ReplyKind.NOTHING and not (state.offered or state.aside or notes)
    return findings.question if asks else None


def softened(reading: Reading, question: Question | None) -> Reading:
    """A message whose facts are of the kind that was asked for answers in its own words: as softly as a button."""
    kinds = {type(value) for option in question.options for value in option} if question else set()
    clues = (
        replace(clue, hard=False) if type(clue.value) in kinds - {PersonClue} else clue for clue in reading.clues
    )  # a person who is not named firmly would count for nothing
    return replace(reading, clues=tuple(clues))


def is_unknown(text: str) -> bool:
    """Whether a message only says that its writer does not know."""
    words = _words(text)
    return words == _words(_(DONT_KNOW)) or _UNKNOWN.fullmatch(words) is not None


def _words(text: str) -> str:
    return " ".join(re.findall(r"[\w']+", text.casefold().replace("\u2019", "'")))


def _chosen(words: str, question: Question) -> Said | None:
    """An option by its letter or its name, as it is shown or in English. Numbers are the films' on the screen."""
    if words and words in LETTERS[: len(question.options)]:
        return Said(LETTERS.index(words))
    with speaking(ENGLISH):
        english = _labels(question)
    named = [tuple(map(_words, both)) for both in zip(_labels(question), english, strict=True)]
    fits = [
        place for place, names in enumerate(named) if any(words in {one, one.rsplit(maxsplit=1)[-1]} for one in names)
    ]
    return Said(fits[0]) if len(fits) == 1 else None


_UNKNOWN: Final = re.compile(
    r"(?:(?:sorry|hmm+|well|honestly) )?(?:i )?(?:(?:really )?(?:don't|dont|do not|can't|cant|cannot) (?:really )?"
    r"(?:know|remember|recall|say|tell)(?: (?:that|it|this))?|dunno|(?:have )?no idea|no clue|am not sure|i'm not sure|"
    r"not sure|unsure|idk|skip|pass|hard to say|maybe|could be|possibly|perhaps|whatever|either|nvm|never ?mind|idc|"
    r"(?:don't|dont|do not) care|(?:it )?(?:doesn't|doesnt|does not) matter)(?: (?:sorry|tbh|lol|really|honestly))?"
)
YES_WORD: Final = "y|ye+s+|ye+a*h*|ya+h*|ye+p+|yu+p+"
"""How people say yes, as long as they like."""
NO_WORD: Final = "n|no+|no+pe+|na+h+"
_SO: Final = "i think so|(?:it|that) (?:is|was|does|did)|s?he (?:is|was)"
_NOT_SO: Final = "i don'?t think so|i doubt it|it (?:isn|wasn|doesn|didn)'?t|s?he (?:isn|wasn)'?t"
_YES_OR_NO: Final = re.compile(
    r"(?:(?:oh|ah|lol|haha|hmm+|well|um|i think)[\s,]+){0,2}(?:"
    rf"(?P<yes>(?:{YES_WORD}|sure|definitely|correct|right|true|probably|kind ?of|kinda|sort of|i guess(?: so)?|{_SO})"
    rf"(?:[\s,]+(?:{YES_WORD}|{_SO}|i guess(?: so)?|probably|definitely))?)|"
    rf"(?P<no>(?:{NO_WORD}|not really|definitely not|probably not|{_NOT_SO})(?:[\s,]+(?:{NO_WORD}|{_NOT_SO}))?))"
    r"(?:[\s.!]*|[,.;!]++\s*+(?:and |but )?(?P<rest>.*\w.*))",
    re.IGNORECASE | re.DOTALL,
)
_NONE: Final = re.compile(
    rf"(?:no )?(?:none|neither|nobody|no one|nothing)(?: of (?:them|these|those))?|{NO_WORD}|not really|"
    r"(?:another|other) one"
)
_HEDGE: Final = re.compile(
    r"^(?:(?:i think|i guess|i believe|maybe|probably|it's|it was|it is|was|in|a|an|the|option) )+"
)


def _denies(option: Option) -> bool:
    return all(isinstance(value, _NAMED) and not value.wanted for value in option)


_NAMED: Final = (GenreClue, PersonClue, LanguageClue, CountryClue)


def is_yes_or_no(question: Question) -> bool:
    """Whether "yes" is an answer to a question."""
    return len(question.options) == 2 and _denies(question.options[1])  # noqa: PLR2004  # yes and no


def _text(question: Question) -> tuple[str, str]:
    """The kind of a question, and its sentence."""
    value, one = question.options[0][0], is_yes_or_no(question)
    match value:
        case YearClue():
            said = "year", _("When did it come out?")
        case RuntimeClue():
            said = "runtime", _("How long is it?")
        case ColourClue():
            said = "colour", _("Is it in black and white or in colour?")
        case GenreClue(genre):
            said = "genre", _is_it(genre) if one else _("What kind of film is it?")
        case LanguageClue(name):
            sentence = _("Is it in {language}?") if one else _("What language is it in?")
            said = "language", sentence.format(language=place_or_tongue(name))
        case CountryClue(name):
            sentence = _("Is it from {country}?") if one else _("Where is it from?")
            said = "country", sentence.format(country=place_or_tongue(name))
        case PersonClue(name):
            sentence = _("Is {name} in it?") if one else _("Which of these people is in it?")
            said = "person", sentence.format(name=name)
        case _:
            raise TypeError("nobody asks for that")
    return said


_IS_IT: Final = {
    "Animation": mark("Is it animated?"),
    "Music": mark("Is it a musical?"),
    "Comedy": mark("Is it a comedy?"),
    "History": mark("Is it a historical film?"),
}


def _is_it(genre: str) -> str:
    if genre in _IS_IT:
        return _(_IS_IT[genre])
    sentence = _("Is it an {genre} film?") if genre[0] in "AEIOU" else _("Is it a {genre} film?")
    return sentence.format(genre=genre_within(genre))


def _labels(question: Question) -> tuple[str, ...]:
    if is_yes_or_no(question):
        return _(YES), _(NO)
    return tuple(map(_label, question.options))


def _label(option: Option) -> str:
    if not _denies(option):
        words = _name(option[0])
    elif isinstance(option[0], LanguageClue):
        words = _("another language")
    elif isinstance(option[0], CountryClue):
        words = _("elsewhere")
    else:
        words = _("none of these")
    return words[:1].upper() + words[1:]


def _name(value: ClueValue) -> str:
    """What an option is called: "horror", "French", "under 90 min"."""
    match value:
        case RuntimeClue(None, int(high)):
            words = _("under {minutes} min").format(minutes=high + 1)
        case RuntimeClue(int(low), None):
            words = _("over {minutes} min").format(minutes=low - 1)
        case GenreClue(genre):
            words = _(_KIND[genre]) if genre in _KIND else genre_within(genre)
        case LanguageClue(name) | CountryClue(name):
            words = place_or_tongue(name)
        case PersonClue(name):
            words = name
        case _:
            words = label(Clue(value, hard=True, said=""))
    return words


_KIND: Final = {"Animation": mark("animated"), "Music": mark("musical")}
