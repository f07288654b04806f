from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator

import pytest

from bot.logs import _TALKATIVE, JsonFormatter, set_up_logging


@pytest.fixture(autouse=True)
def levels_as_before() -> Iterator[None]:
    loggers = [logging.getLogger(), *map(logging.getLogger, _TALKATIVE)]
    before = [logger.level for logger in loggers]
    yield
    for logger, level in zip(loggers, before, strict=True):
        logger.setLevel(level)


@pytest.mark.parametrize("level", ["DEBUG", "WARNING"])
def test_our_own_loggers_follow_the_level(level: str) -> None:
    set_up_logging(level)

    assert logging.getLogger("bot.anything").getEffectiveLevel() == logging.getLevelNamesMapping()[level]


@pytest.mark.parametrize("name", ["discord.gateway", "openai._base_client", "httpx2", "httpcore2", "aiosqlite"])
def test_libraries_that_carry_users_words_never_log_at_debug(name: str) -> None:
    set_up_logging("DEBUG")
    assert not logging.getLogger(name).isEnabledFor(logging.DEBUG)

    set_up_logging("ERROR")
    assert not logging.getLogger(name).isEnabledFor(logging.WARNING)


def _record(*, failed: bool) -> logging.LogRecord:
    caught = None
    try:
        int("no number")
    except ValueError:
        caught = sys.exc_info() if failed else None
    return logging.LogRecord("bot.x", logging.ERROR, "x.py", 1, "%d film(s) “é”", (3,), caught)


def test_json_logs_are_one_object_a_line() -> None:
    plain, failed = (JsonFormatter().format(_record(failed=failed)) for failed in (False, True))

    fields = json.loads(plain)
    assert (fields["level"], fields["logger"], fields["message"]) == ("ERROR", "bot.x", "3 film(s) “é”")
    assert fields["time"].endswith("+00:00")
    assert "traceback" not in fields
    assert "\n" not in failed
    assert "ValueError: invalid" in json.loads(failed)["traceback"]


def test_json_is_what_handlers_write_when_it_is_asked_for() -> None:
    handler = logging.StreamHandler()
    logging.getLogger().addHandler(handler)
    try:
        set_up_logging("WARNING", "json")
        assert isinstance(handler.formatter, JsonFormatter)
    finally:
        logging.getLogger().removeHandler(handler)
