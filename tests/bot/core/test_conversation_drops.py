"""Clues that are dropped by words, and who gave each."""

from __future__ import annotations

from bot.core import phrasing
from bot.core.types import PersonId, ReplyKind, UserTurn
from tests.bot.core.talk import ID, Talk, ids
from tests.small_world import JAWS, SEVENTH_SEAL

ANN, BEN = PersonId("discord:1"), PersonId("discord:2")


async def test_a_dropped_clue_goes_and_undo_brings_it_back() -> None:
    talk = Talk()
    await talk.say("death plays chess on a beach")
    before = await talk.say("black and white")
    after = await talk.say("never mind the black and white thing")
    back = await talk.say("undo")

    assert before.understood == back.understood == ("black and white",)
    assert after.understood == ()
    assert after.text.endswith(phrasing.dropped(["black and white"]))
    assert after.messages == 2


async def test_dropping_a_hard_clue_lets_its_films_back_in() -> None:
    talk = Talk([JAWS, SEVENTH_SEAL])
    await talk.say("a shark on the beach")
    assert JAWS.film_id not in ids(await talk.say("made before 1960"))
    assert ids(await talk.say("drop the year"))[0] == JAWS.film_id


async def test_what_else_is_said_is_added() -> None:
    talk = Talk()
    await talk.say("a shark on the beach")
    await talk.say("black and white")

    assert (await talk.say("forget black and white, it was in french")).understood == ("in French",)


async def test_a_clue_that_nobody_gave_changes_nothing() -> None:
    talk = Talk()
    await talk.say("a shark on the beach")
    before = await talk.state()
    reply = await talk.say("forget the 80s")

    assert (reply.kind, reply.text) == (ReplyKind.NOTE, phrasing.NOT_HELD)
    assert await talk.state() == before


async def test_a_title_that_begins_like_a_wish_is_searched() -> None:
    talk = Talk()
    assert (await talk.say("Drop Dead Gorgeous")).messages == 1
    assert (await talk.say("Forget Paris")).messages == 2


async def test_when_all_is_dropped_it_says_so_and_undo_helps() -> None:
    talk = Talk()
    await talk.say("black and white")
    reply = await talk.say("forget black and white")

    assert (reply.kind, reply.text, reply.understood) == (ReplyKind.NOTE, phrasing.ALL_DROPPED, ())
    assert (await talk.say("undo")).understood == ("probably black and white",)


async def test_each_clue_says_who_gave_it_once_several_talk() -> None:
    talk = Talk()

    async def say(text: str, person: PersonId) -> tuple[tuple[str, ...], tuple[PersonId | None, ...]]:
        reply = await talk.conversation.handle(UserTurn(conversation_id=ID, text=text, person=person))
        return reply.understood, reply.said_by

    assert await say("death plays chess, black and white", ANN) == (("probably black and white",), ())
    assert await say("with Max von Sydow", BEN) == (
        ("probably black and white", "Max von Sydow"),
        (ANN, BEN),
    )
    assert await say("not black and white", BEN) == (("Max von Sydow", "in colour"), (BEN, BEN))


async def test_without_known_people_nobody_gave_anything() -> None:
    talk = Talk()
    assert (await talk.say("death plays chess, black and white")).said_by == ()
