"""Keeps what people said, their ids and the keys to their answers out of what the library writes into the log."""

from __future__ import annotations

import logging
import re
from typing import Final

_TELLING: Final = ("discord.http", "discord.webhook.async_", "discord.state", "discord.app_commands.tree")
"""Loggers of the library that name addresses or ids above DEBUG."""
_TOKEN: Final = re.compile(r"/(webhooks|interactions)/\d+/[^/?\s]+")
_NUMBER: Final = re.compile(r"(?<=/)\d+(?![\w.])|\b\d{15,20}\b")
"""An id: a part of an address by itself, or a number as long as Discord's."""


class _Discreet(logging.Filter):
    """Lets every line through, without ids and without the tokens by which an interaction is answered."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = _redacted(record.getMessage()), None
        return True


_DISCREET: Final = _Discreet()


def keep_people_out_of_the_log() -> None:
    """Hold the library at INFO, for its DEBUG lines hold whole messages, and take out what names somebody above that.

    No setting of ours may undo this. Done again it changes nothing.
    """
    library = logging.getLogger("discord")
    if library.getEffectiveLevel() < logging.INFO:
        library.setLevel(logging.INFO)
    for name in _TELLING:
        logging.getLogger(name).addFilter(_DISCREET)


def _redacted(line: str) -> str:
    return _NUMBER.sub("…", _TOKEN.sub(r"/\1/…/…", line))
