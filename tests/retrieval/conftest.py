"""The miniature world as an index, made once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from retrieval.build import build_index
from retrieval.films import write_films
from retrieval.search import FilmSearch, open_index
from tests.fakes.encoder import FakeEncoder
from tests.world import FILMS, RANKING


@pytest.fixture(scope="session")
def films_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("films") / "films.jsonl"
    write_films(FILMS, path)
    return path


@pytest.fixture(scope="session")
def world_index(films_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that no test may write to."""
    folder = tmp_path_factory.mktemp("world") / "index"
    build_index(folder, films_file, FakeEncoder(), licences=("CC0-1.0",), progress=lambda _done, _total: None)
    return folder


@pytest.fixture
def encoder() -> FakeEncoder:
    return FakeEncoder()


@pytest.fixture
def search(world_index: Path, encoder: FakeEncoder) -> Iterator[FilmSearch]:
    opened = FilmSearch(open_index(world_index, encoder), encoder, RANKING, count=encoder.token_count)
    yield opened
    opened.close()
