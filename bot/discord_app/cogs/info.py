"""`/help`, `/about` and `/privacy` with its two buttons. All of it is for the asker's eyes only."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final, Self

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.core.about import About
from bot.core.language import gettext as _
from bot.core.ports import PersonalData
from bot.discord_app import keys, notices, wording
from bot.discord_app.house import House
from bot.discord_app.places import Interaction, server_of
from bot.discord_app.turns import Turns

PRIVACY_EVENT: Final = "privacy_button"
EXPORT, FORGET = "export", "forget"
_LABELS: Final = {EXPORT: wording.EXPORT_LABEL, FORGET: wording.FORGET_LABEL}
_STYLES: Final = {EXPORT: discord.ButtonStyle.secondary, FORGET: discord.ButtonStyle.danger}
_FILE: Final = "reelcall-data.json"


class PrivacyButton(
    ui.DynamicItem[ui.Button[ui.LayoutView]], template=rf"reelcall:privacy:(?P<name>{EXPORT}|{FORGET})"
):
    """A button under `/privacy`, known by its id alone."""

    def __init__(self, name: str) -> None:
        super().__init__(ui.Button(label=_(_LABELS[name]), style=_STYLES[name], custom_id=f"reelcall:privacy:{name}"))
        self.name = name

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Make the button again from its id."""
        return cls(match["name"])

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Hand the press to whoever listens."""
        interaction.client.dispatch(PRIVACY_EVENT, interaction, self.name)


class Info(commands.Cog):
    """Says what the bot is and what it keeps."""

    def __init__(self, *, about: Callable[[], About], people: PersonalData, house: House, turns: Turns) -> None:
        self._about = about
        self._house = house
        self._people = people
        self._turns = turns

    @app_commands.command(name="help", description=wording.HELP_DESCRIPTION)
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def help(self, interaction: Interaction) -> None:
        """Take the command."""
        await self._turns.run(self._help(interaction), to=interaction)

    @app_commands.command(name="about", description=wording.ABOUT_DESCRIPTION)
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def about(self, interaction: Interaction) -> None:
        """Take the command."""
        await self._turns.run(self._tell_about(interaction), to=interaction)

    @app_commands.command(name="privacy", description=wording.PRIVACY_DESCRIPTION)
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def privacy(self, interaction: Interaction) -> None:
        """Take the command."""
        await self._turns.run(self._privacy(interaction), to=interaction)

    @commands.Cog.listener(f"on_{PRIVACY_EVENT}")
    async def on_press(self, interaction: Interaction, name: str) -> None:
        """Take a pressed button."""
        work = self._export(interaction) if name == EXPORT else self._forget(interaction)
        await self._turns.run(work, to=interaction)

    async def _help(self, interaction: Interaction) -> None:
        await _say(interaction, _(notices.HELP))

    async def _tell_about(self, interaction: Interaction) -> None:
        await _say(interaction, notices.about_text(self._about()))

    async def _privacy(self, interaction: Interaction) -> None:
        server, about = server_of(interaction), self._about()
        if server is not None and (own := (await self._house.settings.settings(server)).idle_minutes) is not None:
            about = replace(about, idle=min(about.idle, timedelta(minutes=own)))
        text = notices.privacy(about, free_chat=self._house.channels is not None)
        await _say(interaction, text, PrivacyButton(EXPORT), PrivacyButton(FORGET))

    async def _export(self, interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        kept = await self._people.export(keys.person(interaction.user.id))
        if kept.empty:
            await interaction.followup.send(_(wording.NOTHING_KEPT), ephemeral=True)
            return
        file = _Attachment(io.BytesIO(notices.export_file(kept)), filename=_FILE)
        await interaction.followup.send(_(wording.EXPORTED), file=file, ephemeral=True)

    async def _forget(self, interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await self._people.forget(keys.person(interaction.user.id))
        await interaction.followup.send(_(wording.ALL_FORGOTTEN), ephemeral=True)


class _Attachment(discord.File):
    """A file whose number is text, as Discord's API document wants it; the library sends a number."""

    def to_dict(self, index: int) -> dict[str, Any]:
        """Return what the library puts into a request."""
        return {**super().to_dict(index), "id": str(index)}


async def _say(interaction: Interaction, text: str, *buttons: PrivacyButton) -> None:
    """Show a text to the asker alone."""
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.Container(ui.TextDisplay(text)))
    if buttons:
        view.add_item(ui.ActionRow(*buttons))
    await interaction.response.send_message(view=view, ephemeral=True)
