"""Messages that say nothing of a film: "lol", "thanks", "what?", "idk". They lose nothing of a search. Pure."""

from __future__ import annotations

import re
from typing import Final

from bot.core import phrasing
from bot.core.language import gettext as _
from bot.core.picks import Verdict, read_pick
from bot.core.questions import is_unknown
from bot.core.types import SearchState

_LAUGHTER: Final = r"(?:ha|he|ja){2,8}h?|lol|lmao|lmfao|rofl"
_CHAT: Final = re.compile(
    rf"(?:(?:{_LAUGHTER}|hm|um|uh|er|oh|ah|ow|aw|wow|woah|whoa|ooh|ugh|meh|omg|cool|nice|great|awesome|neat|ok|okay|okey|"
    r"k|alright|fine|i see|got it|gotcha|interesting|damn|dang|bruh|bro|dude|mate|oops|my bad|sorry|wait|hold on|"
    r"one (?:sec|moment)|let me think|i'?m thinking|thinking|yo|sup|good (?:morning|evening|night)|(?:are )?you there|"
    r"no worries|no problem|kinda|kind of|sort of|sorta|same|test|true|seriously|really|well|so|anyway|and|but|then)"
    r"(?: |$)){1,6}"
)
_THANKS: Final = re.compile(
    rf"(?:(?:ok|okay|oh|cool|great|nice|{_LAUGHTER}) ){{0,3}}"
    r"(?:many thanks|thanks|thank (?:you|u)|thx|tysm|ty|cheers|good bot)"
    r"(?: (?:so much|very much|a lot|anyway|man|bot|dude|mate|bro))?"
)
_LOST: Final = re.compile(
    rf"(?:(?:wait|oh|um|hm|sorry|{_LAUGHTER}) ){{0,3}}(?:wha+t|huh|eh|why|who|which|how|where|pardon|excuse me|wdym|"
    r"what now|what do you mean|what does that mean|(?:i )?don'?t (?:understand|get it)|(?:i'?m )?(?:confused|lost))"
)
_STRETCHED: Final = re.compile(r"(\w)\1+(?= |$)|(\w)\2{2,}")
"""Letters that are typed for as long as one would say them: "hmmm", "ohh", "sooo"."""


def small_talk(state: SearchState, text: str) -> str | None:
    """The sentence for a message that says nothing of a film; None where it may.

    Args:
        state: what was said and asked before.
        text: the message.
    """
    words = " ".join(re.findall(r"[\w']+", text.casefold().replace("\u2019", "'")))
    forms = (words, _STRETCHED.sub(r"\1\2", words))
    sentence = None
    if is_unknown(text):
        sentence = _(phrasing.NO_MATTER)
    elif state.question is not None and (pick := read_pick(text)) and pick.verdict is Verdict.YES:
        sentence = _(phrasing.WHICH_ONE)  # it was not one to say yes to
    elif any(map(_THANKS.fullmatch, forms)):
        sentence = _(phrasing.WELCOME)
    elif any(map(_LOST.fullmatch, forms)):
        sentence = _(phrasing.LOST)
    elif any(map(_CHAT.fullmatch, forms)):
        sentence = _(phrasing.TAKE_YOUR_TIME) if state.messages else _(phrasing.EMPTY)
    return sentence
