"""What the program writes about itself: to the error stream, and never what users said."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from typing import Final, Literal

_TALKATIVE: Final = ("aiosqlite", "discord", "httpcore2", "httpx2", "openai")
"""Libraries that write what they carry, users' words among it, once they may write at DEBUG."""

LogFormat = Literal["text", "json"]


def set_up_logging(level: str, form: LogFormat = "text") -> None:
    """Log from `level` ("WARNING") on. Libraries that carry users' words stay above DEBUG, whatever is asked for."""
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    if form == "json":
        for handler in logging.getLogger().handlers:
            handler.setFormatter(JsonFormatter())
    logging.getLogger().setLevel(level)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(max(logging.INFO, logging.getLogger().level))


class JsonFormatter(logging.Formatter):
    """One JSON object a line, for programs that collect logs."""

    def format(self, record: logging.LogRecord) -> str:
        """Write a record: time (UTC), level, logger and message; the traceback where there is one."""
        fields = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            fields["traceback"] = self.formatException(record.exc_info)
        return json.dumps(fields, ensure_ascii=False)
