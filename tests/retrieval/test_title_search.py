"""Titles while they are typed."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from statistics import median

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.catalogue_sqlite import FilmTable, SqliteCatalogue, write_catalogue
from retrieval.title_search import TitleIndex
from retrieval.types import Film, FilmId

TITLES = (
    ("The Matrix", 1999, 2_000_000),
    ("The Matrix Reloaded", 2003, 600_000),
    ("Psycho", 1998, 50_000),
    ("Psycho", 1960, 700_000),
    ("Inception", 2010, 2_500_000),
    ("The Seventh Seal", 1957, 190_000),
    ("Saw", 2004, 450_000),
    ("Heat", 1995, 700_000),
    ("Twins", 1988, 150_000),
    ("Twins", 1988, None),
    ("Сталкер", 1979, 140_000),
    ("مدينة", None, None),
)
FILMS = tuple(
    Film(film_id=FilmId(f"tt{number}"), title=title, year=year, votes=votes, directors=(f"Director {number}",))
    for number, (title, year, votes) in enumerate(TITLES)
)
SEAL = replace(FILMS[5], original_title="Det sjunde inseglet", alt_titles=("The 7th Seal",))


@pytest.fixture(scope="module")
def titles(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TitleIndex]:
    path = tmp_path_factory.mktemp("catalogue") / "catalogue.sqlite"
    films = [SEAL if film.film_id == SEAL.film_id else film for film in FILMS]
    write_catalogue(path, films, [[]] * len(films))
    catalogue = SqliteCatalogue(path)
    with closing(catalogue):
        yield TitleIndex.of(catalogue, catalogue.table())


def named(titles: TitleIndex, typed: str, limit: int = 25) -> list[str]:
    return [f"{match.title} {match.year}" for match in titles.suggest(typed, limit=limit)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("matri", "The Matrix 1999"),
        ("the matrix", "The Matrix 1999"),
        ("THE MATRIX R", "The Matrix Reloaded 2003"),
        ("s", "Saw 2004"),
        ("seal", "The Seventh Seal 1957"),
        ("det sjunde", "The Seventh Seal 1957"),
        ("7th", "The Seventh Seal 1957"),
        ("metrix", "The Matrix 1999"),
        ("incetpion", "Inception 2010"),
        ("inseption", "Inception 2010"),
        ("psycho", "Psycho 1960"),
        ("psycho 1998", "Psycho 1998"),
        ("стал", "Сталкер 1979"),
        ("مدي", "مدينة None"),
    ],
)
def test_the_film_that_is_meant_comes_first(titles: TitleIndex, typed: str, first: str) -> None:
    assert named(titles, typed)[0] == first


def test_a_year_shuts_out_the_films_of_other_years(titles: TitleIndex) -> None:
    assert named(titles, "psycho 1960") == ["Psycho 1960"]


def test_nothing_typed_brings_the_best_known(titles: TitleIndex) -> None:
    assert named(titles, "", 2) == named(titles, "  ?!", 2) == ["Inception 2010", "The Matrix 1999"]


def test_films_that_share_title_and_year_are_told_apart_by_their_directors(titles: TitleIndex) -> None:
    assert {match.director for match in titles.suggest("twins", limit=25)} == {"Director 8", "Director 9"}
    assert [match.director for match in titles.suggest("heat", limit=1)] == [""]


def test_no_film_comes_twice_and_no_more_than_asked(titles: TitleIndex) -> None:
    found = named(titles, "the")

    assert len(named(titles, "", 3)) == 3
    assert len(found) == len(set(found))


@pytest.mark.parametrize("typed", ["zzzzzzzz", "matrix of the seventh inception", "'; DROP TABLE title; --"])
def test_what_is_like_no_title_brings_nothing(titles: TitleIndex, typed: str) -> None:
    assert named(titles, typed) == []


@given(st.text(max_size=60))
def test_anything_can_be_typed(titles: TitleIndex, typed: str) -> None:
    assert len(titles.suggest(typed, limit=25)) <= 25


def test_an_empty_catalogue_suggests_nothing() -> None:
    assert TitleIndex([], [], _table(0)).suggest("heat", limit=25) == ()


@pytest.mark.slow
def test_a_large_catalogue_answers_while_one_types() -> None:
    """Processor time, because others may be at work on this machine."""
    chance = random.Random(5)
    words = ["".join(chance.choices("abcdefghiklmnoprstuvw", k=chance.randint(2, 9))) for _ in range(20_000)]
    keys = [(" ".join(chance.choices(words, k=chance.randint(1, 5))), number % 128_000) for number in range(250_000)]
    titles = TitleIndex(keys, ["x"] * 128_000, _table(128_000))
    typed = [key[:length] for key, _ in chance.choices(keys, k=50) for length in (1, 2, 4, 8)]
    typed += [f"{text[:3]}x{text[4:]}" for text in typed]
    taken = []
    for text in typed:
        before = time.process_time()
        titles.suggest(text, limit=25)
        taken.append(time.process_time() - before)

    assert median(taken) < 0.02


def _table(films: int) -> FilmTable:
    nothing = np.full(films, -1, dtype=np.int64)
    no = np.zeros(films, dtype=np.bool_)
    return FilmTable(
        film_ids=tuple(FilmId(f"tt{number}") for number in range(films)), numbers={}, first_row=nothing, has_text=no,
        year=nothing, runtime=nothing, black_and_white=nothing, votes=nothing, genres={}, genre_known=no,
        languages={}, language_count=nothing, countries={}, country_count=nothing, credited=no,
    )  # fmt: skip
