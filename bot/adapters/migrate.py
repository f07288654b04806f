"""Brings a store's tables up to date, step by step, inside the transaction of whoever opens it."""

from __future__ import annotations

from importlib.resources import files
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy.engine import Connection

_FIRST: Final = "v001"
"""The tables of stores that were made before Alembic kept them."""


def upgrade(connection: Connection, *, adopt: bool) -> None:
    """Take every step that this store has not taken yet.

    Args:
        connection: to the store, in a transaction that the caller commits; a kill before that leaves the old tables.
        adopt: whether the store holds the first tables already, without a note of it.
    """
    config = _config()
    config.attributes["connection"] = connection
    if adopt:
        command.stamp(config, _FIRST)
    command.upgrade(config, "head")


def knows(revision: str) -> bool:
    """Whether a step of this program has this name; a newer program's has not."""
    try:
        return ScriptDirectory.from_config(_config()).get_revision(revision) is not None
    except CommandError:
        return False


def _config() -> Config:
    config = Config()
    scripts = str(files("bot.adapters") / "migrations")
    config.set_main_option("script_location", scripts.replace("%", "%%"))  # the file format would fill those in
    return config
