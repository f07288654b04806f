"""What says nothing of a film loses nothing of a search, and what may say something is no small talk."""

from __future__ import annotations

import pytest

from bot.core import phrasing
from bot.core.small_talk import small_talk
from bot.core.types import ReplyKind, SearchState
from retrieval.types import GenreClue, Question
from tests.bot.core.talk import Talk

UNDER_WAY = SearchState(utterances=("a shark",), messages=1)
CHOICE = SearchState(
    utterances=("a shark",),
    messages=1,
    question=Question(tuple((GenreClue(genre, wanted=True),) for genre in ("War", "Horror", "Comedy"))),
)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("lol", phrasing.TAKE_YOUR_TIME),
        ("hahaha nice", phrasing.TAKE_YOUR_TIME),
        ("Hmmmm...", phrasing.TAKE_YOUR_TIME),
        ("ohh ok", phrasing.TAKE_YOUR_TIME),
        ("k", phrasing.TAKE_YOUR_TIME),
        ("wow!", phrasing.TAKE_YOUR_TIME),
        ("kinda", phrasing.TAKE_YOUR_TIME),
        ("thanks", phrasing.WELCOME),
        ("ok cool thx", phrasing.WELCOME),
        ("thank you so much!!", phrasing.WELCOME),
        ("what?", phrasing.LOST),
        ("wait what", phrasing.LOST),
        ("huh??", phrasing.LOST),
        ("I don\u2019t get it", phrasing.LOST),
        ("idk", phrasing.NO_MATTER),
        ("idk tbh", phrasing.NO_MATTER),
        ("nvm", phrasing.NO_MATTER),
        ("whatever", phrasing.NO_MATTER),
        ("doesnt matter", phrasing.NO_MATTER),
    ],
)
def test_small_talk_has_its_sentence(text: str, sentence: str) -> None:
    assert small_talk(UNDER_WAY, text) == sentence


@pytest.mark.parametrize(
    "text",
    [
        "a guy laughs",
        "lol it was the one with the shark",
        "what was the name of the shark",
        "who framed roger rabbit",
        "nice guy finishes last",
        "ok corral",
        "wait until dark",
        "so a man walks in",
        "test pilot",
        "thanks for sharing",
        "yes man",
        "no",
        "yeah",
        "hello",
        "older",
        "ha",
        "",
        "\U0001f600",
    ],
)
def test_what_may_say_something_is_none(text: str) -> None:
    assert small_talk(UNDER_WAY, text) is None


@pytest.mark.parametrize("text", ["yeah", "y", "yesss", "yea", "yeahh", "ya", "yeah i think so", "sure", "I think so"])
def test_a_yes_to_a_choice_is_asked_which(text: str) -> None:
    assert small_talk(CHOICE, text) == phrasing.WHICH_ONE
    assert small_talk(UNDER_WAY, text) is None


def test_before_anything_was_said_a_film_is_asked_for() -> None:
    assert small_talk(SearchState(), "lol") == phrasing.EMPTY


@pytest.mark.parametrize("text", ["lol", "ok", "thanks", "what?", "hmm", "maybe", "cool", "wow", "hello"])
async def test_nothing_of_a_search_is_lost(text: str) -> None:
    talk = Talk()
    await talk.say("the shark")
    before = await talk.state()
    reply = await talk.say(text)

    assert (reply.kind, reply.cards) == (ReplyKind.NOTE, ())
    assert await talk.state() == before
    assert len(talk.finder.requests) == 1
