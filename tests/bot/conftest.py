"""The search over the miniature world, for what the bot does with it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from retrieval.search import FilmSearch, open_index
from tests.fakes.encoder import FakeEncoder
from tests.world import RANKING


@pytest.fixture
def search(world_index: Path) -> Iterator[FilmSearch]:
    encoder = FakeEncoder()
    with closing(FilmSearch(open_index(world_index, encoder), encoder, RANKING, count=encoder.token_count)) as opened:
        yield opened


@pytest.fixture(autouse=True)
def spoken_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """The language of whoever runs the tests reaches none of them."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
