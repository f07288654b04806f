"""`/find`."""

from __future__ import annotations

from functools import partial

from discord import app_commands
from discord.ext import commands

from bot.core.types import Action, UserTurn
from bot.discord_app import keys, wording
from bot.discord_app.buttons import MAX_WORDS
from bot.discord_app.delivery import Answer, Interaction, tell_privately
from bot.discord_app.desk import Desk
from bot.discord_app.hearing import is_direct, spoken


class Find(commands.Cog):
    """Starts a search from anywhere in a server or in a direct message."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @app_commands.command(name="find", description=wording.FIND_DESCRIPTION)
    @app_commands.describe(text=wording.FIND_TEXT, private=wording.PRIVATE_OPTION)
    @app_commands.allowed_installs(guilds=True, users=False)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)
    async def find(
        self,
        interaction: Interaction,
        text: app_commands.Range[str, 1, MAX_WORDS],
        private: bool = False,  # noqa: FBT001, FBT002 - the library passes options by name
    ) -> None:
        """Take the command."""
        work = self._find(interaction, text, private=private)
        await self._desk.turns.run(work, tell=partial(tell_privately, interaction))

    async def _find(self, interaction: Interaction, text: str, *, private: bool) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        words = spoken(text)
        turn = _new_search(interaction, words)
        reply = await self._desk.handle(interaction, turn)
        public = await self._desk.deliver(interaction, turn, Answer(reply=reply, echo=words), private=private)
        if public:
            await interaction.delete_original_response()


def _new_search(interaction: Interaction, words: str) -> UserTurn:
    """A search of its own; in direct messages, where there is one conversation, that one started over."""
    if is_direct(interaction.channel) and interaction.channel_id is not None:
        conversation_id = keys.in_direct_messages(interaction.channel_id)
        return UserTurn(conversation_id=conversation_id, text=words, action=Action.RESET)
    return UserTurn(conversation_id=keys.of_its_own(interaction.id), text=words)
