"""Sends answers so that each arrives once, whatever happens to this process in between.

A row in the outbox is written when a search begins, takes up the answer before that is posted, and goes when Discord
has taken it. What is left over by a kill is sent again at the next start: a post with the nonce it had, by which
Discord knows it for a few minutes; an answer to an interaction as an edit of the same message, for as long as the
interaction's token lives. After that nobody can tell whether it had arrived, so people are told instead of answered
twice. They are told as well where there was no answer yet.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import aiohttp
import discord
from discord import ui
from discord.http import HTTPClient, MultipartParameters, Route, handle_message_parameters

from bot.core.language import Languages, speaking, spoken
from bot.core.language import gettext as _
from bot.core.ports import Outbox, Parcel
from bot.core.types import Reply, UserTurn
from bot.discord_app import keys, render, wording
from bot.discord_app.failures import Losses, describe, only_logged

_log = logging.getLogger(__name__)
NONCE_WINDOW: Final = timedelta(minutes=2)
"""For "the past few minutes" Discord knows a nonce again; this is surely within them."""
TOKEN_LIFE: Final = timedelta(minutes=14)
"""An interaction's token lives for fifteen."""
_LATE: Final = "late"
"""The mark of a sentence that comes in the place of an answer."""
_PAUSES: Final = (0.5, 2.0, None)
"""Seconds after which a post is tried again when the connection broke; a nonce makes that harmless."""
_FOLLOW_UP: Final = "/webhooks/{webhook_id}/{webhook_token}"
_ORIGINAL: Final = f"{_FOLLOW_UP}/messages/@original"

Payload = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """Where an answer is posted."""

    channel: int
    reply_to: Payload | None = None
    """The message that it replies to, as a request names it; None where there is none, or it may not be read."""


@dataclass(frozen=True, slots=True)
class Mail:
    """The way out for answers."""

    outbox: Outbox
    http: Callable[[], HTTPClient]
    languages: Languages
    losses: Losses

    @asynccontextmanager
    async def promised(
        self, to: discord.Message | discord.Interaction[Any], *, place: Place | None
    ) -> AsyncIterator[None]:
        """Keep, for the length of a turn, that somebody waits for its answer.

        Args:
            to: what they did.
            place: where the answer will be posted; None where it is the interaction's response.
        """
        now = datetime.now(UTC)
        person = to.author if isinstance(to, discord.Message) else to.user
        parcel = Parcel(
            key=str(to.id),
            address=json.dumps(asdict(place) if place else {}),
            body=json.dumps({"payload": None, **_spoken(), **({} if isinstance(to, discord.Message) else _token(to))}),
            sent_at=now,
            erase_at=now + TOKEN_LIFE,
            person=keys.person(person.id),
        )
        await self.outbox.put(parcel)
        try:
            yield
        except Exception:
            await self._done(parcel)
            raise
        await self._done(parcel)  # when it is cancelled, it stays: the process ends

    def stamped(self, turn: UserTurn, reply: Reply) -> StampedMail:
        """Send what answers this turn."""
        now = datetime.now(UTC)
        kept = reply.expires_at is not None
        stamp = Parcel(
            key="",
            address="",
            body="",
            sent_at=now,
            erase_at=reply.expires_at or now + TOKEN_LIFE,
            conversation_id=turn.conversation_id if kept else None,
            answer=reply.answer,
            person=turn.person,
            server=turn.server,
        )
        return StampedMail(self, stamp)

    async def send(self, parcel: Parcel) -> int:
        """Keep a parcel, send it, and keep it no longer; return the id of the message that it has become.

        It stays in the outbox only when this process ends meanwhile: after any other failure people are told at once.
        """
        await self.outbox.put(parcel)
        try:
            message_id = await _patiently(lambda: self._hand_over(parcel))
        except Exception:
            await self._done(parcel)
            raise
        await self._done(parcel, keys.message_key(message_id))
        return message_id

    async def _done(self, parcel: Parcel, message_key: str | None = None) -> None:
        """Keep a parcel no longer.

        Where the store fails at that, people have their answer all the same; at the next start it is sent again, with
        the nonce it had.
        """
        with only_logged("That an answer has arrived could not be kept"):
            await self.outbox.arrived(parcel, message_key)

    async def send_left_over(self) -> None:
        """Send what an earlier life of this process had not seen arrive."""
        for parcel in await self.outbox.waiting():
            try:
                await self._again(parcel)
            except Exception as error:  # noqa: BLE001 - whatever is wrong with one, the bot starts
                self.losses.count(error)
                _log.warning("An answer left over from before the start could not be sent: %s", describe(error))

    async def _again(self, parcel: Parcel) -> None:
        age = datetime.now(UTC) - parcel.sent_at
        posted = "channel" in json.loads(parcel.address)
        body = json.loads(parcel.body) if parcel.body else {}
        if not posted and (not body or age >= TOKEN_LIFE):
            await self.outbox.arrived(parcel)  # its token is dead, and with it the way to the only one who could see it
            return
        _log.info("Sending what was left over from before the start")
        if body and body["payload"] and (not posted or age < NONCE_WINDOW):
            await self.send(parcel)
        elif posted or body["command"]:
            await self._tell(parcel)
        else:
            await self._whisper(parcel)
        if posted and body.get("command") and age < TOKEN_LIFE:
            await self._take_back_acknowledgement(body)

    async def _tell(self, parcel: Parcel) -> None:
        """Say that an answer may or may not have arrived. That is a parcel of its own, with a nonce of its own."""
        now = datetime.now(UTC)
        address = json.loads(parcel.address)
        key = parcel.key if parcel.key.startswith(_LATE) else keys.nonce(_LATE, parcel.key)
        payload = _payload(self._stopped(parcel), nonce=key if address else None)
        if address.get("reply_to"):
            payload["message_reference"] = address["reply_to"]
        body = json.dumps({**(json.loads(parcel.body) if parcel.body else {}), "payload": payload})
        late = replace(parcel, key=key, body=body, sent_at=now, erase_at=now + NONCE_WINDOW, conversation_id=None)
        await self.outbox.put(late)
        if key != parcel.key:
            await self.outbox.arrived(parcel)
        await self.send(late)

    async def _whisper(self, parcel: Parcel) -> None:
        """Say the same to whoever pressed: the response to a press is the card it was on, and that shall stay.

        Such a message has no nonce, so it is sent once at most.
        """
        body = json.loads(parcel.body)
        await self.outbox.arrived(parcel)
        route = Route("POST", _FOLLOW_UP, webhook_id=body["application"], webhook_token=body["token"])
        await self.http().request(route, json=_payload(self._stopped(parcel), private=True))

    def _stopped(self, parcel: Parcel) -> ui.LayoutView:
        """What is said in the place of an answer, in the language that it was to be in."""
        body = json.loads(parcel.body) if parcel.body else {}
        with speaking(self.languages.of(body.get("language"))):
            return render.hint(_(wording.STOPPED_MIDWAY), refine=False)

    async def _hand_over(self, parcel: Parcel) -> int:
        address, body = json.loads(parcel.address), json.loads(parcel.body)
        if "channel" in address:
            params = MultipartParameters(payload=body["payload"], multipart=None, files=None)
            made: Any = await self.http().send_message(address["channel"], params=params)
        else:
            made = await self.http().request(_original("PATCH", body), json=body["payload"])
        return int(made["id"])

    async def _take_back_acknowledgement(self, body: Payload) -> None:
        """Remove the "thinking…" of a command whose answer stands in the channel."""
        with only_logged("An acknowledgement could not be taken back"):
            await self.http().request(_original("DELETE", body))


