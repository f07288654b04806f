"""Lists of films, in the store."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, func, select, update
from sqlalchemy.dialects.sqlite import insert

from bot.adapters.database import Database
from bot.adapters.store_file import FILM_LIST, LISTED
from bot.core.errors import RefusedError
from bot.core.keeping import LONGEST_NAME, MOST_FILMS, MOST_LISTS, FilmList, ListId
from bot.core.language import gettext as _
from bot.core.types import PersonId, ServerId
from retrieval.types import FilmId


class SqlFilmLists:
    """Implements `bot.core.ports.FilmLists`."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._changing = asyncio.Lock()
        """Held between looking and writing, so that limits and names hold."""

    async def lists(self, *, server: ServerId | None, person: PersonId) -> tuple[FilmList, ...]:
        """A server's lists, then those that only this person sees; each kind by name."""
        private = await self._found(_private(person))
        return (*(await self._found(FILM_LIST.c.server == server) if server is not None else ()), *private)

    async def of_person(self, person: PersonId) -> tuple[FilmList, ...]:
        """The lists that a person made, a server's first."""
        of_servers = await self._found(and_(FILM_LIST.c.person == person, FILM_LIST.c.server.is_not(None)))
        return (*of_servers, *await self._found(_private(person)))

    async def create(self, name: str, *, server: ServerId | None, person: PersonId) -> FilmList:
        """Make a list; see `bot.core.ports.FilmLists`."""
        place = _private(person) if server is None else FILM_LIST.c.server == server
        async with self._changing:
            beside = await self._found(place)
            name = _free_name(name, beside)
            if len(beside) >= MOST_LISTS:
                raise RefusedError(_("There are {count} lists already; delete one first.").format(count=MOST_LISTS))
            made = insert(FILM_LIST).values(name=name, server=server, person=person)
            if not await self._database.keep([person], made):
                raise RefusedError(_("This list is gone."))
            return next(one for one in await self._found(place) if one.name == name)

    async def rename(self, list_id: ListId, name: str) -> None:
        """Give a list another name; see `bot.core.ports.FilmLists`."""
        async with self._changing:
            renamed = await self._living(list_id)
            place = FILM_LIST.c.server == renamed.server
            if renamed.server is None and renamed.person is not None:
                place = _private(renamed.person)
            name = _free_name(name, [one for one in await self._found(place) if one.list_id != list_id])
            await self._database.write(update(FILM_LIST).where(FILM_LIST.c.id == list_id).values(name=name))

    async def delete(self, list_id: ListId) -> None:
        """Erase a list now, with what is on it."""
        await self._database.write(delete(FILM_LIST).where(FILM_LIST.c.id == list_id))
        await self._database.empty_log()

    async def put(self, list_id: ListId, film_id: FilmId) -> bool:
        """Put a film on a list; see `bot.core.ports.FilmLists`."""
        async with self._changing:
            found = await self._living(list_id)
            if film_id in found.films:
                return False
            if len(found.films) >= MOST_FILMS:
                raise RefusedError(
                    _("This list holds {count} films already; take one off first.").format(count=MOST_FILMS)
                )
            last = await self._database.first(select(func.max(LISTED.c.place)).where(LISTED.c.list_id == list_id))
            row = {"list_id": list_id, "film_id": film_id, "place": (last or 0) + 1}
            await self._database.write(insert(LISTED).values(row))
            return True

    async def take(self, list_id: ListId, film_id: FilmId) -> bool:
        """Take a film off a list; False where it is not on it."""
        row = LISTED.c.list_id == list_id, LISTED.c.film_id == film_id
        taken = await self._database.write(delete(LISTED).where(*row)) > 0
        await self._database.empty_log()
        return taken

    async def _living(self, list_id: ListId) -> FilmList:
        found = await self._found(FILM_LIST.c.id == list_id)
        if not found:
            raise RefusedError(_("This list is gone."))
        return found[0]

    async def _found(self, which: ColumnElement[bool]) -> tuple[FilmList, ...]:
        columns = FILM_LIST.c.id, FILM_LIST.c.name, FILM_LIST.c.person, FILM_LIST.c.server, LISTED.c.film_id
        order = func.lower(FILM_LIST.c.name), FILM_LIST.c.id, LISTED.c.place
        joined = select(*columns).outerjoin_from(FILM_LIST, LISTED)
        return _grouped(await self._database.rows(joined.where(which).order_by(*order)))


def _private(person: PersonId) -> ColumnElement[bool]:
    return and_(FILM_LIST.c.person == person, FILM_LIST.c.server.is_(None))


def _grouped(rows: Sequence[Any]) -> tuple[FilmList, ...]:
    films: dict[ListId, list[FilmId]] = {}
    heads: dict[ListId, tuple[str, PersonId | None, ServerId | None]] = {}
    for list_id, name, person, server, film_id in rows:
        heads[list_id] = name, person, server
        films.setdefault(list_id, []).extend([] if film_id is None else [FilmId(film_id)])
    return tuple(
        FilmList(list_id=list_id, name=name, person=person, server=server, films=tuple(films[list_id]))
        for list_id, (name, person, server) in heads.items()
    )


def _free_name(name: str, beside: Sequence[FilmList]) -> str:
    """The name on one line, if it can be had beside these lists."""
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise RefusedError(_("A list needs a name of 1 to {most} characters.").format(most=LONGEST_NAME))
    if name.casefold() in {one.name.casefold() for one in beside}:
        raise RefusedError(_("There is a list of that name already; choose another name."))
    return name
