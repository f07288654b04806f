"""One turn, from the words to the reply: load, understand, find, ground, phrase, save."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from weakref import WeakValueDictionary

from bot.core import phrasing
from bot.core.chips import keys_of, labels_of, taken_back
from bot.core.clues import add_message, answer, lapse, liken, loosen, off_screen, reject, says_nothing, show, turn_to
from bot.core.grounding import make_cards
from bot.core.intents import read_intent
from bot.core.labels import label
from bot.core.lookup import Lookup
from bot.core.picks import Pick, Verdict, read_pick
from bot.core.policy import judge
from bot.core.ports import Clock, ClueReader, FilmFinder, Phraser, SeenFilms, SessionStore
from bot.core.presenter import Presenter
from bot.core.questions import Said, is_unknown, pressed_question, put, said_to, softened, to_ask
from bot.core.retention import Retention
from bot.core.terms import BoundFinder
from bot.core.types import (
    NO_TERMS,
    Action,
    ConversationId,
    FilmCard,
    PersonId,
    Pressed,
    Reply,
    ReplyKind,
    SearchState,
    Session,
    SpoilerLevel,
    Terms,
    UserTurn,
)
from retrieval.types import FilmId, Question

__all__ = ["SCREEN", "Conversation", "Retention"]

SCREEN = 5
"""Cards of one reply: what fits a phone's screen."""

