"""Wishes for facts that the catalogue lacks: they are said to be unsupported and stay plain search text."""

from __future__ import annotations

from collections.abc import Iterator

from retrieval.clue_rules.rule import Rule

_WHO = r"(?:director|writer|film-?maker|screenwriter|composer|cinematographer|producer)s?"
_GROUP = r"(?:wom[ae]n|female|lady|black|gay|queer|lesbian|trans|non-?binary|blind|deaf|jewish|muslim|asian|latin[ao])"
_WISHES = (
    rf"\b(?:directed|written|made|shot|produced|scored|composed) by (?:an?\s+|some\s+)?{_GROUP}(?:\s+{_WHO})?\b",
    rf"\b{_GROUP}\s+{_WHO}\b",
    r"\bpass(?:es|ed|ing)? the bechdel(?:\s+test)?\b|\bbechdel test\b",
    r"\b(?:rated\s+(?:g|pg-?13|pg|r|nc-?17|x|12a?|15|18)|(?:pg-?13|nc-?17|r)[\s-]rated)\b",
    (
        r"\b(?:won|winning|nominated for|got)\s+(?:an?\s+|the\s+|some\s+|\w+\s+)?"
        r"(?:oscars?|academy awards?|palme d'or|golden globes?)\b"
    ),
)
_CUE = rf"by (?:an?\s|some\s)?\s*{_GROUP}|{_GROUP}\s+{_WHO}|bechdel|rated|oscar|academy|palme|globe"
_WISH = Rule("|".join(_WISHES), cue=_CUE)


def unsupported(text: str) -> Iterator[str]:
    """Read wishes about a director's gender, a certificate or a prize."""
    yield from (text[match.start() : match.end()] for match in _WISH.finditer(text))
