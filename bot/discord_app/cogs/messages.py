"""Direct messages, mentions and replies."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial

import discord
from discord.ext import commands

from bot.core.errors import StoreError
from bot.core.types import UserTurn
from bot.discord_app import keys, render, wording
from bot.discord_app.delivery import answer_message, tell_in_channel
from bot.discord_app.desk import Desk
from bot.discord_app.hearing import Heard, concerns, hear, overhear
from bot.discord_app.house import House

_log = logging.getLogger(__name__)


class Messages(commands.Cog):
    """Answers messages that are meant for the bot, and only those."""

    def __init__(self, desk: Desk, me: Callable[[], int], house: House) -> None:
        self._desk = desk
        self._me = me
        self._house = house

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Take a new message; edits are not read again."""
        if concerns(message, me=self._me()):
            await self._desk.turns.run(self._answer(message), tell=partial(tell_in_channel, message))
        elif self._house.free_chat and (heard := overhear(message)) and await self._is_open(message):
            turn = UserTurn(conversation_id=heard.conversation_id, text=heard.words)
            await self._desk.turns.run(self._desk.reply_to(message, turn), tell=partial(tell_in_channel, message))

    async def _is_open(self, message: discord.Message) -> bool:
        """Whether a server has opened the channel of a message for free chat."""
        if message.guild is None:
            return False
        try:
            settings = await self._house.settings.settings(keys.server(message.guild.id))
        except StoreError as error:  # nobody has asked for an answer yet
            _log.warning("Whether a channel is open for free chat could not be read: %s", error)
            return False
        return str(message.channel.id) in settings.free_chat

    async def _answer(self, message: discord.Message) -> None:
        heard = await hear(message, me=self._me(), linked=self._desk.linked)
        if heard is None:
            return
        if not heard.words:
            await self._hint(message, heard)
            return
        turn = UserTurn(conversation_id=heard.conversation_id, text=heard.words)
        await self._desk.reply_to(message, turn, notices=(wording.STARTED_ANEW,) if heard.forgotten else ())

    async def _hint(self, message: discord.Message, heard: Heard) -> None:
        sentence = wording.UNREAD_REPLY if heard.joins else wording.NO_WORDS
        posted = await answer_message(message, render.hint(sentence, refine=heard.joins))
        if heard.joins and posted is not None:
            await self._desk.link(posted, heard.conversation_id)
