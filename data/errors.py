"""What can go wrong with a catalogue as a whole. Each message is one sentence that says what to do next."""

from __future__ import annotations

from collections.abc import Sequence


class DataError(Exception):
    """The catalogue cannot be made; `str(error)` is fit to be shown."""


class WrongCallError(DataError):
    """What was asked for cannot be done: a path, a type or a folder is not what it was taken for."""


class NothingReadError(DataError):
    """Nothing usable was read.

    Attributes:
        told: what was read and why it is not usable, line by line.
    """

    def __init__(self, sentence: str, told: Sequence[str]) -> None:
        super().__init__(sentence)
        self.told = tuple(told)
