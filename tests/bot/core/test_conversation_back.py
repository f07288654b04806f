"""Undo, and the button "Not this" on newer and older answers."""

from __future__ import annotations

from bot.core import phrasing
from bot.core.types import Action, Reply, ReplyKind
from tests.bot.core.talk import Talk, ids
from tests.small_world import FILMS, JAWS, NEMO, PSYCHO


async def test_undo_takes_the_last_message_back() -> None:
    talk = Talk()
    first = await talk.say("the shark")
    await talk.say("black and white")
    reply = await talk.say("undo")

    assert reply == first
    assert talk.finder.requests[-1].utterances == ("the shark",)


async def test_undo_goes_back_through_every_turn_to_the_start() -> None:
    talk = Talk()
    replies = [await talk.say(text) for text in ("the shark", "the beach", "not that one", "more", "an 80s movie")]
    back = [await talk.say("undo") for _ in replies]

    assert back[:-1] == replies[-2::-1]
    assert back[-1] == Reply(kind=ReplyKind.NOTE, text=phrasing.BACK_AT_THE_START)
    assert not await talk.is_kept()
    assert (await talk.say("undo")).text == phrasing.NOTHING_TO_UNDO


async def test_undo_brings_a_rejected_film_back() -> None:
    talk = Talk()
    first = await talk.say("shark beach boat")
    await talk.say("no")
    reply = await talk.say("undo")

    assert ids(reply) == ids(first)
    assert talk.finder.requests[-1].excluded == frozenset()


async def test_undo_after_more_shows_the_screen_before() -> None:
    talk = Talk()
    first = await talk.say("the beach")
    second = await talk.say("more")
    await talk.say("more")

    assert await talk.say("undo") == second
    assert await talk.say("undo") == first


async def test_more_goes_on_where_undo_went_back_to() -> None:
    talk = Talk()
    await talk.say("the beach")
    await talk.say("more")
    third = await talk.say("more")
    await talk.say("undo")

    assert await talk.say("more") == third


async def test_undo_after_nothing_left_to_show_takes_the_search_back() -> None:
    """A turn that changed nothing is not one to take back."""
    talk = Talk(FILMS[:3])
    first = await talk.say("the beach")
    await talk.say("the horse")
    for text in ("more", "help", "\U0001f600"):
        assert (await talk.say(text)).kind is ReplyKind.NOTE

    assert await talk.say("undo") == first


async def test_undo_with_nothing_said_helps() -> None:
    talk = Talk()
    reply = await talk.say("undo")

    assert (reply.kind, reply.text, reply.expires_at) == (ReplyKind.NOTE, phrasing.NOTHING_TO_UNDO, None)


async def test_undo_remembers_so_many_turns() -> None:
    talk = Talk()
    for number in range(25):
        await talk.say(f"the shark {number}")
    back = [await talk.say("undo") for _ in range(21)]

    assert [reply.messages for reply in back[:20]] == list(range(24, 4, -1))
    assert (back[20].text, back[20].messages) == (phrasing.NO_FURTHER_BACK, 5)


async def test_not_this_means_the_film_it_stood_under() -> None:
    talk = Talk()
    first = await talk.say("shark beach boat")
    third = talk.finder.catalogue[ids(first)[2]]
    reply = await talk.press(Action.REJECT, third)

    assert third.film_id not in ids(reply)
    assert ids(reply)[:2] == ids(first)[:2]
    assert set((await talk.state()).rejected) == {third.film_id}


async def test_not_this_pressed_twice_rejects_one_film() -> None:
    talk = Talk()
    await talk.say("shark beach boat")
    await talk.press(Action.REJECT, JAWS)
    before = await talk.state()
    reply = await talk.press(Action.REJECT, JAWS)

    assert (reply.kind, reply.text, reply.cards) == (ReplyKind.NOTE, phrasing.ALREADY_OUT, ())
    assert await talk.state() == before


async def test_not_this_on_an_answer_of_before_a_refinement_means_that_answers_film() -> None:
    talk = Talk()
    await talk.say("shark beach boat")
    now = await talk.say("motel, shower, black and white")
    reply = await talk.press(Action.REJECT, JAWS)

    assert now.cards[0].film_id == PSYCHO.film_id
    assert reply.cards[0].film_id == PSYCHO.film_id
    assert set((await talk.state()).rejected) == {JAWS.film_id}


async def test_not_this_on_an_answer_that_was_undone_spares_the_film_on_the_screen() -> None:
    talk = Talk()
    await talk.say("shark beach boat")
    await talk.say("motel, shower, black and white")
    await talk.say("undo")
    reply = await talk.press(Action.REJECT, PSYCHO)

    assert reply.cards[0].film_id == JAWS.film_id
    assert set((await talk.state()).rejected) == {PSYCHO.film_id}


async def test_not_this_on_the_first_page_stays_on_the_page_on_the_screen() -> None:
    talk = Talk()
    first = await talk.say("shark beach boat")
    second = await talk.say("more")
    reply = await talk.press(Action.REJECT, JAWS)

    assert first.cards[0].film_id == JAWS.film_id
    assert ids(reply) == ids(second)


async def test_a_rejection_on_a_later_page_stays_on_that_page() -> None:
    talk = Talk()
    await talk.say("the beach")
    second = await talk.say("more")
    reply = await talk.say("not that one")

    assert ids(reply)[:4] == ids(second)[1:]
    assert len(reply.cards) == 5


async def test_the_last_film_of_the_last_page_rejected_leads_back_to_the_top() -> None:
    talk = Talk(FILMS[:6])
    first = await talk.say("the beach")
    last = await talk.say("more")
    reply = await talk.say("not that one")

    assert len(last.cards) == 1
    assert ids(reply) == ids(first)
    assert set((await talk.state()).rejected) == {last.cards[0].film_id}


async def test_every_film_rejected_leaves_nothing_and_undo_brings_the_last_back() -> None:
    talk = Talk([JAWS, NEMO])
    await talk.say("the shark")
    last = await talk.say("no")
    nothing = await talk.say("no")

    assert nothing.kind is ReplyKind.NOTHING
    assert nothing.text.startswith("No film here fits “the shark”.")
    assert (await talk.say("no")).text == phrasing.NOTHING_SHOWN
    assert await talk.say("undo") == last


async def test_not_this_after_the_search_was_undone_helps() -> None:
    talk = Talk()
    await talk.say("shark")
    await talk.say("undo")
    reply = await talk.press(Action.REJECT, JAWS)

    assert reply.text == phrasing.NOTHING_SHOWN
    assert not await talk.is_kept()
