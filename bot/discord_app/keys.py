"""Which conversation a message, a command or a button belongs to.

- A direct message: the channel is one conversation, `discord:dm:<channel>`, however the words arrive. `/find` in it
  starts that conversation over, so that what is typed next refines what `/find` brought.
- A mention in a server that replies to nothing of the bot's: the author's own conversation in that channel,
  `discord:<channel>:<user>`. Two people who mention the bot in turns never mix.
- A reply to a message of the bot, or a button on one: the conversation of *that* message, whoever replies or presses.
  The store remembers it under `message_key`.
- A mention in a thread that replies to nothing of the bot's: the thread's conversation, whoever speaks. That is the one
  of the answer that the thread was opened on, or of the first public search in it (both are remembered under the
  thread's id), or else `discord:thread:<thread>`.
- `/find` in a server: a search of its own, `discord:<interaction>`. Replies and buttons on its answer continue it.
- A reply or a refinement to a message whose conversation has been forgotten: a new one, named after the reply or the
  interaction, so that it cannot run into a search that its author has going elsewhere.
"""

from __future__ import annotations

import hashlib

from bot.core.types import ConversationId, PersonId, ServerId


def message_key(message_id: int) -> str:
    """Under what the store remembers which conversation a posted message belongs to."""
    return f"discord:{message_id}"


def nonce(mark: str, *of: object) -> str:
    """What Discord knows a post by that answers no message by itself: the same for the same, however long its parts.

    Args:
        mark: what kind of post it is, in at most four characters, so that Discord's 25 are enough.
        of: what it is made of.
    """
    digest = hashlib.blake2s("/".join(map(str, of)).encode(), digest_size=10).hexdigest()
    return f"{mark}-{digest}"


def person(user_id: int) -> PersonId:
    """Under what the store knows a person."""
    return PersonId(f"discord:{user_id}")


def mention(person_id: PersonId) -> str:
    """How Discord shows a person by name; empty for somebody of another front end."""
    kind, _, number = person_id.partition(":")
    return f"<@{number}>" if kind == "discord" and number.isdecimal() else ""


def server(guild_id: int) -> ServerId:
    """Under what the store knows a server."""
    return ServerId(f"discord:{guild_id}")


def in_direct_messages(channel_id: int) -> ConversationId:
    """The one conversation of a direct message channel."""
    return ConversationId(f"discord:dm:{channel_id}")


def of_member(channel_id: int, user_id: int) -> ConversationId:
    """A person's own conversation in a channel of a server."""
    return ConversationId(f"discord:{channel_id}:{user_id}")


def in_thread(thread_id: int) -> ConversationId:
    """The conversation of a thread that was not opened on an answer."""
    return ConversationId(f"discord:thread:{thread_id}")


def of_its_own(snowflake: int) -> ConversationId:
    """A new conversation that starts with this message or interaction."""
    return ConversationId(f"discord:{snowflake}")
