"""What failed, as the log may hold it."""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import Final

_FRAMES: Final = 3


def describe(error: BaseException) -> str:
    """Say what failed and where, without any message: those can hold what a user wrote."""
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    path = " > ".join(f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames)
    cause = f", from {describe(error.__cause__)}" if error.__cause__ is not None else ""
    return f"{type(error).__name__} at {path}{cause}"
