"""The search over the miniature world."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from retrieval.search import FilmSearch, open_index
from tests.fakes.encoder import FakeEncoder
from tests.world import RANKING


@pytest.fixture
def encoder() -> FakeEncoder:
    return FakeEncoder()


@pytest.fixture
def search(world_index: Path, encoder: FakeEncoder) -> Iterator[FilmSearch]:
    opened = FilmSearch(open_index(world_index, encoder), encoder, RANKING, count=encoder.token_count)
    yield opened
    opened.close()
