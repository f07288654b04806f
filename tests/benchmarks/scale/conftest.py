from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.scale.subject import Subject
from retrieval.opened import open_index
from tests.fakes.encoder import FakeEncoder
from tests.world import RANKING


@pytest.fixture
def subject(world_index: Path) -> Iterator[Subject]:
    encoder = FakeEncoder()
    index = open_index(world_index, encoder)
    yield Subject(index, encoder, RANKING, encoder.token_count)
    index.catalogue.close()
