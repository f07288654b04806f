"""Lists of films, in memory; held to the same contract as the real one."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace

from bot.core.errors import RefusedError
from bot.core.keeping import LONGEST_NAME, MOST_FILMS, MOST_LISTS, FilmList, ListId
from bot.core.order import Forgotten
from bot.core.types import PersonId, ServerId
from retrieval.types import FilmId


class FakeFilmLists:
    """Implements `bot.core.ports.FilmLists`."""

    def __init__(self, forgotten: Forgotten | None = None) -> None:
        self._forgotten = forgotten or Forgotten()
        self.kept: dict[ListId, FilmList] = {}
        self.failure: Exception | None = None
        self._numbers = itertools.count(1)

    async def lists(self, *, server: ServerId | None, person: PersonId) -> tuple[FilmList, ...]:
        if self.failure:
            raise self.failure
        shared = self._where(lambda one: server is not None and one.server == server)
        return (*shared, *self._where(lambda one: one.server is None and one.person == person))

    async def of_person(self, person: PersonId) -> tuple[FilmList, ...]:
        shared = self._where(lambda one: one.server is not None and one.person == person)
        return (*shared, *self._where(lambda one: one.server is None and one.person == person))

    async def create(self, name: str, *, server: ServerId | None, person: PersonId) -> FilmList:
        made = FilmList(list_id=ListId(next(self._numbers)), name=name, person=person, server=server)
        made = replace(made, name=self._free(name, made))
        if len(self._beside(made)) >= MOST_LISTS:
            raise RefusedError(f"There are {MOST_LISTS} lists already; delete one first.")
        if self._forgotten.outlived_by_turn([person]):
            raise RefusedError("This list is gone.")
        self.kept[made.list_id] = made
        return made

    async def rename(self, list_id: ListId, name: str) -> None:
        found = self._living(list_id)
        self.kept[list_id] = replace(found, name=self._free(name, found))

    async def delete(self, list_id: ListId) -> None:
        self.kept.pop(list_id, None)

    async def put(self, list_id: ListId, film_id: FilmId) -> bool:
        found = self._living(list_id)
        if film_id in found.films:
            return False
        if len(found.films) >= MOST_FILMS:
            raise RefusedError(f"This list holds {MOST_FILMS} films already; take one off first.")
        self.kept[list_id] = replace(found, films=(*found.films, film_id))
        return True

    async def take(self, list_id: ListId, film_id: FilmId) -> bool:
        found = self.kept.get(list_id)
        if found is None or film_id not in found.films:
            return False
        self.kept[list_id] = replace(found, films=tuple(one for one in found.films if one != film_id))
        return True

    def forget(self, person: PersonId) -> None:
        private = {key for key, one in self.kept.items() if one.server is None and one.person == person}
        for key in private:
            del self.kept[key]
        self.kept = {k: replace(one, person=None) if one.person == person else one for k, one in self.kept.items()}

    def purge(self, server: ServerId) -> None:
        self.kept = {key: one for key, one in self.kept.items() if one.server != server}

    def _living(self, list_id: ListId) -> FilmList:
        if list_id not in self.kept:
            raise RefusedError("This list is gone.")
        return self.kept[list_id]

    def _where(self, wanted: Callable[[FilmList], bool]) -> tuple[FilmList, ...]:
        return tuple(sorted(filter(wanted, self.kept.values()), key=lambda one: one.name.lower()))

    def _beside(self, one: FilmList) -> list[FilmList]:
        place = one.server or one.person
        others = (other for other in self.kept.values() if other.list_id != one.list_id)
        return [other for other in others if (other.server or other.person) == place]

    def _free(self, name: str, one: FilmList) -> str:
        name = " ".join(name.split())
        if not 0 < len(name) <= LONGEST_NAME:
            raise RefusedError(f"A list needs a name of 1 to {LONGEST_NAME} characters.")
        if name.casefold() in {other.name.casefold() for other in self._beside(one)}:
            raise RefusedError("There is a list of that name already; choose another name.")
        return name
