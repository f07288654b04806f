from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from data.formats import recognise
from retrieval.films import film_to_json
from tests.data import samples
from tests.data.reading import wrote
from tests.world import LANTERN

_SAMPLES = {
    "wikipedia-movie-data": samples.WIKIPEDIA_MOVIE_DATA,
    "wikipedia-plots": samples.WIKIPEDIA_PLOTS,
    "tmdb": samples.TMDB_SEMICOLONS,
    "netflix": samples.NETFLIX,
    "films": samples.FILMS_CSV,
}


@pytest.mark.parametrize(("name", "content"), [*_SAMPLES.items(), ("tmdb", samples.TMDB_COMMAS)])
@pytest.mark.parametrize("packed", [False, True])
def test_a_header_tells_the_format(tmp_path: Path, name: str, content: str, *, packed: bool) -> None:
    path = tmp_path / "file"
    path.write_bytes(gzip.compress(content.encode()) if packed else content.encode())

    found = recognise(path)
    assert found is not None
    assert found.name == name


def test_a_film_file_is_recognised(tmp_path: Path) -> None:
    found = recognise(wrote(tmp_path / "films.jsonl", film_to_json(LANTERN)))

    assert found is not None
    assert found.name == "films"


def test_a_folder_is_recognised_by_its_tables(tmp_path: Path) -> None:
    assert recognise(tmp_path) is None
    for name, content in samples.CONDENSED_MOVIES.items():
        wrote(tmp_path / name, content)

    found = recognise(tmp_path)
    assert found is not None
    assert found.name == "condensed-movies"


@pytest.mark.parametrize("content", ["", "title,year\nX,1998\n", "[1, 2]", "\x1f\x8b\x00"])
def test_what_is_not_unmistakable_is_not_recognised(tmp_path: Path, content: str) -> None:
    assert recognise(wrote(tmp_path / "x", content)) is None
