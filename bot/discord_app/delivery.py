"""Putting answers where they belong: in the channel, or before the asker alone where the bot may not write."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any, Final, Self

import discord
from discord import ui
from discord.abc import Messageable

from bot.core.language import gettext as _
from bot.core.types import Reply
from bot.discord_app import keys, render, wording
from bot.discord_app.failures import only_logged
from bot.discord_app.hearing import is_direct
from bot.discord_app.mail import Payload, Place, StampedMail
from bot.discord_app.places import Interaction, is_visiting

_log = logging.getLogger(__name__)
_TYPING_AFTER: Final = 0.3
"""Seconds. Most answers are quicker; the indicator would then outlast them by its ten seconds."""
_TYPING_AGAIN: Final = 8.0

_TOLD: Final = "-told"
"""The mark of a sentence that follows an answer to the same message."""

_SHARED: Final = "all"
"""The mark of a film that is shared."""

_WITHOUT_PERMISSIONS: Final = (discord.DMChannel, discord.GroupChannel, discord.PartialMessageable)
"""Channels without any, and those that are not in the cache."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A reply and what stands around it; see `render.render`."""

    reply: Reply
    echo: str = ""
    notices: Sequence[str] = ()
    share: bool = False
    asked: str = ""

    def view(self) -> ui.LayoutView:
        """Lay it out. A view is sent once: the library ties it to the message it was sent as."""
        return render.render(self.reply, echo=self.echo, notices=self.notices, share=self.share, asked=self.asked)


@dataclass(frozen=True, slots=True)
class Delivered:
    """Where an answer ended up."""

    message_id: int
    public: bool
    linked: bool = True
    """Whether it has been remembered already to which conversation the message belongs."""


@asynccontextmanager
async def typing(channel: Messageable) -> AsyncIterator[None]:
    """Show that the bot is at work, once that takes a moment. A failing indicator never fails the answer."""
    task = asyncio.create_task(_type(channel))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _type(channel: Messageable) -> None:
    pause = _TYPING_AFTER
    while True:
        await asyncio.sleep(pause)
        await channel.typing()
        pause = _TYPING_AGAIN


def may_send(permissions: discord.Permissions, channel: object) -> bool:
    """Whether these permissions let the bot write in this channel."""
    send = permissions.send_messages_in_threads if isinstance(channel, discord.Thread) else permissions.send_messages
    return permissions.view_channel and send


async def answer_message(
    message: discord.Message, view: ui.LayoutView, *, mark: str = "", mail: StampedMail | None = None
) -> int | None:
    """Reply to a message without pinging its author.

    Args:
        message: what is answered.
        view: the answer.
        mark: tells an answer from another one to the same message; two alike are posted once.
        mail: sees to it that it arrives even if this process is killed; None for what need not.

    Returns:
        Id of the posted message; None where the bot may not write, for there is nobody it could tell.
    """
    place = place_after(message)
    if place is None:
        _log.info("May not write in a channel where the bot was addressed")
        return None
    nonce = f"{message.id}{mark}"
    if mail is not None:
        return await mail.post(place, view, nonce=nonce)
    return (await _post(message.channel, view, after=message if place.reply_to else None, nonce=nonce)).id


def place_after(message: discord.Message) -> Place | None:
    """Where the answer to a message is posted, as a reply if the bot may read it; None where it may not write."""
    permissions = _permissions_at(message)
    if not may_send(permissions, message.channel):
        return None
    return Place(message.channel.id, _reference(message) if permissions.read_message_history else None)


def _permissions_at(message: discord.Message) -> discord.Permissions:
    """What the bot may do where a message was written; all, where that is not known, so that it is tried."""
    channel = message.channel
    if message.guild is None or message.guild.me is None or isinstance(channel, _WITHOUT_PERMISSIONS):
        return discord.Permissions.all()
    try:
        return channel.permissions_for(message.guild.me)
    except discord.ClientException:  # a thread whose channel is not known
        return discord.Permissions.all()


def may_post(interaction: Interaction) -> bool:
    """Whether the answer to an interaction can be a message that all in the channel see.

    An answer to something that only the asker sees stays private.
    """
    return not is_private(interaction) and may_write(interaction)


def is_private(interaction: Interaction) -> bool:
    """Whether a press or a choice was made on a message that only its asker sees."""
    return interaction.message is not None and interaction.message.flags.ephemeral


def may_write(interaction: Interaction) -> bool:
    """Whether the bot may post where an interaction comes from."""
    if is_visiting(interaction):
        return False
    return is_direct(interaction.channel) or may_send(interaction.app_permissions, interaction.channel)


def can_be_shared(interaction: Interaction) -> bool:
    """Whether there are others to whom a private answer could be shown."""
    return not is_direct(interaction.channel) and may_write(interaction)


