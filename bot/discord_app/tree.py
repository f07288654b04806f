"""The commands, with what is said when one of them cannot even be begun."""

from __future__ import annotations

import logging

import discord
from discord import app_commands

from bot.core.language import gettext as _
from bot.core.language import speaking
from bot.discord_app import wording
from bot.discord_app.delivery import tell_privately
from bot.discord_app.failures import describe
from bot.discord_app.places import Interaction

_log = logging.getLogger(__name__)


class Tree(app_commands.CommandTree[discord.Client]):
    """What goes wrong inside a command is answered there; this is for commands that Discord knows otherwise than we."""

    async def on_error(self, interaction: Interaction, error: app_commands.AppCommandError, /) -> None:
        """Log it without what was typed, and tell whoever used the command."""
        _log.error("A command could not be begun: %s", describe(error))
        if interaction.type is discord.InteractionType.autocomplete:
            return
        try:
            with speaking(interaction.client.speech.languages.of(interaction.locale.value)):
                await tell_privately(interaction, _(wording.APOLOGY))
        except discord.HTTPException as refused:
            interaction.client.losses.count(refused)
            _log.info("Discord refused an answer: status %s, code %s", refused.status, refused.code)
