"""Clues against facts, held against film-by-film loops."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.catalogue_sqlite import FilmTable, SqliteCatalogue, write_catalogue
from retrieval.constraints import allowed, clue_features, marked, named_missed, unknown, violates
from retrieval.question import Named
from retrieval.text import passages
from retrieval.types import (
    CastClue,
    Clue,
    ClueValue,
    ColourClue,
    CountryClue,
    Film,
    FilmId,
    GenreClue,
    LanguageClue,
    LikeClue,
    NotFilmsClue,
    PersonClue,
    RuntimeClue,
    YearClue,
)
from tests.world import (
    BARE,
    CHESSBOARD,
    COMET,
    FILMS,
    LANTERN,
    NO_COLOUR,
    NO_RUNTIME,
    NO_YEAR,
    SIEGE,
    TWINS_NEW,
    TWINS_OLD,
)

_years, _minutes = st.none() | st.integers(1930, 2020), st.none() | st.integers(60, 250)
_genres = st.sampled_from(["Drama", "Comedy", "War", "Animation", "Unheard-of"])
_values: st.SearchStrategy[ClueValue] = st.one_of(
    st.builds(YearClue, _years, _years),
    st.builds(RuntimeClue, _minutes, _minutes),
    st.booleans().map(lambda value: ColourClue(black_and_white=value)),
    st.builds(GenreClue, _genres, st.booleans()),
    st.just(PersonClue("Bram Pitre")),
    st.builds(LanguageClue, st.sampled_from(["French", "Swedish", "Unheard-of"]), st.booleans()),
    st.builds(CountryClue, st.sampled_from(["France", "Sweden", "Unheard-of"]), st.booleans()),
    st.just(LikeClue("The Twins", TWINS_OLD.film_id, (TWINS_OLD.film_id, TWINS_NEW.film_id))),
    st.just(NotFilmsClue("honey", (LANTERN.film_id, FilmId("tt0")))),
    st.just(CastClue("Comet Trouble", COMET.film_id, ("Sela Hopwood",))),
)
clues = st.builds(Clue, _values, st.booleans(), st.just("said"))


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FilmTable]:
    path = tmp_path_factory.mktemp("facts") / "catalogue.sqlite"
    write_catalogue(path, FILMS, [list(passages(film)) for film in FILMS])
    with closing(SqliteCatalogue(path)) as catalogue:
        yield catalogue.table()


def meets(film: Film, value: ClueValue) -> bool | None:
    """Whether a film meets a clue; None where the catalogue does not know."""
    met: bool | None = True
    match value:
        case YearClue(low, high):
            met = _within(film.year, low, high)
        case RuntimeClue(low, high):
            met = _within(film.runtime, low, high)
        case ColourClue(black_and_white):
            met = None if film.black_and_white is None else film.black_and_white == black_and_white
        case GenreClue(genre, wanted):
            met = (genre in film.genres) == wanted if film.genres else None
        case LanguageClue(name, wanted):
            met = _of_origin(film.languages, name, wanted=wanted)
        case CountryClue(name, wanted):
            met = _of_origin(film.countries, name, wanted=wanted)
        case LikeClue():
            met = film.film_id not in value.family
        case NotFilmsClue():
            met = film.film_id not in value.film_ids
        case PersonClue(name, wanted=False):
            met = name not in (*film.cast, *film.directors, *(role.actor for role in film.roles))
        case _:
            pass
    return met


def _of_origin(known: tuple[str, ...], name: str, *, wanted: bool) -> bool | None:
    """A film that speaks more than one language may be the one that is not in one of them."""
    if not known:
        return None
    return name in known if wanted else known != (name,)


def _within(known: int | None, low: int | None, high: int | None) -> bool | None:
    return None if known is None else (low is None or known >= low) and (high is None or known <= high)


@given(said=st.lists(clues, max_size=5))
def test_a_film_is_shut_out_exactly_where_it_is_known_to_violate_a_hard_clue(
    table: FilmTable, said: list[Clue]
) -> None:
    expected = [all(meets(film, clue.value) is not False for clue in said if clue.hard) for film in FILMS]

    assert allowed(table, said).tolist() == expected


@given(clue=clues)
def test_known_violations_and_the_unknown_are_told_apart(table: FilmTable, clue: Clue) -> None:
    assert violates(table, clue).tolist() == [meets(film, clue.value) is False for film in FILMS]
    assert unknown(table, clue).tolist() == [meets(film, clue.value) is None for film in FILMS]


@given(clue=clues, some=st.lists(st.sampled_from(range(len(FILMS)))))
def test_some_films_are_judged_as_among_all(table: FilmTable, clue: Clue, some: list[int]) -> None:
    films = np.array(some, dtype=np.int64)

    assert violates(table, clue, films).tolist() == violates(table, clue)[films].tolist()
    assert unknown(table, clue, films).tolist() == unknown(table, clue)[films].tolist()


@given(masks=st.lists(st.tuples(clues, st.lists(st.booleans(), min_size=3, max_size=3))))
def test_every_film_has_the_clues_that_mark_it(masks: list[tuple[Clue, list[bool]]]) -> None:
    each = marked([(clue, np.array(holds)) for clue, holds in masks], 3)

    assert each == [tuple(clue for clue, holds in masks if holds[film]) for film in range(3)]


@pytest.mark.parametrize(
    "values",
    [
        [GenreClue(name, wanted=True) for name in ("Drama", "Animation", "No Such Genre", "War")],
        [LanguageClue(name) for name in ("English", "French", "Klingon")],
        [CountryClue(name) for name in ("France", "Atlantis", "United States")],
    ],
)
def test_many_facts_at_once_are_violated_as_each_by_itself(table: FilmTable, values: list[Named]) -> None:
    films = np.array([4, 0, 2, len(FILMS) - 1])
    wrong, without = named_missed(table, values, films)

    for value, missed, contrary in zip(values, wrong, without, strict=True):
        assert missed.tolist() == violates(table, Clue(value, hard=False, said=""), films).tolist()
        other = Clue(replace(value, wanted=False), hard=False, said="")
        assert contrary.tolist() == violates(table, other, films).tolist()


@pytest.mark.parametrize(
    ("value", "stays"),
    [
        (YearClue(2050, None), NO_YEAR),
        (RuntimeClue(None, 1), NO_RUNTIME),
        (ColourClue(black_and_white=True), NO_COLOUR),
        (GenreClue("War", wanted=False), BARE),
        (GenreClue("War", wanted=True), BARE),
    ],
)
def test_a_film_of_which_nothing_is_known_stays(table: FilmTable, value: ClueValue, stays: Film) -> None:
    clue = Clue(value, hard=True, said="said")

    assert allowed(table, [clue])[FILMS.index(stays)]
    assert unknown(table, clue)[FILMS.index(stays)]


@given(said=st.lists(clues, max_size=5), chosen=st.lists(st.sampled_from(range(len(FILMS))), max_size=6, unique=True))
def test_features_are_what_a_loop_over_films_gives(table: FilmTable, said: list[Clue], chosen: list[int]) -> None:
    people = [np.array(["Bram Pitre" in film.cast for film in FILMS]).astype(np.int8)] * sum(
        isinstance(clue.value, PersonClue) for clue in said
    )
    columns = clue_features(table, np.array(chosen, dtype=np.int64), said, people)

    assert len(columns) == 6
    for place, number in enumerate(chosen):
        found = [float(column[place]) for column in columns]
        assert found == pytest.approx(_features(FILMS[number], [clue.value for clue in said]))


def _features(film: Film, said: list[ClueValue]) -> list[float]:
    years = [_missed(film.year, value, scale=10, cap=2, unknown=-0.5) for value in said if isinstance(value, YearClue)]
    lengths = [
        _missed(film.runtime, value, scale=60, cap=1, unknown=-0.3) for value in said if isinstance(value, RuntimeClue)
    ]
    colours = [
        -0.2 if film.black_and_white is None else -float(film.black_and_white != value.black_and_white)
        for value in said
        if isinstance(value, ColourClue)
    ]
    colours += [
        {True: 0.0, False: -1.0, None: -0.3}[meets(film, value)]
        for value in said
        if isinstance(value, LanguageClue | CountryClue)
    ]
    wanted = [value.genre in film.genres for value in said if isinstance(value, GenreClue) and value.wanted]
    unwanted = [value.genre in film.genres for value in said if isinstance(value, GenreClue) and not value.wanted]
    unwanted += [film.film_id in value.film_ids for value in said if isinstance(value, NotFilmsClue)]
    people = ["Bram Pitre" in film.cast for value in said if isinstance(value, PersonClue)]
    return [
        *(sum(years), sum(lengths), sum(colours)),
        *(sum(wanted) / max(len(wanted), 1), -float(sum(unwanted)), sum(people) / max(len(people), 1)),
    ]


def _missed(known: int | None, value: YearClue | RuntimeClue, *, scale: int, cap: float, unknown: float) -> float:
    if known is None:
        return unknown
    below = (value.low or known) - known
    above = known - (value.high if value.high is not None else known)
    return -min(max(below, above, 0) / scale, cap)


def test_a_far_year_costs_more_than_a_near_one_and_no_more_than_two_decades(table: FilmTable) -> None:
    films = np.array([FILMS.index(film) for film in (CHESSBOARD, COMET, LANTERN, SIEGE, NO_YEAR)])
    year, *_ = clue_features(table, films, [Clue(YearClue(1990, 1999), hard=False, said="90s")], [])

    assert year.tolist() == pytest.approx([-2, -0.5, 0, -0.5, -0.5])
