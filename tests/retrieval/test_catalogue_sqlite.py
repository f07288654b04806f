from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.catalogue_sqlite import SqliteCatalogue, write_catalogue
from retrieval.errors import IndexDamagedError
from retrieval.text import passages
from retrieval.types import Film, FilmId, PassageKind
from tests.retrieval.test_films import films as any_films
from tests.world import ARABIC, BARE, CHESSBOARD, COMET, FILMS, LANTERN, NO_COLOUR, NO_RUNTIME, NO_TEXT, NO_YEAR

CUT = [list(passages(film)) for film in FILMS]


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqliteCatalogue]:
    path = tmp_path_factory.mktemp("catalogue") / "a catalogue?.sqlite"
    write_catalogue(path, FILMS, CUT)
    with closing(SqliteCatalogue(path)) as opened:
        yield opened


def test_every_film_comes_back_as_it_was(catalogue: SqliteCatalogue) -> None:
    found = catalogue.films(film.film_id for film in FILMS)

    assert list(found.values()) == list(FILMS)


def test_films_that_are_not_there_are_left_out(catalogue: SqliteCatalogue) -> None:
    assert catalogue.films([FilmId("tt0"), BARE.film_id, FilmId("' OR 1=1 --")]) == {BARE.film_id: BARE}
    assert BARE.film_id in catalogue
    assert "tt0" not in catalogue
    assert catalogue.number(FilmId("tt0")) is None
    assert catalogue.number(BARE.film_id) == FILMS.index(BARE)


def test_the_table_holds_the_facts_of_all_films(catalogue: SqliteCatalogue) -> None:
    table = catalogue.table()

    assert table.film_ids == tuple(film.film_id for film in FILMS)
    assert table.year.tolist() == [film.year if film.year is not None else -1 for film in FILMS]
    assert table.runtime.tolist() == [film.runtime if film.runtime is not None else -1 for film in FILMS]
    assert table.black_and_white.tolist() == [
        -1 if film.black_and_white is None else int(film.black_and_white) for film in FILMS
    ]
    assert table.has_text.tolist() == [film.has_text for film in FILMS]
    assert table.genre_known.tolist() == [bool(film.genres) for film in FILMS]
    for genre, mask in table.genres.items():
        assert mask.tolist() == [genre in film.genres for film in FILMS]
    assert set(table.genres) == {genre for film in FILMS for genre in film.genres}


def test_unknown_facts_are_told_from_known_ones(catalogue: SqliteCatalogue) -> None:
    table = catalogue.table()

    assert table.year[FILMS.index(NO_YEAR)] == -1
    assert table.runtime[FILMS.index(NO_RUNTIME)] == -1
    assert table.black_and_white[FILMS.index(NO_COLOUR)] == -1
    assert table.black_and_white[FILMS.index(LANTERN)] == 0


def test_rows_are_the_passages_in_order(catalogue: SqliteCatalogue) -> None:
    table = catalogue.table()
    flat = [passage for own in CUT for passage in own]

    assert table.first_row.tolist() == list(np.cumsum([0, *map(len, CUT)]))
    assert catalogue.row_kinds() == [passage.kind.value for passage in flat]
    assert [catalogue.passage(row) for row in range(len(flat))] == [(passage.kind, passage.text) for passage in flat]
    assert catalogue.passage(0)[0] is PassageKind.IDENTITY
    rows = [3, 0, len(flat) - 1, 3]
    assert catalogue.passages(rows) == [catalogue.passage(row) for row in rows]
    assert catalogue.passages([]) == []


