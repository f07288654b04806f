"""What a message asks of the conversation itself ("not that one", "more", "start over"), and the words left over."""

from __future__ import annotations

import re

from bot.core.types import Action

_WHOLE: dict[Action, str] = {
    Action.HELP: r"help|/help|hi|hello|hey|hey there|\?+|what can you do|how does this work",
    Action.MORE: r"(?:show (?:me )?|any |some )?(?:more|others?|next)|more (?:please|films|movies|results|like that)|"
    r"what else|anything else|next (?:page|ones?)|/more",
    Action.UNDO: r"undo(?: that)?|/undo|go back|back|take (?:that|it) back|scratch that",
    Action.REJECT: r"no|nope|nah|wrong|neither|no,? (?:it'?s )?not (?:that|this)(?: (?:one|film|movie))?",
}
_THAT = r"(?:it|(?:that|this|the (?:first|top)) (?:one|film|movie)|the one|the right one|that|this)"
_LEADING: dict[Action, str] = {
    Action.RESET: r"start (?:over|again|fresh)|/?reset|restart|new search|clear|"
    r"forget (?:it|that|everything|all (?:that|of it))",
    Action.REJECT: r"(?:no,? |nope,? )?(?:(?:that'?s|this is|it'?s|that is) )?"
    rf"not {_THAT}(?: (?:either|though))?|wrong (?:one|film|movie)",
}
_END = r"[\s.!?]*"
_REST = r"(?:[\s.!?]*$|\s*[,.;:!-]+\s*(?P<rest>.*)$|\s+(?:but|it was|it'?s)\b\s*(?P<more>.*)$)"


def read_intent(text: str) -> tuple[Action | None, str]:
    """The action a message asks for, if any, and the rest of the message to search with."""
    text = text.strip()
    for action, pattern in _WHOLE.items():
        if re.fullmatch(rf"(?:{pattern}){_END}", text, re.IGNORECASE):
            return action, ""
    for action, pattern in _LEADING.items():
        if match := re.match(rf"(?:{pattern}){_REST}", text, re.IGNORECASE | re.DOTALL):
            return action, (match["rest"] or match["more"] or "").strip()
    return None, text
