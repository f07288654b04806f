"""`/lists`: films on lists, several a server and private ones. All of it is for the asker's eyes.

Everybody who may use the command puts films on a server's lists. Taking films off, renaming and deleting is for whoever
made the list, and for members who may manage messages.
"""

from __future__ import annotations

import re
from typing import Final

from discord import app_commands, ui
from discord.ext import commands

from bot.core.errors import RefusedError
from bot.core.keeping import FilmList
from bot.core.language import gettext as _
from bot.core.language import speak
from bot.discord_app import keys, list_views
from bot.discord_app import wording_house as words
from bot.discord_app.components import custom_id_of, values
from bot.discord_app.delivery import tell_privately
from bot.discord_app.film_pages import page_of, titled
from bot.discord_app.house import House
from bot.discord_app.installs import EVERYWHERE, INSTALLS
from bot.discord_app.limits import MOST_OPTIONS, MOST_TITLE, OPTION
from bot.discord_app.list_views import PREFIX, named
from bot.discord_app.places import Interaction, server_of
from bot.discord_app.shelf import Shelf
from bot.discord_app.turns import Turns, suggested

_PRESS: Final = re.compile(rf"{PREFIX}(?:(?P<open>open)|page:(?P<list>\d{{1,18}}):(?P<page>\d{{1,6}}))")

_Typed = app_commands.Range[str, 1, OPTION]
_Title = app_commands.Range[str, 1, MOST_TITLE]


