"""`/language`: in which language somebody wants to be written to. All of it is for their own eyes."""

from __future__ import annotations

from typing import Final

from discord import app_commands, ui
from discord.ext import commands

from bot.core.language import gettext as _
from bot.core.language import speak
from bot.discord_app import keys
from bot.discord_app import wording_house as words
from bot.discord_app.components import custom_id_of, values
from bot.discord_app.house import House
from bot.discord_app.language_select import language_select
from bot.discord_app.places import Interaction
from bot.discord_app.turns import Turns

CHOICE: Final = "reelcall:language"


class OwnLanguage(commands.Cog):
    """Shows and keeps what somebody has chosen, also in a panel from before a restart."""

    def __init__(self, house: House, *, turns: Turns) -> None:
        self._house = house
        self._turns = turns

    @app_commands.command(name="language", description=words.LANGUAGE_DESCRIPTION)
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def language(self, interaction: Interaction) -> None:
        """Take the command."""
        await self._turns.run(self._open(interaction), to=interaction)

    @commands.Cog.listener()
    async def on_interaction(self, interaction: Interaction) -> None:
        """Take what is chosen."""
        if custom_id_of(interaction) == CHOICE:
            await self._turns.run(self._take(interaction, values(interaction)[0]), to=interaction)

    async def _open(self, interaction: Interaction) -> None:
        await self._house.begin(interaction)
        await self._show(interaction)

    async def _take(self, interaction: Interaction, code: str) -> None:
        await self._house.begin(interaction)
        known = {one.code for one in self._house.languages.all}
        person = keys.person(interaction.user.id)
        await self._house.language_choices.choose_language(person, code if code in known else None)
        speak(await self._turns.speech.to_asker(interaction))
        await self._show(interaction)

    async def _show(self, interaction: Interaction) -> None:
        chosen = await self._house.language_choices.language(keys.person(interaction.user.id))
        view = ui.LayoutView(timeout=None)
        view.add_item(ui.Container(ui.TextDisplay(f"{_(words.LANGUAGE_TITLE)}\n-# {_(words.LANGUAGE_NOTE)}")))
        default = _(words.LANGUAGE_AS_DISCORD)
        view.add_item(ui.ActionRow(language_select(CHOICE, self._house.languages, chosen, default=default)))
        view.stop()  # choices come as events, also after a restart; the library is to keep nothing
        await interaction.edit_original_response(view=view)
