"""Titles that two films share: the bot asks back, and takes the answer."""

from __future__ import annotations

from bot.core.types import ReplyKind
from retrieval.types import LikeClue
from tests.bot.core.talk import Talk, ids
from tests.world import FILMS, TWINS_NEW, TWINS_OLD

WHICH = "There are 2 films called The Twins: 1. 1949; 2. 2011. Which one do you mean?"


async def test_a_likeness_to_a_shared_title_is_asked_back_and_answered() -> None:
    talk = Talk(FILMS)
    asked = await talk.say("like The Twins but with honey")
    reply = await talk.say("the newer one")
    (value,) = [clue.value for clue in talk.finder.requests[-1].clues]

    assert asked.text.endswith(WHICH)
    assert value == LikeClue("The Twins (2011)", TWINS_NEW.film_id, (TWINS_OLD.film_id, TWINS_NEW.film_id))
    assert "Which one" not in reply.text
    assert reply.messages == 1
    assert (await talk.say("undo")).text == asked.text


async def test_a_title_that_is_asked_for_is_asked_back_and_answered() -> None:
    talk = Talk(FILMS)
    asked = await talk.say("is it The Twins?")
    reply = await talk.say("the first one")

    assert asked.text.endswith(WHICH)
    assert (reply.kind is ReplyKind.NOTE, TWINS_OLD.film_id in ids(reply)) == (False, True)
    assert TWINS_NEW.film_id not in ids(reply)


async def test_the_year_says_which_one_is_meant() -> None:
    talk = Talk(FILMS)
    reply = await talk.say("like The Twins (2011) but with honey")
    (value,) = [clue.value for clue in talk.finder.requests[-1].clues]

    assert "Which one" not in reply.text
    assert isinstance(value, LikeClue)
    assert value.film_id == TWINS_NEW.film_id


async def test_what_answers_nothing_goes_on_with_the_search() -> None:
    talk = Talk(FILMS)
    await talk.say("is it The Twins?")
    reply = await talk.say("it had honey in it")

    assert reply.messages == 2
    assert (await talk.state()).shared is None
    assert "Which one" not in reply.text
