"""What somebody does not care for: "I didn't like that one", "not a fan of horror", "seen it", "X wasn't my thing".

Said of a film that was shown, it turns that film down. Said of a title, a person or a genre, it is a denial that the
other rules read, softly where the words are about taste.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from retrieval.clue_rules.rule import Rule
from retrieval.clue_rules.span import before

_NOT = (
    r"(?:(?:do|did|does|would|could|can|wo|ca|am|was|is|have)\s?n'?t|(?:do|did|does|would|could|will|am|was|have) not|"
    r"cannot|never|not|no longer|didin'?t|did'?t|nor)"
    r"(?:\s+(?:too\s+)?(?:think|sure)\s+(?:that\s+|if\s+)?(?:i|it|we)(?:'d|'s|'ll| would| is| will| want)(?: be)?)?"
)
_VERY = (
    r"(?:(?:really|ever|even|actually|particularly|necessarily|too|very|that|so|much|all|been|an?|the|such|big|huge|"
    r"great|real|able to|feel(?:ing)?)\s+){0,12}"
)
_CARE = (
    r"(?:liked?|loved?|enjoy(?:ed)?|care(?:d)?(?: much)? (?:for|about)|fans? of|fond of|into|interested in|keen on|"
    r"get into|stand|crazy about|sold on|sure about|want (?:to (?:see|watch)|any|an?)|in the mood for)"
)
_HATE = (
    r"(?:hated?|disliked?|despised?|(?:tired|sick) of|pass on|passing on|no interest in|would rather not|"
    r"stay(?:ed)? away from|meh on)"
)
DISLIKES = (
    rf"\b(?:{_NOT}\s+{_VERY}{_CARE}|{_HATE}|not\s+{_VERY}(?=[\w'-]+(?:\s[\w'-]+)?\s+fan\b))\s*"
    r"(?:(?:any|all|most|those|these|the|of|last|first|few|other|new|old|whole)\s+){0,12}+[\"']?"
)
"""Words that deny what stands behind them."""

_START = (
    r"(?:^|[.,;:!?)]|(?P<subject>\b(?:i|we)\b)|\b(?:but|and|yes|yeah|yea|no|nope|nah|sorry|though|well|oh|ok|because|it|that|this|one|them|those|"
    r"both|\w+'?s)\b)"
)
_WE = (
    r"\s*+[-\"']?\s*+(?:(?:i|we|my (?:kids?|wife|husband|friends?|family|daughter|son)|yeah|yea|no|well|oh|sorry|"
    r"but|and|just|really|actually|honestly|definitely|probably|think|guess|have to admit|'?ve|'m|am|was|have|had|did|"
    r"already|will|'ll|would|'d|going to|gonna)[\s,]*+){0,12}"
)
_KIND = r"(?:that|this|those|these) (?:kinds?|types?|sorts?)(?: of (?:movies?|films?|things?|stuff|humou?r))?"
_ONE = r"(?:(?:that|this|the|those|these)(?: \w+)? )?(?:one|ones|movies?|films?)"
_IT = rf"(?:{_KIND}|it|that|this|those|these|them|either|both|any|{_ONE})"
_END = (
    r"(?:\s+(?:much|at all|very much|that much|as much|either|though|really|lol|sorry|too|anymore)){0,4}"
    r"\s*(?=[.,;:!?)]|$|\b(?:but|and|so|it|i|because|or|not|as|when|sorry|thanks?|what|any)\b)"
)
_MINE = r"(?:my|our) (?:kind|type|sort|style|thing|taste|cup of tea|favou?rites?)"
_OF_THE_SCREEN = re.compile(
    rf"{_START}(?P<we>{_WE})(?P<words>{_NOT}\s+{_VERY}{_CARE}\s+{_IT}{_END}|{_HATE}\s+{_IT}{_END}|"
    rf"{_NOT}\s+{_VERY}(?:liked?|enjoy(?:ed)?|care(?:d)?)\s*(?=[.;!?]|$)|"
    rf"{_NOT}\s+{_VERY}(?:fans?|interested|into it|for (?:me|us)|impressed|keen){_END}|"
    rf"{_NOT}\s+{_VERY}{_MINE}[\w\s]{{0,16}}{_END}|"
    rf"(?:(?:will|'ll|going to|gonna|have to|think i'?ll)\s+)?(?:take a )?pass{_END}|no,?\s+thank(?:s| you)|"
    rf"not so much\b|{_NOT} something (?:i|we) (?:want|would like) to (?:see|watch)|"
    rf"(?:didn'?t|did not) (?:do it|work) for (?:me|us)|couldn'?t (?:get into|finish) {_IT}{_END}|"
    r"(?:(?:it|that|that one)(?:'s| is| was| looks| seems)\s+)?(?:a\s+(?:bit|little)\s+|way\s+)?too\s+\w+\s+for\s+"
    r"(?:me|us|my \w+|them|what)\b)",
    re.IGNORECASE,
)
_SEEN = re.compile(
    rf"{_START}(?P<we>\s*(?:(?:yes|yeah|no|oh|ok|sorry|but|and|i|we|'?ve?|have|already|think|also|both|did)[\s,']*+){{0,12}}+)"
    r"(?P<words>(?:already\s+)?(?:seen|saw|watched|see|watch)\s+(?:it|those|these|them|both|(?:that|this)"
    rf"(?: one| movie| film)?)(?:\s+(?:already|before|too|in theaters?)|{_END}))",
    re.IGNORECASE,
)
_NOT_SEEN = re.compile(r"(?:n'?t|\bnot|\bnever|\bto|\bgonna|\bwill|\bwould|'ll|'d)\s+(?:\w+\s+)?$", re.IGNORECASE)
_BAD = re.compile(
    rf"(?:^|[.,;:!?]|(?P<subject>\bi think)|\b(?:but|and|yes|no|yeah))(?P<we>\s*{_IT}\s+)"
    r"(?P<words>(?:really\s+)?(?:sucked|sucks|stinks|"
    r"(?:was|is|looks?|sounds?)\s+(?:\w+\s+)?(?:boring|awful|terrible|bad|crap|dull|stupid|dumb)))\b",
    re.IGNORECASE,
)
_THEIRS = re.compile(
    r"\b(?:he|she|they|who|(?:the|a|his|her|their) (?:\w+ )?\w+|man|woman|guy|girl|boy|kid|people)\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)
NOT_MY_THING = Rule(
    rf"\s+(?:(?:is|was|are|were)\s*n'?t|(?:is|was|are|were) not)\s+{_VERY}(?:{_MINE}|for (?:me|us)\b)(?: of \w+)?|"
    r"\s+did\s*n'?t do it for (?:me|us)",
    cue=rf"{_MINE}|for (?:me|us)",
)
"""Behind a title: it is not wished for."""


def turned_down(text: str) -> Iterator[tuple[int, int]]:
    """Where a message says that what was shown is not wished for, or was seen; it has no name of its own there."""
    for rule in (_OF_THE_SCREEN, _SEEN, _BAD):
        for match in rule.finditer(text):
            said = before(text, match.start("words"))
            if not _THEIRS.search(said) and not (rule is _SEEN and _NOT_SEEN.search(said)):
                yield match.start("subject" if match["subject"] else "we"), match.end("words")
