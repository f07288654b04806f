from __future__ import annotations

import shutil
import sys
from pathlib import Path

import faiss
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from retrieval.errors import IndexDamagedError
from retrieval.index_faiss import CELLS_FROM, FaissIndex, suited_storage
from retrieval.ports import STORAGES, Storage, Vectors

_shapes = st.tuples(st.integers(1, 30), st.integers(1, 9))
_vectors = _shapes.flatmap(lambda shape: arrays(np.float32, shape, elements=st.floats(-1, 1, width=16)))


@pytest.fixture(scope="module")
def vectors() -> Vectors:
    made = np.random.default_rng(0).normal(size=(300, 16))
    return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True), dtype=np.float32)


@pytest.fixture(scope="module")
def index(vectors: Vectors) -> FaissIndex:
    return FaissIndex.build(vectors)


@pytest.mark.parametrize("k", [1, 7, 300, 1000])
def test_search_is_what_sorting_all_products_gives(index: FaissIndex, vectors: Vectors, k: int) -> None:
    query = vectors[5:6]
    products = vectors @ query[0]
    scores, rows = index.search(query, k)

    np.testing.assert_array_equal(rows, np.argsort(-products, kind="stable")[:k])
    np.testing.assert_allclose(scores, products[rows], atol=1e-6)


def test_a_mask_hides_rows(index: FaissIndex, vectors: Vectors) -> None:
    allowed = np.arange(300) % 3 == 0
    scores, rows = index.search(vectors[5:6], 40, allowed)
    products = np.where(allowed, vectors @ vectors[5], -np.inf)

    np.testing.assert_array_equal(rows, np.argsort(-products, kind="stable")[:40])
    np.testing.assert_allclose(scores, products[rows], atol=1e-6)


@pytest.mark.parametrize("open_rows", [0, 1, 3])
def test_a_mask_may_leave_fewer_than_asked(index: FaissIndex, vectors: Vectors, open_rows: int) -> None:
    allowed = np.arange(300) < open_rows
    scores, rows = index.search(vectors[5:6], 40, allowed)

    assert sorted(rows) == list(range(open_rows))
    assert scores.shape == rows.shape


@pytest.mark.parametrize("rows", [[], [3], [299, 0, 0, 17]])
def test_scores_of_named_rows_are_their_products(index: FaissIndex, vectors: Vectors, rows: list[int]) -> None:
    named: NDArray[np.int64] = np.array(rows, dtype=np.int64)

    np.testing.assert_allclose(index.scores(vectors[9:11], named), vectors[named] @ vectors[9:11].T, atol=1e-6)


def test_named_rows_come_back_as_they_were_put_in(index: FaissIndex, vectors: Vectors) -> None:
    rows = np.array([299, 0, 0, 17])

    np.testing.assert_array_equal(index.reconstruct(rows), vectors[rows])


@pytest.mark.parametrize("storage", ["float16", "int8"])
def test_fewer_bits_are_smaller_and_nearly_the_same(
    index: FaissIndex, vectors: Vectors, storage: Storage, tmp_path: Path
) -> None:
    smaller, off = {"float16": (2, 2e-3), "int8": (4, 2e-2)}[storage]
    FaissIndex.build(vectors, storage=storage).save(tmp_path / "few")
    index.save(tmp_path / "all")
    few = FaissIndex.load(tmp_path / "few")
    rows, allowed = np.arange(300), np.arange(300) % 3 == 0
    scores, found = few.search(vectors[5:6], 40, allowed)

    assert (few.rows, few.dimension) == vectors.shape
    assert (tmp_path / "all").stat().st_size / (tmp_path / "few").stat().st_size > smaller * 0.8
    np.testing.assert_allclose(few.scores(vectors[5:6], rows), index.scores(vectors[5:6], rows), atol=off)
    np.testing.assert_allclose(few.reconstruct(rows), vectors, atol=off)
    np.testing.assert_allclose(scores, few.scores(vectors[5:6], found)[:, 0], atol=1e-5)
    assert allowed[found].all()


