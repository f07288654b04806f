"""Where an interaction comes from, and what that means: whose settings hold there, and which search goes on."""

from __future__ import annotations

from typing import Any

import discord

from bot.core.types import ServerId, UserTurn
from bot.discord_app import keys
from bot.discord_app.hearing import is_direct

Interaction = discord.Interaction[Any]


def is_visiting(interaction: Interaction) -> bool:
    """Whether somebody brought the bot along to where it is no member: it sees and writes nothing there but answers."""
    if interaction.guild_id is not None:
        return interaction.client.get_guild(interaction.guild_id) is None
    return isinstance(interaction.channel, discord.GroupChannel) or bool(interaction.context.private_channel)


def server_of(source: discord.Message | Interaction) -> ServerId | None:
    """The server whose settings hold there, and which what is kept belongs to; None where the bot is no member."""
    if isinstance(source, discord.Message):
        return None if source.guild is None else keys.server(source.guild.id)
    return None if source.guild_id is None or is_visiting(source) else keys.server(source.guild_id)


def new_search(interaction: Interaction) -> UserTurn:
    """The turn that begins a search of its own, still to be given its words or its film.

    All of a direct message channel is one conversation, so what is kept of that goes when the new search comes.
    """
    if is_direct(interaction.channel) and not is_visiting(interaction) and interaction.channel_id is not None:
        return UserTurn(conversation_id=keys.in_direct_messages(interaction.channel_id), anew=True)
    return UserTurn(conversation_id=keys.of_its_own(interaction.id))
