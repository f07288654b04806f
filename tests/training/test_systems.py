"""The systems, on the small world."""

from __future__ import annotations

from retrieval.search import FilmSearch, OpenIndex
from retrieval.types import ColourClue, FilmId, FindRequest
from tests.small_world import FILMS, JAWS, JOE_BLACK, NEMO, PSYCHO, SEVENTH_SEAL, THIRD_MAN, TROY
from training.questions import Question
from training.systems import DEPTH, Bm25, Plain, Production, StoredGuesses


def asked(*turns: str) -> Question:
    return Question("q", FilmId("tt1"), turns, conversation=len(turns) > 1)


def test_production_is_the_search_that_the_bot_runs(search: FilmSearch) -> None:
    (ranked,) = Production(search).play(asked("three men on a boat and a shark"))
    found = search.find_now(FindRequest(("three men on a boat and a shark",), limit=DEPTH)).candidates

    assert list(ranked) == [candidate.film_id for candidate in found]
    assert ranked[0] == JAWS.film_id


def test_production_adds_the_turns_up(search: FilmSearch) -> None:
    first, second, third = Production(search).play(
        asked("the one where brad pitt plays death", "no, older, black and white", "not a drama")
    )
    years = {film.film_id: film.year for film in FILMS}

    assert first[0] == JOE_BLACK.film_id
    assert second[0] == SEVENTH_SEAL.film_id
    assert all((years[film_id] or 0) < (JOE_BLACK.year or 0) for film_id in second)  # "older" than the film on top
    assert SEVENTH_SEAL.film_id not in third
    assert set(third) < set(second)


def test_production_measures_shorter_from_the_film_on_top(search: FilmSearch) -> None:
    first, second = Production(search).play(asked("the one where brad pitt plays death", "shorter than that"))
    minutes = {film.film_id: film.runtime for film in FILMS}

    assert first[0] == JOE_BLACK.film_id
    assert all((minutes[film_id] or 0) < (JOE_BLACK.runtime or 0) for film_id in second)


def test_production_starts_each_question_anew(search: FilmSearch) -> None:
    production = Production(search)
    list(production.play(asked("chess with death", "black and white movie")))

    assert list(production.play(asked("a shark"))) == list(Production(search).play(asked("a shark")))


def test_bm25_ranks_the_films_that_share_a_word(index: OpenIndex) -> None:
    first, second = Bm25(index).play(asked("brad pitt", "the wooden horse"))

    assert set(first) == {JOE_BLACK.film_id, TROY.film_id}
    assert second[0] == TROY.film_id
    assert list(Bm25(index).play(asked("xyzzy"))) == [[]]
    assert set(*Bm25(index).play(asked("shark"))) == {JAWS.film_id, NEMO.film_id}
    assert next(Bm25(index).play(asked("sewers in vienna")))[0] == THIRD_MAN.film_id


def test_guesses_keep_their_places() -> None:
    system = StoredGuesses({"q": ["tt5", None, "tt1"], "long": ["tt1"] * 2000})

    assert list(system.play(asked("x", "y"))) == [["tt5", "", "tt1"]] * 2
    assert list(system.play(Question("other", FilmId("tt1"), ("x",), conversation=False))) == [[]]
    (ranked,) = system.play(Question("long", FilmId("tt1"), ("x",), conversation=False))
    assert len(ranked) == DEPTH == 1000


def test_plain_joins_the_turns_and_reads_no_clues(search: FilmSearch) -> None:
    question = Question("q", PSYCHO.film_id, ("a motel at night", "not black and white"), conversation=True)
    joined = search.find_now(FindRequest(question.turns, limit=DEPTH)).candidates

    first, last = Plain(search).play(question)

    assert list(last) == [candidate.film_id for candidate in joined]
    assert PSYCHO.film_id in last  # the denial shuts nothing out
    assert first


def test_production_tells_the_clues_in_force(search: FilmSearch) -> None:
    question = Question("q", PSYCHO.film_id, ("a motel at night", "it was black and white"), conversation=True)
    production = Production(search)

    *_, (ranked, clues) = production.understood(question)

    assert [clue.value for clue in clues] == [ColourClue(black_and_white=True)]
    assert list(production.play(question))[-1] == ranked
    assert [film.film_id for film in production.films(ranked[:2])] == list(ranked[:2])
