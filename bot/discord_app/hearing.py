"""Which messages are meant for the bot, and what they say.

Without the privileged intent Discord delivers the words of direct messages, of messages that mention the bot, and of
replies to it whose mention is on. A reply with its mention off arrives without words. With that intent a server can
name channels where everything is meant for the bot that is said to nobody else.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

import discord

from bot.core.types import ConversationId
from bot.discord_app import keys

_ANSWERABLE: Final = frozenset({discord.MessageType.default, discord.MessageType.reply})
"""All others are notices of Discord's own; that a message was pinned refers to it much as a reply does."""
_MENTION: Final = re.compile(r"<@[!&]?\d+>|<#\d+>")
_EMOJI: Final = re.compile(r"<a?:(\w+):\d+>")

MayListen = Callable[[int], bool]
"""Whether a channel, named by its id, is one where the bot hears everything."""
Linked = Callable[[int], Awaitable[ConversationId | None]]
"""Finds the live conversation that a posted message belongs to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A message that is meant for the bot."""

    conversation_id: ConversationId
    words: str
    """Without mentions; empty when there are none or Discord kept them back."""
    joins: bool = False
    """Whether it answers a message of the bot whose conversation lives."""
    forgotten: bool = False
    """Whether it answers a message of the bot whose conversation does not live any more."""


def concerns(message: discord.Message, *, me: int, may_listen: MayListen | None = None) -> bool:
    """Whether a message may be meant for the bot; decided without looking anything up.

    Args:
        message: the message.
        me: the bot's user id.
        may_listen: whether all that people write in a channel is meant for the bot; None where that is so nowhere.
    """
    if message.author.bot or message.webhook_id is not None or message.type not in _ANSWERABLE:
        return False
    if is_direct(message.channel) or _mentions(message, me) or _answered(message, me) is not None:
        return True
    return _is_free_chat(message, may_listen)


def _is_free_chat(message: discord.Message, may_listen: MayListen | None) -> bool:
    """Whether a message is spoken to nobody in particular, with words, where the bot may listen."""
    if may_listen is None or message.reference is not None or not any(map(str.isalnum, spoken(message.content))):
        return False
    to_others = message.mentions or message.role_mentions or message.mention_everyone
    return not to_others and may_listen(message.channel.id)


async def hear(
    message: discord.Message, *, me: int, linked: Linked, may_listen: MayListen | None = None
) -> Heard | None:
    """Find out what a message that `concerns` the bot says, and to which conversation.

    Args:
        message: the message.
        me: the bot's user id.
        linked: the live conversation that a message of the bot belongs to.
        may_listen: as for `concerns`.

    Returns:
        None when it was not meant for the bot after all.
    """
    words = spoken(message.content)
    if is_direct(message.channel):
        return Heard(conversation_id=keys.in_direct_messages(message.channel.id), words=words)
    answered = _answered(message, me)
    conversation_id = None if answered is None else await linked(answered)
    if conversation_id is not None:
        return Heard(conversation_id=conversation_id, words=words, joins=True)
    if _is_mine(message, me):
        return Heard(conversation_id=keys.of_its_own(message.id), words=words, forgotten=True)
    if _mentions(message, me) or _is_free_chat(message, may_listen):
        return Heard(conversation_id=await _own(message, linked), words=words)
    return None


async def _own(message: discord.Message, linked: Linked) -> ConversationId:
    """Return the conversation of what replies to nothing: the author's own in that channel; in a thread the thread's.

    A thread that was opened on a message has that message's id.
    """
    if isinstance(message.channel, discord.Thread):
        return await linked(message.channel.id) or keys.in_thread(message.channel.id)
    return keys.of_member(message.channel.id, message.author.id)


def spoken(content: str) -> str:
    """Take mentions out, because they are ids of people, and custom emoji down to their names.

    Nothing is left of custom emoji that stand alone: they are no more words than any others are.
    """
    unaddressed = _MENTION.sub(" ", content)
    alone = not any(map(str.isalnum, _EMOJI.sub(" ", unaddressed)))
    return " ".join(_EMOJI.sub(" " if alone else r" \1 ", unaddressed).split())


def is_direct(channel: object) -> bool:
    """Whether this is a channel of direct messages with the bot."""
    return isinstance(channel, discord.DMChannel)


def _mentions(message: discord.Message, me: int) -> bool:
    return any(user.id == me for user in message.mentions)


def _answered(message: discord.Message, me: int) -> int | None:
    """Id of the message that this one replies to, unless it is known to be somebody else's."""
    reference = message.reference
    if message.type is not discord.MessageType.reply or reference is None:
        return None
    if isinstance(reference.resolved, discord.Message) and not _is_mine(message, me):
        return None
    return reference.message_id


def _is_mine(message: discord.Message, me: int) -> bool:
    reference = message.reference
    resolved = None if reference is None else reference.resolved
    return isinstance(resolved, discord.Message) and resolved.author.id == me
