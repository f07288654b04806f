"""`/settings`: what holds in a server, for whoever Discord lets use the command; at first that is who manages it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.core.about import About
from bot.core.errors import RefusedError
from bot.core.keeping import NightStarters, ServerSettings
from bot.core.language import gettext as _
from bot.core.language import speak
from bot.core.terms import bounds_of
from bot.core.types import ServerId, SpoilerLevel
from bot.discord_app import settings_panel as shown
from bot.discord_app import wording_house as words
from bot.discord_app.components import custom_id_of, typed, values
from bot.discord_app.delivery import tell_privately
from bot.discord_app.house import House
from bot.discord_app.language_select import DEFAULT
from bot.discord_app.places import Interaction, server_of
from bot.discord_app.render import hint
from bot.discord_app.turns import Turns

Change = Callable[[ServerSettings], ServerSettings]


class Settings(commands.Cog):
    """Shows the panel and keeps what is chosen in it, also in one from before a restart."""

    def __init__(self, house: House, *, about: Callable[[], About], turns: Turns) -> None:
        self._house = house
        self._about = about
        self._turns = turns

    @app_commands.command(name="settings", description=words.SETTINGS_DESCRIPTION)
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.allowed_installs(guilds=True, users=False)
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    async def settings(self, interaction: Interaction) -> None:
        """Take the command."""
        await self._turns.run(self._open(interaction), to=interaction)

    @commands.Cog.listener()
    async def on_interaction(self, interaction: Interaction) -> None:
        """Take what is chosen in the panel, and its window."""
        custom_id = custom_id_of(interaction)
        if custom_id.startswith(shown.PREFIX):
            await self._turns.run(self._use(interaction, *shown.read_id(custom_id)), to=interaction)

    async def _open(self, interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await self._show(interaction, await self._house.settings.settings(_server(interaction)))

    async def _use(self, interaction: Interaction, what: str, lent: bool) -> None:  # noqa: FBT001 - as read from the id
        """Do what is chosen in a panel, for who may still do that: a panel stays open when its user loses the right."""
        if not _may_use(interaction, lent=lent):
            await interaction.response.defer()
            await interaction.edit_original_response(view=hint(_(words.SETTINGS_LOST), refine=False))
        elif what == shown.THEMES:
            await self._ask_for_themes(interaction)
        elif what == shown.WINDOW:
            await self._take_themes(interaction)
        else:
            await self._take(interaction, _change(what, values(interaction)))

    async def _take(self, interaction: Interaction, change: Change) -> None:
        await interaction.response.defer()
        server = _server(interaction)
        changed = await self._house.settings.change(server, change)
        if self._house.channels is not None:
            self._house.channels.note(server, changed.free_chat)
        speak(await self._turns.speech.to_asker(interaction))  # which may just have changed
        await self._show(interaction, changed)

    async def _ask_for_themes(self, interaction: Interaction) -> None:
        kept = await self._house.settings.settings(_server(interaction))
        await interaction.response.send_modal(shown.ThemesWindow(kept.themes, lent=_is_lent(interaction)))

    async def _take_themes(self, interaction: Interaction) -> None:
        themes = shown.read_themes(typed(interaction))
        if themes is None:
            await tell_privately(interaction, _(words.THEMES_TOO_MANY))
            return
        await self._take(interaction, lambda before: replace(before, themes=themes))

    @commands.Cog.listener()
    async def on_guild_join(self, _guild: discord.Guild) -> None:
        """Look again which channels are open: what the server had set may be erased."""
        if self._house.channels is not None:
            self._turns.attend()
            await self._house.channels.load()

    async def _show(self, interaction: Interaction, settings: ServerSettings) -> None:
        room = await self._house.catalogue.room(bounds_of(settings))
        view = shown.panel(
            settings,
            room,
            languages=self._house.languages,
            operators_idle=self._about().idle,
            free_chat=self._house.channels is not None,
            lent=_is_lent(interaction),
        )
        await interaction.edit_original_response(view=view)


def _server(interaction: Interaction) -> ServerId:
    server = server_of(interaction)
    if server is None:  # Discord offers the command also where only commands are installed
        raise RefusedError(_(words.NO_MEMBER))
    return server


def _is_lent(interaction: Interaction) -> bool:
    """Whether somebody has the command by the admins' word, and not because they may manage the server."""
    return not interaction.permissions.manage_guild


def _may_use(interaction: Interaction, *, lent: bool) -> bool:
    """Whether what is pressed in a panel still holds; who may manage the server always may."""
    if not _is_lent(interaction):
        return True
    if not lent or interaction.message is None:
        return False
    return interaction.created_at - interaction.message.created_at < shown.LENT_FOR


def _change(custom_id: str, chosen: Sequence[str]) -> Change:
    """What a choice in the panel changes."""
    number = int(chosen[0]) if chosen and chosen[0].isdecimal() else None
    given: dict[str, Any]
    match custom_id:
        case shown.LANGUAGE:
            given = {"language": None if chosen[0] == DEFAULT else chosen[0]}
        case shown.SPOILERS:
            given = {"spoilers": SpoilerLevel(chosen[0])}
        case shown.CEILING:
            given = {"ceiling": number}
        case shown.IDLE:
            given = {"idle_minutes": number}
        case shown.CHAT:
            given = {"free_chat": frozenset(chosen)}
        case shown.STARTERS:
            given = {"night_starters": NightStarters(chosen[0])}
        case _:
            given = {}
    return lambda before: replace(before, **given)
