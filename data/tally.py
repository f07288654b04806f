"""What was read of one file, and what was left out and why: nothing a parser meets is fatal, nothing is silent."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

_EXAMPLES = 3


@dataclass(slots=True)
class Tally:
    """Counts of one file. `malformed` is broken, `skipped` is well formed but not wanted, such as a series."""

    rows: int = 0
    malformed: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)
    places: dict[str, list[str]] = field(default_factory=dict)
    """For every reason, where it was met first."""

    def broken(self, reason: str, place: str) -> None:
        """Count something malformed at a place such as "row 12"."""
        self.malformed[reason] += 1
        self._note(reason, place)

    def skip(self, reason: str, place: str) -> None:
        """Count something that is left out on purpose."""
        self.skipped[reason] += 1
        self._note(reason, place)

    def _note(self, reason: str, place: str) -> None:
        known = self.places.setdefault(reason, [])
        if len(known) < _EXAMPLES:
            known.append(place)
