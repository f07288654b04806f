"""Films looked up for a turn: by what was said, by likeness, or by their ids."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from bot.core.clues import liked, request_of
from bot.core.grounding import make_cards
from bot.core.ports import ClueReader, FilmFinder, SeenFilms
from bot.core.series import part_of
from bot.core.types import FilmCard, PersonId, SearchState, SpoilerLevel
from retrieval.clues import hear
from retrieval.types import NO_EVIDENCE, Candidate, Film, FilmId, Findings, FindRequest, LikeClue, Reading

DEPTH: Final = 50
"""Films that "more" can page through."""
_AT_ONCE: Final = 5  # films that everything said together is looked for among
_TITLE_WORDS: Final = 6  # of a title whose beginnings are looked up
_OWN_STORY_WORDS = 6  # fewer are a detail of the film that is being looked for


class Lookup:
    """The search and the catalogue as a conversation uses them."""

    def __init__(self, finder: FilmFinder, reader: ClueReader, seen: SeenFilms | None, spoilers: SpoilerLevel) -> None:
        self._finder = finder
        self._reader = reader
        self._seen = seen
        self._spoilers = spoilers

    async def found(self, state: SearchState, *, asks: bool = False, told: int | None = None) -> Findings:
        """What a search brings up, and what to ask; one that says nothing but "like this film" goes by likeness.

        Args:
            state: the search.
            asks: whether a question would be of use.
            told: cards of the next screen, which is all that is told of what matched; by default it is of all films.
        """
        like = liked(state)
        if like is None:
            return await self._finder.find(request_of(state, limit=DEPTH, asks=asks, told=told))
        near = await self._finder.similar(
            like.film_id, limit=DEPTH, excluded=frozenset((*state.rejected, *like.family))
        )
        return Findings(near, like.title, confident=False)

    async def cards(self, state: SearchState, film_ids: Sequence[FilmId]) -> tuple[FilmCard, ...]:
        """Cards of films that were shown or asked for, with what matched where this search brings them up."""
        found = {one.film_id: one for one in (await self.found(state)).candidates} if state.messages else {}
        candidates = [found.get(film_id) or Candidate(film_id, 0.0, NO_EVIDENCE) for film_id in film_ids]
        return make_cards(candidates, await self._finder.films(film_ids), self._spoilers)

    async def first(
        self, candidates: Sequence[Candidate], count: int
    ) -> tuple[tuple[Candidate, ...], Mapping[FilmId, Film]]:
        """The first so many candidates that the catalogue still holds and may show, with their films.

        No more are looked up than it takes: a search brings up ten times what fits on a screen.
        """
        known: dict[FilmId, Film] = {}
        for start in range(0, len(candidates), count):
            known |= await self._finder.films([one.film_id for one in candidates[start : start + count]])
            if len(known) >= count:
                break
        return tuple(one for one in candidates if one.film_id in known)[:count], known

    async def is_another_film(self, before: SearchState, state: SearchState, reading: Reading) -> bool:
        """Whether a story of its own finds a film with confidence that everything said together does not."""
        if not before.messages or reading.corrections or len(reading.search_text.split()) < _OWN_STORY_WORDS:
            return False
        said = hear((), (), reading)
        alone = await self._finder.find(FindRequest(*said, frozenset(before.rejected), limit=1, told=0))
        if not alone.confident:
            return False
        together = await self._finder.find(request_of(state, limit=_AT_ONCE, told=0))
        best = {found.film_id for found in alone.candidates}
        return not together.confident and best.isdisjoint(found.film_id for found in together.candidates)

    async def film(self, film_id: FilmId) -> Film | None:
        """One film; None where the catalogue does not hold it."""
        return (await self._finder.films([film_id])).get(film_id)

    async def likeness(self, film_id: FilmId, *, kin: bool) -> LikeClue | None:
        """What being like a film means; None where the catalogue does not hold it.

        Args:
            film_id: the film.
            kin: whether its sequels are left out as they are after "like" and its title, which is how they are found.
        """
        film = await self.film(film_id)
        if film is None:
            return None
        said = f"something like {film.title} ({film.year})" if film.year else f"something like {film.title}"
        read = await self._reader.read(said, screen_year=None) if kin else None
        found = [clue.value for clue in read.clues if isinstance(clue.value, LikeClue)] if read else []
        alike = LikeClue(film.title, film_id, (film_id,))
        return next((replace(alike, family=value.family) for value in found if value.film_id == film_id), alike)

    async def part(self, film_id: FilmId, part: int) -> Film | None:
        """Another film of a film's series; None where the catalogue holds none such."""
        like = await self.likeness(film_id, kin=True)
        films = await self._finder.films(like.family if like else ())
        if set(films) == {film_id}:  # "The Matrix Reloaded" begins no other title, its own beginning does
            films = await self._finder.films(await self._series(films[film_id]))
        return part_of(films[film_id], films.values(), part) if film_id in films else None

    async def _series(self, film: Film) -> tuple[FilmId, ...]:
        """The family of the film whose title a film's title begins with; empty where it is not of that family."""
        words = film.title.split()[:_TITLE_WORDS]
        for end in range(len(words) - 1, 0, -1):
            read = await self._reader.read(f"something like {' '.join(words[:end]).strip(':,')}", screen_year=None)
            for clue in read.clues:
                if isinstance(clue.value, LikeClue) and film.film_id in clue.value.family:
                    return clue.value.family
        return ()

    async def mark_seen(self, person: PersonId | None, film_id: FilmId) -> bool:
        """Remember that somebody has seen a film; say whether that is kept."""
        if self._seen is None or person is None:
            return False
        await self._seen.mark_seen(person, film_id)
        return True
