"""What is pressed or chosen under an answer, and the window that one of the buttons opens."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import discord
from discord import ui
from discord.ext import commands

from bot.core.language import gettext as _
from bot.core.language import speaking
from bot.core.types import Action, ConversationId, Pressed, UserTurn
from bot.core.undelivered import Undelivered
from bot.discord_app import keys, wording
from bot.discord_app.answers import ANSWER_EVENT
from bot.discord_app.buttons import (
    ACTIONS,
    MODAL_ID,
    PRESS_EVENT,
    Control,
    Press,
    RefineModal,
    films_beside,
)
from bot.discord_app.components import typed
from bot.discord_app.controls import disabled, without
from bot.discord_app.delivery import may_write, tell_privately
from bot.discord_app.desk import Desk
from bot.discord_app.failures import only_logged
from bot.discord_app.hearing import spoken
from bot.discord_app.places import Interaction, new_search

_IN_PLACE: Final = frozenset({Control.OPEN, Control.ACCEPT})
"""These change the message that they stand on; all others are answered by a new one."""


class Results(commands.Cog):
    """Goes on with the conversation of the message that was pressed."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @commands.Cog.listener(f"on_{PRESS_EVENT}")
    async def on_press(self, interaction: Interaction, press: Press) -> None:
        """Take a press or a choice."""
        await self._desk.turns.run(self._press(interaction, press), to=interaction)

    @commands.Cog.listener(f"on_{ANSWER_EVENT}")
    async def on_answer(self, interaction: Interaction, pressed: Pressed) -> None:
        """Take an answer to a question."""
        await self._desk.turns.run(self._answer(interaction, pressed), to=interaction)

    @commands.Cog.listener()
    async def on_interaction(self, interaction: Interaction) -> None:
        """Take a submitted window; all else comes by other ways."""
        if interaction.type is discord.InteractionType.modal_submit and interaction.custom_id == MODAL_ID:
            await self._desk.turns.run(self._refine(interaction), to=interaction)

    async def _press(self, interaction: Interaction, press: Press) -> None:
        if press.control is Control.REFINE:
            # A window must be the first response, so whether the search still lives is seen when it comes back.
            await interaction.response.send_modal(RefineModal())
            return
        await interaction.response.defer()
        if press.control is Control.SHARE:
            if may_write(interaction):
                await self._share(interaction, press)
            else:  # which saves a request that counts against the bot
                self._desk.mail.losses.note(Undelivered.FORBIDDEN)
                await tell_privately(interaction, _(wording.CANNOT_SHARE))
            return
        conversation_id = await self._conversation_of(interaction)
        if conversation_id is not None:
            await self._go_on(interaction, press, UserTurn(conversation_id=conversation_id))
        elif press.control is Control.LIKE:
            await self._go_on(interaction, press, new_search(interaction))
        elif press.control is Control.SEEN:  # needs no search, and ends none
            await self._go_on(interaction, press, replace(new_search(interaction), anew=False))
        else:
            await self._forgotten(interaction)

    async def _answer(self, interaction: Interaction, pressed: Pressed) -> None:
        await interaction.response.defer()
        conversation_id = await self._conversation_of(interaction)
        if conversation_id is None:
            await self._forgotten(interaction)
        else:
            await self._desk.respond(interaction, UserTurn(conversation_id=conversation_id, pressed=pressed))

    async def _go_on(self, interaction: Interaction, press: Press, search: UserTurn) -> None:
        beside = films_beside(interaction.message) if interaction.message and press.control is Control.OPEN else ()
        turn = replace(search, action=ACTIONS[press.control], film_id=press.film_id, beside=beside, clue=press.clue)
        if press.control in _IN_PLACE:
            await self._desk.redraw(interaction, turn)
            return
        await self._desk.respond(interaction, turn)
        if press.control is Control.RESET:
            await self._grey(interaction, wording.STARTED_OVER_MARK)

    async def _share(self, interaction: Interaction, press: Press) -> None:
        """Post the film of a private answer for all; not the search, whose words only the asker has seen."""
        if interaction.message is None:
            return
        turn = UserTurn(conversation_id=keys.of_its_own(interaction.id), action=Action.OPEN, film_id=press.film_id)
        try:
            with speaking(await self._desk.speech.to_all(interaction)):
                shared_by = _(wording.SHARED_BY).format(who=interaction.user.display_name)
                posted = await self._desk.share(interaction, turn, notices=(shared_by,))
        except discord.Forbidden as error:
            self._desk.mail.losses.count(error)
            await tell_privately(interaction, _(wording.CANNOT_SHARE))
            return
        if posted:
            await _mark(interaction, without(interaction.message, Control.SHARE, _(wording.SHARED_MARK)))

    async def _refine(self, interaction: Interaction) -> None:
        await interaction.response.defer()
        words = spoken(typed(interaction))
        conversation_id = await self._conversation_of(interaction)
        if conversation_id is not None:
            turn = UserTurn(conversation_id=conversation_id, text=words)
            await self._desk.respond(interaction, turn, echo=words)
            return
        turn = replace(new_search(interaction), text=words)
        if await self._desk.respond(interaction, turn, echo=words, notices=(wording.STARTED_ANEW,)):
            await self._grey(interaction, wording.FORGOTTEN_MARK)

    async def _conversation_of(self, interaction: Interaction) -> ConversationId | None:
        return None if interaction.message is None else await self._desk.linked(interaction.message.id)

    async def _forgotten(self, interaction: Interaction) -> None:
        await tell_privately(interaction, _(wording.FORGOTTEN))
        await self._grey(interaction, wording.FORGOTTEN_MARK)

    async def _grey(self, interaction: Interaction, why: str) -> None:
        """Grey the message that was pressed, which is what an acknowledged press calls its original."""
        if interaction.message is not None:
            with speaking(await self._desk.speech.of_pressed(interaction)):
                await _mark(interaction, disabled(interaction.message, _(why)))


async def _mark(interaction: Interaction, view: ui.LayoutView) -> None:
    """Lay the message that was pressed out anew. What was asked for is done, so nobody is told where that fails."""
    with only_logged("A message that was pressed could not be marked"):
        await interaction.edit_original_response(view=view)
