"""What the program writes about itself: to the error stream, and never what users said."""

from __future__ import annotations

import logging
from typing import Final

_TALKATIVE: Final = ("aiosqlite", "discord", "httpcore2", "httpx2", "openai")
"""Libraries that write what they carry, users' words among it, once they may write at DEBUG."""


def set_up_logging(level: str) -> None:
    """Log from `level` ("WARNING") on. Libraries that carry users' words stay above DEBUG, whatever is asked for."""
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger().setLevel(level)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(max(logging.INFO, logging.getLogger().level))
