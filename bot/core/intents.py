"""What a message asks of the conversation itself ("not that one", "more", "start over"), and the words left over.

A message is a command only as a whole, or where a comma or the like parts the command from the rest: people type titles
("Back to the Future", "Clear and Present Danger") and corrections ("no, older") that begin like one.
"""

from __future__ import annotations

import re

from bot.core.types import Action

_NO = r"(?:no+(?: (?:shit|way|lol|dude|man))?|no+pe+|na+h+|not really|n)"
_THAT = r"(?:it|(?:that|this|the (?:first|top)) (?:one|film|movie)|the one|the right one|that|this)"
_NOT = r"(?:(?:that|this|it)(?:'?s| is| was)? not|(?:that|this|it) (?:isn'?t|wasn'?t|ain'?t)|not)"
_FILMS = r"(?: (?:ones?|films?|movies?|results?|options|suggestions|pages?))"

_SUBJECT = r"(?:one|film|movie|question)(?=\s*(?::|[\u2013\u2014-]+\s)\s*\w)"
"""Only with what is searched for instead: "another one" by itself turns the page."""

_WHOLE: dict[Action, str] = {
    Action.HELP: r"/?help(?: me)?|(?:hi|hello|hey)(?: there)?|\?++|what can (?:you do|i (?:do|say))|"
    r"how does (?:this|it) work",
    Action.MORE: rf"/?more|(?:(?:show|give)(?: me)? |any |some |see )?(?:more|others?|another|next){_FILMS}?|"
    rf"(?:a )?(?:different|new){_FILMS}|what else(?: is there| do you have)?|anything else",
    Action.UNDO: r"/?undo(?: (?:that|this|it))?|(?:go )?back|take (?:that|it) back|scratch that|"
    r"(?:forget|ignore|drop|scratch) (?:the |that |my )?last (?:one|thing|bit|part|clue|message)(?: i said)?",
    Action.RESET: r"clear(?: (?:all|everything))?|forget (?:it|that)",
    Action.REJECT: rf"{_NO}(?:[\s,]+{_NO})*|wrong|(?:{_NO},? )?{_NOT}(?: {_THAT})?",
}
_LEADING: dict[Action, str] = {
    Action.RESET: r"/?reset|restart|start (?:over|again|fresh|anew|from scratch)|new search|"
    r"forget (?:everything|all (?:that|of it))|"
    rf"(?:(?:a|now a|and now a) )?(?:(?:completely |totally )?different|new|another|next) {_SUBJECT}|"
    r"(?:a )?(?:completely |totally )?different (?:one|film|movie|question)(?=\s*[,.!]+\s*(?:\S+\s+){3})",
    Action.REJECT: rf"(?:{_NO}[\s,.!]+)*(?:{_NOT} {_THAT}(?: (?:either|though))?|wrong (?:one|film|movie))|"
    rf"{_NO}[\s,.!]+(?:it(?:'?s| was) )?the other (?:one|film|movie)",
}
_POLITE = (
    rf"(?:(?:(?:ok|okay|well|hm+|sorry|wait|actually|please)[\s,.!]+|{_NO}\s*[,.!]\s*)*"
    r"(?:let'?s |(?:can|could) (?:we|you|i) )?)"
)
_END = r"(?:[\s,]+(?:please|thanks|thank you))?\W*"
_PART = r"(?:\s*[,.;:!?\n\u2026\u2013\u2014]+|\s+-+(?=\s))"
"""What parts a command from the rest; a hyphen only with blanks around it ("search-and-rescue")."""
_JOINING: dict[Action, str] = {
    Action.RESET: r"with|it was|it'?s",
    Action.REJECT: r"but|it was|it'?s|(?<=other one )(?=with|where|in|about)",
}
"""Words that part them as well."""


def read_intent(text: str) -> tuple[Action | None, str]:
    """The action a message asks for, if any, and the rest of the message to search with."""
    text = re.sub(r"[^\S\n]+", " ", text.strip()).replace("\u2019", "'")  # the apostrophe of phones
    action, rest = _read(text)
    if action is None or not rest:
        return action, rest
    second, words = _read(rest)  # "forget all that, start over", "not that one, undo"
    return second if second in {Action.RESET, Action.UNDO} else action, words


def _read(text: str) -> tuple[Action | None, str]:
    for action, pattern in _WHOLE.items():
        polite = "" if action is Action.REJECT else _POLITE
        if re.fullmatch(rf"{polite}(?:{pattern}){_END}", text, re.IGNORECASE):
            return action, ""
    for action, pattern in _LEADING.items():
        polite = "" if action is Action.REJECT else _POLITE
        parted = rf"(?:{_PART}|\s+(?:{_JOINING[action]})\b)(?P<rest>.*)"
        if match := re.fullmatch(rf"{polite}(?:{pattern})(?:{_END}|{parted})", text, re.IGNORECASE | re.DOTALL):
            return action, (match["rest"] or "").strip()
    return None, text
