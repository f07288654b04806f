"""Telling Discord which commands there are, and only when they changed: it counts each time."""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import os
from pathlib import Path
from typing import Any

import discord
from discord import app_commands
from discord.http import Route

_log = logging.getLogger(__name__)


async def sync_when_changed(tree: app_commands.CommandTree[Any], file: Path) -> bool:
    """Register the commands unless the file says that just these are registered already, and they are.

    A failure is logged and the bot goes on with what Discord knows; the next start tries again.

    Args:
        tree: the commands.
        file: where the mark of the commands last registered is kept.

    Returns:
        Whether they were registered now.
    """
    mark = await _mark(tree)
    if await asyncio.to_thread(_read, file) == mark and await _stand(tree):
        return False
    try:
        await tree.sync()
    except (discord.HTTPException, app_commands.AppCommandError) as error:
        _log.warning("Discord did not take the commands (%s); the next start tries again", type(error).__name__)
        return False
    try:
        await asyncio.to_thread(_write, file, mark)
    except OSError as error:
        _log.warning("Cannot note that the commands are registered (%s); the next start does it again", error.strerror)
    return True


async def _stand(tree: app_commands.CommandTree[Any]) -> bool:
    """Whether the commands are registered still: a second program with this token, or another server, may differ."""
    try:
        there = {command.name for command in await tree.fetch_commands()}
    except (discord.HTTPException, app_commands.AppCommandError):
        return True
    return there == {command.name for command in tree.get_commands()}


async def _mark(tree: app_commands.CommandTree[Any]) -> str:
    """Return a hash of what would be sent, in all languages, and of the application and the server it is sent to."""
    translator = tree.translator
    commands = [
        await command.get_translated_payload(tree, translator) if translator else command.to_dict(tree)
        for command in tree.get_commands()
    ]
    payload = [Route.BASE, tree.client.application_id, commands]
    return hashlib.sha256(json.dumps(payload, sort_keys=True).encode()).hexdigest()


def _read(file: Path) -> str | None:
    try:
        return file.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return None


def _write(file: Path, mark: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    aside = file.with_name(f"{file.name}.{os.getpid()}")
    aside.write_text(f"{mark}\n", encoding="ascii")
    aside.replace(file)
