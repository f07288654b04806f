"""Films by the titles that people type, as far as the server they type them in lets them through."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TypeVar

from discord.app_commands import Choice

from bot.core.terms import bounds_of
from bot.discord_app.film_pages import label_of, only, title_of
from bot.discord_app.house import House
from bot.discord_app.limits import MOST_OPTIONS, OPTION
from bot.discord_app.places import Interaction, server_of
from bot.discord_app.titles import suggestions
from bot.discord_app.turns import suggested
from retrieval.text import fold
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

    async def suggest_held(self, interaction: Interaction, held: Sequence[FilmId], typed: str) -> list[Choice[str]]:
        """Suggest films of a list whose names hold what is typed; those that the catalogue has lost by their ids."""
        catalogue = await self._house.catalogue.films(held)
        lost = [film_id for film_id in held if film_id not in catalogue]
        shown = {*lost, *await self.passing(interaction, catalogue)}
        found = [one for one in held if one in shown and len(one) <= OPTION and _holds(one, catalogue.get(one), typed)]
        return [Choice(name=label_of(one, catalogue), value=one) for one in found[:MOST_OPTIONS]]

    async def held(self, held: Collection[FilmId], title: str) -> FilmId:
        """The one film of a list that a title or an id names; an id names also what the catalogue has lost.

        One that is not on the list is told apart from one that there is not.

        Raises:
            RefusedError: there is none of that name, or several.
        """
        named = FilmId(title.strip())
        if named in held:
            return named
        films = await self._house.catalogue.named(title)
        return only([film for film in films if film.film_id in held] or films, title).film_id

    async def titled(self, film_id: FilmId) -> str:
        """A film's title, as it can be shown; its id where the catalogue has lost it."""
        return title_of(film_id, await self._house.catalogue.films([film_id]))

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


def _holds(film_id: FilmId, film: Film | None, typed: str) -> bool:
    """Whether a film's id or one of its names holds what is typed."""
    names = () if film is None else (f"{film.title} {film.year or ''}", film.original_title or "", *film.alt_titles)
    return any(fold(typed) in fold(name) for name in (film_id, *names))
