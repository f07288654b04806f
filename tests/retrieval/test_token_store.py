from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.errors import IndexDamagedError
from retrieval.ports import TokenVectors
from retrieval.token_store import TokenStore

DIMENSION = 8
HALF_A_STEP = 1 / 254

_counts = st.lists(st.integers(0, 5), max_size=8)
"""How many tokens each passage has."""


def passages(counts: list[int], seed: int = 0) -> list[TokenVectors]:
    draw = np.random.default_rng(seed)
    found = [draw.standard_normal((count, DIMENSION)).astype(np.float32) for count in counts]
    return [own / np.linalg.norm(own, axis=1, keepdims=True) for own in found]


def assert_holds(store: TokenStore, given: list[TokenVectors]) -> None:
    assert store.rows == len(given)
    for row, own in enumerate(given):
        assert store.of_row(row).shape == own.shape
        np.testing.assert_allclose(store.of_row(row), own, atol=HALF_A_STEP + 1e-6)


@given(counts=_counts)
def test_each_passage_has_its_own_tokens_to_half_a_step(counts: list[int]) -> None:
    given = passages(counts)

    assert_holds(TokenStore.build(given, dimension=DIMENSION), given)


@given(parts=st.lists(_counts, min_size=1, max_size=4))
def test_stores_are_joined_one_after_another(parts: list[list[int]]) -> None:
    given = [passages(counts, seed) for seed, counts in enumerate(parts)]
    joined = TokenStore.joined([TokenStore.build(own, dimension=DIMENSION) for own in given])

    assert_holds(joined, [tokens for own in given for tokens in own])


def test_what_is_read_back_and_kept_again_stays_the_same() -> None:
    store = TokenStore.build(passages([3, 0, 5]), dimension=DIMENSION)
    again = TokenStore.build([store.of_row(row) for row in range(3)], dimension=DIMENSION)

    np.testing.assert_array_equal(again.codes, store.codes)


@given(counts=st.lists(st.integers(0, 5), min_size=1, max_size=8), data=st.data())
def test_best_products_are_those_of_the_rows_tokens(counts: list[int], data: st.DataObject) -> None:
    given = passages(counts)
    store = TokenStore.build(given, dimension=DIMENSION)
    first, end = data.draw(st.tuples(st.integers(0, len(counts)), st.integers(0, len(counts))).map(sorted))
    asked = passages([3], seed=9)[0]

    own = [token for tokens in given[first:end] for token in tokens]
    expected = [max((float(token @ word) for token in own), default=0.0) for word in asked]
    np.testing.assert_allclose(store.best_products(asked, first, end), expected, atol=0.02)


def test_what_is_saved_is_loaded_and_stays_in_its_file(tmp_path: Path) -> None:
    given = passages([3, 0, 5])
    TokenStore.build(given, dimension=DIMENSION).save(tmp_path / "tokens")
    loaded = TokenStore.load(tmp_path / "tokens")

    assert_holds(loaded, given)
    assert isinstance(loaded.codes, np.memmap)


@pytest.mark.parametrize("name", ["codes.npy", "first.npy"])
@pytest.mark.parametrize("content", [None, b"", b"no array", "cut"])
def test_a_damaged_file_is_a_sentence(tmp_path: Path, name: str, content: bytes | str | None) -> None:
    TokenStore.build(passages([3, 0, 5]), dimension=DIMENSION).save(tmp_path / "tokens")
    path = tmp_path / "tokens" / name
    whole = path.read_bytes()
    path.unlink()
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif content == "cut":
        path.write_bytes(whole[:-9])

    with pytest.raises(IndexDamagedError, match="build the index again"):
        TokenStore.load(tmp_path / "tokens")


def test_files_of_two_indexes_do_not_belong_together(tmp_path: Path) -> None:
    for name, counts in (("one", [3, 5]), ("two", [2, 2])):
        TokenStore.build(passages(counts), dimension=DIMENSION).save(tmp_path / name)
    (tmp_path / "one" / "first.npy").replace(tmp_path / "two" / "first.npy")

    with pytest.raises(IndexDamagedError, match="do not belong together"):
        TokenStore.load(tmp_path / "two")
