"""Which films are pornography and left out: by the source's own flag, or by words that were reviewed one by one.

Words alone are a poor guide: "pornography" marks *Talk Radio*, "pornographer" *The Big Lebowski*, "hardcore" a film
about punk rock, "unsimulated sex" *Intimacy*, "softcore" *Thief of Hearts*, "pinku eiga" *Female Prisoner #701:
Scorpion*, and a genre "Erotic" a *South Park* special. So a word is here only if every film that it marks in the
catalogue at hand was looked up and fits.
"""

from __future__ import annotations

import re

from data.record import Record, TextKind
from data.vocabulary import ADULT

KEYWORDS = frozenset(("pink film", "hardcore porn", "hardcore pornography"))
FLAGGED = "flagged as adult by its source"
_FIRST_SENTENCE = re.compile(
    r"\bis an? (?:\d{4} )?(?:[\w-]+ ){0,3}?"
    r"(?:pornographic|hardcore porn|adult) (?:[\w-]+ )?(?:film|movie)\b(?! director)"
)
_NOT_ONE = re.compile(r"documentary|animated|comedy|drama", re.IGNORECASE)


def why_adult(record: Record) -> str | None:
    """Why a film is left out, in words; None when it is not."""
    if record.adult:
        return record.adult
    if ADULT in record.genres:
        return "of an adult genre"
    for text in record.texts:
        if text.kind == TextKind.KEYWORDS and KEYWORDS & set(text.text.casefold().split("\n")):
            return "has an adult keyword"
        if text.kind == TextKind.LEAD and (found := _FIRST_SENTENCE.search(text.text[:300])):  # noqa: SIM102
            if not _NOT_ONE.search(found[0]):
                return "called pornographic by its article"
    return None
