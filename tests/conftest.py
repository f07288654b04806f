"""How property tests run, and the miniature world as a film file and as an index, made once."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

from retrieval.build import build_index
from retrieval.films import write_films
from tests.fakes.encoder import FakeEncoder
from tests.world import FILMS

settings.register_profile("house", deadline=None)  # a loaded machine is no failure
settings.load_profile("house")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--kills", type=int, default=10, help="how many processes tests/chaos kills")
    parser.addoption("--turns", type=int, default=200, help="how many turns the soak plays")


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