class Lists(commands.Cog):
    """Shows and changes lists."""

    lists = app_commands.Group(
        name="lists",
        description=words.LISTS_DESCRIPTION,
        allowed_installs=INSTALLS,
        allowed_contexts=EVERYWHERE,
    )

    def __init__(self, house: House, *, turns: Turns) -> None:
        self._house = house
        self._shelf = Shelf(house)
        self._turns = turns

    @lists.command(name="show", description=words.LISTS_SHOW)
    @app_commands.rename(named="list")
    @app_commands.describe(named=words.LIST_OPTION)
    async def show(self, interaction: Interaction, named: _Typed | None = None) -> None:
        """Take the command."""
        await self._turns.run(self._show(interaction, named), to=interaction)

    @lists.command(name="create", description=words.LISTS_CREATE)
    @app_commands.describe(name=words.NAME_OPTION, private=words.PRIVATE_LIST_OPTION)
    async def create(
        self,
        interaction: Interaction,
        name: _Typed,
        private: bool = False,  # noqa: FBT001, FBT002 - the library passes options by name
    ) -> None:
        """Take the command."""
        work = self._create(interaction, name, private=private)
        await self._turns.run(work, to=interaction)

    @lists.command(name="add", description=words.LISTS_ADD)
    @app_commands.rename(named="list")
    @app_commands.describe(named=words.LIST_OPTION, film=words.FILM_OPTION)
    async def add(self, interaction: Interaction, named: _Typed, film: _Title) -> None:
        """Take the command."""
        await self._turns.run(self._add(interaction, named, film), to=interaction)

    @lists.command(name="remove", description=words.LISTS_REMOVE)
    @app_commands.rename(named="list")
    @app_commands.describe(named=words.LIST_OPTION, film=words.FILM_OPTION)
    async def remove(self, interaction: Interaction, named: _Typed, film: _Title) -> None:
        """Take the command."""
        await self._turns.run(self._remove(interaction, named, film), to=interaction)

    @lists.command(name="rename", description=words.LISTS_RENAME)
    @app_commands.rename(named="list")
    @app_commands.describe(named=words.LIST_OPTION, name=words.NAME_OPTION)
    async def rename(self, interaction: Interaction, named: _Typed, name: _Typed) -> None:
        """Take the command."""
        await self._turns.run(self._rename(interaction, named, name), to=interaction)

    @lists.command(name="delete", description=words.LISTS_DELETE)
    @app_commands.rename(named="list")
    @app_commands.describe(named=words.LIST_OPTION)
    async def delete(self, interaction: Interaction, named: _Typed) -> None:
        """Take the command."""
        await self._turns.run(self._delete(interaction, named), to=interaction)

    @show.autocomplete("named")
    @add.autocomplete("named")
    @remove.autocomplete("named")
    @rename.autocomplete("named")
    @delete.autocomplete("named")
    async def suggest(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """Suggest the lists whose names hold what was typed."""
        return await suggested(self._suggestions(interaction, typed))

    async def _suggestions(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        speak(await self._turns.speech.to_asker(interaction))
        wanted = typed.casefold().strip()
        found = [one for one in await self._visible(interaction) if wanted in one.name.casefold()]
        return [
            app_commands.Choice(name=list_views.choice(one), value=list_views.value_of(one))
            for one in found[:MOST_OPTIONS]
        ]

    @add.autocomplete("film")
    async def suggest_films(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """Suggest titles."""
        return await self._shelf.suggest(interaction, typed)

    @remove.autocomplete("film")
    async def suggest_listed(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """Suggest what stands on the list that was named before."""
        return await suggested(self._listed(interaction, typed))

    async def _listed(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        kept = _find(await self._visible(interaction), interaction.namespace.list or "")
        return [] if kept is None else await self._shelf.suggest_held(interaction, kept.films, typed)

    @commands.Cog.listener()
    async def on_interaction(self, interaction: Interaction) -> None:
        """Take what is pressed or chosen under a list."""
        match = _PRESS.fullmatch(custom_id_of(interaction))
        if match is not None:
            number = int(match["list"] or next(iter(values(interaction)), 0))
            work = self._turn_to(interaction, number, int(match["page"] or 0))
            await self._turns.run(work, to=interaction)

    async def _show(self, interaction: Interaction, typed: str | None) -> None:
        await self._house.begin(interaction)
        visible = await self._visible(interaction)
        if typed is None:
            view = list_views.overview(visible)
        else:
            view = await self._view(interaction, _named(visible, typed), 0, beside=visible)
        await interaction.edit_original_response(view=view)

    async def _turn_to(self, interaction: Interaction, number: int, page: int) -> None:
        await self._house.begin(interaction)
        visible = await self._visible(interaction)
        kept = _with(visible, number)
        if kept is None:
            raise RefusedError(_(words.LIST_GONE))
        view = await self._view(interaction, kept, page, beside=visible)
        await interaction.edit_original_response(view=view)

    async def _create(self, interaction: Interaction, name: str, *, private: bool) -> None:
        await self._house.begin(interaction)
        server = None if private else server_of(interaction)
        made = await self._house.lists.create(name, server=server, person=keys.person(interaction.user.id))
        await tell_privately(interaction, _(words.LIST_MADE).format(name=named(made)))

    async def _add(self, interaction: Interaction, typed: str, title: str) -> None:
        await self._house.begin(interaction)
        kept = _named(await self._visible(interaction), typed)
        film = await self._shelf.the_film(interaction, title)
        new = await self._house.lists.put(kept.list_id, film.film_id)
        sentence = _(words.LIST_PUT) if new else _(words.LIST_HAD)
        await tell_privately(interaction, sentence.format(film=titled(film), name=named(kept)))

    async def _remove(self, interaction: Interaction, typed: str, title: str) -> None:
        kept = await self._changeable(interaction, typed)
        film_id = await self._shelf.held(kept.films, title)
        was = await self._house.lists.take(kept.list_id, film_id)
        sentence = _(words.LIST_TAKEN) if was else _(words.LIST_LACKED)
        film = await self._shelf.titled(film_id)
        await tell_privately(interaction, sentence.format(film=film, name=named(kept)))

    async def _rename(self, interaction: Interaction, typed: str, name: str) -> None:
        kept = await self._changeable(interaction, typed)
        await self._house.lists.rename(kept.list_id, name)
        await tell_privately(interaction, _(words.LIST_RENAMED).format(name=list_views.harmless(name)))

    async def _delete(self, interaction: Interaction, typed: str) -> None:
        kept = await self._changeable(interaction, typed)
        await self._house.lists.delete(kept.list_id)
        await tell_privately(interaction, _(words.LIST_DELETED).format(name=named(kept)))

    async def _visible(self, interaction: Interaction) -> tuple[FilmList, ...]:
        person = keys.person(interaction.user.id)
        return await self._house.lists.lists(server=server_of(interaction), person=person)

    async def _changeable(self, interaction: Interaction, typed: str) -> FilmList:
        """The list that was named, for whoever may do more with it than put films on it."""
        await self._house.begin(interaction)
        kept = _named(await self._visible(interaction), typed)
        if kept.person != keys.person(interaction.user.id) and not interaction.permissions.manage_messages:
            raise RefusedError(_(words.NOT_YOURS))
        return kept

    async def _view(
        self, interaction: Interaction, kept: FilmList, number: int, *, beside: tuple[FilmList, ...]
    ) -> ui.LayoutView:
        films = await self._shelf.passing(interaction, kept.films)
        page = page_of(films, number)
        catalogue = await self._house.catalogue.films(page.films)
        return list_views.view_of(kept, page, catalogue, hidden=len(kept.films) - len(films), beside=beside)


def _named(visible: tuple[FilmList, ...], typed: str) -> FilmList:
    """The list that was chosen from the suggestions, or typed by its name."""
    found = _find(visible, typed)
    if found is not None:
        return found
    if list_views.number_in(typed) is not None:
        raise RefusedError(_(words.LIST_GONE))
    raise RefusedError(_(words.NO_SUCH_LIST).format(name=list_views.harmless(typed)))


def _find(visible: tuple[FilmList, ...], typed: str) -> FilmList | None:
    """The list that is meant, if there is one; no name is ever taken for a number; a server's before a private one."""
    number = list_views.number_in(typed)
    if number is not None:
        return _with(visible, number)
    wanted = " ".join(typed.split()).casefold()
    return next((one for one in visible if one.name.casefold() == wanted), None)


def _with(visible: tuple[FilmList, ...], number: int) -> FilmList | None:
    return next((one for one in visible if one.list_id == number), None)
