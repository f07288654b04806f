"""What people type around a memory and what tells nothing of the film: "what's it called", "wtf"."""

from __future__ import annotations

from collections.abc import Iterator

from retrieval.clue_rules.rule import Rule

_ASKS = Rule(
    r"(?:\b(?:do you (?:know|have)|(?:can|could) you (?:recommend|suggest|show me|find me|find)|are there|is there|"
    r"got)\s+(?:of\s+)?(?:me\s+)?)?\b(?:(?:any|some|other|another|more)\s+){1,2}"
    r"(?:similar\s+(?:movies?|films?|ones?)|"
    r"(?:movies?|films?|ones?|others?)\s+(?:similar|like\s+(?:that|it|this|those)))\b|"
    r"\banything\s+similar\b(?=\W*$)|"
    r"\b(?:something|anything)\s+(?:else\s+)?like\s+(?:that|it|this)\s+would\s+be\s+(?:great|nice|good|perfect|cool)\b",
    cue=r"similar|like\s+(?:that|it|this|those)",
)
"""What asks for more of a kind that is named elsewhere."""
_CHATTER = Rule(
    r"(?:\b(?:haha|lol|yes|yeah|ok|ugh|omg)[\s,!.]{1,3}){0,2}(?:\b(?:but|so|and|idk|no idea)\s+)?"
    r"\bwhat(?:'?s|\s+is|\s+was|\s+the hell is|\s+the heck is)?\s+(?:it|that|this|the (?:film|movie|thing))"
    r"(?:'s)?(?:\s+(?:is|was))?\s+(?:called|named|the name|the title)(?:\s+again)?\b|"
    r"\bwhat(?:'?s|\s+is|\s+was)\s+(?:the|its|it'?s)\s+(?:name|title)(?:\s+again)?\b|"
    r"\b(?:it'?s\s+|it\s+is\s+)?(?:right\s+)?(?:on|at)\s+the\s+tip\s+of\s+my\s+tongue\b|"
    r"\b(?:wtf|ffs|omfg|fuckin(?:g|')?|goddamn(?:ed)?|effing|lmf?ao)(?!\w)",
    cue=r"what(?:'?s)?\s+(?:is|was|it|th)|tongue|wtf|ffs|omfg|fuckin|goddamn|effing|lmf?ao",
)


def chatter(text: str) -> Iterator[tuple[int, int]]:
    """Where a message talks of talking."""
    for rule in (_CHATTER, _ASKS):
        for match in rule.finditer(text):
            yield match.span()
