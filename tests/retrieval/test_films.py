from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.errors import CatalogueError
from retrieval.films import film_from_json, film_to_json, read_films, write_films
from retrieval.starter import starter_films
from retrieval.types import Film, FilmId, Role
from tests.world import FILMS, LANTERN

_some = st.text(min_size=1, max_size=20)
_texts = st.lists(st.text(max_size=10), max_size=3).map(tuple)
films = st.builds(
    Film,
    film_id=_some.map(FilmId),
    title=_some,
    year=st.none() | st.integers(1870, 2100),
    original_title=st.none() | _some,
    alt_titles=_texts,
    runtime=st.none() | st.integers(1, 1000),
    black_and_white=st.none() | st.booleans(),
    genres=_texts,
    directors=_texts,
    cast=_texts,
    cinematographers=_texts,
    countries=_texts,
    languages=_texts,
    wikipedia_title=st.none() | _some,
    premise=st.none() | _some,
    plot=st.none() | _some,
    scenes=_texts,
    roles=st.lists(st.builds(Role, st.text(), st.text(), st.text()), max_size=3).map(tuple),
    keywords=_texts,
    mood=_texts,
    memories=_texts,
    votes=st.none() | st.integers(0, 5_000_000),
    sources=_texts,
    sure=st.booleans(),
)


@given(film=films)
def test_a_film_survives_being_written_and_read(film: Film) -> None:
    line = film_to_json(film)

    assert film_from_json(line) == film
    assert not {"\n", "\r"} & set(line)


def test_films_survive_a_file(tmp_path: Path) -> None:
    path = tmp_path / "films.jsonl"
    write_films(FILMS, path)

    assert tuple(read_films(path)) == FILMS


def test_the_starter_is_read_and_written_back_byte_for_byte(tmp_path: Path) -> None:
    shipped = Path(str(starter_films()))
    read = list(read_films(shipped))
    write_films(read, tmp_path / "again.jsonl")

    assert len(read) == 2020
    assert (tmp_path / "again.jsonl").read_bytes() == shipped.read_bytes()
    assert len({film.film_id for film in read}) == 2020


def test_cinematographers_are_a_key_only_where_a_film_has_them() -> None:
    assert "cinematographers" not in json.loads(film_to_json(LANTERN))

    row = json.loads(film_to_json(replace(LANTERN, cinematographers=("Ada Lund",))))
    assert row["cinematographers"] == ["Ada Lund"]


def test_memories_are_a_key_only_where_a_film_has_them() -> None:
    assert "memories" not in json.loads(film_to_json(LANTERN))
    assert json.loads(film_to_json(replace(LANTERN, memories=("honey?",))))["memories"] == ["honey?"]


def test_blank_lines_are_skipped(tmp_path: Path) -> None:
    path = tmp_path / "films.jsonl"
    path.write_text(f"\n{film_to_json(LANTERN)}\n   \n\n", encoding="utf-8")

    assert list(read_films(path)) == [LANTERN]


def test_what_a_line_leaves_out_is_unknown() -> None:
    film = film_from_json('{"imdb_id": "tt1", "title": "X", "genres": null, "premise": ""}')

    assert film == Film(film_id=FilmId("tt1"), title="X")
    assert film.sure
    assert not film.has_text


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"yaer": 1998}, "A film has no key 'yaer'"),
        ({"film_id": "tt1"}, "A film has no key 'film_id'"),
        ({"imdb_id": None}, "needs `imdb_id` and `title`"),
        ({"title": ""}, "needs `imdb_id` and `title`"),
        ({"title": 7}, "`title` must be text"),
        ({"year": "1998"}, "`year` must be a whole number"),
        ({"year": 1998.5}, "`year` must be a whole number"),
        ({"year": True}, "`year` must be a whole number"),
        ({"year": -1}, "`year` must be a whole number"),
        ({"year": 10**30}, "`year` must be a whole number"),
        ({"runtime": 0}, "`runtime` must be a whole number"),
        ({"votes": -1}, "`votes` must be a whole number, 0 or more"),
        ({"votes": 1.5}, "`votes` must be a whole number, 0 or more"),
        ({"votes": True}, "`votes` must be a whole number, 0 or more"),
        ({"votes": 10**10}, "`votes` must be a whole number, 0 or more"),
        ({"black_and_white": "no"}, "`black_and_white` must be true or false"),
        ({"sure": 1}, "`sure` must be true or false"),
        ({"genres": "Drama"}, "`genres` must be a list of texts"),
        ({"cast": ["A", 1]}, "`cast` must be a list of texts"),
        ({"cinematographers": "Ada Lund"}, "`cinematographers` must be a list of texts"),
        ({"roles": "Bram"}, "`roles` must be a list"),
        ({"roles": [["Bram", "guest"]]}, "[actor, character, description]"),
        ({"roles": [{"actor": "Bram"}]}, "[actor, character, description]"),
    ],
)
def test_a_malformed_film_is_refused_with_its_line(tmp_path: Path, change: dict[str, Any], sentence: str) -> None:
    path = tmp_path / "films.jsonl"
    row = json.loads(film_to_json(LANTERN)) | change
    path.write_text(f"{film_to_json(LANTERN)}\n{json.dumps(row)}\n", encoding="utf-8")

    with pytest.raises(CatalogueError) as raised:
        list(read_films(path))

    assert sentence in str(raised.value)
    assert "line 2 of films.jsonl" in str(raised.value)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("{", "not JSON"),
        ("[]", "must be a JSON object"),
        ("null", "must be a JSON object"),
        ("[" * 100_000, "not JSON"),
        ('{"imdb_id": "tt1", "title": "\\ud800"}', "is not valid text"),
        ('{"imdb_id": "tt1", "title": "X", "roles": [["A", "\\udfff", ""]]}', "is not valid text"),
        ('{"imdb_id": "tt1", "title": "X", "year": NaN}', "`year` must be a whole number"),
    ],
)
def test_what_is_no_film_is_refused_in_a_sentence(line: str, sentence: str) -> None:
    with pytest.raises(CatalogueError, match=sentence):
        film_from_json(line)


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", None])
def test_an_unreadable_file_is_a_sentence(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "films.jsonl"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(CatalogueError, match=r"cannot be read .*check the path"):
        list(read_films(path))


def test_a_program_installed_without_its_films_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(_name: str) -> None:
        raise ModuleNotFoundError

    monkeypatch.setattr("retrieval.starter.files", gone)

    with pytest.raises(CatalogueError, match="install Reelcall again"):
        starter_films()