@pytest.mark.parametrize(
    ("name", "films"),
    [
        ("Bram Pitre", [FILMS.index(LANTERN), 3]),
        ("BRAM PITRE", [FILMS.index(LANTERN), 3]),
        ("penelope mans", [FILMS.index(CHESSBOARD)]),
        ("Pénélope Måns", [FILMS.index(CHESSBOARD)]),
        ("Sela Hopwood", [FILMS.index(LANTERN), FILMS.index(COMET)]),
        ("Orla Quist", [FILMS.index(LANTERN), FILMS.index(NO_TEXT)]),
        ("Ivo Lark", [FILMS.index(COMET)]),
        ("Nour Amari", [FILMS.index(ARABIC)]),
        ("Bram", []),
        ("", []),
    ],
)
def test_directors_cast_and_roles_take_part(catalogue: SqliteCatalogue, name: str, films: list[int]) -> None:
    assert catalogue.films_with(name) == films
    assert catalogue.filmographies(["Ivo Lark", name, name]) == [[FILMS.index(COMET)], films, films]


def test_cast_lists_come_in_the_order_asked_for(catalogue: SqliteCatalogue) -> None:
    numbers = [len(FILMS) - 1, 0, 2, 0]

    assert catalogue.casts(numbers) == [list(FILMS[number].cast) for number in numbers]


def test_people_are_found_by_folded_names(catalogue: SqliteCatalogue) -> None:
    asked = ["penelope mans", "bram pitre", "nobody here", "", "'; DROP TABLE credit; --"]

    assert catalogue.people(asked) == {"penelope mans": "Pénélope Måns", "bram pitre": "Bram Pitre"}
    assert catalogue.people([]) == {}


def test_a_first_name_is_the_whole_first_word_of_a_name(catalogue: SqliteCatalogue) -> None:
    assert catalogue.first_names(["bram", "pitre", "penelope", "bra", "brams", "bram pitre"]) == {"bram", "penelope"}
    assert catalogue.first_names([]) == set()


def test_titles_original_titles_and_aliases_name_films(catalogue: SqliteCatalogue) -> None:
    asked = ["elva drag", "twins", "zzyzx", "no such film", "", "'; DROP TABLE title; --"]

    twins = [number for number, film in enumerate(FILMS) if film.title == "The Twins"]
    assert catalogue.titled(asked) == {
        "elva drag": [FILMS.index(CHESSBOARD)],
        "twins": twins,
        "zzyzx": [FILMS.index(BARE)],
    }


def test_more_names_than_a_statement_holds_can_be_asked(catalogue: SqliteCatalogue) -> None:
    asked = [*(f"nobody {number}" for number in range(2500)), "bram pitre"]

    assert catalogue.people(asked) == {"bram pitre": "Bram Pitre"}


@settings(max_examples=25)  # each makes a file
@given(films=st.lists(any_films, min_size=1, max_size=4, unique_by=lambda film: film.film_id))
def test_any_films_survive(films: list[Film], tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("any") / "catalogue.sqlite"
    write_catalogue(path, films, [list(passages(film)) for film in films])
    with closing(SqliteCatalogue(path)) as catalogue:
        table = catalogue.table()
        assert list(catalogue.films(table.film_ids).values()) == films
        assert table.genre_known.tolist() == [bool(set(film.genres) - {""}) for film in films]
        assert table.votes.tolist() == [-1 if film.votes is None else film.votes for film in films]
        for genre, mask in table.genres.items():
            assert mask.tolist() == [genre in film.genres for film in films]


def test_a_genre_may_hold_any_character(tmp_path: Path) -> None:
    film = replace(BARE, genres=("Sci|Fi", "Drama, Romance"))
    write_catalogue(tmp_path / "c.sqlite", [film], [list(passages(film))])

    with closing(SqliteCatalogue(tmp_path / "c.sqlite")) as catalogue:
        assert set(catalogue.table().genres) == {"Sci|Fi", "Drama, Romance"}


@pytest.mark.parametrize("content", [None, b"", b"not a database at all" * 100])
def test_what_is_no_catalogue_is_refused_in_a_sentence(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "catalogue.sqlite"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(IndexDamagedError, match=r"is damaged .*build the index again\.$"):
        SqliteCatalogue(path)


def test_nobody_can_write_to_it(catalogue: SqliteCatalogue) -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        catalogue._db.execute("DELETE FROM film")