@dataclass(frozen=True, slots=True)
class StampedMail:
    """A `Mail` that knows whose answer it sends."""

    mail: Mail
    stamp: Parcel

    async def post(
        self,
        place: Place,
        view: ui.LayoutView,
        *,
        nonce: str,
        interaction: discord.Interaction[Any] | None = None,
    ) -> int:
        """Post in a channel.

        Args:
            place: where.
            view: what.
            nonce: what Discord knows it by.
            interaction: the command that is answered so, whose acknowledgement goes afterwards.
        """
        payload = _payload(view, nonce=nonce)
        if place.reply_to is not None:
            payload["message_reference"] = place.reply_to
        return await self._send(nonce, asdict(place), payload, interaction)

    async def edit(self, interaction: discord.Interaction[Any], view: ui.LayoutView) -> int:
        """Make a view the original response of an interaction: an acknowledgement, or the message that was pressed."""
        return await self._send(str(interaction.id), {}, _payload(view), interaction)

    async def _send(
        self, key: str, address: Payload, payload: Payload, interaction: discord.Interaction[Any] | None
    ) -> int:
        body: Payload = {"payload": payload, **_spoken()}
        if interaction is not None:
            body |= _token(interaction)
        parcel = replace(self.stamp, key=key, address=json.dumps(address), body=json.dumps(body))
        return await self.mail.send(parcel)


def _spoken() -> Payload:
    return {"language": spoken().code}


def _token(interaction: discord.Interaction[Any]) -> Payload:
    """What it takes to lay an interaction's response out anew, without the interaction."""
    command = interaction.type is discord.InteractionType.application_command
    return {"application": interaction.application_id, "token": interaction.token, "command": command}


def _original(method: str, body: Payload) -> Route:
    return Route(method, _ORIGINAL, webhook_id=body["application"], webhook_token=body["token"])


def _payload(view: ui.LayoutView, *, nonce: str | None = None, private: bool = False) -> Payload:
    """Write a view as a request that pings nobody."""
    nobody, flags = discord.AllowedMentions.none(), discord.MessageFlags(ephemeral=private)
    with handle_message_parameters(
        view=view, nonce=nonce, flags=flags, allowed_mentions=nobody, mention_author=False
    ) as params:
        return params.payload or {}


async def _patiently(send: Callable[[], Awaitable[int]]) -> int:
    """Try again when the connection broke; if the request had got through, a nonce or an edit makes that harmless."""
    for pause in _PAUSES:
        try:
            return await send()
        except (aiohttp.ClientError, OSError):
            if pause is None:
                raise
        await asyncio.sleep(pause)
    raise AssertionError
