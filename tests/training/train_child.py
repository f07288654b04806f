"""A training that kills itself after its ninth step, with nothing tidied up."""

from __future__ import annotations

import os
from collections.abc import Sequence

from training import __main__ as command
from training.run_folder import RunFolder

_LAST = 10


class _Killed(RunFolder):
    lines = 0

    def log(self, row: object) -> None:
        super().log(row)  # type: ignore[arg-type]
        _Killed.lines += 1
        if _Killed.lines == _LAST:
            os._exit(9)


def main(argv: Sequence[str]) -> int:
    """Run a command with the run folder that kills."""
    import training.run_folder  # noqa: PLC0415

    training.run_folder.RunFolder = _Killed  # type: ignore[misc]
    return command.main(argv)