async def answer_interaction(
    interaction: Interaction, answer: Answer, *, mail: StampedMail, private: bool | None = None
) -> Delivered:
    """Post the answer to an acknowledged interaction, or make it the interaction's own response.

    Args:
        interaction: what is answered.
        answer: the answer.
        mail: sees to it that it arrives even if this process is killed.
        private: whether it is for the asker alone, even if it could be posted; None is as `may_post` says.
    """
    if may_post(interaction) if private is None else may_write(interaction) and not private:
        answered = interaction if interaction.type is discord.InteractionType.application_command else None
        try:
            posted = await mail.post(
                place_of(interaction), answer.view(), nonce=str(interaction.id), interaction=answered
            )
            return Delivered(posted, public=True)
        except (discord.Forbidden, discord.NotFound) as error:
            mail.mail.losses.count(error)
            _log.info("May not write in a channel after all: code %s", error.code)
            answer = replace(answer, notices=(*answer.notices, _(wording.ONLY_YOU)))
    elif may_write(interaction):
        answer = replace(answer, share=can_be_shared(interaction))
    else:
        why = _(wording.VISITING) if is_visiting(interaction) else _(wording.ONLY_YOU)
        answer = replace(answer, notices=(*answer.notices, why))
    return await _show(interaction, answer, mail)


async def redraw(interaction: Interaction, answer: Answer, *, mail: StampedMail) -> None:
    """Lay the message that was pressed out anew."""
    asked = "" if interaction.message is None else render.asked_line(interaction.message)
    share = is_private(interaction) and can_be_shared(interaction)
    notices = (_(wording.VISITING),) if is_visiting(interaction) else ()
    await mail.edit(interaction, replace(answer, asked=asked, share=share, notices=notices).view())


async def share(interaction: Interaction, answer: Answer, *, mail: StampedMail) -> None:
    """Post what only its asker sees: each film of a message once, however often that is asked."""
    of = interaction.id if interaction.message is None else interaction.message.id
    nonce = keys.nonce(_SHARED, of, *(card.film_id for card in answer.reply.cards))
    await mail.post(Place(channel_of(interaction).id), answer.view(), nonce=nonce)


def channel_of(interaction: Interaction) -> discord.PartialMessageable:
    """Return the place of an interaction as one to write to, known to the cache or not."""
    if interaction.channel_id is None:  # only pings have none
        raise TypeError("this interaction has no channel")
    channel: discord.PartialMessageable = interaction.client.get_partial_messageable(interaction.channel_id)
    return channel


def place_of(interaction: Interaction) -> Place:
    """Where the answer to an interaction is posted, if it is: as a reply to the message that was pressed."""
    source = _source(interaction)
    return Place(channel_of(interaction).id, None if source is None else _reference(source))


def _source(interaction: Interaction) -> discord.Message | None:
    """Return the message whose button was pressed, if the bot may refer to it; to a private one nobody may."""
    if is_private(interaction):
        return None
    readable = is_direct(interaction.channel) or interaction.app_permissions.read_message_history
    return interaction.message if readable else None


async def _post(
    channel: Messageable, view: ui.LayoutView, *, after: discord.Message | None, nonce: str
) -> discord.Message:
    """Post a message, once: Discord answers a second request with the same nonce by the message that is there.

    The library repeats a request that failed on Discord's side, and some of these have been carried out.
    """
    if after is None:
        return await channel.send(view=view, nonce=nonce, mention_author=False)
    return await channel.send(view=view, nonce=nonce, reference=_Reference.to(after), mention_author=False)


def _reference(message: discord.Message) -> Payload:
    made: Payload = _Reference.to(message).to_message_reference_dict()
    return made


class _Reference(discord.MessageReference):
    """What a message replies to. Its ids are text, as Discord's API document wants them; the library sends numbers."""

    @classmethod
    def to(cls, message: discord.Message) -> Self:
        """Refer to a message that somebody may delete meanwhile; the answer is then posted by itself."""
        return cls(message_id=message.id, channel_id=message.channel.id, fail_if_not_exists=False)

    def to_message_reference_dict(self) -> Any:
        """Return what the library puts into a request."""
        return {
            "message_id": str(self.message_id),
            "channel_id": str(self.channel_id),
            "fail_if_not_exists": self.fail_if_not_exists,
        }


async def _show(interaction: Interaction, answer: Answer, mail: StampedMail) -> Delivered:
    """Make the answer the interaction's response: of a command its acknowledgement, of a press the card it was on.

    A sentence without films does not take a card's place, nor does what nobody else may see take a public one's.
    """
    ours = is_private(interaction) or is_visiting(interaction)
    if interaction.type is discord.InteractionType.application_command or (ours and answer.reply.cards):
        return Delivered(await mail.edit(interaction, answer.view()), public=False)
    shown = await interaction.followup.send(view=answer.view(), ephemeral=True, wait=True)
    return Delivered(shown.id, public=False, linked=False)


async def take_back_acknowledgement(interaction: Interaction) -> None:
    """Remove the "thinking…" of a command whose answer stands in the channel.

    It may fail, because people put it away themselves; they have their answer all the same.
    """
    with only_logged("An acknowledgement could not be taken back"):
        await interaction.delete_original_response()


async def tell(to: discord.Message | Interaction, sentence: str) -> None:
    """Say one sentence to whoever did this."""
    await (tell_in_channel(to, sentence) if isinstance(to, discord.Message) else tell_privately(to, sentence))


async def tell_in_channel(message: discord.Message, sentence: str) -> None:
    """Say one sentence in reply to a message."""
    await answer_message(message, render.hint(sentence, refine=False), mark=_TOLD)


async def tell_privately(interaction: Interaction, sentence: str) -> None:
    """Say one sentence to the asker alone, however far the interaction has come."""
    if not interaction.response.is_done():
        await interaction.response.send_message(sentence, ephemeral=True)
    elif interaction.type is discord.InteractionType.application_command:
        await interaction.edit_original_response(content=sentence)
    else:
        await interaction.followup.send(sentence, ephemeral=True)
