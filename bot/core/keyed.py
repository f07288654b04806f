"""What is asked of one film or one clue by its key, and so can only be pressed or chosen."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Final, Protocol

from bot.core import phrasing
from bot.core.clues import emptied, lapse, reject, turn_to
from bot.core.drops import taken_back
from bot.core.language import gettext as _
from bot.core.lookup import Lookup
from bot.core.replies import reply_of
from bot.core.types import Action, PersonId, Reply, ReplyKind, SearchState, Session, UserTurn
from retrieval.types import FilmId

BY_KEY: Final = frozenset({Action.OPEN, Action.ACCEPT, Action.LIKE, Action.SEEN, Action.DROP})
SCREEN: Final = 5
"""Cards of one reply: what fits a phone's screen."""
HISTORY: Final = 20
"""Turns that can be taken back."""


class Search(Protocol):
    """Finds, shows and keeps."""

    def __call__(self, session: Session, state: SearchState, *, notes: Sequence[str] = ()) -> Awaitable[Reply]:
        """Answer with what a state finds."""
        ...


class Keyed:
    """Answers such turns."""

    def __init__(
        self,
        lookup: Lookup,
        *,
        search: Search,
        keep: Callable[[Session], Awaitable[Session]],
        note: Callable[[str, Session], Awaitable[Reply]],
        liken: Callable[[Session, str, Sequence[FilmId]], Awaitable[Reply | None]],
    ) -> None:
        """Answer by the means of a conversation.

        Args:
            lookup: the search and the catalogue.
            search: answers with a search.
            keep: keeps a session for longer.
            note: answers with a sentence.
            liken: searches for films like one, with what was said.
        """
        self._lookup = lookup
        self._search = search
        self._keep = keep
        self._note = note
        self._liken = liken

    async def answer(self, session: Session, turn: UserTurn) -> Reply:
        """Answer a turn whose action is in `BY_KEY`."""
        film_id = turn.film_id or FilmId("")
        match turn.action:
            case Action.DROP:
                reply: Reply | None = await self._drop(session, turn.clue)
            case Action.OPEN:
                reply = await self._open(session, film_id, turn.beside)
            case Action.ACCEPT:
                reply = await self.settle(session, film_id)
            case Action.LIKE:
                reply = await self._liken(session, "", (film_id,))
            case _:
                reply = await self._saw(session, film_id, turn.person)
        return reply or await self._note(_(phrasing.NOT_LISTED), session)

    async def settle(self, session: Session, film_id: FilmId) -> Reply | None:
        """Show the film that was recognised, alone; None where the catalogue does not hold it."""
        reply = await self._turn_to(replace(session, state=replace(lapse(session.state), settled=film_id)), (film_id,))
        return reply and replace(reply, kind=ReplyKind.SETTLED, text=phrasing.settled(reply.cards[0]))

    async def part(self, session: Session, film_id: FilmId, part: int) -> Reply | None:
        """Show another film of a film's series in front of the screen (`bot.core.picks.Pick.part` says which)."""
        found = await self._lookup.part(film_id, part)
        if found is None:
            return await self._note(_(phrasing.NO_PART), session)
        reply = await self._open(session, found.film_id, session.state.screen)
        return reply and replace(reply, text=phrasing.part(reply.cards[0]))

    async def _open(self, session: Session, film_id: FilmId, beside: Sequence[FilmId]) -> Reply | None:
        """Show one film in front of the others of its message, or by itself."""
        others = dict.fromkeys(one for one in beside if one not in {film_id, *session.state.rejected})
        return await self._turn_to(session, (film_id, *others)[:SCREEN])

    async def _turn_to(self, session: Session, film_ids: tuple[FilmId, ...]) -> Reply | None:
        """Put films on the screen without a search; None where the catalogue does not hold the first."""
        cards = await self._lookup.cards(session.state, film_ids)
        if not cards or cards[0].film_id != film_ids[0]:
            return None
        if session.state.messages:
            state = turn_to(session.state, cards)
            session = await self._keep(replace(session, state=state))
        return reply_of(session, ReplyKind.OPENED, "", cards)

    async def _saw(self, session: Session, film_id: FilmId, person: PersonId | None) -> Reply | None:
        """Remember that somebody has seen a film; unless it is the one that was looked for, search on without it."""
        if await self._lookup.film(film_id) is None:
            return None
        kept = await self._lookup.mark_seen(person, film_id)
        state = session.state
        searching = bool(state.messages) and film_id not in {state.settled, *state.rejected}
        said = phrasing.seen(kept=kept, searching=searching)
        if not searching:
            return await self._note(said, session)
        return await self._search(session, reject(state, (film_id,)), notes=(said,))

    async def _drop(self, session: Session, key: str) -> Reply:
        left = taken_back(session.state, key)
        if left is None:
            return await self._note(_(phrasing.NOT_SAID), session)
        bare = emptied(left)
        if bare is None:
            return await self._search(session, left)
        history = (*session.history, session.state)[-HISTORY:]
        return await self._note(_(phrasing.ALL_DROPPED), replace(session, state=bare, history=history))
