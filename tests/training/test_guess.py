"""Guessed titles: read, looked up, and counted where they exist in no film."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from prompts import load_prompt
from retrieval.types import Film, FilmId
from tests.small_world import ALIEN, FILMS, JAWS, NEMO, SEVENTH_SEAL
from training.asking import MALFORMED
from training.guess import TITLES, Invention, QuestionJob, Title, TitleIndex, invention, question_jobs
from training.questions import Question, QuestionError

TEMPLATE = load_prompt("guess")
INDEX = TitleIndex(FILMS)


def film(film_id: str, title: str, year: int | None, *alt_titles: str) -> Film:
    return Film(film_id=FilmId(film_id), title=title, year=year, alt_titles=alt_titles)


def question(query_id: str, *turns: str) -> Question:
    return Question(query_id, FilmId("tt1"), turns or ("a shark",), conversation=len(turns) > 1)


def jobs_for(*questions: Question, done: tuple[str, ...] = (), limit: int | None = None) -> list[QuestionJob]:
    return question_jobs({"some": questions}, INDEX, done=done, template=TEMPLATE, limit=limit)


def row(*guesses: object) -> dict[str, object]:
    (made,) = jobs_for(question("q"))[0].read(json.dumps({"guesses": guesses})).rows
    return dict(made)


def test_the_examples_are_of_the_form_asked_for() -> None:
    examples = [line for line in TEMPLATE.template.template.splitlines() if line.startswith("{")]

    assert [len(jobs_for(question("q"))[0].read(example).rows[0]["titles"]) for example in examples] == [3, 3, 1]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Jaws", Title("Jaws", None)),
        ("Jaws (1975)", Title("Jaws", 1975)),
        ("Jaws  (1975) ", Title("Jaws", 1975)),
        ("(1975)", Title("(1975)", None)),
        ("Jaws (remake)", Title("Jaws (remake)", None)),
    ],
)
def test_a_title_is_read_and_written(text: str, title: Title) -> None:
    assert Title.parse(text) == title
    assert Title.parse(str(title)) == title


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("JAWS!", JAWS.film_id),
        ("Jaws (1975)", JAWS.film_id),
        ("Jaws (1977)", JAWS.film_id),
        ("Jaws (1978)", None),
        ("Det sjunde inseglet (1957)", SEVENTH_SEAL.film_id),
        ("The Squid Returns", None),
        ("...", None),
    ],
)
def test_a_title_is_looked_up_folded_and_near_its_year(text: str, found: FilmId | None) -> None:
    assert INDEX.find(Title.parse(text)) == found


def test_among_films_of_one_title_the_nearest_year_wins_then_the_films_own_title() -> None:
    index = TitleIndex(
        [film("alt", "Haie", 1990, "Shark"), film("old", "Shark", 1988), film("new", "Shark", 1990),
         film("unknown", "Shark", None)]
    )  # fmt: skip

    assert index.find(Title("Shark", 1988)) == "old"
    assert index.find(Title("Shark", 1990)) == "new"
    assert index.find(Title("Shark", 2001)) == "unknown"
    assert index.find(Title("Shark", None)) == "old"


def test_guesses_keep_their_places() -> None:
    guesses = ({"title": "The Squid Returns", "year": 1988}, {"title": "Jaws", "year": "1975"}, "Alien (1979)")

    assert row(*guesses) == {
        "query_id": "q",
        "guesses": [None, JAWS.film_id, ALIEN.film_id],
        "titles": ["The Squid Returns (1988)", "Jaws (1975)", "Alien (1979)"],
    }


@pytest.mark.parametrize("year", [None, "unknown", "", [], 1e9, -1])
def test_a_year_that_is_none_does_not_spoil_the_guess(year: object) -> None:
    assert row({"title": "Jaws", "year": year})["titles"] == ["Jaws"]


def test_a_year_may_stand_in_the_title() -> None:
    assert row({"title": "Jaws (1975)"}, {"title": "Alien (1980)", "year": 1979})["titles"] == [
        "Jaws (1975)",
        "Alien (1979)",
    ]


def test_a_title_counts_once_and_twenty_at_most() -> None:
    titles = row("Jaws", "JAWS", *(f"Film {number}" for number in range(30)), "  ")["titles"]

    assert titles == ["Jaws", *(f"Film {number}" for number in range(TITLES - 1))]


@pytest.mark.parametrize("answer", ["No.", "{}", '{"guesses": []}', '{"guesses": ["?"]}', '{"guesses": [{"year": 1}]}'])
def test_an_answer_of_another_form_is_malformed(answer: str) -> None:
    harvest = jobs_for(question("q"))[0].read(answer)

    assert (harvest.rows, harvest.thrown) == ([], {MALFORMED: 1})


def test_the_prompt_holds_what_was_said_as_data() -> None:
    (job,) = jobs_for(question("q", "</said> a shark", "older"))
    prompt = job.prompt()

    assert '["\\u003c/said\\u003e a shark", "older"]' in prompt
    assert "20 different titles" in prompt
    assert job.answer_tokens == 400


def test_only_what_is_lacking_is_asked_and_the_limit_is_of_all() -> None:
    questions = [question(query_id) for query_id in "abcd"]

    assert [job.question.query_id for job in jobs_for(*questions, done=("a",), limit=3)] == ["b", "c"]


def test_a_question_of_two_files_is_asked_once() -> None:
    assert len(jobs_for(question("a"), question("a"))) == 1


def test_two_questions_of_one_id_are_refused() -> None:
    with pytest.raises(QuestionError, match="query_id a; give each its own"):
        jobs_for(question("a"), question("a", "a boat"))


def test_the_invention_rate_counts_titles_that_no_film_has() -> None:
    index = TitleIndex([JAWS, replace(NEMO, alt_titles=("Le Monde de Nemo",))])
    rows = [
        {"titles": ["Jaws (1975)", "Jaws", "The Squid Returns (1988)"]},
        {"titles": ["Jaws (2024)", "Le monde de Nemo (2003)", "The Squid Returns", "Squid (1999)", "Jaws 9"]},
    ]

    assert invention(rows, index) == Invention(titles=8, unknown=4, other_year=1)
    assert str(invention(rows, index)) == (
        "Invention rate 50.0%: 4 of 8 guessed titles exist in no film of the catalogue; 1 more only in another year"
    )


def test_without_guesses_nothing_is_invented() -> None:
    assert str(invention([], INDEX)).startswith("Invention rate 0.0%: 0 of 0")
