"""`/night`: films are nominated for a movie night, everybody votes in secret, and the card says which one won.

A channel has one night at a time: its card stands where it is talked about, and a server's clubs do not get in each
other's way. The ballot is a message of its own that only the voter sees: a select on the card itself would lose what
somebody is choosing whenever the card is laid out anew, and could not show what they had chosen before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.core.errors import RefusedError
from bot.core.keeping import Night, NightId, NightStarters
from bot.core.language import gettext as _
from bot.core.language import speaking
from bot.core.types import ServerId
from bot.discord_app import keys, night_views, wording
from bot.discord_app import wording_house as words
from bot.discord_app.components import custom_id_of, values
from bot.discord_app.controls import disabled
from bot.discord_app.delivery import is_private, may_write, take_back_acknowledgement, tell_privately
from bot.discord_app.film_pages import only, titled
from bot.discord_app.house import House
from bot.discord_app.limits import MOST_TITLE, OPTION
from bot.discord_app.night_cards import NightCards
from bot.discord_app.places import Interaction, server_of
from bot.discord_app.shelf import Shelf
from bot.discord_app.turns import Turns, suggested
from bot.night.rules import ballot_of, cast, close, nominate, withdraw, without
from retrieval.types import FilmId

_PRESS: Final = re.compile(rf"{night_views.PREFIX}(?P<what>vote|ballot):(?P<night>\d{{1,18}})")


_Title = app_commands.Range[str, 1, MOST_TITLE]


class Nights(commands.Cog):
    """Holds movie nights."""

    night = app_commands.Group(
        name="night",
        description=words.NIGHT_DESCRIPTION,
        allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
        allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False),
    )

    def __init__(self, house: House, *, turns: Turns) -> None:
        self._house = house
        self._shelf = Shelf(house)
        self._cards = NightCards(house, turns)
        self._turns = turns

    @night.command(name="start", description=words.NIGHT_START)
    async def start(self, interaction: Interaction) -> None:
        """Take the command."""
        await self._turns.run(self._start(interaction), to=interaction)

    @night.command(name="add", description=words.NIGHT_ADD)
    @app_commands.describe(film=words.FILM_OPTION)
    async def add(self, interaction: Interaction, film: _Title) -> None:
        """Take the command."""
        await self._turns.run(self._add(interaction, film), to=interaction)

    @night.command(name="remove", description=words.NIGHT_REMOVE)
    @app_commands.describe(film=words.FILM_OPTION)
    async def remove(self, interaction: Interaction, film: _Title) -> None:
        """Take the command."""
        await self._turns.run(self._remove(interaction, film), to=interaction)

    @night.command(name="show", description=words.NIGHT_SHOW)
    async def show(self, interaction: Interaction) -> None:
        """Take the command."""
        await self._turns.run(self._show(interaction), to=interaction)

    @night.command(name="close", description=words.NIGHT_CLOSE)
    async def close(self, interaction: Interaction) -> None:
        """Take the command."""
        await self._turns.run(self._close(interaction), to=interaction)

    @add.autocomplete("film")
    async def suggest(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """Suggest titles."""
        return await self._shelf.suggest(interaction, typed)

    @remove.autocomplete("film")
    async def suggest_nominated(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """Suggest what is nominated."""
        return await suggested(self._nominated(interaction, typed))

    async def _nominated(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        night = await self._open_here(interaction)
        return await self._shelf.suggest_held(interaction, [one.film_id for one in night.nominations], typed)

    @commands.Cog.listener()
    async def on_interaction(self, interaction: Interaction) -> None:
        """Take a press on a card, and what is chosen on a ballot."""
        match = _PRESS.fullmatch(custom_id_of(interaction))
        if match is None:
            return
        night_id = NightId(int(match["night"]))
        if match["what"] == "vote":
            work = self._hand_ballot(interaction, night_id)
        else:
            work = self._take_ballot(interaction, night_id, values(interaction))
        await self._turns.run(work, to=interaction)

    async def _start(self, interaction: Interaction) -> None:
        await self._house.begin(interaction)
        server, channel = _place(interaction)
        starters = (await self._house.settings.settings(server)).night_starters
        if not _may_start(starters, interaction.permissions):
            events = starters is NightStarters.EVENTS
            raise RefusedError(_(words.NOT_STARTER_EVENTS) if events else _(words.NOT_STARTER_MANAGERS))
        if not may_write(interaction):
            raise RefusedError(_(wording.CANNOT_SHARE))
        person = keys.person(interaction.user.id)
        night = await self._house.nights.start(server=server, channel=channel, person=person)
        await self._cards.bring_down(interaction, night.night_id)
        await take_back_acknowledgement(interaction)

    async def _add(self, interaction: Interaction, title: str) -> None:
        await self._house.begin(interaction)
        night = await self._open_here(interaction)
        film = await self._shelf.the_film(interaction, title)
        if len(film.film_id) > OPTION:  # no ballot could hold it
            only((), title)
        person = keys.person(interaction.user.id)
        await self._house.nights.change(night.night_id, lambda one: nominate(one, film.film_id, person), person=person)
        await tell_privately(interaction, _(words.NIGHT_NOMINATED).format(film=titled(film)))
        await self._cards.draw(interaction, night.night_id)

    async def _remove(self, interaction: Interaction, title: str) -> None:
        await self._house.begin(interaction)
        night = await self._open_here(interaction)
        by = {one.film_id: one.person for one in night.nominations}
        film_id = await self._shelf.held(by, title)
        film, person = await self._shelf.titled(film_id), keys.person(interaction.user.id)
        if film_id not in by:
            raise RefusedError(_(words.NIGHT_LACKED).format(film=film))
        if by[film_id] != person and not _may_run(night, interaction):
            raise RefusedError(_(words.NOT_NOMINATOR))
        await self._house.nights.change(night.night_id, lambda one: withdraw(one, film_id), person=person)
        await tell_privately(interaction, _(words.NIGHT_REMOVED).format(film=film))
        await self._cards.draw(interaction, night.night_id)

    async def _show(self, interaction: Interaction) -> None:
        await self._house.begin(interaction)
        night = await self._house.nights.newest(*_place(interaction))
        if night is None:
            raise RefusedError(_(words.NIGHT_NONE))
        await self._cards.bring_down(interaction, night.night_id)
        await take_back_acknowledgement(interaction)

    async def _close(self, interaction: Interaction) -> None:
        await self._house.begin(interaction)
        night = await self._open_here(interaction)
        person = keys.person(interaction.user.id)
        if not _may_run(night, interaction):
            raise RefusedError(_(words.NOT_CLOSER))
        barred = await self._cards.barred(interaction, night)
        await self._house.nights.change(night.night_id, lambda one: close(one, barred=barred), person=person)
        await self._cards.bring_down(interaction, night.night_id)
        await take_back_acknowledgement(interaction)

    async def _hand_ballot(self, interaction: Interaction, night_id: NightId) -> None:
        await self._house.begin(interaction)
        night = await self._pressed(interaction, night_id)
        await interaction.followup.send(view=await self._ballot(interaction, night), ephemeral=True)

    async def _take_ballot(self, interaction: Interaction, night_id: NightId, chosen: Sequence[str]) -> None:
        await self._house.begin(interaction)
        await self._pressed(interaction, night_id)
        person = keys.person(interaction.user.id)
        night = await self._house.nights.change(
            night_id, lambda one: cast(one, person, map(FilmId, chosen)), person=person
        )
        await interaction.edit_original_response(view=await self._ballot(interaction, night))
        await self._cards.draw(interaction, night_id)

    async def _ballot(self, interaction: Interaction, night: Night) -> ui.LayoutView:
        shown = without(night, await self._cards.barred(interaction, night))
        if not shown.nominations:
            raise RefusedError(_(words.NIGHT_EMPTY))
        catalogue = await self._house.catalogue.films([one.film_id for one in shown.nominations])
        return night_views.ballot(shown, ballot_of(shown, keys.person(interaction.user.id)), catalogue)

    async def _open_here(self, interaction: Interaction) -> Night:
        """The open night of the channel."""
        night = await self._house.nights.newest(*_place(interaction))
        if night is None or not night.open:
            raise RefusedError(_(words.NIGHT_NONE))
        return night

    async def _pressed(self, interaction: Interaction, night_id: NightId) -> Night:
        """The open night that a card or a ballot belongs to; where it is over, the message says so from now on."""
        night = await self._house.nights.night(night_id)
        if night is not None and night.open:
            return night
        if night is not None and not is_private(interaction):
            await interaction.edit_original_response(view=await self._cards.view(interaction, night))
        elif interaction.message is not None:
            with speaking(await self._turns.speech.of_pressed(interaction)):
                over = disabled(interaction.message, _(words.NIGHT_OVER))
            await interaction.edit_original_response(view=over)
        raise RefusedError(_(words.NIGHT_OVER))


def _place(interaction: Interaction) -> tuple[ServerId, str]:
    """The server and the channel that a night is held in."""
    server = server_of(interaction)
    if server is None:  # Discord offers the command also where only commands are installed
        raise RefusedError(_(words.NIGHT_NO_MEMBER))
    return server, str(interaction.channel_id)


def _may_run(night: Night, interaction: Interaction) -> bool:
    """Whether somebody may close a night, and take off it what others nominated."""
    return night.starter == keys.person(interaction.user.id) or interaction.permissions.manage_guild


def _may_start(starters: NightStarters, permissions: discord.Permissions) -> bool:
    """Whether somebody with these permissions may start a night; who may manage the server always may."""
    if starters is NightStarters.EVERYONE or permissions.manage_guild:
        return True
    return starters is NightStarters.EVENTS and permissions.manage_events
