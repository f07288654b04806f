"""`/find`, and "Find this film" on a message."""

from __future__ import annotations

from dataclasses import replace

import discord
from discord import app_commands
from discord.ext import commands

from bot.core.language import gettext as _
from bot.core.types import ReplyKind
from bot.discord_app import wording
from bot.discord_app.delivery import Answer, take_back_acknowledgement, tell_privately
from bot.discord_app.desk import Desk
from bot.discord_app.hearing import spoken
from bot.discord_app.installs import EVERYWHERE, INSTALLS
from bot.discord_app.limits import MOST_WORDS
from bot.discord_app.places import Interaction, is_visiting, new_search


class Find(commands.Cog):
    """Starts a search from anywhere: a server, a direct message, and wherever somebody brought the bot along."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.menu = app_commands.ContextMenu(
            name=wording.MENU_NAME,
            callback=self.find_this,
            allowed_installs=INSTALLS,
            allowed_contexts=EVERYWHERE,
        )

    @app_commands.command(name="find", description=wording.FIND_DESCRIPTION)
    @app_commands.describe(text=wording.FIND_TEXT, private=wording.PRIVATE_OPTION)
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def find(
        self,
        interaction: Interaction,
        text: app_commands.Range[str, 1, MOST_WORDS],
        private: bool = False,  # noqa: FBT001, FBT002 - the library passes options by name
    ) -> None:
        """Take the command."""
        work = self._find(interaction, text, private=private)
        await self._desk.turns.run(work, to=interaction)

    async def find_this(self, interaction: Interaction, message: discord.Message) -> None:
        """Take the command on a message; Discord sends its words along, whoever wrote them."""
        work = self._find(interaction, message.content, private=False)
        await self._desk.turns.run(work, to=interaction)

    async def _find(self, interaction: Interaction, text: str, *, private: bool) -> None:
        words = spoken(text)
        if not words:
            await tell_privately(interaction, _(wording.NO_TEXT))
            return
        # An acknowledgement that all can see becomes an answer that all can see, so only where that is the only way.
        await interaction.response.defer(ephemeral=private or not is_visiting(interaction), thinking=True)
        turn = replace(new_search(interaction), text=words)
        async with self._desk.promised(interaction, private=private):
            reply = await self._desk.handle(interaction, turn)
            answer, alone = Answer(reply=reply, echo=words), private or reply.kind is ReplyKind.NOTE
            public = await self._desk.deliver(interaction, turn, answer, private=alone)
            if public:
                await take_back_acknowledgement(interaction)
        if public and isinstance(interaction.channel, discord.Thread):
            await self._desk.begin_thread(interaction.channel.id, turn.conversation_id)
