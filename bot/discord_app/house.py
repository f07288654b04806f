"""What servers and people have set and kept, as the cogs that show it need it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.ports import Catalogue, FilmLists, SeenFilms, SettingsKeeper
from bot.core.types import ServerId
from bot.discord_app import keys
from bot.discord_app.delivery import Interaction


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """The ports behind `/settings`, `/seen` and `/lists`."""

    seen: SeenFilms
    lists: FilmLists
    settings: SettingsKeeper
    catalogue: Catalogue
    free_chat: bool = False
    """Whether the operator lets servers open channels where every message is read."""


def server_of(interaction: Interaction) -> ServerId | None:
    """The server of an interaction; None in direct messages, and in servers that have not invited the bot."""
    if interaction.guild_id is None or not interaction.is_guild_integration():
        return None
    return keys.server(interaction.guild_id)
