"""How a question is put, and what is typed in answer to it."""

from __future__ import annotations

import pytest

from bot.core.questions import Said, chip, key_of, put, read_answer
from retrieval.types import (
    Answer,
    ClueValue,
    ColourClue,
    CountryClue,
    GenreClue,
    LanguageClue,
    PersonClue,
    Question,
    RuntimeClue,
    YearClue,
)


def none_of(*values: GenreClue | PersonClue | LanguageClue | CountryClue) -> tuple[ClueValue, ...]:
    return tuple(type(value)(getattr(value, value.__slots__[0]), wanted=False) for value in values)


def named(*values: GenreClue | PersonClue | LanguageClue | CountryClue) -> Question:
    return Question((*((value,) for value in values), none_of(*values)))


def genre(name: str) -> GenreClue:
    return GenreClue(name, wanted=True)


ERA = Question(((YearClue(None, 1979),), (YearClue(1980, 1989),), (YearClue(1990, 2009),), (YearClue(2010, None),)))
LENGTH = Question(((RuntimeClue(None, 89),), (RuntimeClue(90, 120),), (RuntimeClue(121, None),)))
COLOUR = Question(((ColourClue(black_and_white=True),), (ColourClue(black_and_white=False),)))
ANIMATED = named(genre("Animation"))
KIND = named(genre("Horror"), genre("Animation"), genre("Music"))
PEOPLE = named(PersonClue("Tom Hanks"), PersonClue("Meg Ryan"), PersonClue("Bill Murray"))


@pytest.mark.parametrize(
    ("question", "kind", "text", "options"),
    [
        (ERA, "year", "When did it come out?", ("Before 1980", "1980s", "1990 to 2009", "2010 or later")),
        (LENGTH, "runtime", "How long is it?", ("Under 90 min", "90 to 120 min", "Over 120 min")),
        (COLOUR, "colour", "Is it in black and white or in colour?", ("Black and white", "In colour")),
        (ANIMATED, "genre", "Is it animated?", ("Yes", "No")),
        (named(genre("Music")), "genre", "Is it a musical?", ("Yes", "No")),
        (named(genre("Adventure")), "genre", "Is it an adventure film?", ("Yes", "No")),
        (named(genre("Horror")), "genre", "Is it a horror film?", ("Yes", "No")),
        (KIND, "genre", "What kind of film is it?", ("Horror", "Animated", "Musical", "None of these")),
        (named(LanguageClue("French")), "language", "Is it in French?", ("Yes", "No")),
        (
            named(LanguageClue("French"), LanguageClue("German")),
            *("language", "What language is it in?", ("French", "German", "Another language")),
        ),
        (named(CountryClue("Japan")), "country", "Is it from Japan?", ("Yes", "No")),
        (
            named(CountryClue("Japan"), CountryClue("India")),
            *("country", "Where is it from?", ("Japan", "India", "Elsewhere")),
        ),
        (named(PersonClue("Tom Hanks")), "person", "Is Tom Hanks in it?", ("Yes", "No")),
        (
            PEOPLE,
            *("person", "Which of these people is in it?", ("Tom Hanks", "Meg Ryan", "Bill Murray", "None of these")),
        ),
    ],
)
def test_a_question_is_put_in_words(question: Question, kind: str, text: str, options: tuple[str, ...]) -> None:
    asked = put(question)

    assert (asked.kind, asked.text, asked.options) == (kind, text, options)


@pytest.mark.parametrize(
    ("question", "text", "said"),
    [
        (ANIMATED, "yes", Said(0)),
        (ANIMATED, "Yeah!", Said(0)),
        (ANIMATED, "it was", Said(0)),
        (ANIMATED, "No.", Said(1)),
        (ANIMATED, "I don\u2019t think so", Said(1)),
        (ANIMATED, "it wasn't", Said(1)),
        (ANIMATED, "no, and it has a dog", Said(1, "it has a dog")),
        (ANIMATED, "yes, older", Said(0, "older")),
        (ANIMATED, "a", Said(0)),
        (ANIMATED, "c", None),
        (ANIMATED, "2", None),
        (ANIMATED, "I don't know", Said(None)),
        (ANIMATED, "dunno", Said(None)),
        (ANIMATED, "hmm not sure", Said(None)),
        (ANIMATED, "i can't remember that", Said(None)),
        (ANIMATED, "no idea", Said(None)),
        (ANIMATED, "yeahh i think so", Said(0)),
        (ANIMATED, "y", Said(0)),
        (ANIMATED, "yesss!!", Said(0)),
        (ANIMATED, "kinda", Said(0)),
        (ANIMATED, "hmm i guess", Said(0)),
        (ANIMATED, "no it wasn't", Said(1)),
        (ANIMATED, "nooo", Said(1)),
        (ANIMATED, "n", Said(1)),
        (ANIMATED, "i dont care", Said(None)),
        (ANIMATED, "perhaps", Said(None)),
        (ANIMATED, "yeah it has a dog", None),
        (ANIMATED, "yes man with jim carrey", None),
        (ANIMATED, "no country for old men", None),
        (ANIMATED, "a boat sinks", None),
        (ERA, "before 1980", Said(0)),
        (ERA, "the 1980s", Said(1)),
        (ERA, "I think 2010 or later", Said(3)),
        (ERA, "B", Said(1)),
        (ERA, "d)", Said(3)),
        (ERA, "2", None),
        (ERA, "yes", None),
        (ERA, "the 90s", None),
        (COLOUR, "in colour", Said(1)),
        (COLOUR, "black and white", Said(0)),
        (KIND, "horror", Said(0)),
        (KIND, "it's a musical", Said(2)),
        (KIND, "none of these", Said(3)),
        (KIND, "none", Said(3)),
        (KIND, "no", Said(3)),
        (KIND, "not really", Said(3)),
        (KIND, "nope", Said(3)),
        (PEOPLE, "Tom Hanks", Said(0)),
        (PEOPLE, "hanks", Said(0)),
        (PEOPLE, "it was bill murray", Said(2)),
        (PEOPLE, "none of them", Said(3)),
        (PEOPLE, "nobody", Said(3)),
        (PEOPLE, "brad pitt", None),
    ],
)
def test_an_answer_is_read(question: Question, text: str, said: Said | None) -> None:
    assert read_answer(text, question) == said


@pytest.mark.parametrize(
    ("question", "said", "label"),
    [
        (ERA, 0, "probably before 1980"),
        (ERA, None, None),
        (ANIMATED, 1, "probably not animation"),
        (ANIMATED, 0, "animation"),
        (PEOPLE, 1, "Meg Ryan"),
        (PEOPLE, 3, "none of Tom Hanks, Meg Ryan, Bill Murray"),
    ],
)
def test_an_answer_has_a_chip(question: Question, said: int | None, label: str | None) -> None:
    assert chip(Answer(question, said)) == label


def test_a_questions_key_stays_the_same() -> None:
    """Messages that were posted before a restart carry it."""
    assert key_of(ANIMATED) == "c6962339"
    assert len({key_of(one) for one in (ERA, LENGTH, COLOUR, ANIMATED, KIND, PEOPLE)}) == 6
