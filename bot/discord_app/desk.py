"""Where the cogs meet the conversation: a turn in, an answer delivered, the posted message remembered."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from dataclasses import replace
from typing import Final

import discord
from discord import ui

from bot.core.language import gettext as _
from bot.core.language import speaking
from bot.core.limits import Pace
from bot.core.ports import MessageLinks, TurnHandler
from bot.core.types import ConversationId, Reply, ReplyKind, UserTurn
from bot.core.undelivered import Undelivered
from bot.discord_app import keys
from bot.discord_app.delivery import (
    Answer,
    answer_interaction,
    answer_message,
    channel_of,
    may_post,
    place_after,
    place_of,
    redraw,
    share,
    tell,
    typing,
)
from bot.discord_app.failures import only_logged
from bot.discord_app.mail import Mail
from bot.discord_app.places import Interaction, server_of
from bot.discord_app.speech import Speech
from bot.discord_app.turns import Turns

_SENTENCE: Final = Reply(kind=ReplyKind.NOTE, text="")
"""Stands for what is said without the conversation."""


class Desk:
    """Shared by the cogs; holds nothing of a conversation itself."""

    def __init__(
        self, *, conversation: TurnHandler, links: MessageLinks, mail: Mail, speech: Speech, pace: Pace
    ) -> None:
        self.turns = Turns(speech, tell=tell, pace=pace, losses=mail.losses)
        self.speech = speech
        self.mail = mail
        self._conversation = conversation
        self._links = links
        self._pace = pace

    async def linked(self, message_id: int) -> ConversationId | None:
        """Find the live conversation that a posted message belongs to."""
        return await self._links.linked(keys.message_key(message_id))

    async def link(self, message_id: int, conversation_id: ConversationId, answer: int | None = None) -> None:
        """Remember to which conversation a posted message belongs.

        It stands there already: that its buttons will lead nowhere is less than to be told that nothing went well.
        """
        with only_logged("To which search an answer belongs could not be kept"):
            await self._links.link(keys.message_key(message_id), conversation_id, answer)

    async def begin_thread(self, thread_id: int, conversation_id: ConversationId) -> None:
        """Make a search, whose answer stands there, the one that a thread holds, unless it holds one."""
        with only_logged("Which search a thread holds could not be kept"):
            await self._links.link_first(keys.message_key(thread_id), conversation_id)

    async def handle(self, interaction: Interaction, turn: UserTurn) -> Reply:
        """Have the conversation answer, where something else shows that it is at work."""
        return await self._conversation.handle(await self._placed(_signed(turn, interaction), interaction.message))

    async def reply_to(self, message: discord.Message, turn: UserTurn, *, notices: tuple[str, ...] = ()) -> None:
        """Answer a message with a message."""
        turn = await self._placed(_signed(turn, message), message.reference)
        place = place_after(message)
        if place is None:  # nobody would get to know what is found, so nothing of it is kept
            self.mail.losses.note(Undelivered.FORBIDDEN)
            return
        async with self.mail.promised(message, place=place):
            async with typing(message.channel):
                reply = await self._conversation.handle(turn)
            view = Answer(reply=reply, notices=_over_films(reply, notices)).view()
            posted = await answer_message(message, view, mail=self.mail.stamped(turn, reply))
        if posted is None:
            self.mail.losses.note(Undelivered.FORBIDDEN)

    async def hint(self, message: discord.Message, view: ui.LayoutView, conversation_id: ConversationId | None) -> None:
        """Answer a message with a sentence of this front end's own; it belongs to a conversation, or to none.

        It counts as a turn, or mentions without a word would have the bot write without end.
        """
        turn = _signed(UserTurn(conversation_id=conversation_id or ConversationId("")), message)
        self._pace.take(turn.person, turn.server)
        posted = await answer_message(message, view, mail=self.mail.stamped(turn, _SENTENCE))
        if posted is None:
            self.mail.losses.note(Undelivered.FORBIDDEN)
        elif conversation_id is not None:
            await self.link(posted, conversation_id)

    async def respond(
        self, interaction: Interaction, turn: UserTurn, *, echo: str = "", notices: tuple[str, ...] = ()
    ) -> bool:
        """Answer a press or a window, which was acknowledged without anything to be seen.

        What brings no films is only of use to whoever asked, so the others are not shown it.

        Args:
            interaction: the press or the window.
            turn: what it means.
            echo: see `render.render`.
            notices: sentences to stand over films, still to be translated.

        Returns:
            Whether it brought films.
        """
        async with self.promised(interaction):
            async with typing(channel_of(interaction)) if may_post(interaction) else nullcontext():
                reply = await self.handle(interaction, turn)
            over = _over_films(reply, tuple(map(_, notices)))
            answer = Answer(reply=reply, echo=echo, notices=over)
            await self.deliver(interaction, turn, answer, private=True if reply.kind is ReplyKind.NOTE else None)
        return reply.kind is not ReplyKind.NOTE

    @asynccontextmanager
    async def promised(self, interaction: Interaction, *, private: bool = False) -> AsyncIterator[None]:
        """Keep, for the length of a turn, that somebody waits for its answer, and speak the language it is for."""
        posted = may_post(interaction) and not private
        language = await self.speech.of_answer(interaction, posted=posted, private=private)
        place = place_of(interaction) if posted else None
        with speaking(language):
            async with self.mail.promised(interaction, place=place):
                yield

    async def redraw(self, interaction: Interaction, turn: UserTurn) -> None:
        """Answer a press in the message that it was made on: it shows another of its films, or one of them alone."""
        with speaking(await self.speech.of_pressed(interaction)):
            await self._redraw(interaction, turn)

    async def _redraw(self, interaction: Interaction, turn: UserTurn) -> None:
        async with self.mail.promised(interaction, place=None):
            reply = await self.handle(interaction, turn)
            if reply.cards:
                mail = self.mail.stamped(_signed(turn, interaction), reply)
                await redraw(interaction, Answer(reply=reply), mail=mail)
            else:
                await self.deliver(interaction, turn, Answer(reply=reply), private=True)

    async def share(self, interaction: Interaction, turn: UserTurn, *, notices: tuple[str, ...]) -> bool:
        """Post for all what only the asker sees; say whether there was a film to post."""
        reply = await self.handle(interaction, turn)
        if not reply.cards:  # the server does not show it any more, or the catalogue lacks it now
            await self.deliver(interaction, turn, Answer(reply=reply), private=True)
            return False
        mail = self.mail.stamped(_signed(turn, interaction), reply)
        await share(interaction, Answer(reply=reply, notices=notices), mail=mail)
        return True

    async def deliver(
        self, interaction: Interaction, turn: UserTurn, answer: Answer, *, private: bool | None = None
    ) -> bool:
        """Post an answer and remember it (see `answer_interaction`); say whether all in the channel see it."""
        mail = self.mail.stamped(_signed(turn, interaction), answer.reply)
        delivered = await answer_interaction(interaction, answer, mail=mail, private=private)
        if answer.reply.expires_at is not None and not delivered.linked:  # else nothing is kept that it could belong to
            await self.link(delivered.message_id, turn.conversation_id, answer.reply.answer)
        return delivered.public

    async def _placed(self, turn: UserTurn, source: discord.Message | discord.MessageReference | None) -> UserTurn:
        """The turn with the answer that it goes on from: the one in the message that was pressed or replied to."""
        if source is None:
            return turn
        message_id = source.id if isinstance(source, discord.Message) else source.message_id
        if message_id is None:
            return turn
        return replace(turn, answer=await self._links.answer_in(keys.message_key(message_id), turn.conversation_id))


def _over_films(reply: Reply, notices: tuple[str, ...]) -> tuple[str, ...]:
    """The notices of an answer: where nothing was said to search with, there is no new search to speak of."""
    return () if reply.kind is ReplyKind.NOTE else notices


def _signed(turn: UserTurn, source: discord.Message | Interaction) -> UserTurn:
    """The turn with whoever made it and where, so that either can have it erased."""
    person = source.author if isinstance(source, discord.Message) else source.user
    return replace(turn, person=keys.person(person.id), server=server_of(source))
