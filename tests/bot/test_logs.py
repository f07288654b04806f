from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from bot.logs import _TALKATIVE, set_up_logging


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
