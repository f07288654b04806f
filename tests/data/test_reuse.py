from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from data.reuse import ReusingEncoder
from retrieval.build import VECTORS, build_index
from retrieval.index_faiss import FaissIndex
from retrieval.manifest import file_sha256, read_manifest, write_manifest
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


def test_an_update_reads_vectors_that_stay_in_their_file(films_file: Path, tmp_path: Path) -> None:
    build_index(tmp_path, films_file, FakeEncoder(), licences=(), progress=lambda _done, _total: None)
    manifest = read_manifest(tmp_path)
    vectors = tmp_path / manifest.generation / VECTORS
    whole = FaissIndex.load(vectors)
    FaissIndex.build(whole.reconstruct(np.arange(whole.rows)), storage="int8", cells=2).save(vectors)
    files = {**manifest.files, VECTORS: file_sha256(vectors)}
    write_manifest(tmp_path, replace(manifest, storage="int8", files=files))

    texts = [passage.text for passage in passages(LANTERN)]
    reusing = ReusingEncoder(FakeEncoder(), tmp_path)
    (tmp_path / manifest.generation).rename(tmp_path / "gone")  # as when somebody else's build removes it

    assert reusing.storage == "int8"
    np.testing.assert_allclose(reusing.encode_document(texts), FakeEncoder().encode_document(texts), atol=2e-2)
    assert reusing.encoded == 0


def test_an_update_reads_no_text_again_for_its_tokens(films_file: Path, tmp_path: Path) -> None:
    encoder = FakeEncoder(token_dimension=64)
    build_index(tmp_path, films_file, encoder, licences=(), progress=lambda _done, _total: None)
    texts = [*(passage.text for passage in passages(LANTERN)), "a passage that nobody wrote before"]
    reusing = ReusingEncoder(encoder, tmp_path)
    read, whole = reusing.read_document(texts), encoder.read_document(texts)

    assert (reusing.token_dimension, reusing.encoded) == (64, 1)
    np.testing.assert_allclose(read.vectors, whole.vectors, atol=1e-6)
    for own, expected in zip(read.tokens, whole.tokens, strict=True):
        np.testing.assert_array_equal(own, expected)  # a fake's tokens are ones and noughts


def test_where_there_is_no_index_vectors_are_kept_whole(tmp_path: Path) -> None:
    assert ReusingEncoder(FakeEncoder(), tmp_path).storage is None
