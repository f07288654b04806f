"""Where the cogs meet the conversation: a turn in, an answer delivered, the posted message remembered."""

from __future__ import annotations

from dataclasses import replace

import discord

from bot.core.ports import MessageLinks, TurnHandler
from bot.core.types import ConversationId, Reply, ReplyKind, UserTurn
from bot.discord_app import keys, render
from bot.discord_app.delivery import (
    Answer,
    Interaction,
    answer_interaction,
    answer_message,
    can_be_shared,
    channel_of,
    is_private,
    may_post,
    typing,
)
from bot.discord_app.turns import Turns


class Desk:
    """Shared by the cogs; holds nothing of a conversation itself."""

    def __init__(self, *, conversation: TurnHandler, links: MessageLinks) -> None:
        self.turns = Turns()
        self._conversation = conversation
        self._links = links

    async def linked(self, message_id: int) -> ConversationId | None:
        """Find the live conversation that a posted message belongs to."""
        return await self._links.linked(keys.message_key(message_id))

    async def link(self, message_id: int, conversation_id: ConversationId) -> None:
        """Remember to which conversation a posted message belongs."""
        await self._links.link(keys.message_key(message_id), conversation_id)

    async def handle(self, interaction: Interaction, turn: UserTurn) -> Reply:
        """Have the conversation answer, where something else shows that it is at work."""
        return await self._conversation.handle(_signed(turn, interaction))

    async def reply_to(self, message: discord.Message, turn: UserTurn, *, notices: tuple[str, ...] = ()) -> None:
        """Answer a message with a message."""
        async with typing(message.channel):
            reply = await self._conversation.handle(_signed(turn, message))
        posted = await answer_message(message, Answer(reply=reply, notices=notices).view())
        if posted is not None:
            await self._remember(posted, turn, reply)

    async def respond(
        self, interaction: Interaction, turn: UserTurn, *, echo: str = "", notices: tuple[str, ...] = ()
    ) -> Reply:
        """Answer a press or a window, which was acknowledged without anything to be seen.

        What brings no films is only of use to whoever asked, so the others are not shown it.
        """
        if may_post(interaction):
            async with typing(channel_of(interaction)):
                reply = await self.handle(interaction, turn)
        else:
            reply = await self.handle(interaction, turn)
        answer = Answer(reply=reply, echo=echo, notices=notices)
        await self.deliver(interaction, turn, answer, private=True if reply.kind is ReplyKind.NOTE else None)
        return reply

    async def redraw(self, interaction: Interaction, turn: UserTurn) -> None:
        """Answer a press in the message that it was made on: it shows another of its films, or one of them alone."""
        reply = await self.handle(interaction, turn)
        if not reply.cards:
            await self.deliver(interaction, turn, Answer(reply=reply), private=True)
            return
        asked = "" if interaction.message is None else render.asked_line(interaction.message)
        share = is_private(interaction) and can_be_shared(interaction)
        answer = Answer(reply=reply, share=share, asked=asked)
        await interaction.edit_original_response(view=answer.view())

    async def deliver(
        self,
        interaction: Interaction,
        turn: UserTurn,
        answer: Answer,
        *,
        private: bool | None = None,
        in_place: bool = False,
    ) -> bool:
        """Post an answer and remember it (see `answer_interaction`); say whether all in the channel see it."""
        delivered = await answer_interaction(interaction, answer, private=private, in_place=in_place)
        await self._remember(delivered.message_id, turn, answer.reply)
        return delivered.public

    async def _remember(self, message_id: int, turn: UserTurn, reply: Reply) -> None:
        if reply.expires_at is not None:  # else nothing is kept that a message could belong to
            await self.link(message_id, turn.conversation_id)


def _signed(turn: UserTurn, source: discord.Message | Interaction) -> UserTurn:
    """The turn with whoever made it and where, so that either can have it erased."""
    person = source.author if isinstance(source, discord.Message) else source.user
    guild = None if source.guild is None else keys.server(source.guild.id)
    return replace(turn, person=keys.person(person.id), server=guild)
