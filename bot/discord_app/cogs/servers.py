"""Servers that invite the bot and servers that remove it."""

from __future__ import annotations

import logging

import discord
from discord.ext import commands

from bot.core.errors import StoreError
from bot.core.ports import PersonalData
from bot.discord_app import keys
from bot.discord_app.turns import Turns

_log = logging.getLogger(__name__)


class Servers(commands.Cog):
    """Has what is kept for a server erased once the bot has been removed from it for long enough."""

    def __init__(self, bot: discord.Client, people: PersonalData, turns: Turns) -> None:
        self._bot = bot
        self._people = people
        self._turns = turns

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Begin the grace. An outage of Discord's is another event and begins nothing."""
        self._turns.attend()
        try:
            await self._people.left(keys.server(guild.id))
        except StoreError as error:  # the next start sees that the server is gone
            _log.warning("That a server removed the bot could not be kept: %s", error)

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """End the grace."""
        self._turns.attend()
        try:
            await self._people.returned(keys.server(guild.id))
        except StoreError as error:
            _log.warning("That a server invited the bot again could not be kept: %s", error)

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Find out what happened while the bot was away."""
        self._turns.attend()
        here = {keys.server(guild.id) for guild in self._bot.guilds}
        try:
            for server in await self._people.servers() - here:
                await self._people.left(server)
            for server in await self._people.departed() & here:
                await self._people.returned(server)
        except StoreError as error:
            _log.warning("Which servers removed the bot could not be kept: %s", error)
