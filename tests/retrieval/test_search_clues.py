"""What likenesses, casts, denied people and languages do to a search, and which clue is in the way."""

from __future__ import annotations

import pytest

from retrieval.search import FilmSearch
from retrieval.types import (
    Bounds,
    CastClue,
    Clue,
    ClueValue,
    ColourClue,
    Film,
    FilmId,
    Findings,
    FindRequest,
    LanguageClue,
    LikeClue,
    PersonClue,
    YearClue,
)
from tests.world import ARABIC, CHESSBOARD, COMET, FILMS, LANTERN, SIEGE

IDS = {film.film_id: film for film in FILMS}


def firm(value: ClueValue) -> Clue:
    return Clue(value, hard=True, said="said")


def ask(search: FilmSearch, text: str, *clues: Clue) -> Findings:
    return search.find_now(FindRequest((text,), clues))


def found(findings: Findings) -> list[Film]:
    return [IDS[candidate.film_id] for candidate in findings.candidates]


def scores(findings: Findings) -> dict[FilmId, float]:
    return {candidate.film_id: candidate.score for candidate in findings.candidates}


def test_a_likeness_draws_the_query_to_a_film_and_leaves_it_out(search: FilmSearch) -> None:
    like = firm(LikeClue(LANTERN.title, LANTERN.film_id, (LANTERN.film_id,)))
    plain, drawn = ask(search, "an army of beekeepers"), ask(search, "an army of beekeepers", like)
    unknown = firm(LikeClue("Gone", FilmId("tt0"), (FilmId("tt0"),)))

    assert LANTERN not in found(drawn)
    assert LANTERN in found(plain)
    assert found(drawn)[0] == SIEGE
    assert scores(ask(search, "an army of beekeepers", unknown)) == scores(plain)


def test_a_film_that_is_suggested_is_ranked_by_its_own_rows(search: FilmSearch) -> None:
    said = ("an army of beekeepers",)
    old = firm(YearClue(None, 1950))
    plain = search.find_now(FindRequest(said, limit=50))
    extra = search.find_now(FindRequest(said, limit=50, extra=(LANTERN.film_id, FilmId("tt0"))))
    shut = search.find_now(FindRequest(said, (old,), limit=50, extra=(LANTERN.film_id,)))
    left_out = search.find_now(FindRequest(said, (), frozenset({LANTERN.film_id}), extra=(LANTERN.film_id,)))

    assert found(extra)[0] == SIEGE
    assert LANTERN in found(extra)
    assert scores(extra) == scores(plain)  # in so small a world every film is brought up anyway
    assert LANTERN not in found(shut)
    assert LANTERN not in found(left_out)


def test_a_suggested_film_takes_part_that_nothing_else_brings_up(search: FilmSearch) -> None:
    closed = [firm(YearClue(1998, 2004))]
    bare = search.pool(FindRequest(("siege",), tuple(closed)))
    with_extra = search.pool(FindRequest(("siege",), tuple(closed), extra=(LANTERN.film_id, COMET.film_id)))

    assert set(with_extra.films) - set(bare.films) <= {FILMS.index(LANTERN)}
    assert FILMS.index(COMET) not in with_extra.films
    assert FILMS.index(LANTERN) in with_extra.films


def test_a_likeness_alone_is_searched_with(search: FilmSearch) -> None:
    like = Clue(LikeClue(LANTERN.title, LANTERN.film_id, (LANTERN.film_id,)), hard=True, said="like the lantern keeper")
    colour = Clue(ColourClue(black_and_white=False), hard=True, said="not black and white")
    findings = search.find_now(FindRequest((), (like, colour)))

    assert findings.query == ""  # words of a title or of a fact would only lead to films that share a word with them
    assert findings.candidates
    assert LANTERN not in found(findings)


def test_somebody_of_another_films_cast_is_evidence(search: FilmSearch) -> None:
    cast = firm(CastClue(LANTERN.title, LANTERN.film_id, LANTERN.cast))
    findings = ask(search, "a helicopter", cast)
    theirs = {SIEGE.film_id, COMET.film_id}

    assert {film.film_id for film in found(findings)[:2]} == theirs
    assert all((cast in one.unmet) == (one.film_id not in theirs) for one in findings.candidates)


@pytest.mark.parametrize("hard", [True, False])
def test_who_is_not_in_it_shuts_out_when_firm_and_counts_against_when_not(search: FilmSearch, *, hard: bool) -> None:
    denied = Clue(PersonClue("Bram Pitre", wanted=False), hard=hard, said="not Bram Pitre")
    plain, without = scores(ask(search, "honey")), scores(ask(search, "honey", denied))

    if hard:
        assert not {LANTERN.film_id, SIEGE.film_id} & without.keys()
    else:
        assert without[LANTERN.film_id] < plain[LANTERN.film_id]


def test_a_soft_language_ranks_and_a_hard_one_shuts_out(search: FilmSearch) -> None:
    swedish = LanguageClue("Swedish")
    hard = ask(search, "a city of sand", firm(swedish))
    soft = ask(search, "a city of sand", Clue(swedish, hard=False, said="maybe swedish"))

    assert ARABIC not in found(hard)
    assert ARABIC in found(soft)
    assert all((CHESSBOARD.film_id == one.film_id) == (not one.unknown) for one in hard.candidates)


def test_the_clue_that_shuts_out_the_most_alone_is_named(search: FilmSearch) -> None:
    colour, early = firm(ColourClue(black_and_white=True)), firm(YearClue(None, 1990))
    findings = ask(search, "honey", early, colour)

    assert findings.blocker == colour
    assert findings.blocked == sum(
        film.black_and_white is False and (film.year is None or film.year <= 1990) for film in FILMS
    )
    like = firm(LikeClue(LANTERN.title, LANTERN.film_id, (LANTERN.film_id,)))
    assert ask(search, "honey", like).blocker is None  # it only shuts out what it likens to
    assert ask(search, "honey").blocker is None


def test_films_that_could_not_be_shown_anyway_are_in_no_clues_way(search: FilmSearch) -> None:
    colour = firm(ColourClue(black_and_white=True))
    coloured = [film for film in FILMS if film.black_and_white is False]
    bound = search.find_now(FindRequest(("honey",), (colour,), bounds=Bounds(themes=("honey",))))
    rejected = search.find_now(FindRequest(("honey",), (colour,), frozenset(film.film_id for film in coloured[1:])))
    none_left = search.find_now(FindRequest(("honey",), (colour,), frozenset(film.film_id for film in coloured)))

    assert {LANTERN, SIEGE} <= set(coloured)
    assert bound.blocked == len(coloured) - 2
    assert (rejected.blocker, rejected.blocked) == (colour, 1)
    assert (none_left.blocker, none_left.blocked) == (None, 0)


def test_where_no_single_clue_is_in_the_way_the_widest_is_named(search: FilmSearch) -> None:
    late, early = firm(YearClue(2050, None)), firm(YearClue(None, 1880))
    findings = ask(search, "honey", late, early)

    assert findings.blocked == sum(film.year is not None for film in FILMS)
