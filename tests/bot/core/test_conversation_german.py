"""A conversation in German: what it says, and what can be typed in answer to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.adapters.languages import load_languages
from bot.core.labels import label, missed, not_known
from bot.core.language import ENGLISH, speaking
from bot.core.types import Action
from retrieval.types import (
    Answer,
    CastClue,
    Clue,
    ClueValue,
    ColourClue,
    CountryClue,
    GenreClue,
    LanguageClue,
    LikeClue,
    NotFilmsClue,
    PersonClue,
    Question,
    RuntimeClue,
    YearClue,
)
from tests.bot.core.talk import Talk
from tests.small_world import JAWS

GERMAN = load_languages().of("de")
ANIMATED = Question(((GenreClue("Animation", wanted=True),), (GenreClue("Animation", wanted=False),)))
TONGUE = Question(
    (
        (LanguageClue("French"),),
        (LanguageClue("German"),),
        (LanguageClue("French", wanted=False), LanguageClue("German", wanted=False)),
    )
)


@pytest.fixture(autouse=True)
def german() -> Iterator[None]:
    with speaking(GERMAN):
        yield


def unsure(*questions: Question) -> Talk:
    talk = Talk()
    talk.finder.confident_at = talk.finder.clear_at = 1.1
    talk.finder.questions = questions
    return talk


async def test_clues_are_named_in_german() -> None:
    talk = Talk()
    await talk.say("a knight plays chess with death")
    reply = await talk.say("black and white, from the 1950s, in Swedish, not a horror film")

    assert set(reply.understood) == {"schwarz-weiß", "1950er", "auf Schwedisch", "nicht Horror"}


@pytest.mark.parametrize(("typed", "option"), [("Ja", 0), ("yes", 0), ("nein", 1), ("no", 1), ("b", 1)])
async def test_a_yes_is_one_in_both_languages(typed: str, option: int) -> None:
    talk = unsure(ANIMATED)
    asked = await talk.say("the ocean")
    await talk.say(typed)

    assert asked.question is not None
    assert (asked.question.text, asked.question.options) == ("Ist er animiert?", ("Ja", "Nein"))
    assert (await talk.state()).answers == (Answer(ANIMATED, option),)


@pytest.mark.parametrize("typed", ["weiß nicht", "Weiß nicht.", "don't know"])
async def test_not_knowing_is_an_answer_in_both_languages(typed: str) -> None:
    talk = unsure(ANIMATED)
    await talk.say("the ocean")
    await talk.say(typed)

    assert (await talk.state()).answers == (Answer(ANIMATED, None),)


@pytest.mark.parametrize(
    ("typed", "option"), [("Französisch", 0), ("French", 0), ("deutsch", 1), ("eine andere Sprache", 2), ("none", 2)]
)
async def test_an_option_is_chosen_as_it_is_shown_or_in_english(typed: str, option: int) -> None:
    talk = unsure(TONGUE)
    asked = await talk.say("the ocean")
    reply = await talk.say(typed)

    assert asked.question is not None
    assert asked.question.text == "In welcher Sprache ist er?"
    assert asked.question.options == ("Französisch", "Deutsch", "Eine andere Sprache")
    assert (await talk.state()).answers == (Answer(TONGUE, option),)
    expected = ("wohl auf Französisch", "wohl auf Deutsch", "nichts davon: Französisch, Deutsch")
    assert reply.understood == (expected[option],)


@pytest.mark.parametrize("typed", ["forget schwarz-weiß", "forget black and white"])
async def test_a_clue_is_dropped_by_either_of_its_names(typed: str) -> None:
    talk = Talk()
    await talk.say("the one where brad pitt plays death")
    await talk.say("black and white")
    reply = await talk.say(typed)

    assert reply.understood == ("Brad Pitt",)
    assert "Nach „schwarz-weiß“ richte ich mich nicht mehr" in reply.text


async def test_cards_say_in_german_what_they_miss() -> None:
    talk = Talk()
    await talk.say("brad pitt plays death")
    reply = await talk.say("with Orson Welles")

    assert "Orson Welles steht nicht in der Besetzung." in {note for card in reply.cards for note in card.notes}


VALUES: tuple[ClueValue, ...] = (
    *(YearClue(1980, 1989), YearClue(1980, 1985), YearClue(None, 1979), YearClue(1990, None)),
    *(RuntimeClue(80, 100), RuntimeClue(60, 200), RuntimeClue(None, 90), RuntimeClue(120, None)),
    *(ColourClue(black_and_white=True), ColourClue(black_and_white=False)),
    *(GenreClue("Comedy", wanted=True), GenreClue("Comedy", wanted=False)),
    *(PersonClue("Cher", wanted=True), PersonClue("Cher", wanted=False)),
    *(LanguageClue("Greek"), LanguageClue("Greek", wanted=False)),
    *(CountryClue("Italy"), CountryClue("Italy", wanted=False)),
    *(CastClue("Jaws", JAWS.film_id, ()), LikeClue("Jaws", JAWS.film_id, ()), NotFilmsClue("Jaws", ())),
)


def told(value: ClueValue) -> set[str]:
    """All that is said of a clue but names that stand alone."""
    clue, film = Clue(value, hard=False, said=""), replace(JAWS, languages=("Greek",), countries=("Italy",))
    return {label(clue), missed(film, clue), not_known(clue)} - {"Cher", "1980"}


@pytest.mark.parametrize("value", VALUES)
def test_whatever_is_said_of_a_clue_is_german(value: ClueValue) -> None:
    with speaking(ENGLISH):
        english = told(value)

    assert len(english) >= 2
    assert told(value).isdisjoint(english)


async def test_a_search_goes_on_in_another_language() -> None:
    talk = Talk()
    german = await talk.say("the one where brad pitt plays death, black and white")
    with speaking(load_languages().of("en")):
        english = await talk.press(Action.MORE)

    assert "wohl schwarz-weiß" in german.understood
    assert "probably black and white" in english.understood


@pytest.mark.parametrize(
    ("question", "text", "options"),
    [
        (
            Question(((RuntimeClue(None, 89),), (RuntimeClue(121, None),))),
            "Wie lang ist er?",
            ("Unter 90 Min.", "Über 120 Min."),
        ),
        (
            Question(((CountryClue("France"),), (CountryClue("France", wanted=False),))),
            "Ist Frankreich das Produktionsland?",
            ("Ja", "Nein"),
        ),
        (
            Question(((GenreClue("Horror", wanted=True),), (GenreClue("Horror", wanted=False),))),
            "Ist das Genre Horror?",
            ("Ja", "Nein"),
        ),
        (
            Question(((PersonClue("Brad Pitt", wanted=True),), (PersonClue("Brad Pitt", wanted=False),))),
            "Spielt Brad Pitt mit?",
            ("Ja", "Nein"),
        ),
    ],
)
async def test_questions(question: Question, text: str, options: tuple[str, ...]) -> None:
    reply = await unsure(question).say("the ocean")

    assert reply.question is not None
    assert (reply.question.text, reply.question.options) == (text, options)