_LONGEST = 4000  # characters of one message that are read: Discord's own limit
_BY_KEY = frozenset({Action.OPEN, Action.ACCEPT, Action.LIKE, Action.SEEN, Action.DROP})
_HISTORY = 20  # turns that can be taken back


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
        patience: float = 10.0,
        seen: SeenFilms | None = None,
        spoilers: SpoilerLevel = SpoilerLevel.STORY,
    ) -> None:
        """Join the ports.

        Args:
            finder: searches.
            reader: understands messages.
            store: keeps sessions.
            clock: tells when they expire.
            phraser: without one the templates speak.
            retention: how long a conversation is kept.
            patience: seconds after which a phraser that breaks its own promise to answer in time is no longer heard.
            seen: where it is kept which films people have seen; without it they are only left out of a search.
            spoilers: which of the cards' texts are barred, where a turn's terms do not say.
        """
        self._finder = finder
        self._lookup = Lookup(finder, seen, spoilers)
        self._reader = reader
        self._store = store
        self._clock = clock
        self._retention = retention or Retention()
        self._presenter = Presenter(phraser, patience)
        self._seen = seen
        self._spoilers = spoilers
        self._locks: WeakValueDictionary[ConversationId, asyncio.Lock] = WeakValueDictionary()

    async def handle(self, turn: UserTurn) -> Reply:
        """Answer one turn. Turns of one conversation are answered one after the other.

        Raises:
            retrieval.errors.RetrievalError: the search failed; the session is as it was.
            bot.core.errors.StoreError: the session could not be read or kept.
        """
        async with self._locks.setdefault(turn.conversation_id, asyncio.Lock()):
            return await self._on(turn.terms)._answer(turn)  # noqa: SLF001 - another of its own kind

    def _on(self, terms: Terms) -> Conversation:
        """The same conversation on a turn's terms: nothing in it can reach a film that they shut out."""
        if terms == NO_TERMS:
            return self
        return Conversation(
            finder=BoundFinder(self._finder, terms),
            reader=self._reader,
            store=self._store,
            clock=self._clock,
            phraser=self._presenter.phraser,
            retention=self._retention.within(terms.idle),
            patience=self._presenter.patience,
            seen=self._seen,
            spoilers=terms.spoilers,
        )

    async def _answer(self, turn: UserTurn) -> Reply:
        text = turn.text[:_LONGEST]
        new = self._new_session(turn.conversation_id)
        session = (await self._resume(turn) or new).joined(turn)
        if turn.action in _BY_KEY:
            return await self._by_key(session, turn)
        if turn.pressed is not None:
            return await self._press(session, turn.pressed)
        if turn.action is None and (said := said_to(session.state, text)):
            return await self._take(session, *said)
        if turn.action is None and is_unknown(text):
            return await self._note(phrasing.EMPTY, session)
        pick = read_pick(text) if turn.action is None else None
        picked = await self._picked(session, pick) if pick else None
        return picked or await self._act(session, turn, text)

    async def _resume(self, turn: UserTurn) -> Session | None:
        """Load what a turn goes on from: an older answer where it is said to one, and that is kept still."""
        newest = await self._store.load(turn.conversation_id)
        if newest is None or turn.answer in {None, newest.number}:
            return newest
        older = await self._store.load_answer(turn.conversation_id, turn.answer or 0)
        return newest if older is None else replace(newest, state=older.state, history=older.history)

    async def _act(self, session: Session, turn: UserTurn, text: str) -> Reply:
        action, text = (turn.action, text) if turn.action else read_intent(text)
        match action:
            case Action.HELP:
                return await self._note(phrasing.HELP, session)
            case Action.RESET:
                return await self._reset(self._new_session(turn.conversation_id).joined(turn), text)
            case Action.UNDO:
                return await self._undo(session)
            case Action.MORE:
                return await self._more(session)
            case Action.REJECT:
                return await self._reject(session, text, turn.film_id)
            case _:
                return await self._say(session, text)

    async def _by_key(self, session: Session, turn: UserTurn) -> Reply:
        """Answer what is asked of one clue or one film by its key, and can only be pressed or chosen."""
        film_id = turn.film_id or FilmId("")
        match turn.action:
            case Action.DROP:
                reply: Reply | None = await self._drop(session, turn.clue)
            case Action.OPEN:
                reply = await self._open(session, film_id, turn.beside)
            case Action.ACCEPT:
                reply = await self._settle(session, film_id)
            case Action.LIKE:
                reply = await self._liken(session, "", film_id)
            case _:
                reply = await self._saw(session, film_id, turn.person)
        return reply or await self._note(phrasing.NOT_LISTED, session)

    async def _press(self, session: Session, pressed: Pressed) -> Reply:
        """Take an answer by its button, which may be of an earlier question."""
        question = pressed_question(session.state, pressed)
        if question is None:
            return await self._note(phrasing.QUESTION_GONE, session)
        return await self._take(session, question, Said(pressed.option))

    async def _take(self, session: Session, question: Question, said: Said) -> Reply:
        """Search with an answer, and with what else was said along with it."""
        state = answer(session.state, question, said.option)
        reading = await self._reader.read(said.rest, screen_year=state.screen_year)
        if not says_nothing(reading):
            state = add_message(state, reading)
        return await self._search(session, state, notes=phrasing.asides(reading))

    async def _picked(self, session: Session, pick: Pick) -> Reply | None:
        """Answer what is said of one film on the screen or to an offer; None where there is no such film or offer."""
        state = session.state
        if state.question is not None and pick.verdict is Verdict.YES:  # it was not one to say yes to
            return await self._note(phrasing.WHICH_ONE, session)
        if state.aside and pick.verdict in {Verdict.ANEW, Verdict.YES}:
            anew = replace(self._new_session(session.conversation_id), people=session.people, server=session.server)
            return await self._reset(anew, state.aside)
        if state.offered and pick.verdict in {Verdict.LOOSEN, Verdict.YES}:
            return await self._search(session, loosen(state, state.offered))
        if pick.verdict in {Verdict.ANEW, Verdict.LOOSEN} or pick.place >= len(state.screen):
            return None
        film_id = state.screen[pick.place]
        match pick.verdict:
            case Verdict.IS_NOT:
                reply: Reply | None = await self._reject(session, pick.rest, film_id)
            case Verdict.IS_CLOSE:
                reply = await self._liken(session, pick.rest, film_id)
            case _:
                reply = await self._settle(session, film_id)
        return reply

    async def _liken(self, session: Session, text: str, film_id: FilmId) -> Reply | None:
        film = await self._lookup.film(film_id)
        if film is None:
            return None
        reading = await self._reader.read(text, screen_year=session.state.screen_year)
        state = session.state if says_nothing(reading) else add_message(session.state, reading)
        return await self._search(session, liken(state, film), notes=phrasing.asides(reading))

    async def _settle(self, session: Session, film_id: FilmId) -> Reply | None:
        """Show the film that was recognised, alone."""
        reply = await self._turn_to(replace(session, state=replace(lapse(session.state), settled=film_id)), (film_id,))
        return reply and replace(reply, kind=ReplyKind.SETTLED, text=phrasing.settled(reply.cards[0]))

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
            state = turn_to(session.state, tuple(card.film_id for card in cards), cards[0].year)
            session = await self._keep(replace(session, state=state))
        return _reply(session, ReplyKind.OPENED, "", cards)

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
        return await self._search(session, reject(state, film_id), notes=(said,))

    async def _drop(self, session: Session, key: str) -> Reply:
        left = taken_back(session.state, key)
        if left is None:
            return await self._note(phrasing.NOT_SAID, session)
        if left.utterances or left.clues:
            return await self._search(session, left)
        history = (*session.history, session.state)[-_HISTORY:]
        kept = await self._keep(replace(session, state=left, history=history))
        return _reply(kept, ReplyKind.NOTE, phrasing.NOTHING_LEFT)

    async def _say(self, session: Session, text: str) -> Reply:
        reading = await self._reader.read(text, screen_year=session.state.screen_year)
        if says_nothing(reading):
            note = " ".join(phrasing.asides(reading)) or phrasing.EMPTY
            return await self._note(note, session)
        reading = softened(reading, session.state.question)
        state = add_message(session.state, reading)
        if await self._lookup.is_another_film(session.state, state, reading):
            return await self._search(
                session, replace(state, aside=text), notes=(*phrasing.asides(reading), phrasing.ANOTHER_FILM)
            )
        return await self._search(session, state, notes=phrasing.asides(reading))

    async def _reset(self, anew: Session, text: str) -> Reply:
        """Start over; the old search is erased only when the new one, if there is any, has been made."""
        reading = await self._reader.read(text, screen_year=None)
        if says_nothing(reading):
            await self._store.delete(anew.conversation_id)
            return Reply(kind=ReplyKind.NOTE, text=phrasing.FRESH)
        return await self._search(anew, add_message(anew.state, reading), anew=True, notes=phrasing.asides(reading))

    async def _reject(self, session: Session, text: str, named: FilmId | None) -> Reply:
        """Leave out the film named or else the best on the screen, and search on with what else was said."""
        state = session.state
        film_id = named or next(iter(state.screen), None)
        if film_id is None or not state.messages:
            return await self._say(session, text) if text else await self._note(phrasing.NOTHING_SHOWN, session)
        reading = await self._reader.read(text, screen_year=state.screen_year)
        if film_id in state.rejected and says_nothing(reading):
            return await self._note(phrasing.ALREADY_OUT, session)
        state = reject(state, film_id)
        if not says_nothing(reading):
            state = add_message(state, reading)
        return await self._search(session, state, notes=phrasing.asides(reading))

    async def _more(self, session: Session) -> Reply:
        if not session.state.screen:
            return await self._note(phrasing.NOTHING_SHOWN, session)
        return await self._search(session, session.state, paging=True)

    async def _undo(self, session: Session) -> Reply:
        if not session.history:
            text = phrasing.NO_FURTHER_BACK if session.state.messages else phrasing.NOTHING_TO_UNDO
            return await self._note(text, session)
        earlier = replace(session, state=session.history[-1], history=session.history[:-1])
        if not earlier.state.messages:
            await self._store.delete(session.conversation_id)
            return Reply(kind=ReplyKind.NOTE, text=phrasing.BACK_AT_THE_START)
        # The question of that time is found anew, as the search is; it was not passed over.
        state = replace(off_screen(earlier.state), question=None)
        return await self._search(earlier, state, remember=False)

    async def _search(
        self,
        session: Session,
        state: SearchState,
        *,
        paging: bool = False,
        remember: bool = True,
        anew: bool = False,
        notes: Sequence[str] = (),
    ) -> Reply:
        """Find, show and keep.

        Args:
            session: what is kept so far.
            state: what to search for, and what was shown of it.
            paging: whether the next screen is asked for; there may be none.
            remember: put the session's state where undo finds it.
            anew: erase what was kept under this conversation's name.
            notes: sentences to add to the answer.
        """
        state = lapse(state)
        findings = await self._lookup.found(state, asks=True)
        catalogue = await self._finder.films([found.film_id for found in findings.candidates])
        known = [found for found in findings.candidates if found.film_id in catalogue.keys() - state.rejected]
        screen = [found for found in known if found.film_id not in state.shown][:SCREEN]
        if not screen and paging:
            return await self._note(phrasing.NO_MORE, session)
        if not screen:  # the last page is used up: from the top again
            state, screen = replace(state, shown=()), known[:SCREEN]
        # What the search says of its best film holds only while that film is the one in front.
        confident = findings.confident and tuple(screen[:1]) == findings.candidates[:1]
        kind = judge(replace(findings, candidates=tuple(screen), confident=confident))
        kind, text, cards = await self._presenter.present(kind, make_cards(screen, catalogue, self._spoilers), state)
        if kind in {ReplyKind.NEAREST, ReplyKind.NOTHING} and findings.blocker is not None:
            notes = (*notes, phrasing.blocked(label(findings.blocker), findings.blocked))
            state = replace(state, offered=findings.blocker)
        state = replace(state, question=to_ask(findings, kind, state, notes))
        text = " ".join((text, *notes))
        shown = show(state, tuple(card.film_id for card in cards), cards[0].year if cards else state.screen_year)
        history = (*session.history, session.state)[-_HISTORY:] if remember else session.history
        if anew:
            await self._store.delete(session.conversation_id)
        kept = await self._keep(replace(session, state=shown, history=history))
        return _reply(kept, kind, text, cards)

    async def _note(self, text: str, session: Session) -> Reply:
        """Answer without a search. It was a turn all the same, so what is kept is kept for longer."""
        return _reply(await self._keep(session) if session.state.messages else session, ReplyKind.NOTE, text)

    def _new_session(self, conversation_id: ConversationId) -> Session:
        now = self._clock.now()
        return Session(conversation_id=conversation_id, state=SearchState(), started_at=now, expires_at=now)

    async def _keep(self, session: Session) -> Session:
        ends = min(self._clock.now() + self._retention.idle, session.started_at + self._retention.total)
        kept = replace(session, expires_at=ends, number=session.number + 1)
        await self._store.save(kept)
        return kept


def _reply(session: Session, kind: ReplyKind, text: str, cards: tuple[FilmCard, ...] = ()) -> Reply:
    """A reply with what is known of the session; one without messages is not kept."""
    state = session.state
    return Reply(
        kind=kind,
        text=text,
        cards=cards,
        understood=labels_of(state),
        removable=keys_of(state),
        messages=state.messages,
        expires_at=session.expires_at if state.messages else None,
        question=put(state.question) if state.question else None,
        answer=session.number if state.messages else None,
    )
