"""One turn, from the words to the reply: load, understand, find, ground, phrase, save."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from weakref import WeakValueDictionary

from bot.core import phrasing
from bot.core.clues import add_message, answer, emptied, lapse, liken, loosen, off_screen, reject, says_nothing, show
from bot.core.drops import read_drop, without
from bot.core.grounding import make_cards
from bot.core.intents import read_intent
from bot.core.keyed import BY_KEY, HISTORY, SCREEN, Keyed
from bot.core.labels import label
from bot.core.language import gettext as _
from bot.core.lookup import Lookup
from bot.core.namesakes import choose, read_which
from bot.core.picks import EVERY, Pick, Verdict, named_on, read_pick
from bot.core.policy import judge, misses_somebody, to_loosen
from bot.core.ports import Clock, ClueReader, FilmFinder, Phraser, SeenFilms, SessionStore, TurnReader
from bot.core.presenting import Presenter
from bot.core.questions import Said, pressed_question, said_to, softened, to_ask
from bot.core.replies import asides, joined, reply_of
from bot.core.retention import Retention
from bot.core.small_talk import small_talk
from bot.core.terms import BoundFinder
from bot.core.types import (
    NO_TERMS,
    Action,
    ConversationId,
    Pressed,
    Reply,
    ReplyKind,
    SearchState,
    Session,
    SpoilerLevel,
    Terms,
    UserTurn,
)
from bot.core.understanding import Understanding, unquoted, with_suggested
from bot.core.wondering import deny, is_denied, wonder
from retrieval.types import FilmId, Findings, Question

__all__ = ["SCREEN", "Conversation", "Retention"]

_LONGEST = 4000  # characters of one message that are read: Discord's own limit
_MOST_LIKED = 3  # films of "more like these": what stands below them matched little of what was said


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
        turn_reader: TurnReader | None = None,
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
            turn_reader: without one the rules read alone.
            retention: how long a conversation is kept.
            patience: seconds after which a phraser or a turn reader that breaks its promise to be in time is not heard.
            seen: where it is kept which films people have seen; without it they are only left out of a search.
            spoilers: which of the cards' texts are barred, where a turn's terms do not say.
        """
        self._finder = finder
        self._reader = reader
        self._turn_reader = turn_reader
        self._understanding = Understanding(reader, turn_reader, patience=patience)
        self._store = store
        self._clock = clock
        self._phraser = phraser
        self._presenter = Presenter(phraser, patience=patience)
        self._retention = retention or Retention()
        self._patience = patience
        self._seen = seen
        self._spoilers = spoilers
        self._lookup = Lookup(finder, reader, seen, spoilers)
        self._keyed = Keyed(self._lookup, search=self._search, keep=self._keep, note=self._note, liken=self._liken)
        self._locks: WeakValueDictionary[ConversationId, asyncio.Lock] = WeakValueDictionary()

    async def handle(self, turn: UserTurn) -> Reply:
        """Answer one turn. Turns of one conversation are answered one after the other.

        Raises:
            retrieval.errors.RetrievalError: the search failed; the session is as it was.
            bot.core.errors.StoreError: the session could not be read or kept.
        """
        async with self._locks.setdefault(turn.conversation_id, asyncio.Lock()):
            other = self._on(turn.terms)
            return await (other._begin(turn) if turn.anew else other._answer(turn))  # noqa: SLF001 - of its own kind

    def _on(self, terms: Terms) -> Conversation:
        """The same conversation on a turn's terms: nothing in it can reach a film that they shut out."""
        if terms == NO_TERMS:
            return self
        return Conversation(
            finder=BoundFinder(self._finder, terms),
            reader=self._reader,
            turn_reader=self._turn_reader,
            store=self._store,
            clock=self._clock,
            phraser=self._phraser,
            retention=self._retention.within(terms.idle),
            patience=self._patience,
            seen=self._seen,
            spoilers=terms.spoilers,
        )

    async def _answer(self, turn: UserTurn) -> Reply:
        text = unquoted(turn.text[:_LONGEST])
        new = Session.begun(turn.conversation_id, self._clock.now())
        session = joined(await self._resume(turn) or new, turn)
        if turn.action in BY_KEY:
            return await self._keyed.answer(session, turn)
        if turn.pressed is not None:
            return await self._press(session, turn.pressed)
        if turn.action is None:
            if chosen := await self._chosen(session, text):
                return chosen
            if said := said_to(session.state, text):
                return await self._take(session, *said)
        bare = await self._bare(session, text) if turn.action is None else None
        return bare or await self._act(session, turn, text)

    async def _bare(self, session: Session, text: str) -> Reply | None:
        """Answer what says nothing of a film by itself: "no idea", "no" to one's own question, "the second one"."""
        if sentence := small_talk(session.state, text):
            return await self._note(sentence, session)
        if is_denied(session.state, text):
            return await self._search(session, deny(session.state))
        pick = read_pick(text)
        return await self._picked(session, pick) if pick else None

    async def _begin(self, turn: UserTurn) -> Reply:
        """Begin another search, with what is said or with a film that it is to be like."""
        text = unquoted(turn.text[:_LONGEST])
        anew = joined(Session.begun(turn.conversation_id, self._clock.now()), turn)
        if turn.film_id is None:
            return await self._anew(anew, text) or await self._note(_(phrasing.EMPTY), anew)
        return await self._liken(anew, text, (turn.film_id,), anew=True) or await self._note(
            _(phrasing.NOT_LISTED), anew
        )

    async def _chosen(self, session: Session, text: str) -> Reply | None:
        """Answer to which film of a shared title is meant; None where nothing was asked, or it says something else."""
        if session.state.shared is None:
            return None
        films = await self._finder.films(session.state.shared.film_ids)
        film = read_which(text, list(films.values()))
        return await self._search(session, choose(session.state, film, films)) if film else None

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
                return await self._note(_(phrasing.HELP), session)
            case Action.RESET:
                return await self._reset(joined(Session.begun(turn.conversation_id, self._clock.now()), turn), text)
            case Action.UNDO:
                return await self._undo(session)
            case Action.MORE:
                return await self._more(session)
            case Action.REJECT:
                return await self._reject(session, text, (turn.film_id,) if turn.film_id else ())
            case _:
                return await self._drop_named(session, text) or await self._say(session, text)

    async def _press(self, session: Session, pressed: Pressed) -> Reply:
        """Take an answer by its button, which may be of an earlier question."""
        question = pressed_question(session.state, pressed)
        if question is None:
            return await self._note(_(phrasing.QUESTION_GONE), session)
        return await self._take(session, question, Said(pressed.option))

    async def _take(self, session: Session, question: Question, said: Said) -> Reply:
        """Search with an answer, and with what else was said along with it."""
        state = answer(session.state, question, said.option)
        reading = await self._understanding.read(session, said.rest)
        if not says_nothing(reading):
            state = add_message(state, reading)
        return await self._search(session, state, notes=asides(reading))

    async def _picked(self, session: Session, pick: Pick) -> Reply | None:
        """Answer what is said of one film on the screen or to an offer; None where there is no such film or offer."""
        state = session.state
        if state.aside and pick.verdict in {Verdict.ANEW, Verdict.YES}:
            fresh = Session.begun(session.conversation_id, self._clock.now())
            anew = replace(fresh, people=session.people, server=session.server, speaker=session.speaker)
            return await self._reset(anew, state.aside)
        if state.offered and pick.verdict in {Verdict.LOOSEN, Verdict.YES}:
            return await self._search(session, loosen(state, state.offered))
        named = named_on(state.screen, pick)
        if pick.verdict in {Verdict.ANEW, Verdict.LOOSEN} or not named:
            return None
        match pick.verdict:
            case Verdict.IS_NOT:
                reply: Reply | None = await self._reject(session, pick.rest, named)
            case Verdict.IS_CLOSE | Verdict.ALIKE:
                others = state.screen if pick.only or pick.places == EVERY else ()
                reply = await self._liken(session, pick.rest, named, out=others, kin=pick.verdict is Verdict.ALIKE)
            case Verdict.PART:
                reply = await self._keyed.part(session, named[0], pick.part)
            case _:
                reply = await self._keyed.settle(session, named[0])
        return reply

    async def _liken(
        self,
        session: Session,
        text: str,
        named: Sequence[FilmId],
        *,
        out: Sequence[FilmId] = (),
        kin: bool = False,
        anew: bool = False,
    ) -> Reply | None:
        """Search on for what is like the films named, best first; None where the catalogue does not hold them.

        They are left out, and so are those of `out`, with `kin` their sequels; `anew` begins another search with it.
        """
        likes = [like for film_id in named[:_MOST_LIKED] if (like := await self._lookup.likeness(film_id, kin=kin))]
        if not likes:
            return None
        reading = await self._understanding.read(session, text)
        state = session.state if says_nothing(reading) else add_message(session.state, reading)
        state = liken(reject(state, out), likes, session.speaker)
        return await self._search(session, state, anew=anew, notes=asides(reading))

    async def _drop_named(self, session: Session, text: str) -> Reply | None:
        """Take back a clue that is named in words; None where the message asks for nothing of the kind."""
        wish = read_drop(text)
        if wish is None or not session.state.messages:
            return None
        named = await self._understanding.read(session, wish.what)
        state, labels = without(session.state, wish.what, named)
        if not labels:
            return await self._note(_(phrasing.NOT_HELD), session) if named.clues else None
        rest = await self._understanding.read(session, wish.rest)
        state = state if says_nothing(rest) else add_message(state, rest)
        if bare := emptied(state):
            history = (*session.history, session.state)[-HISTORY:]
            return await self._note(_(phrasing.ALL_DROPPED), replace(session, state=bare, history=history))
        return await self._search(session, state, notes=(phrasing.dropped(labels), *asides(rest)))

    async def _say(self, session: Session, text: str) -> Reply:
        reading = await self._understanding.read(session, text)
        if reading.turned_down and session.state.screen:
            return await self._reject(session, text, session.state.screen if reading.all_turned_down else ())
        if says_nothing(reading):
            return await self._note(" ".join(asides(reading)) or _(phrasing.EMPTY), session)
        reading = softened(reading, session.state.question)
        state, notes = wonder(session.state, reading, text), asides(reading)
        if await self._lookup.is_another_film(session.state, state, reading):
            state, notes = replace(state, aside=text), (*notes, _(phrasing.ANOTHER_FILM))
        return await self._search(session, state, notes=notes, read_on=text)

    async def _reset(self, anew: Session, text: str) -> Reply:
        """Start over: the old search is erased, with or without a new one in its place."""
        if reply := await self._anew(anew, text):
            return reply
        await self._store.delete(anew.conversation_id)
        return Reply(kind=ReplyKind.NOTE, text=_(phrasing.FRESH))

    async def _anew(self, anew: Session, text: str) -> Reply | None:
        """Make another search in the place of the old one; None where nothing is said to search with."""
        reading = await self._understanding.read(anew, text)
        if says_nothing(reading):
            return None
        state = add_message(anew.state, reading)
        return await self._search(anew, state, anew=True, notes=asides(reading), read_on=text)

    async def _reject(self, session: Session, text: str, named: Sequence[FilmId]) -> Reply:
        """Leave out the films named or else the best on the screen, and search on with what else was said."""
        state = session.state
        films = named or state.screen[:1]
        if not films or not state.messages:
            return await self._say(session, text) if text else await self._note(_(phrasing.NOTHING_SHOWN), session)
        reading = await self._understanding.read(session, text)
        if set(films) <= set(state.rejected) and says_nothing(reading):
            return await self._note(_(phrasing.ALREADY_OUT), session)
        state = reject(state, films)
        if not says_nothing(reading):
            state = add_message(state, reading)
        return await self._search(session, state, notes=asides(reading))

    async def _more(self, session: Session) -> Reply:
        if not session.state.screen:
            return await self._note(_(phrasing.NOTHING_SHOWN), session)
        return await self._search(session, session.state, paging=True)

    async def _undo(self, session: Session) -> Reply:
        if not session.history:
            text = _(phrasing.NO_FURTHER_BACK) if session.state.messages else _(phrasing.NOTHING_TO_UNDO)
            return await self._note(text, session)
        earlier = replace(session, state=session.history[-1], history=session.history[:-1])
        if not earlier.state.messages:
            await self._store.delete(session.conversation_id)
            return Reply(kind=ReplyKind.NOTE, text=_(phrasing.BACK_AT_THE_START))
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
        read_on: str = "",
    ) -> Reply:
        """Find, show and keep.

        Args:
            session: what is kept so far.
            state: what to search for, and what was shown of it.
            paging: whether the next screen is asked for; there may be none.
            remember: put the session's state where undo finds it.
            anew: erase what was kept under this conversation's name.
            notes: sentences to add to the answer.
            read_on: the message that a language model may read too, if there is one.
        """
        state = lapse(state if read_on else replace(state, wondered=()))
        findings, state = await self._find(session, state, read_on)
        left = [found for found in findings.candidates if found.film_id not in state.rejected]
        new = [found for found in left if found.film_id not in state.shown]
        screen, catalogue = await self._lookup.first(new, SCREEN)
        if not screen and paging:
            return await self._note(_(phrasing.NO_MORE), session)
        if not screen:  # the last page is used up: from the top again
            state = replace(state, shown=())
            screen, catalogue = await self._lookup.first(left, SCREEN)
        # What the search says of its best film holds only while that film is the one in front.
        confident = findings.confident and screen[:1] == findings.candidates[:1]
        kind = judge(replace(findings, candidates=screen, confident=confident))
        weak, cards = not all(map(misses_somebody, screen)), make_cards(screen, catalogue, self._spoilers)
        kind, text, cards = await self._presenter.present(kind, cards, state, weak=weak)
        if (blocker := to_loosen(kind, findings)) is not None:
            notes = (*notes, phrasing.blocked(label(blocker), findings.blocked))
            state = replace(state, offered=blocker)
        if state.shared is not None:
            films = await self._finder.films(state.shared.film_ids)
            if len(films) > 1:  # not all of them need be ones that may be shown here
                notes = (*notes, phrasing.which(state.shared.title, list(films.values())))
        state = replace(state, question=to_ask(findings, kind, state, notes))
        if state.language != session.state.language:
            notes = (*notes, phrasing.foreign(state.language))
        text = " ".join((text, *notes))
        shown = show(state, cards, claimed=kind is ReplyKind.FOUND)
        history = (*session.history, session.state)[-HISTORY:] if remember else session.history
        kept = await self._keep(replace(session, state=shown, history=history), anew=anew)
        return reply_of(kept, kind, text, cards)

    async def _find(self, session: Session, state: SearchState, read_on: str) -> tuple[Findings, SearchState]:
        """Search while a language model reads; search again only where it found more than the rules."""
        found = self._lookup.found(state, asks=True, told=SCREEN)
        if not read_on:
            return await found, state
        findings, suggested = await asyncio.gather(found, self._understanding.suggested(session, read_on))
        more = with_suggested(state, suggested)
        return findings if more == state else await self._lookup.found(more, asks=True, told=SCREEN), more

    async def _note(self, text: str, session: Session) -> Reply:
        """Answer without a search. It was a turn all the same, so what is kept is kept for longer."""
        return reply_of(await self._keep(session) if session.state.messages else session, ReplyKind.NOTE, text)

    async def _keep(self, session: Session, *, anew: bool = False) -> Session:
        ends = min(self._clock.now() + self._retention.idle, session.started_at + self._retention.total)
        kept = replace(session, expires_at=ends, number=session.number + 1)
        await (self._store.supersede(kept) if anew else self._store.save(kept))
        return kept
