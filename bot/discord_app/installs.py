"""Where the commands that work everywhere are offered."""

from __future__ import annotations

from typing import Final

from discord import app_commands

INSTALLS: Final = app_commands.AppInstallationType(guild=True, user=True)
EVERYWHERE: Final = app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True)
