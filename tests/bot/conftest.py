"""The search over the miniature world, for what the bot does with it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path

import pytest

from bot.__main__ import main
from retrieval.films import read_films, write_films
from retrieval.search import FilmSearch, open_index
from retrieval.starter import starter_films
from tests.fakes.encoder import FakeEncoder
from tests.small_world import JOE_BLACK, SEVENTH_SEAL
from tests.world import RANKING


@pytest.fixture
def search(world_index: Path) -> Iterator[FilmSearch]:
    encoder = FakeEncoder()
    with closing(FilmSearch(open_index(world_index, encoder), encoder, RANKING, count=encoder.token_count)) as opened:
        yield opened


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the two films about Death and twenty others."""
    folder = tmp_path_factory.mktemp("tiny")
    starter = list(read_films(Path(str(starter_films()))))
    chosen = [film for film in starter if film.film_id in {JOE_BLACK.film_id, SEVENTH_SEAL.film_id}]
    write_films([*chosen, *islice((film for film in starter if film not in chosen), 20)], folder / "films.jsonl")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REELCALL_HOME", str(folder / "home"))
        assert main(["--index", str(folder / "index"), "index", "build", str(folder / "films.jsonl")]) == 0
    return folder / "index"


@pytest.fixture(autouse=True)
def spoken_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """The language of whoever runs the tests reaches none of them."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
