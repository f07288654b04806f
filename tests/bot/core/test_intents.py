"""What is a command and what is not, as people type it."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.intents import read_intent
from bot.core.types import Action

STARTER = Path(__file__).parents[3] / "data" / "starter" / "films.jsonl"

COMMANDS = {
    Action.REJECT: [
        "no", "No.", "nope", "nah", "no no no", "wrong", "wrong one", "wrong movie!", "not that one", "not that one!!!",
        "nooo", "n", "not really",
        "not it", "nope, not it", "that's not it", "thats not it", "that\u2019s not it", "it's not that one",
        "no, it's not that one", "no it's not this film", "that isn't it", "it isn't", "it's not", "this is not it",
        "no shit, not that one", "no way, not that one", "nah, the other one", "not the first one",
        "not the right one", "not this one either", "NOT THAT ONE", "not  that\tone",
        "no \U0001f615", "no, thanks",
    ],
    Action.MORE: [
        "more", "More!", "more please", "show me more", "show more films", "any others?", "another one", "next",
        "next page", "what else?", "anything else?", "other films", "/more", "ok, more", "a different one", "new one",
        "can you show me more?",
    ],
    Action.UNDO: [
        "undo", "undo that", "/undo", "go back", "back", "take that back", "scratch that", "sorry, undo", "no, go back",
        "can we go back?",
    ],
    Action.RESET: [
        "start over", "Start again.", "start from scratch", "reset", "/reset", "restart", "new search", "clear",
        "clear all", "forget it", "forget that", "forget everything", "let's start over", "ok, start over please",
        "no, start over", "can we start over?",
    ],
    Action.HELP: [
        "help", "Help!", "/help", "please help", "hi", "hello", "Hey there!", "?", "???", "what can you do?",
        "what can I say?",
    ],
}  # fmt: skip

COMMANDS_WITH_MORE = {
    "that's not it, older": (Action.REJECT, "older"),
    "not that one, it was black and white": (Action.REJECT, "it was black and white"),
    "not that one it was black and white": (Action.REJECT, "black and white"),
    "not that one but older": (Action.REJECT, "older"),
    "wrong one - it had a dog": (Action.REJECT, "it had a dog"),
    "nope, not that one. the hero dies": (Action.REJECT, "the hero dies"),
    "not that one, not that one either, older": (Action.REJECT, "older"),
    "not that one, more": (Action.REJECT, ""),
    "not that one, undo": (Action.UNDO, ""),
    "not that one\nit was in colour": (Action.REJECT, "it was in colour"),
    "it's not it, it's its sequel": (Action.REJECT, "it's its sequel"),
    "not that one \u2014 older": (Action.REJECT, "older"),
    "start over: a heist in Paris": (Action.RESET, "a heist in Paris"),
    "Start over! A heist\nin Paris": (Action.RESET, "A heist\nin Paris"),
    "start over with a heist": (Action.RESET, "a heist"),
    "new search, a heist": (Action.RESET, "a heist"),
    "ok different one: a rat cooks": (Action.RESET, "a rat cooks"),
    "another film: a rat cooks": (Action.RESET, "a rat cooks"),
    "ok, a different movie, a rat cooks in Paris": (Action.RESET, "a rat cooks in Paris"),
    "nah the other one with the train in the snow": (Action.REJECT, "with the train in the snow"),
    "forget everything, start over": (Action.RESET, ""),
    "wrong film, start over: a heist": (Action.RESET, "a heist"),
}

CLUES = [
    "more recent", "more modern", "newer", "older", "no, older, black and white", "nope, it was in colour",
    "not animated", "not a comedy", "no horror", "no it's not a documentary", "not the one with the dog",
    "not that movie where he dies", "not the first one and also not the second", "no way, it was longer",
    "next they rob a bank", "back when phones had cords", "he goes back", "help arrives too late",
    "hello is what she says at the end", "what else happened: a fire", "they start over in a new town",
    "the reset button explodes", "clear, blue water and a shark", "forget it jake, it's chinatown",
    "a new search-and-rescue team", "new search-and-rescue team", "no more than 90 minutes",
    "undone by greed", "a different one, older", "another one, with a dog", "new", "the other one",
    "", "   ", "\U0001f600",
]  # fmt: skip

TITLES = [
    "clear and present danger", "back to the future", "no country for old men", "next of kin", "wrong turn",
    "the wrong man", "sorry, wrong number", "hello, dolly!", "hi, mom!", "hey arnold! the movie", "help! i'm a fish",
    "no way out", "no time to die", "not another teen movie", "not of this earth", "more american graffiti",
    "the more the merrier", "start the revolution without me", "starting over", "another round", "another earth",
    "the others", "the next three days", "back door to hell", "what else is there to say", "forget paris",
    "forget me not", "nobody", "knock knock", "the reset", "clear history", "it", "that thing you do!",
    "this is not a film", "it's not me, i swear", "that's not me", "no such thing", "no. 1 of the secret service",
    "anything else but love", "please give", "stop or my mom will shoot", "neither heaven nor earth", "undoing",
]  # fmt: skip


@pytest.mark.parametrize(("action", "text"), [(action, text) for action, texts in COMMANDS.items() for text in texts])
def test_a_command_is_heard(action: Action, text: str) -> None:
    assert read_intent(text) == (action, "")


@pytest.mark.parametrize(("text", "heard"), COMMANDS_WITH_MORE.items())
def test_what_follows_a_command_is_searched_with(text: str, heard: tuple[Action, str]) -> None:
    assert read_intent(text) == heard


@pytest.mark.parametrize("text", CLUES)
def test_what_is_said_of_the_film_is_no_command(text: str) -> None:
    assert read_intent(text) == (None, text.strip())


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("form", ["{}", "{}?", "the film {}", "{}, the one with the dog", "{} from the 80s"])
def test_a_title_is_no_command(title: str, form: str) -> None:
    assert read_intent(form.format(title))[0] is None


def test_the_starters_titles_are_no_commands() -> None:
    films = [json.loads(line) for line in STARTER.read_text(encoding="utf-8").splitlines()]
    titles = {title for film in films for title in (film["title"], *film["alt_titles"]) if title}

    assert {title for title in titles if read_intent(title)[0]} == {"Nope"}  # it is also how people say no
    assert len(titles) > 2000


@given(st.text(max_size=60))
def test_any_text_is_a_command_or_left_as_it_is(text: str) -> None:
    action, rest = read_intent(text)

    assert action is not None or rest.split() == text.replace("\u2019", "'").split()


@pytest.mark.parametrize("start", ["not it,", "no ", "ok, ", "no, ", ".", "hm", "no , "])
def test_a_long_text_is_read_at_once(start: str) -> None:
    """4,000 characters of any kind: no stack to overflow, no pattern that tries for ever."""
    started = time.perf_counter()
    read_intent(start * (4000 // len(start)) + "x")
    read_intent(start + " " * 3990 + "x")

    assert time.perf_counter() - started < 1
