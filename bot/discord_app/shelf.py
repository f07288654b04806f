"""Films by the titles that people type, as far as the server they type them in lets them through."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from discord.app_commands import Choice

from bot.core.terms import bounds_of
from bot.discord_app.film_pages import only
from bot.discord_app.house import House
from bot.discord_app.limits import MOST_OPTIONS
from bot.discord_app.places import Interaction, server_of
from bot.discord_app.titles import suggestions
from bot.discord_app.turns import suggested
from retrieval.types import NO_BOUNDS, Bounds, Film, FilmId, TitleMatch

_Named = TypeVar("_Named", Film, TitleMatch)


class Shelf:
    """The catalogue, seen from where an interaction comes from."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def named(self, interaction: Interaction, title: str) -> tuple[Film, ...]:
        """The films that a title or an id names."""
        return await self._shown(interaction, await self._house.catalogue.named(title))

    async def the_film(self, interaction: Interaction, title: str) -> Film:
        """The one film that somebody names.

        Raises:
            RefusedError: there is none of that name, or several.
        """
        return only(await self.named(interaction, title), title)

    async def like(self, interaction: Interaction, typed: str) -> tuple[TitleMatch, ...]:
        """The films whose titles begin like what is typed, or nearly so."""
        return await self._shown(interaction, await self._house.catalogue.suggest(typed, limit=MOST_OPTIONS))

    async def suggest(self, interaction: Interaction, typed: str) -> list[Choice[str]]:
        """The same as suggestions, which stand for the films' ids; none where that fails."""
        return await suggested(self._suggestions(interaction, typed))

    async def passing(self, interaction: Interaction, film_ids: Iterable[FilmId]) -> tuple[FilmId, ...]:
        """Those films that may be shown, in the order given."""
        given, bounds = tuple(film_ids), await self._bounds(interaction)
        if bounds == NO_BOUNDS:
            return given
        passing = await self._house.catalogue.passing(given, bounds)
        return tuple(film_id for film_id in given if film_id in passing)

    async def _suggestions(self, interaction: Interaction, typed: str) -> list[Choice[str]]:
        return suggestions(await self.like(interaction, typed))

    async def _shown(self, interaction: Interaction, films: tuple[_Named, ...]) -> tuple[_Named, ...]:
        # Without bounds nothing is asked, which spares suggestions the queue for the catalogue.
        passing = set(await self.passing(interaction, (film.film_id for film in films)))
        return tuple(film for film in films if film.film_id in passing)

    async def _bounds(self, interaction: Interaction) -> Bounds:
        server = server_of(interaction)
        return NO_BOUNDS if server is None else bounds_of(await self._house.settings.settings(server))
