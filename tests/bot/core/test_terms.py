"""What a server or a person has set holds in every turn, whatever is asked or pressed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.grounding import make_cards
from bot.core.keeping import ServerSettings
from bot.core.terms import BoundFinder, TermedConversation, TermsBook
from bot.core.types import NO_TERMS, Action, PersonId, Reply, ServerId, SpoilerLevel, Terms, UserTurn
from retrieval.types import Bounds, Candidate, Evidence, FindRequest, PassageKind
from tests.bot.core.talk import ID, Talk, ids
from tests.fakes.finder import FakeFinder, lets_through
from tests.fakes.seen_films import FakeSeenFilms
from tests.fakes.server_settings import FakeSettingsKeeper
from tests.small_world import FILMS, JAWS, JOE_BLACK, NEMO, SEVENTH_SEAL, TROY

ANN, CLUB = PersonId("discord:4001"), ServerId("discord:2001")
DEATH = "death plays chess on the beach"


async def say(talk: Talk, text: str, terms: Terms, *, action: Action | None = None) -> Reply:
    return await talk.conversation.handle(UserTurn(conversation_id=ID, text=text, action=action, terms=terms))


@pytest.mark.parametrize("bounds", [Bounds(13), Bounds(8), Bounds(themes=("death",)), Bounds(13, ("ocean", "shark"))])
async def test_nothing_that_bounds_shut_out_is_ever_on_a_card(bounds: Bounds) -> None:
    talk = Talk()
    terms = Terms(bounds=bounds)
    replies = [await say(talk, text, terms) for text in (DEATH, "not that one", "more", "the first one is close")]
    replies += [await say(talk, "", terms, action=action) for action in (Action.MORE, Action.UNDO, Action.REJECT)]
    replies += [await say(talk, "is it Troy?", terms), await say(talk, "the second one", terms)]
    shown = {film_id for reply in replies for film_id in ids(reply)}

    assert shown
    assert {film.film_id for film in FILMS if not lets_through(bounds, film)}.isdisjoint(shown)
    assert all(request.bounds == bounds for request in talk.finder.requests)


async def test_terms_are_those_of_the_turn_and_not_of_the_search() -> None:
    """A search that began where all was allowed keeps to the bounds of whoever goes on with it."""
    talk = Talk()
    before = await say(talk, DEATH, NO_TERMS)
    after = await say(talk, "", Terms(bounds=Bounds(themes=("death",))), action=Action.MORE)
    undone = await say(talk, "", Terms(bounds=Bounds(themes=("death",))), action=Action.UNDO)

    assert SEVENTH_SEAL.film_id in ids(before)
    assert not {SEVENTH_SEAL.film_id, JOE_BLACK.film_id} & {*ids(after), *ids(undone)}


async def test_films_that_somebody_wants_left_out_are_not_brought_up() -> None:
    talk = Talk()
    left_out = frozenset({SEVENTH_SEAL.film_id, JOE_BLACK.film_id})
    reply = await say(talk, DEATH, Terms(left_out=left_out))

    assert ids(reply)
    assert left_out.isdisjoint(ids(reply))


@pytest.mark.parametrize(
    ("level", "barred"),
    [
        (SpoilerLevel.CAREFUL, [False, True, True, True, True]),
        (SpoilerLevel.STORY, [False, True, True, False, False]),
        (SpoilerLevel.OPEN, [False, False, False, False, False]),
    ],
)
async def test_the_spoiler_level_says_which_texts_are_barred(level: SpoilerLevel, barred: list[bool]) -> None:
    catalogue = {JOE_BLACK.film_id: JOE_BLACK}
    kinds = (PassageKind.PREMISE, PassageKind.PLOT, PassageKind.SCENE, PassageKind.ROLE, PassageKind.KEYWORDS)
    found = [Candidate(JOE_BLACK.film_id, 0.5, Evidence(kind, "x")) for kind in kinds]

    assert [card.spoiler for card in make_cards(found, catalogue, level)] == barred


async def test_a_turns_spoiler_level_reaches_its_cards() -> None:
    silent = replace(JAWS, premise=None)
    talk = Talk([silent])
    careful = await say(talk, "a shark", Terms(spoilers=SpoilerLevel.CAREFUL))
    usual = await say(talk, "a shark", NO_TERMS)

    assert [reply.cards[0].spoiler for reply in (careful, usual)] == [True, False]


@pytest.mark.parametrize(("minutes", "kept"), [(10, 10), (45, 30), (None, 30)])
async def test_a_server_forgets_sooner_than_the_bot_but_never_later(minutes: int | None, kept: int) -> None:
    talk = Talk()
    idle = None if minutes is None else timedelta(minutes=minutes)
    reply = await say(talk, DEATH, Terms(idle=idle))

    assert reply.expires_at == talk.clock.now() + timedelta(minutes=kept)


async def test_the_book_knows_what_was_set_where_and_by_whom() -> None:
    settings, seen = FakeSettingsKeeper(), FakeSeenFilms()
    book = TermsBook(settings, seen)
    assert await book.terms(server=None, person=None) == NO_TERMS
    assert await book.terms(server=CLUB, person=ANN) == NO_TERMS

    await settings.change(
        CLUB,
        lambda _: ServerSettings(spoilers=SpoilerLevel.OPEN, ceiling=8, themes=("war",), idle_minutes=5),
    )
    await seen.mark_seen(ANN, JAWS.film_id)
    here = Terms(bounds=Bounds(8, ("war",)), spoilers=SpoilerLevel.OPEN, idle=timedelta(minutes=5))
    assert await book.terms(server=CLUB, person=ANN) == here
    await seen.leave_seen_out(ANN, on=True)
    assert await book.terms(server=CLUB, person=ANN) == replace(here, left_out=frozenset({JAWS.film_id}))
    assert await book.terms(server=None, person=ANN) == Terms(left_out=frozenset({JAWS.film_id}))


async def test_a_conversation_on_terms_looks_them_up_for_each_turn() -> None:
    talk, settings = Talk(), FakeSettingsKeeper()
    conversation = TermedConversation(talk.conversation, TermsBook(settings, FakeSeenFilms()))
    await conversation.handle(UserTurn(conversation_id=ID, text=DEATH, server=CLUB))
    await settings.change(CLUB, lambda before: replace(before, ceiling=0))
    reply = await conversation.handle(UserTurn(conversation_id=ID, action=Action.UNDO, server=CLUB))
    reply = await conversation.handle(UserTurn(conversation_id=ID, text="a fish in the ocean", server=CLUB))

    assert ids(reply) == [NEMO.film_id]


async def test_films_beyond_the_bounds_cannot_even_be_looked_up() -> None:
    """Cards are made of what is looked up, so none can be made of them."""
    finder = BoundFinder(FakeFinder(FILMS), Terms(bounds=Bounds(13), left_out=frozenset({NEMO.film_id})))
    wanted = [NEMO.film_id, TROY.film_id, JOE_BLACK.film_id]

    assert set(await finder.films(wanted)) == {NEMO.film_id, JOE_BLACK.film_id}
    assert await finder.passing(wanted, Bounds(themes=("fish",))) == {JOE_BLACK.film_id}
    assert {one.film_id for one in (await finder.find(FindRequest(("x",)))).candidates} == {
        JOE_BLACK.film_id,
        JAWS.film_id,
    }


async def test_however_many_likenesses_are_left_out_the_next_ones_come() -> None:
    finder = FakeFinder(FILMS)
    *near, last = [one.film_id for one in await finder.similar(JAWS.film_id, limit=50)]
    bound = BoundFinder(finder, Terms(left_out=frozenset(near)))

    assert len(near) > 8
    assert [one.film_id for one in await bound.similar(JAWS.film_id, limit=1)] == [last]


async def test_the_terms_bounds_and_those_asked_for_hold_together() -> None:
    finder = FakeFinder(FILMS)
    bound = BoundFinder(finder, Terms(bounds=Bounds(16, ("shark",))))
    await bound.find(FindRequest(("death",), bounds=Bounds(13, ("ocean", "shark"))))

    assert finder.requests[0].bounds == Bounds(13, ("shark", "ocean"))
    assert await bound.passing([film.film_id for film in FILMS], Bounds(0)) == frozenset()
