from __future__ import annotations

from pathlib import Path

import numpy as np

from data.reuse import ReusingEncoder
from retrieval.build import build_index
from retrieval.text import passages
from tests.fakes.encoder import FakeEncoder
from tests.world import LANTERN


def test_an_update_keeps_vectors_as_the_index_keeps_them(films_file: Path, tmp_path: Path) -> None:
    build_index(
        tmp_path, films_file, FakeEncoder(), licences=(), progress=lambda _done, _total: None, storage="float16"
    )
    texts = [passage.text for passage in passages(LANTERN)]
    reusing = ReusingEncoder(FakeEncoder(), tmp_path)

    assert reusing.storage == "float16"
    np.testing.assert_allclose(reusing.encode_document(texts), FakeEncoder().encode_document(texts), atol=1e-3)
    assert reusing.encoded == 0


def test_where_there_is_no_index_vectors_are_kept_whole(tmp_path: Path) -> None:
    assert ReusingEncoder(FakeEncoder(), tmp_path).storage is None
