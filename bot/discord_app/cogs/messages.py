"""Direct messages, mentions and replies."""

from __future__ import annotations

from collections.abc import Callable

import discord
from discord.ext import commands

from bot.core.language import gettext as _
from bot.core.types import UserTurn
from bot.discord_app import render, wording
from bot.discord_app.desk import Desk
from bot.discord_app.hearing import Heard, MayListen, concerns, hear


class Messages(commands.Cog):
    """Answers messages that are meant for the bot, and only those."""

    def __init__(self, desk: Desk, me: Callable[[], int], may_listen: MayListen | None) -> None:
        self._desk = desk
        self._me = me
        self._may_listen = may_listen

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Take a new message; edits are not read again."""
        if concerns(message, me=self._me(), may_listen=self._may_listen):
            await self._desk.turns.run(self._answer(message), to=message)

    async def _answer(self, message: discord.Message) -> None:
        heard = await hear(message, me=self._me(), linked=self._desk.linked, may_listen=self._may_listen)
        if heard is None:
            return
        if not heard.words:
            await self._hint(message, heard)
            return
        turn = UserTurn(conversation_id=heard.conversation_id, text=heard.words)
        await self._desk.reply_to(message, turn, notices=(_(wording.STARTED_ANEW),) if heard.forgotten else ())

    async def _hint(self, message: discord.Message, heard: Heard) -> None:
        sentence = _(wording.UNREAD_REPLY) if heard.joins and not message.content else _(wording.NO_WORDS)
        view = render.hint(sentence, refine=heard.joins)
        await self._desk.hint(message, view, heard.conversation_id if heard.joins else None)
