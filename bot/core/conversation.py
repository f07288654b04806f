"""One turn, from the words to the reply: load, understand, find, ground, phrase, save."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import timedelta
from weakref import WeakValueDictionary

from bot.core import phrasing
from bot.core.clues import add_message, reject_best, request_of, show
from bot.core.grounding import accept_choice, make_cards
from bot.core.intents import read_intent
from bot.core.labels import label
from bot.core.policy import judge
from bot.core.ports import Clock, ClueReader, FilmFinder, Phraser, SessionStore
from bot.core.types import Action, ConversationId, FilmCard, Reply, ReplyKind, SearchState, Session, UserTurn
from retrieval.types import Findings

SCREEN = 5
"""Cards of one reply: what fits a phone's screen."""

_DEPTH = 50  # films that "more" can page through
_LONGEST = 4000  # characters of one message that are read: Discord's own limit
_HISTORY = 20  # turns that can be taken back


@dataclass(frozen=True, slots=True)
class Retention:
    """How long a conversation is kept."""

    idle: timedelta = timedelta(minutes=30)
    """After the last turn."""
    total: timedelta = timedelta(hours=24)
    """After the first turn, whatever happens."""


class Conversation:
    """The conversation that every front end shares."""

    def __init__(
        self,
        *,
        finder: FilmFinder,
        reader: ClueReader,
        store: SessionStore,
        clock: Clock,
        phraser: Phraser | None = None,
        retention: Retention | None = None,
    ) -> None:
        """Join the ports; without a phraser the templates speak."""
        self._finder = finder
        self._reader = reader
        self._store = store
        self._clock = clock
        self._phraser = phraser
        self._retention = retention or Retention()
        self._locks: WeakValueDictionary[ConversationId, asyncio.Lock] = WeakValueDictionary()

    async def handle(self, turn: UserTurn) -> Reply:
        """Answer one turn. Turns of one conversation are answered one after the other.

        Raises:
            retrieval.errors.RetrievalError: the search failed; the session is as it was.
            bot.core.errors.StoreError: the session could not be read or kept.
        """
        async with self._locks.setdefault(turn.conversation_id, asyncio.Lock()):
            return await self._answer(turn)

    async def _answer(self, turn: UserTurn) -> Reply:
        action, text = (turn.action, turn.text) if turn.action else read_intent(turn.text[:_LONGEST])
        session = await self._store.load(turn.conversation_id) or self._new_session(turn.conversation_id)
        match action:
            case Action.HELP:
                return self._note(phrasing.HELP, session)
            case Action.RESET:
                await self._store.delete(turn.conversation_id)
                session = self._new_session(turn.conversation_id)
                return await self._say(session, text) if text else Reply(kind=ReplyKind.NOTE, text=phrasing.FRESH)
            case Action.UNDO:
                return await self._undo(session)
            case Action.MORE:
                return await self._more(session)
            case Action.REJECT:
                return await self._reject(session, text)
            case _:
                return await self._say(session, text)

    async def _say(self, session: Session, text: str, *, base: SearchState | None = None) -> Reply:
        state = session.state if base is None else base
        reading = await self._reader.read(text, screen_year=state.screen_year)
        if not reading.clues and not any(character.isalnum() for character in reading.search_text):
            return self._note(phrasing.EMPTY, session)
        return await self._search(session, add_message(state, reading))

    async def _reject(self, session: Session, text: str) -> Reply:
        if not session.state.screen:
            return await self._say(session, text) if text else self._note(phrasing.NOTHING_SHOWN, session)
        state = reject_best(session.state)
        if text:
            return await self._say(session, text, base=state)
        return await self._search(session, state)

    async def _more(self, session: Session) -> Reply:
        if not session.state.screen:
            return self._note(phrasing.NOTHING_SHOWN, session)
        return await self._search(session, session.state)

    async def _undo(self, session: Session) -> Reply:
        if not session.history:
            return self._note(phrasing.NOTHING_TO_UNDO, session)
        earlier = replace(session, state=session.history[-1], history=session.history[:-1])
        if not earlier.state.messages:
            await self._store.save(self._touched(earlier))
            return self._note(phrasing.NOTHING_TO_UNDO, earlier)
        again = replace(earlier.state, shown=(), screen=())
        return await self._search(earlier, again, remember=False)

    async def _search(self, session: Session, state: SearchState, *, remember: bool = True) -> Reply:
        """Find, show and keep; `remember` puts the state before this turn where undo finds it."""
        findings = await self._finder.find(request_of(state, limit=_DEPTH))
        fresh = [found for found in findings.candidates if found.film_id not in state.shown][:SCREEN]
        if state.shown and not fresh:
            return self._note(phrasing.NO_MORE, session)
        catalogue = await self._finder.films([found.film_id for found in fresh])
        cards = make_cards(fresh, catalogue)
        kind = judge(replace(findings, candidates=tuple(fresh)))
        labels = tuple(label(clue) for clue in state.clues)
        text, cards = await self._phrase(kind, cards, state, findings, labels)
        shown = show(state, tuple(card.film_id for card in cards), cards[0].year if cards else state.screen_year)
        history = (*session.history, session.state)[-_HISTORY:] if remember else session.history
        kept = self._touched(replace(session, state=shown, history=history))
        await self._store.save(kept)
        return Reply(
            kind=kind,
            text=text,
            cards=cards,
            understood=labels,
            messages=state.messages,
            expires_at=kept.expires_at,
        )

    async def _phrase(
        self,
        kind: ReplyKind,
        cards: tuple[FilmCard, ...],
        state: SearchState,
        findings: Findings,
        labels: tuple[str, ...],
    ) -> tuple[str, tuple[FilmCard, ...]]:
        """The lead sentence, and the cards with the one that it names in front."""
        template = phrasing.lead(kind, cards, looked_for=findings.query, labels=labels)
        if self._phraser is None or kind not in {ReplyKind.FOUND, ReplyKind.UNSURE}:
            return template, cards
        accepted = accept_choice(await self._phraser.choose(state.utterances, cards), cards)
        if accepted is None:
            return template, cards
        chosen, quote = accepted
        return phrasing.quoted(chosen, quote), (chosen, *(card for card in cards if card is not chosen))

    def _note(self, text: str, session: Session) -> Reply:
        state = session.state
        return Reply(
            kind=ReplyKind.NOTE,
            text=text,
            understood=tuple(label(clue) for clue in state.clues),
            messages=state.messages,
            expires_at=session.expires_at if state.messages else None,
        )

    def _new_session(self, conversation_id: ConversationId) -> Session:
        now = self._clock.now()
        return Session(
            conversation_id=conversation_id,
            state=SearchState(),
            started_at=now,
            expires_at=now + min(self._retention.idle, self._retention.total),
        )

    def _touched(self, session: Session) -> Session:
        ends = min(self._clock.now() + self._retention.idle, session.started_at + self._retention.total)
        return replace(session, expires_at=ends)
