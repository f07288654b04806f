"""Which answers pick a film out of those that share a title."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.namesakes import choose, read_which
from bot.core.types import SearchState
from retrieval.types import CastClue, Clue, Film, FilmId, LikeClue, SharedTitle

OLD = Film(
    film_id=FilmId("tt1"), title="The Frost", year=1982, directors=("Jan Karpenter",), cast=("Kurt Rossel", "Ada Lind")
)
NEW = Film(film_id=FilmId("tt2"), title="The Frost", year=2011, directors=("Mo Heyning",), cast=("Mary Win",))
FILMS = (OLD, NEW)
BY_ID = {film.film_id: film for film in FILMS}
SHARED = SharedTitle("The Frost", (OLD.film_id, NEW.film_id))


@pytest.mark.parametrize(
    ("said", "film"),
    [
        ("the 1982 one", OLD),
        ("1982", OLD),
        ("the one from '82", OLD),
        ("the 80s one", OLD),
        ("the 2010s version", NEW),
        ("the first one", OLD),
        ("one", OLD),
        ("2", NEW),
        ("number 2 please", NEW),
        ("the older one", OLD),
        ("I mean the original", OLD),
        ("the remake", NEW),
        ("Karpenter's", OLD),
        ("the one by Mo Heyning", NEW),
        ("the one with Kurt Rossel", OLD),
        ("not the remake", OLD),
        ("older", OLD),
        ("1955", None),
        ("no", None),
        ("it had a dog in the snow", None),
        ("the fifth one", None),
        ("", None),
    ],
)
def test_an_answer_picks_one(said: str, film: Film | None) -> None:
    assert read_which(said, FILMS) == film


def test_two_films_of_one_year_are_not_told_apart_by_it() -> None:
    assert read_which("the older one", (OLD, replace(NEW, year=1982))) is None


def test_a_likeness_is_to_the_film_that_was_meant() -> None:
    like = Clue(LikeClue("The Frost", OLD.film_id, SHARED.film_ids), hard=True, said="like the frost")
    state = choose(SearchState(clues=(like,), shared=SHARED), NEW, BY_ID)

    assert state.clues == (replace(like, value=LikeClue("The Frost (2011)", NEW.film_id, SHARED.film_ids)),)
    assert (state.rejected, state.shared) == ((), None)


@pytest.mark.parametrize(("names", "meant"), [(OLD.cast, NEW.cast), (OLD.directors, NEW.directors)])
def test_somebody_is_from_the_cast_or_crew_of_the_film_that_was_meant(
    names: tuple[str, ...], meant: tuple[str, ...]
) -> None:
    cast = Clue(CastClue("The Frost", OLD.film_id, names), hard=True, said="the guy from the frost")
    state = choose(SearchState(clues=(cast,), shared=SHARED), NEW, BY_ID)

    assert state.clues[0].value == CastClue("The Frost (2011)", NEW.film_id, meant)


def test_a_film_that_was_asked_for_by_title_leaves_its_namesakes_out() -> None:
    assert choose(SearchState(("is it the frost?",), shared=SHARED), NEW, BY_ID).rejected == (OLD.film_id,)
