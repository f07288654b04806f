"""On what terms a turn is answered: looked up once, and held to by whatever the turn then asks of the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta

from bot.core.keeping import ServerSettings
from bot.core.ports import FilmFinder, SeenFilms, SettingsKeeper, TurnHandler
from bot.core.types import PersonId, Reply, ServerId, Terms, UserTurn
from retrieval.types import NO_BOUNDS, Bounds, Candidate, Film, FilmId, Findings, FindRequest


def bounds_of(settings: ServerSettings) -> Bounds:
    """What a server never shows."""
    return Bounds(settings.ceiling, settings.themes)


class TermsBook:
    """Looks up what servers have set and what people have chosen."""

    def __init__(self, settings: SettingsKeeper, seen: SeenFilms) -> None:
        self._settings = settings
        self._seen = seen

    async def terms(self, *, server: ServerId | None, person: PersonId | None) -> Terms:
        """The terms for somebody's turn in a server, or outside of all."""
        settings = ServerSettings() if server is None else await self._settings.settings(server)
        left_out: frozenset[FilmId] = frozenset()
        if person is not None and await self._seen.leaves_seen_out(person):
            left_out = await self._seen.seen(person)
        idle = None if settings.idle_minutes is None else timedelta(minutes=settings.idle_minutes)
        return Terms(bounds=bounds_of(settings), left_out=left_out, spoilers=settings.spoilers, idle=idle)


class TermedConversation:
    """Implements `bot.core.ports.TurnHandler`: answers each turn on the terms of its place and person."""

    def __init__(self, conversation: TurnHandler, book: TermsBook) -> None:
        self._conversation = conversation
        self._book = book

    async def handle(self, turn: UserTurn) -> Reply:
        """Answer one turn."""
        terms = await self._book.terms(server=turn.server, person=turn.person)
        return await self._conversation.handle(replace(turn, terms=terms))


class BoundFinder:
    """Implements `bot.core.ports.FilmFinder`: never brings up what the terms of a turn shut out, whatever is asked."""

    def __init__(self, finder: FilmFinder, terms: Terms) -> None:
        self._finder = finder
        self._terms = terms

    async def find(self, request: FindRequest) -> Findings:
        """Search what the terms let through."""
        excluded = request.excluded | self._terms.left_out
        return await self._finder.find(replace(request, excluded=excluded, bounds=self._both(request.bounds)))

    async def films(self, film_ids: Iterable[FilmId]) -> Mapping[FilmId, Film]:
        """Look up those that the bounds let through; what somebody has seen they may look at again."""
        found = await self._finder.films(film_ids)
        passing = await self.passing(found, NO_BOUNDS)
        return {film_id: film for film_id, film in found.items() if film_id in passing}

    async def similar(
        self, film_id: FilmId, *, limit: int, bounds: Bounds = NO_BOUNDS, excluded: frozenset[FilmId] = frozenset()
    ) -> tuple[Candidate, ...]:
        """The films most like a film that the terms and these bounds let through."""
        left_out = excluded | self._terms.left_out
        return await self._finder.similar(film_id, limit=limit, bounds=self._both(bounds), excluded=left_out)

    async def passing(self, film_ids: Iterable[FilmId], bounds: Bounds) -> frozenset[FilmId]:
        """Those that the terms' bounds and these let through."""
        both = self._both(bounds)
        return frozenset(film_ids) if both == NO_BOUNDS else await self._finder.passing(film_ids, both)

    def _both(self, bounds: Bounds) -> Bounds:
        """Bounds that let through what the terms' and these do."""
        own = self._terms.bounds
        ceiling = min((one for one in (own.ceiling, bounds.ceiling) if one is not None), default=None)
        return Bounds(ceiling, tuple(dict.fromkeys((*own.themes, *bounds.themes))))
