"""The one question of a turn: asked, answered, passed over, taken back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core import phrasing
from bot.core.types import Action, Pressed, Reply, ReplyKind, UserTurn
from retrieval.types import Answer, ColourClue, GenreClue, Question, RuntimeClue, YearClue
from tests.bot.core.talk import ID, Talk, ids
from tests.small_world import JAWS, NEMO, PSYCHO, SEVENTH_SEAL

COLOUR = Question(((ColourClue(black_and_white=True),), (ColourClue(black_and_white=False),)))
ANIMATED = Question(((GenreClue("Animation", wanted=True),), (GenreClue("Animation", wanted=False),)))
ERA = Question(((YearClue(None, 1979),), (YearClue(1980, 1999),), (YearClue(2000, None),)))
LENGTH = Question(((RuntimeClue(None, 89),), (RuntimeClue(90, 120),), (RuntimeClue(121, None),)))


def unsure(*questions: Question) -> Talk:
    talk = Talk()
    talk.finder.confident_at = talk.finder.clear_at = 1.1
    talk.finder.questions = questions
    return talk


async def press(talk: Talk, reply: Reply, option: int | None) -> Reply:
    assert reply.question is not None
    pressed = Pressed(reply.question.key, option)
    return await talk.conversation.handle(UserTurn(conversation_id=ID, pressed=pressed))


async def test_an_unsure_reply_asks_one_question() -> None:
    reply = await unsure(ANIMATED, ERA).say("the ocean")

    assert reply.kind is ReplyKind.UNSURE
    assert reply.question is not None
    assert (reply.question.text, reply.question.options) == ("Is it animated?", ("Yes", "No"))


async def test_a_clear_answer_asks_nothing() -> None:
    talk = Talk()
    talk.finder.questions = (ANIMATED,)
    reply = await talk.say("the one where brad pitt plays death, with peanut butter")

    assert reply.kind is ReplyKind.FOUND
    assert reply.question is None


async def test_an_answer_that_is_likely_but_not_clear_asks_all_the_same() -> None:
    talk = Talk()
    talk.finder.questions = (ANIMATED,)
    talk.finder.clear_at = 1.1
    reply = await talk.say("the one where brad pitt plays death, with peanut butter")

    assert reply.kind is ReplyKind.FOUND
    assert reply.question is not None


async def test_an_answer_moves_the_films_and_shuts_none_out() -> None:
    talk = unsure(COLOUR, ERA)
    before = await talk.say("a beach")
    after = await talk.say("black and white")

    assert ids(after)[0] in {SEVENTH_SEAL.film_id, PSYCHO.film_id}
    assert ids(after) != ids(before)
    assert after.understood == ("probably black and white",)
    assert after.question is not None
    assert after.question.text == "When did it come out?"
    assert talk.finder.requests[-1].clues == ()
    assert talk.finder.requests[-1].answers == (Answer(COLOUR, 0),)
    assert after.messages == before.messages


@pytest.mark.parametrize("text", ["yes", "Yes.", "a"])
async def test_yes_answers_the_question_and_settles_on_no_film(text: str) -> None:
    talk = unsure(ANIMATED)
    await talk.say("the ocean")
    reply = await talk.say(text)

    assert reply.kind is ReplyKind.UNSURE
    assert ids(reply)[0] == NEMO.film_id
    assert reply.understood == ("animation",)


async def test_no_answers_the_question_and_rejects_no_film() -> None:
    talk = unsure(ANIMATED)
    await talk.say("the ocean")
    await talk.say("no")
    state = await talk.state()

    assert state.answers == (Answer(ANIMATED, 1),)
    assert state.rejected == ()


async def test_without_a_question_yes_and_no_mean_the_film_as_before() -> None:
    talk = unsure()
    first = await talk.say("the ocean")
    await talk.say("no")

    assert set((await talk.state()).rejected) == {first.cards[0].film_id}
    assert (await talk.say("yes")).text.startswith("Good, ")


async def test_no_to_a_film_that_was_named_turns_it_down_and_answers_no_choice() -> None:
    talk = Talk()
    talk.finder.questions = (KIND, ERA)
    talk.finder.clear_at = 1.1
    first = await talk.say("the one where brad pitt plays death, with peanut butter")
    await talk.say("no")

    assert (first.kind, first.question is not None) == (ReplyKind.FOUND, True)
    assert (await talk.state()).rejected == tuple(ids(first)[:1])
    assert [answer.said for answer in (await talk.state()).answers] == [None]  # it was passed over


async def test_yes_to_a_choice_asks_which_and_settles_on_no_film() -> None:
    talk = unsure(ERA)
    first = await talk.say("the ocean")
    reply = await talk.say("yes")

    assert (reply.kind, reply.text) == (ReplyKind.NOTE, phrasing.WHICH_ONE)
    assert reply.question == first.question
    assert (await talk.say("that's it")).text.startswith("Good, ")


async def test_numbers_are_the_films_and_letters_the_options() -> None:
    talk = unsure(ERA)
    first = await talk.say("the ocean")
    assert (await talk.say("a")).understood == ("probably before 1980",)
    await talk.say("undo")
    reply = await talk.say("2")

    assert reply.cards[0].film_id == first.cards[1].film_id
    assert reply.text.startswith("Good, ")


@pytest.mark.parametrize("text", ["don't know", "no idea", "I'm not sure"])
async def test_not_knowing_where_nothing_was_asked_searches_for_nothing(text: str) -> None:
    talk = unsure()
    await talk.say("the ocean")
    reply = await talk.say(text)

    assert (reply.kind, reply.text) == (ReplyKind.NOTE, phrasing.NO_MATTER)
    assert len(talk.finder.requests) == 1


async def test_an_answer_may_go_on() -> None:
    talk = unsure(ANIMATED)
    await talk.say("the ocean")
    reply = await talk.say("no, and there is a shark")

    assert ids(reply)[0] == JAWS.film_id
    assert talk.finder.requests[-1].utterances[-1] == "there is a shark"
    assert (await talk.state()).answers == (Answer(ANIMATED, 1),)


async def test_no_not_that_one_is_no_answer() -> None:
    talk = unsure(ANIMATED)
    first = await talk.say("the ocean")
    await talk.say("no, not that one")
    state = await talk.state()

    assert state.rejected == (first.cards[0].film_id,)
    assert state.answers == (Answer(ANIMATED, None),)


@pytest.mark.parametrize("text", ["don't know", "I can't remember", "dunno"])
async def test_dont_know_changes_nothing_but_counts_as_asked(text: str) -> None:
    talk = unsure(ANIMATED, ERA)
    first = await talk.say("the ocean")
    second = await talk.say(text)

    assert ids(second) == ids(first)
    assert second.understood == ()
    assert second.question is not None
    assert second.question.text == "When did it come out?"


async def test_another_message_goes_on_and_the_question_lapses() -> None:
    talk = unsure(ANIMATED, ERA)
    await talk.say("the ocean")
    reply = await talk.say("there is a shark and a boat")

    assert (await talk.state()).answers == (Answer(ANIMATED, None),)
    assert reply.question is not None
    assert reply.question.text == "When did it come out?"
    assert (await talk.say("2000 or later")).understood == ("probably 2000 or later",)


async def test_no_question_comes_twice() -> None:
    talk = unsure(ANIMATED, ERA, COLOUR)
    replies = [await talk.say("the ocean")] + [await talk.say("don't know") for _ in range(3)]
    keys = [reply.question.key for reply in replies if reply.question]

    assert len(keys) == len(set(keys)) == 3
    assert replies[-1].question is None


async def test_a_fact_in_own_words_answers_as_softly_as_a_button() -> None:
    talk = unsure(ERA)
    await talk.say("the ocean")
    reply = await talk.say("before 1980")
    assert reply.understood == ("probably before 1980",)
    await talk.say("undo")
    reply = await talk.say("the 70s")

    assert reply.understood == ("probably 1970s",)
    assert not any(clue.hard for clue in talk.finder.requests[-1].clues)


async def test_what_is_said_later_takes_an_answers_place() -> None:
    talk = unsure(ERA)
    await talk.say("the ocean")
    await talk.say("before 1980")
    reply = await talk.say("no, it was made in the 90s")

    assert reply.understood == ("1990s",)
    assert (await talk.state()).answers == (Answer(ERA, None),)


async def test_an_answer_is_taken_back() -> None:
    talk = unsure(ANIMATED)
    first = await talk.say("the ocean")
    await talk.say("yes")
    back = await talk.say("undo")

    assert ids(back) == ids(first)
    assert back.question == first.question
    assert back.understood == ()
    assert (await talk.say("yes")).understood == ("animation",)


async def test_starting_over_forgets_the_answers() -> None:
    talk = unsure(ANIMATED)
    await talk.say("the ocean")
    await talk.say("yes")
    await talk.say("start over")
    reply = await talk.say("a shark")

    assert reply.understood == ()
    assert talk.finder.requests[-1].answers == ()


async def test_a_button_answers() -> None:
    talk = unsure(ANIMATED, ERA)
    reply = await press(talk, await talk.say("the ocean"), 0)

    assert reply.understood == ("animation",)
    assert ids(reply)[0] == NEMO.film_id


async def test_the_button_of_an_earlier_question_answers_that_one() -> None:
    talk = unsure(ANIMATED, ERA)
    first = await talk.say("the ocean")
    await talk.say("don't know")
    reply = await press(talk, first, 0)

    assert (await talk.state()).answers == (Answer(ANIMATED, 0), Answer(ERA, None))
    assert reply.understood == ("animation",)
    assert (await press(talk, first, 1)).understood == ("probably not animation",)
    assert (await press(talk, first, None)).understood == ()


@pytest.mark.parametrize("option", [2, 9])
async def test_a_button_of_no_question_says_so(option: int) -> None:
    talk = unsure(ANIMATED)
    first = await talk.say("the ocean")
    assert first.question is not None
    assert (await press(talk, first, option)).text == phrasing.QUESTION_GONE
    gone = replace(first, question=replace(first.question, key="00000000"))

    assert (await press(talk, gone, 0)).text == phrasing.QUESTION_GONE


async def test_a_note_leaves_the_question_open() -> None:
    talk = unsure(ANIMATED)
    first = await talk.say("the ocean")
    note = await talk.press(Action.HELP)

    assert note.question == first.question
    assert (await talk.say("yes")).understood == ("animation",)


async def test_nothing_is_asked_beside_an_offer() -> None:
    talk = unsure(ANIMATED)
    await talk.say("the shark")
    reply = await talk.say("from the 1880s")

    assert "loosen it" in reply.text
    assert reply.question is None


async def test_a_settled_film_closes_the_question() -> None:
    talk = unsure(LENGTH)
    await talk.say("the ocean")
    reply = await talk.say("that's it")

    assert reply.kind is ReplyKind.SETTLED
    assert reply.question is None


@pytest.mark.parametrize("by_words", [True, False])
async def test_answers_go_with_the_last_of_what_was_said(*, by_words: bool) -> None:
    talk = unsure(ANIMATED, ERA)
    answered = await press(talk, await talk.say("black and white"), 0)
    dropping = UserTurn(conversation_id=ID, action=Action.DROP, clue=answered.removable[0])
    reply = await (talk.say("forget black and white") if by_words else talk.conversation.handle(dropping))
    back = await talk.say("undo")

    assert len(answered.understood) == 2
    assert (reply.text, reply.understood, reply.question) == (phrasing.ALL_DROPPED, (), None)
    assert back.understood == answered.understood


KINDS = (GenreClue("Comedy", wanted=True), GenreClue("Horror", wanted=True))
KIND = Question((*((kind,) for kind in KINDS), tuple(replace(kind, wanted=False) for kind in KINDS)))


async def test_no_after_ones_own_question_answers_no_choice() -> None:
    talk = unsure(ERA, KIND)
    await talk.say("a shark on the beach")
    asked = await talk.say("was it animated?")
    reply = await talk.say("no")

    assert asked.question is not None
    assert asked.question.options[-1] == "None of these"
    assert reply.understood == ("probably not animation",)
    assert (await talk.state()).rejected == ()
