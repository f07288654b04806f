"""The buttons under an answer and the window that one of them opens."""

from __future__ import annotations

from functools import partial
from typing import Any

import discord
from discord.ext import commands

from bot.core.types import ConversationId, Pressed, UserTurn
from bot.discord_app import keys, render, wording
from bot.discord_app.answers import ANSWER_EVENT
from bot.discord_app.buttons import MODAL_ID, PRESS_EVENT, Press, RefineModal, typed_words
from bot.discord_app.delivery import Interaction, is_visiting, tell_privately
from bot.discord_app.desk import Desk
from bot.discord_app.hearing import is_direct, spoken


class Results(commands.Cog):
    """Goes on with the conversation of the message that a button stands on."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @commands.Cog.listener(f"on_{PRESS_EVENT}")
    async def on_press(self, interaction: Interaction, press: Press) -> None:
        """Take a pressed button."""
        await self._desk.turns.run(self._press(interaction, press), tell=partial(tell_privately, interaction))

    @commands.Cog.listener(f"on_{ANSWER_EVENT}")
    async def on_answer(self, interaction: Interaction, pressed: Pressed) -> None:
        """Take an answer to a question."""
        await self._desk.turns.run(self._go_on(interaction, pressed=pressed), tell=partial(tell_privately, interaction))

    @commands.Cog.listener()
    async def on_interaction(self, interaction: Interaction) -> None:
        """Take a submitted window; all else comes by other ways."""
        if interaction.type is discord.InteractionType.modal_submit and interaction.custom_id == MODAL_ID:
            await self._desk.turns.run(self._refine(interaction), tell=partial(tell_privately, interaction))

    async def _press(self, interaction: Interaction, press: Press) -> None:
        if press.action is None:
            # A window must be the first response, so whether the search still lives is seen when it comes back.
            await interaction.response.send_modal(RefineModal())
            return
        await self._go_on(interaction, action=press.action, film_id=press.film_id)

    async def _go_on(self, interaction: Interaction, **turn: Any) -> None:
        """Answer a press that needs nothing but its conversation; `turn` is what it asks for."""
        await interaction.response.defer()
        conversation_id = await self._conversation_of(interaction)
        if conversation_id is None:
            await tell_privately(interaction, wording.FORGOTTEN)
            await self._take_buttons_away(interaction)
            return
        await self._desk.respond(interaction, UserTurn(conversation_id=conversation_id, **turn))

    async def _refine(self, interaction: Interaction) -> None:
        await interaction.response.defer()
        words = spoken(typed_words(interaction))
        conversation_id = await self._conversation_of(interaction)
        if conversation_id is not None:
            turn = UserTurn(conversation_id=conversation_id, text=words)
            await self._desk.respond(interaction, turn, echo=words)
            return
        turn = UserTurn(conversation_id=_new_conversation(interaction), text=words)
        await self._desk.respond(interaction, turn, echo=words, notices=(wording.STARTED_ANEW,))
        await self._take_buttons_away(interaction)

    async def _conversation_of(self, interaction: Interaction) -> ConversationId | None:
        return None if interaction.message is None else await self._desk.linked(interaction.message.id)

    async def _take_buttons_away(self, interaction: Interaction) -> None:
        """Edit the message that the button stands on, which is what an acknowledged press calls its original."""
        if interaction.message is not None:
            await interaction.edit_original_response(view=render.without_buttons(interaction.message))


def _new_conversation(interaction: Interaction) -> ConversationId:
    if is_direct(interaction.channel) and not is_visiting(interaction) and interaction.channel_id is not None:
        return keys.in_direct_messages(interaction.channel_id)
    return keys.of_its_own(interaction.id)
