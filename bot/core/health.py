"""Whether the bot can do its work: what `/readyz` says."""

from __future__ import annotations

from collections.abc import Callable


class Health:
    """Knows the parts without which there is no answer; each is missing until something watches it."""

    def __init__(self, *parts: str) -> None:
        self._checks: dict[str, Callable[[], bool] | None] = dict.fromkeys(parts)

    def watch(self, part: str, check: Callable[[], bool]) -> None:
        """From now on a part is there whenever `check` says so."""
        self._checks[part] = check

    def missing(self) -> tuple[str, ...]:
        """The parts that are not there at this moment."""
        return tuple(part for part, check in self._checks.items() if check is None or not check())
