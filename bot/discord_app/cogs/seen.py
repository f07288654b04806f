"""`/seen`: the films somebody has seen. All of it is for their own eyes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from discord import app_commands, ui
from discord.ext import commands

from bot.core.language import counted
from bot.core.language import gettext as _
from bot.core.types import PersonId
from bot.discord_app import keys
from bot.discord_app import wording_house as words
from bot.discord_app.components import custom_id_of, values
from bot.discord_app.delivery import tell_privately
from bot.discord_app.film_pages import (
    Catalogued,
    Page,
    lines_of,
    options_of,
    page_of,
    titled,
    turn_buttons,
)
from bot.discord_app.house import House
from bot.discord_app.installs import EVERYWHERE, INSTALLS
from bot.discord_app.limits import MOST_TITLE
from bot.discord_app.places import Interaction
from bot.discord_app.shelf import Shelf
from bot.discord_app.turns import Turns, suggested
from retrieval.types import FilmId

PREFIX: Final = "reelcall:seen:"
_PRESS: Final = re.compile(rf"{PREFIX}(?P<name>page|take|out|in):(?P<page>\d{{1,6}})")


class Seen(commands.Cog):
    """Shows and changes what somebody has seen."""

    seen = app_commands.Group(
        name="seen",
        description=words.SEEN_DESCRIPTION,
        allowed_installs=INSTALLS,
        allowed_contexts=EVERYWHERE,
    )

    def __init__(self, house: House, *, turns: Turns) -> None:
        self._house = house
        self._shelf = Shelf(house)
        self._turns = turns

    @seen.command(name="show", description=words.SEEN_SHOW)
    async def show(self, interaction: Interaction) -> None:
        """Take the command."""
        await self._turns.run(self._show(interaction), to=interaction)

    @seen.command(name="add", description=words.SEEN_ADD)
    @app_commands.describe(film=words.FILM_OPTION)
    async def add(self, interaction: Interaction, film: app_commands.Range[str, 1, MOST_TITLE]) -> None:
        """Take the command."""
        await self._turns.run(self._add(interaction, film), to=interaction)

    @seen.command(name="remove", description=words.SEEN_REMOVE)
    @app_commands.describe(film=words.FILM_OPTION)
    async def remove(self, interaction: Interaction, film: app_commands.Range[str, 1, MOST_TITLE]) -> None:
        """Take the command."""
        await self._turns.run(self._remove(interaction, film), to=interaction)

    @add.autocomplete("film")
    async def suggest(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """Suggest titles."""
        return await self._shelf.suggest(interaction, typed)

    @remove.autocomplete("film")
    async def suggest_seen(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """Suggest what was marked, the last one in front."""
        return await suggested(self._marked(interaction, typed))

    async def _marked(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        marked = await self._house.seen.seen_in_order(_person(interaction))
        return await self._shelf.suggest_held(interaction, marked, typed)

    @commands.Cog.listener()
    async def on_interaction(self, interaction: Interaction) -> None:
        """Take what is pressed under the list."""
        match = _PRESS.fullmatch(custom_id_of(interaction))
        if match is not None:
            work = self._press(interaction, match["name"], int(match["page"]))
            await self._turns.run(work, to=interaction)

    async def _show(self, interaction: Interaction) -> None:
        await self._house.begin(interaction)
        await interaction.edit_original_response(view=await self._view(_person(interaction), 0))

    async def _press(self, interaction: Interaction, name: str, page: int) -> None:
        await self._house.begin(interaction)
        person = _person(interaction)
        if name == "take":
            for film_id in values(interaction):
                await self._house.seen.unmark_seen(person, FilmId(film_id))
        elif name != "page":
            await self._house.seen.leave_seen_out(person, on=name == "out")
        await interaction.edit_original_response(view=await self._view(person, page))

    async def _add(self, interaction: Interaction, title: str) -> None:
        await self._house.begin(interaction)
        film = await self._shelf.the_film(interaction, title)
        await self._house.seen.mark_seen(_person(interaction), film.film_id)
        await tell_privately(interaction, _(words.SEEN_ADDED).format(film=titled(film)))

    async def _remove(self, interaction: Interaction, title: str) -> None:
        await self._house.begin(interaction)
        film_id = await self._shelf.held(await self._house.seen.seen(_person(interaction)), title)
        await self._house.seen.unmark_seen(_person(interaction), film_id)
        await tell_privately(interaction, _(words.SEEN_TAKEN).format(film=await self._shelf.titled(film_id)))

    async def _view(self, person: PersonId, number: int) -> ui.LayoutView:
        seen = await self._house.seen.seen_in_order(person)
        page = page_of(seen, number)
        catalogue = await self._house.catalogue.films(page.films)
        left_out = await self._house.seen.leaves_seen_out(person)
        view = ui.LayoutView(timeout=None)
        for item in _items(page, catalogue, count=len(seen), left_out=left_out):
            view.add_item(item)
        view.stop()  # presses come as events, also after a restart; the library is to keep nothing
        return view


def _items(page: Page, catalogue: Catalogued, *, count: int, left_out: bool) -> Iterator[ui.Item[Any]]:
    parts = [_(words.SEEN_TITLE).format(count=counted(count)), _(words.SEEN_OUT) if left_out else _(words.SEEN_IN)]
    parts += [lines_of(page, catalogue) or _(words.SEEN_NONE), page.foot]
    yield ui.Container(ui.TextDisplay("\n".join(filter(None, parts))))
    if options := options_of(page, catalogue):
        placeholder, custom_id = _(words.SEEN_PLACEHOLDER), f"{PREFIX}take:{page.number}"
        yield ui.ActionRow(ui.Select(custom_id=custom_id, placeholder=placeholder, options=options))
    choice: ui.Button[ui.LayoutView] = ui.Button(
        label=_(words.LET_IN_LABEL) if left_out else _(words.LEAVE_OUT_LABEL),
        custom_id=f"{PREFIX}{'in' if left_out else 'out'}:{page.number}",
    )
    yield ui.ActionRow(*turn_buttons(page, f"{PREFIX}page:"), choice)


def _person(interaction: Interaction) -> PersonId:
    return keys.person(interaction.user.id)
