"""A turn that is said to an older answer goes on from that answer, and the newest is left as it was."""

from __future__ import annotations

from bot.core.types import Action, Reply, UserTurn
from tests.bot.core.talk import ID, Talk
from tests.small_world import JOE_BLACK


async def said_to(talk: Talk, answer: Reply, text: str = "", action: Action | None = None) -> Reply:
    turn = UserTurn(conversation_id=ID, text=text, action=action, answer=answer.answer)
    return await talk.conversation.handle(turn)


async def test_a_turn_goes_on_from_the_answer_it_was_said_to() -> None:
    talk = Talk()
    first = await talk.say("the one where brad pitt plays death")
    await talk.say("black and white")
    branch = await said_to(talk, first, "before 2000")

    assert branch.understood == ("Brad Pitt", "before 2000") or "black and white" not in branch.understood
    assert branch.messages == 2


async def test_both_branches_can_be_gone_on_from() -> None:
    talk = Talk()
    first = await talk.say("the one where brad pitt plays death")
    older = await talk.say("black and white")
    newer = await said_to(talk, first, "before 2000")
    again = await said_to(talk, older, "about chess")

    assert {first.answer, older.answer, newer.answer, again.answer} == {1, 2, 3, 4}
    assert again.messages == 3
    assert set(older.understood) <= set(again.understood)


async def test_undo_goes_back_along_its_own_branch() -> None:
    talk = Talk()
    first = await talk.say("the one where brad pitt plays death")
    await talk.say("black and white")
    branch = await said_to(talk, first, "before 2000")
    back = await said_to(talk, branch, action=Action.UNDO)

    assert (back.understood, back.messages) == (first.understood, first.messages)


async def test_without_an_answer_a_turn_goes_on_from_the_newest() -> None:
    talk = Talk()
    first = await talk.say("the one where brad pitt plays death")
    await talk.press(Action.REJECT, JOE_BLACK)
    await talk.say("older")

    assert first.cards[0].film_id == JOE_BLACK.film_id
    assert JOE_BLACK.film_id in (await talk.state()).rejected


async def test_an_answer_that_is_not_kept_any_more_means_the_newest() -> None:
    talk = Talk()
    await talk.say("the one where brad pitt plays death")
    turn = UserTurn(conversation_id=ID, text="older", answer=99)
    reply = await talk.conversation.handle(turn)

    assert reply.messages == 2


async def test_what_is_not_kept_has_no_answer_to_go_on_from() -> None:
    talk = Talk()
    await talk.say("a shark")

    assert (await talk.press(Action.RESET)).answer is None
