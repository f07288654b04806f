"""Films by their titles, and long lists of them a page at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import discord
from discord import ui

from bot.core.errors import RefusedError
from bot.core.language import gettext as _
from bot.discord_app import wording_house as words
from bot.discord_app.controls import named
from bot.discord_app.limits import OPTION
from bot.discord_app.markdown import clean, plain
from retrieval.types import Film, FilmId

PAGE_SIZE: Final = 15
_TITLE: Final = 80
_ANSWERS: Final = 6
"""Films of one title that are named; there are seldom more."""

Catalogued = Mapping[FilmId, Film]


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a list of films."""

    films: Sequence[FilmId]
    number: int
    """From 0."""
    of: int

    @property
    def foot(self) -> str:
        """Which page that is; nothing where there is but one."""
        return f"-# {_(words.PAGE).format(page=self.number + 1, pages=self.of)}" if self.of > 1 else ""


def page_of(films: Sequence[FilmId], number: int) -> Page:
    """One page; the last where there are not so many any more."""
    of = max(-(-len(films) // PAGE_SIZE), 1)
    number = min(max(number, 0), of - 1)
    return Page(films[number * PAGE_SIZE : (number + 1) * PAGE_SIZE], number, of)


def turn_buttons(page: Page, prefix: str) -> list[ui.Button[ui.LayoutView]]:
    """Back and next, where there is such a page; their ids are the prefix with the page's number."""
    buttons: list[ui.Button[ui.LayoutView]] = []
    if page.number > 0:
        buttons.append(ui.Button(label=_(words.BACK_LABEL), custom_id=f"{prefix}{page.number - 1}"))
    if page.number < page.of - 1:
        buttons.append(ui.Button(label=_(words.NEXT_LABEL), custom_id=f"{prefix}{page.number + 1}"))
    return buttons


def lines_of(page: Page, catalogue: Catalogued) -> str:
    """The films of a page, one a line, numbered through the whole list."""
    first = page.number * PAGE_SIZE + 1
    named = (title_of(film_id, catalogue) for film_id in page.films)
    return "\n".join(f"{number}\\. {title}" for number, title in enumerate(named, start=first))


def options_of(page: Page, catalogue: Catalogued) -> list[discord.SelectOption]:
    """The films of a page as the options of a select."""
    return [discord.SelectOption(label=label_of(one, catalogue), value=one) for one in page.films if len(one) <= OPTION]


def label_of(film_id: FilmId, catalogue: Catalogued) -> str:
    """A film in an option, which Discord does not format; its id where the catalogue does not hold it any more."""
    film = catalogue.get(film_id)
    return named(film_id, None) if film is None else named(clean(film.title) or film_id, film.year)


def title_of(film_id: FilmId, catalogue: Catalogued, *, limit: int = _TITLE) -> str:
    """A film's title, of so many characters, and year, made harmless; its id where the catalogue has lost it."""
    film = catalogue.get(film_id)
    return titled(film, limit=limit) if film is not None else plain(film_id, limit)


def titled(film: Film, *, limit: int = _TITLE) -> str:
    """A film's title, of so many characters, and year, made harmless."""
    title = plain(film.title, limit) or film.film_id
    return title if film.year is None else f"{title} ({film.year})"


def only(films: Sequence[Film], title: str) -> Film:
    """The one film that a title names.

    Raises:
        RefusedError: there is none of that name, or several.
    """
    if not films:
        raise RefusedError(_(words.NO_SUCH_FILM).format(title=plain(title, _TITLE)))
    if len(films) > 1:
        raise RefusedError(_(words.SEVERAL_FILMS).format(films=" · ".join(map(titled, films[:_ANSWERS]))))
    return films[0]
