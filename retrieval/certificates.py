"""Age marks as they are printed, and from which age a film with one may be seen.

The ages are those that the boards themselves name: the Motion Picture Association and the TV Parental Guidelines for
the American marks, the BBFC for U and PG ("should not unsettle a child aged around eight or older").
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

_AGES: Final = {
    **dict.fromkeys(("g", "tv-y", "tv-g", "u", "all", "all ages", "ages all", "atp", "l"), 0),
    **dict.fromkeys(("tv-y7", "tv-y7-fv"), 7),
    **dict.fromkeys(("pg", "tv-pg", "gp"), 8),
    "pg-13": 13,
    "tv-14": 14,
    **dict.fromkeys(("r", "tv-ma"), 17),
    **dict.fromkeys(("nc-17", "x"), 18),
}
_NUMBER: Final = re.compile(r"(?:fsk|ages?)?[ _-]*(?P<age>\d{1,2})(?:\+|a|_and_up)?[ _]*")
_OLDEST: Final = 21


def age_of(certificate: str | None) -> int | None:
    """From which age, in years; None where the mark says nothing ("NR") or is not known here."""
    mark = " ".join((certificate or "").casefold().replace("_", " ").split())
    if (age := _AGES.get(mark)) is not None:
        return age
    number = _NUMBER.fullmatch(mark)
    return int(number["age"]) if number and int(number["age"]) <= _OLDEST else None


def strictest(certificates: Iterable[str | None]) -> str | None:
    """Of several marks of one film, the one with the highest age; None where none is understood."""
    known = [(age, mark) for mark in certificates if mark and (age := age_of(mark)) is not None]
    return max(known, key=lambda one: one[0])[1] if known else None
