"""What is asked of one film or one clue by its key: opened, recognised, liked, seen, dropped."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core import phrasing
from bot.core.conversation import Conversation
from bot.core.types import Action, ConversationId, PersonId, Reply, ReplyKind, UserTurn
from retrieval.types import FilmId
from tests.bot.core.talk import ID, Talk, ids
from tests.fakes.clock import FakeClock
from tests.fakes.finder import FakeFinder
from tests.fakes.reader import FakeReader
from tests.fakes.seen_films import FakeSeenFilms
from tests.fakes.sessions import FakeSessions
from tests.small_world import FILMS, JAWS, JOE_BLACK, SEVENTH_SEAL

DEATH = "the one where brad pitt plays death"
ANN = PersonId("discord:1")


async def opened(talk: Talk, film_id: FilmId, *beside: FilmId) -> Reply:
    turn = UserTurn(conversation_id=ID, action=Action.OPEN, film_id=film_id, beside=beside)
    return await talk.conversation.handle(turn)


async def dropped(talk: Talk, key: str) -> Reply:
    return await talk.conversation.handle(UserTurn(conversation_id=ID, action=Action.DROP, clue=key))


async def test_an_opened_film_comes_in_front_and_says_what_matched() -> None:
    talk = Talk()
    first = await talk.say(DEATH)
    reply = await opened(talk, ids(first)[2], *ids(first))

    assert (reply.kind, reply.text) == (ReplyKind.OPENED, "")
    assert ids(reply) == [ids(first)[2], ids(first)[0], ids(first)[1], *ids(first)[3:]]
    assert reply.cards[0] == first.cards[2]
    assert (await talk.state()).screen == tuple(ids(reply))


async def test_not_that_one_speaks_of_the_film_that_was_opened() -> None:
    talk = Talk()
    first = await talk.say(DEATH)
    await opened(talk, ids(first)[2], *ids(first))
    await talk.say("not that one")

    assert set((await talk.state()).rejected) == {ids(first)[2]}


async def test_a_film_is_opened_without_any_search_and_nothing_is_kept() -> None:
    talk = Talk()
    reply = await opened(talk, JAWS.film_id)

    assert ids(reply) == [JAWS.film_id]
    assert reply.cards[0].evidence.text == ""
    assert (reply.expires_at, reply.messages) == (None, 0)
    assert not talk.finder.requests
    assert not await talk.is_kept()


async def test_a_film_that_was_rejected_and_is_opened_is_rejected_no_more() -> None:
    talk = Talk()
    first = await talk.say(DEATH)
    await talk.press(Action.REJECT, JOE_BLACK)
    reply = await opened(talk, JOE_BLACK.film_id, *ids(first))

    assert ids(reply)[0] == JOE_BLACK.film_id
    assert not (await talk.state()).rejected


async def test_a_film_that_has_left_the_catalogue_is_owned_up_to() -> None:
    talk = Talk()
    for action in (Action.OPEN, Action.ACCEPT, Action.LIKE, Action.SEEN):
        turn = UserTurn(conversation_id=ID, action=action, film_id=FilmId("tt9"))

        assert (await talk.conversation.handle(turn)).text == phrasing.NOT_LISTED


async def test_the_film_that_is_accepted_stands_alone() -> None:
    talk = Talk()
    await talk.say(DEATH)
    reply = await talk.press(Action.ACCEPT, JOE_BLACK)

    assert (reply.kind, ids(reply)) == (ReplyKind.SETTLED, [JOE_BLACK.film_id])
    assert reply.text == phrasing.settled(reply.cards[0])
    assert reply.cards[0].plot == JOE_BLACK.plot


async def test_films_like_one_are_a_search_that_can_be_refined() -> None:
    talk = Talk()
    alike = await talk.press(Action.LIKE, JOE_BLACK)
    older = await talk.say("black and white")

    assert alike.text == phrasing.alike("Meet Joe Black")
    assert alike.understood == ("like Meet Joe Black",)
    assert JOE_BLACK.film_id not in ids(alike)
    assert ids(alike)[0] == SEVENTH_SEAL.film_id
    assert alike.messages == 1
    assert "black and white" in older.understood
    assert ids(older)[0] == SEVENTH_SEAL.film_id


async def test_more_like_this_keeps_what_was_said() -> None:
    talk = Talk()
    await talk.say(DEATH)
    await talk.press(Action.LIKE, JOE_BLACK)

    assert talk.finder.requests[-1].utterances == (DEATH,)
    assert JOE_BLACK.film_id in talk.finder.requests[-1].excluded


async def test_films_like_one_can_begin_another_search() -> None:
    talk = Talk()
    await talk.say(DEATH)
    turn = UserTurn(conversation_id=ID, action=Action.LIKE, film_id=JAWS.film_id, anew=True)
    alike = await talk.conversation.handle(turn)
    back = await talk.say("undo")

    assert alike.understood == ("like Jaws",)
    assert back.text == phrasing.BACK_AT_THE_START


async def test_a_search_goes_only_once_the_other_one_has_been_made() -> None:
    talk = Talk()
    await talk.say(DEATH)
    before = await talk.state()
    unknown = UserTurn(conversation_id=ID, action=Action.LIKE, film_id=FilmId("tt0"), anew=True)
    reply = await talk.conversation.handle(unknown)
    talk.finder.failure = RuntimeError()
    with pytest.raises(RuntimeError):
        await talk.conversation.handle(UserTurn(conversation_id=ID, text="a shark", anew=True))

    assert reply.text == phrasing.NOT_LISTED
    assert await talk.state() == before


async def test_what_says_nothing_begins_no_other_search() -> None:
    talk = Talk()
    await talk.say(DEATH)
    before = await talk.state()
    reply = await talk.conversation.handle(UserTurn(conversation_id=ID, text="\U0001f600", anew=True))

    assert reply.text == phrasing.EMPTY
    assert await talk.state() == before


async def test_words_can_begin_another_search() -> None:
    talk = Talk()
    await talk.say(DEATH)
    reply = await talk.conversation.handle(UserTurn(conversation_id=ID, text="a shark at the beach", anew=True))

    assert (reply.messages, ids(reply)[0]) == (1, JAWS.film_id)


async def test_a_film_that_was_seen_is_kept_for_the_person_and_left_out() -> None:
    seen = FakeSeenFilms()
    conversation = Conversation(
        finder=FakeFinder(FILMS),
        reader=FakeReader(FILMS),
        store=FakeSessions(FakeClock()),
        clock=FakeClock(),
        seen=seen,
    )
    turn = UserTurn(conversation_id=ConversationId("x"), text=DEATH, person=ANN)
    await conversation.handle(turn)
    pressed = replace(turn, text="", action=Action.SEEN, film_id=JOE_BLACK.film_id)
    reply = await conversation.handle(pressed)
    again = await conversation.handle(pressed)

    assert JOE_BLACK.film_id not in ids(reply)
    assert reply.text.endswith(phrasing.seen(kept=True, searching=True))
    assert (again.kind, again.text) == (ReplyKind.NOTE, phrasing.seen(kept=True, searching=False))
    assert await seen.seen(ANN) == {JOE_BLACK.film_id}


async def test_where_no_list_is_kept_a_seen_film_is_left_out_all_the_same() -> None:
    talk = Talk()
    await talk.say(DEATH)
    reply = await talk.press(Action.SEEN, JOE_BLACK)

    assert JOE_BLACK.film_id not in ids(reply)
    assert reply.text.endswith("Left out, as you have seen it.")


async def test_having_seen_the_film_that_was_looked_for_ends_no_search() -> None:
    talk = Talk()
    await talk.say(DEATH)
    await talk.press(Action.ACCEPT, JOE_BLACK)
    reply = await talk.press(Action.SEEN, JOE_BLACK)

    assert reply.kind is ReplyKind.NOTE
    assert not (await talk.state()).rejected


async def test_a_dropped_clue_goes_with_its_words() -> None:
    talk = Talk()
    await talk.say("death plays chess on a beach")
    before = await talk.say("black and white")
    (key,) = before.removable
    reply = await dropped(talk, key)

    assert before.understood == ("black and white",)
    assert reply.understood == ()
    assert "black and white" not in " ".join(talk.finder.requests[-1].utterances)
    assert (await talk.say("undo")).understood == ("black and white",)


async def test_a_clue_that_is_gone_cannot_be_dropped() -> None:
    talk = Talk()
    await talk.say(DEATH)

    assert (await dropped(talk, "00")).text == phrasing.NOT_SAID


async def test_when_all_is_dropped_the_search_waits_for_more() -> None:
    talk = Talk()
    before = await talk.press(Action.LIKE, JOE_BLACK)
    reply = await dropped(talk, before.removable[0])

    assert (reply.kind, reply.text) == (ReplyKind.NOTE, phrasing.ALL_DROPPED)
    assert (await talk.say("undo")).understood == ("like Meet Joe Black",)
