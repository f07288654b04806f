"""The small world as an index, made with the encoder that ships."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from retrieval.build import build_index
from retrieval.encoder_onnx import OnnxEncoder, shipped_encoder
from retrieval.films import write_films
from retrieval.rank import load_ranking
from retrieval.search import FilmSearch, OpenIndex, open_index
from tests.small_world import FILMS


@pytest.fixture(scope="session")
def encoder() -> OnnxEncoder:
    return OnnxEncoder(shipped_encoder())


@pytest.fixture(scope="session")
def index_folder(encoder: OnnxEncoder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("small-world")
    write_films(FILMS, folder / "films.jsonl")
    build_index(folder / "index", folder / "films.jsonl", encoder, licences=(), progress=lambda _done, _total: None)
    return folder / "index"


@pytest.fixture(scope="session")
def index(index_folder: Path, encoder: OnnxEncoder) -> OpenIndex:
    return open_index(index_folder, encoder)


@pytest.fixture(scope="session")
def search(index: OpenIndex, encoder: OnnxEncoder) -> Iterator[FilmSearch]:
    ranking = load_ranking(shipped_encoder() / "ranking.json", fingerprint=encoder.fingerprint)
    search = FilmSearch(index, encoder, ranking, count=encoder.token_count)
    yield search
    search.close()
