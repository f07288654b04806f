"""Which messages are meant for the bot, and what they say.

Without the privileged intent Discord delivers the words of direct messages, of messages that mention the bot, and of
replies to it whose mention is on. A reply with its mention off arrives without words.
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


def concerns(message: discord.Message, *, me: int) -> bool:
    """Whether a message may be meant for the bot; decided without looking anything up."""
    if message.author.bot or message.webhook_id is not None or message.type not in _ANSWERABLE:
        return False
    return is_direct(message.channel) or _mentions(message, me) or _answered(message, me) is not None


async def hear(
    message: discord.Message, *, me: int, linked: Callable[[int], Awaitable[ConversationId | None]]
) -> Heard | None:
    """Find out what a message that `concerns` the bot says, and to which conversation.

    Args:
        message: the message.
        me: the bot's user id.
        linked: the live conversation that a message of the bot belongs to.

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
    if _mentions(message, me):
        return Heard(conversation_id=keys.of_member(message.channel.id, message.author.id), words=words)
    return None


def overhear(message: discord.Message) -> Heard | None:
    """What a message that is addressed to nobody says, where every message is read; None where people talk."""
    if message.author.bot or message.webhook_id is not None or message.type is not discord.MessageType.default:
        return None
    words = spoken(message.content)
    if message.mentions or message.role_mentions or message.mention_everyone or not any(map(str.isalnum, words)):
        return None
    return Heard(conversation_id=keys.of_member(message.channel.id, message.author.id), words=words)


def spoken(content: str) -> str:
    """Take mentions out, because they are ids of people, and custom emoji down to their names."""
    return " ".join(_EMOJI.sub(r" \1 ", _MENTION.sub(" ", content)).split())


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
