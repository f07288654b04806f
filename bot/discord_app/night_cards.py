"""Keeps a movie night's one card in its channel true."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from weakref import WeakValueDictionary

import discord
from discord import ui

from bot.core.errors import RefusedError
from bot.core.keeping import Night, NightId
from bot.core.language import gettext as _
from bot.core.language import speaking
from bot.core.undelivered import Undelivered
from bot.discord_app import keys, night_views, wording
from bot.discord_app import wording_house as words
from bot.discord_app.delivery import channel_of, may_write
from bot.discord_app.failures import only_logged
from bot.discord_app.house import House
from bot.discord_app.places import Interaction
from bot.discord_app.shelf import Shelf
from bot.discord_app.turns import Turns
from bot.night.rules import without
from retrieval.types import FilmId


class NightCards:
    """Posts cards and lays them out anew."""

    def __init__(self, house: House, turns: Turns) -> None:
        self._house = house
        self._shelf = Shelf(house)
        self._turns = turns
        self._drawing: WeakValueDictionary[NightId, asyncio.Lock] = WeakValueDictionary()
        """Held from reading a night until its card shows it, so that no card ends up with what was before."""
        self._due: set[NightId] = set()
        """The nights whose card is going to be laid out anew; it will show what has changed until then."""
        self._again: dict[NightId, float] = {}
        """When the card of a night that has just been laid out anew may be so again, by the loop's clock."""

    async def bring_down(self, interaction: Interaction, night_id: NightId) -> None:
        """Post the card at the end of the channel, and delete the one further up.

        Raises:
            RefusedError: the bot may not write there.
        """
        if not may_write(interaction):  # which saves a request that counts against the bot
            self._turns.losses.note(Undelivered.FORBIDDEN)
            raise RefusedError(_(wording.CANNOT_SHARE))
        async with self._lock(night_id):
            try:
                await self._post(interaction, await self._night(night_id))
            except discord.Forbidden as error:
                self._turns.losses.count(error)
                raise RefusedError(_(wording.CANNOT_SHARE)) from error

    async def draw(self, interaction: Interaction, night_id: NightId) -> None:
        """Lay the card out anew, after something for which somebody has had their answer already.

        That is done once in a while: of many votes at once the card shows the sum. Where somebody has deleted it, it is
        posted again.
        """
        if night_id in self._due:
            return
        await self._turn_of(night_id)
        with only_logged("The card of a movie night could not be laid out anew"):
            async with self._lock(night_id):
                night = await self._night(night_id)
                if night.card is not None and await self._edited(interaction, night, int(night.card)):
                    return
                if may_write(interaction):
                    await self._post(interaction, night)

    async def view(self, interaction: Interaction, night: Night) -> ui.LayoutView:
        """The card, in the language of all who see it."""
        shown = without(night, await self.barred(interaction, night))
        catalogue = await self._house.catalogue.films([one.film_id for one in shown.nominations])
        hidden = len(night.nominations) - len(shown.nominations)
        with speaking(await self._turns.speech.to_all(interaction)):
            return night_views.card(shown, catalogue, hidden=hidden)

    async def barred(self, interaction: Interaction, night: Night) -> frozenset[FilmId]:
        """The films of a night that the server does not show any more; they cannot win."""
        films = [one.film_id for one in night.nominations]
        return frozenset(films) - frozenset(await self._shelf.passing(interaction, films))

    async def _edited(self, interaction: Interaction, night: Night, message_id: int) -> bool:
        """Whether the card could be laid out anew, because it is still there."""
        message = channel_of(interaction).get_partial_message(message_id)
        nobody = discord.AllowedMentions.none()
        try:
            await message.edit(view=await self.view(interaction, night), allowed_mentions=nobody)
        except discord.NotFound:
            return False
        return True

    async def _post(self, interaction: Interaction, night: Night) -> None:
        channel = channel_of(interaction)
        posted = await channel.send(view=await self.view(interaction, night), nonce=str(interaction.id))
        person = keys.person(interaction.user.id)
        await self._house.nights.change(night.night_id, lambda one: replace(one, card=str(posted.id)), person=person)
        if night.card is not None:
            with only_logged("The former card of a movie night could not be deleted"):
                await channel.get_partial_message(int(night.card)).delete()

    async def _turn_of(self, night_id: NightId) -> None:
        """Wait until a card may be laid out anew: Discord wants a message edited every few seconds at most."""
        clock = asyncio.get_running_loop().time
        self._again = {night: time for night, time in self._again.items() if time > clock()}
        if night_id in self._again:
            self._due.add(night_id)
            try:
                await asyncio.sleep(self._again[night_id] - clock())
            finally:
                self._due.discard(night_id)
        self._again[night_id] = clock() + self._house.redraw_every

    async def _night(self, night_id: NightId) -> Night:
        night = await self._house.nights.night(night_id)
        if night is None:
            raise RefusedError(_(words.NIGHT_OVER))
        return night

    def _lock(self, night_id: NightId) -> asyncio.Lock:
        return self._drawing.setdefault(night_id, asyncio.Lock())