@pytest.fixture(scope="module")
def many() -> Vectors:
    """More rows than are compared one by one where few are open."""
    made = np.random.default_rng(1).normal(size=(24_000, 8))
    return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True), dtype=np.float32)


@pytest.fixture(scope="module")
def saved_cells(many: Vectors, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("cells") / "vectors.faiss"
    FaissIndex.build(many, storage="int8", cells=16).save(path)
    return path


def test_few_rows_are_kept_exactly_and_many_in_a_byte_a_number() -> None:
    assert suited_storage(CELLS_FROM - 1) == "float32"
    assert suited_storage(CELLS_FROM) == "int8"


@pytest.mark.parametrize("storage", STORAGES)
def test_cells_hold_the_same_rows(many: Vectors, storage: Storage, tmp_path: Path) -> None:
    FaissIndex.build(many, storage=storage, cells=16).save(tmp_path / "cells")
    cells, rows = FaissIndex.load(tmp_path / "cells"), np.arange(0, len(many), 7)
    scores, found = cells.search(many[5:6], 40)

    assert (cells.rows, cells.dimension) == many.shape
    np.testing.assert_allclose(cells.reconstruct(rows), many[rows], atol=2e-2)
    np.testing.assert_allclose(scores, many[found] @ many[5], atol=2e-2)
    assert found[0] == 5


@settings(max_examples=30)
@given(data=st.data(), queries=st.integers(1, 5))
def test_rows_in_the_file_score_what_they_do_one_by_one(saved_cells: Path, data: st.DataObject, queries: int) -> None:
    loaded = FaissIndex.load(saved_cells)
    rows = np.array(data.draw(st.lists(st.integers(0, loaded.rows - 1), max_size=300)), dtype=np.int64)
    asked = np.random.default_rng(queries).normal(size=(queries, loaded.dimension)).astype(np.float32)

    scores = loaded.scores(asked, rows)

    assert scores.shape == (len(rows), queries)
    np.testing.assert_allclose(scores, loaded.reconstruct(rows) @ asked.T, atol=2e-6)


@pytest.mark.skipif(sys.platform == "win32", reason="nothing is mapped there")
def test_a_mapped_file_that_is_cut_is_damaged_and_no_crash(saved_cells: Path, tmp_path: Path) -> None:
    whole = saved_cells.read_bytes()
    for length in (len(whole) - 1, len(whole) - 100_000, len(whole) // 2):
        path = tmp_path / "cut"
        path.write_bytes(whole[:length])
        with pytest.raises(IndexDamagedError, match=r"damaged; build the index again\.$"):
            FaissIndex.load(path)


@pytest.mark.skipif(sys.platform == "win32", reason="nothing is mapped there")
@pytest.mark.parametrize("fate", ["removed", "replaced", "made anew"])
def test_what_happens_to_the_file_does_not_reach_an_index_in_use(
    saved_cells: Path, many: Vectors, tmp_path: Path, fate: str
) -> None:
    path = tmp_path / "generation" / "vectors.faiss"
    path.parent.mkdir()
    shutil.copy(saved_cells, path)
    loaded, rows = FaissIndex.load(path), np.arange(0, len(many), 5)
    before = loaded.scores(many[:3], rows), loaded.search(many[5:6], 40), loaded.reconstruct(rows)

    if fate == "replaced":
        (tmp_path / "other").write_bytes(b"of another index")
        (tmp_path / "other").replace(path)
    else:
        shutil.rmtree(path.parent)
    if fate == "made anew":
        path.parent.mkdir()
        FaissIndex.build(-many, storage="int8", cells=16).save(path)

    after = loaded.scores(many[:3], rows), loaded.search(many[5:6], 40), loaded.reconstruct(rows)
    for one, other in zip(before, after, strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("storage", STORAGES)
def test_where_nothing_can_be_mapped_the_answers_are_the_same(many: Vectors, storage: Storage, tmp_path: Path) -> None:
    FaissIndex.build(many, storage=storage, cells=16).save(tmp_path / "cells")
    loaded = FaissIndex.load(tmp_path / "cells")
    plain = FaissIndex(faiss.read_index(str(tmp_path / "cells")))  # as on Windows
    rows, few = np.arange(0, len(many), 7), np.arange(len(many)) % 50 == 0

    np.testing.assert_allclose(plain.scores(many[:3], rows), loaded.scores(many[:3], rows), atol=2e-6)
    for allowed in (None, few):
        (scores, found), (expected, wanted) = (one.search(many[5:6], 40, allowed) for one in (plain, loaded))
        np.testing.assert_array_equal(found, wanted)
        np.testing.assert_allclose(scores, expected, atol=2e-6)


@pytest.mark.parametrize("cells", [0, 16])
def test_bytes_that_are_read_back_and_kept_again_do_not_wander(many: Vectors, cells: int) -> None:
    rows = np.arange(len(many))
    once = FaissIndex.build(many, storage="int8", cells=cells).reconstruct(rows)
    kept = once
    for _ in range(10):  # updates
        kept = FaissIndex.build(kept, storage="int8", cells=cells).reconstruct(rows)

    np.testing.assert_allclose(once, many, atol=(many.max() - many.min()) / 500)
    np.testing.assert_allclose(kept, once, atol=1e-5)


def test_cells_that_hold_nothing_harm_nothing(tmp_path: Path) -> None:
    vectors = np.repeat(np.eye(3, 8, dtype=np.float32), 400, axis=0)
    FaissIndex.build(vectors, storage="int8", cells=16).save(tmp_path / "cells")
    loaded = FaissIndex.load(tmp_path / "cells")
    rows = np.arange(len(vectors))

    np.testing.assert_allclose(loaded.scores(np.eye(8, dtype=np.float32), rows), vectors, atol=1e-2)


@pytest.mark.parametrize("every", [1, 3, 2000])
def test_all_cells_together_are_exact_search_however_much_is_shut_out(many: Vectors, every: int) -> None:
    allowed = np.arange(len(many)) % every == 0
    scores, found = FaissIndex.build(many, cells=16).search(many[5:6], 40, allowed)
    products = np.where(allowed, many @ many[5], -np.inf)
    best = np.argsort(-products, kind="stable")[: min(40, allowed.sum())]

    np.testing.assert_allclose(scores, products[best], atol=1e-6)
    assert set(found) == set(best)


def test_a_mask_that_shuts_out_everything_finds_nothing(many: Vectors) -> None:
    scores, found = FaissIndex.build(many, cells=16).search(many[5:6], 40, np.zeros(len(many), dtype=np.bool_))

    assert len(scores) == len(found) == 0


@settings(max_examples=40)  # each makes a file
@given(vectors=_vectors)
def test_what_is_saved_is_loaded(vectors: Vectors, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("faiss") / "vectors.faiss"
    FaissIndex.build(vectors).save(path)
    loaded = FaissIndex.load(path)
    rows = np.arange(len(vectors))

    assert (loaded.rows, loaded.dimension) == vectors.shape
    for axis in np.eye(vectors.shape[1], dtype=np.float32):
        np.testing.assert_array_equal(loaded.scores(axis[None], rows)[:, 0], vectors @ axis)


@pytest.mark.parametrize("damage", ["cut", "foreign", "empty", "missing"])
def test_a_damaged_file_is_a_sentence(index: FaissIndex, tmp_path: Path, damage: str) -> None:
    path = tmp_path / "vectors.faiss"
    index.save(path)
    whole = path.read_bytes()
    path.unlink()
    if damage != "missing":
        path.write_bytes({"cut": whole[: len(whole) // 2], "foreign": b"PK\3\4" * 100, "empty": b""}[damage])

    with pytest.raises(IndexDamagedError, match=r"damaged; build the index again\.$"):
        FaissIndex.load(path)


def test_a_file_cut_anywhere_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "vectors.faiss"
    FaissIndex.build(np.eye(3, 5, dtype=np.float32)).save(path)
    whole = path.read_bytes()

    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        with pytest.raises(IndexDamagedError):
            FaissIndex.load(path)


def test_a_file_that_cannot_be_written_is_an_os_error(index: FaissIndex, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="not a folder"):
        index.save(tmp_path / "not a folder" / "vectors.faiss")
