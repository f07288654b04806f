from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.errors import IndexDamagedError, IndexMismatchError, IndexMissingError
from retrieval.manifest import (
    FORMAT,
    MANIFEST,
    Manifest,
    check_encoder,
    check_files,
    file_sha256,
    read_manifest,
    write_manifest,
)
from retrieval.ports import STORAGES
from retrieval.text import TEXT_VERSION

PLAIN = Manifest(
    format=FORMAT,
    generation="abc",
    encoder="fake",
    text_version=TEXT_VERSION,
    catalogue="0" * 64,
    dimension=256,
    metric="inner product",
    storage="float32",
    films=14,
    films_with_text=12,
    rows=40,
    licences=("CC0-1.0",),
    built_at="2026-01-01T00:00:00+00:00",
    files={"a.bin": "1" * 64},
)
_manifests = st.builds(
    Manifest,
    format=st.just(FORMAT),
    generation=st.text(),
    encoder=st.text(),
    text_version=st.integers(),
    catalogue=st.text(),
    dimension=st.integers(),
    metric=st.text(),
    storage=st.sampled_from(STORAGES),
    films=st.integers(),
    films_with_text=st.integers(),
    rows=st.integers(),
    licences=st.lists(st.text()).map(tuple),
    built_at=st.text(),
    files=st.dictionaries(st.text(), st.text(), max_size=3),
)


@settings(max_examples=25)  # each waits for the disk
@given(manifest=_manifests)
def test_what_is_written_is_read(manifest: Manifest, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("manifest")
    write_manifest(folder, manifest)

    assert read_manifest(folder) == manifest
    assert [path.name for path in folder.iterdir()] == [MANIFEST]


def test_a_manifest_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / MANIFEST).mkdir()

    with pytest.raises(OSError, match="directory"):
        write_manifest(tmp_path, PLAIN)

    assert [path.name for path in tmp_path.iterdir()] == [MANIFEST]


def test_no_index_is_told_from_a_damaged_one(tmp_path: Path) -> None:
    with pytest.raises(IndexMissingError, match="reelcall index build"):
        read_manifest(tmp_path)
    with pytest.raises(IndexMissingError):
        read_manifest(tmp_path / "nowhere")


@pytest.mark.parametrize(
    "content", [b"", b"{", b"\xff\xfe", b"[]", b"null", b'"x"', b'{"format": %d}' % FORMAT, b"[" * 100_000]
)
def test_what_is_no_manifest_is_refused_in_a_sentence(tmp_path: Path, content: bytes) -> None:
    (tmp_path / MANIFEST).write_bytes(content)

    with pytest.raises(IndexDamagedError, match=r"build the index again\.$"):
        read_manifest(tmp_path)


@pytest.mark.parametrize("found", [FORMAT + 1, 0, None, "1"])
def test_another_format_is_refused_before_its_keys_are_read(tmp_path: Path, found: object) -> None:
    (tmp_path / MANIFEST).write_text(json.dumps({"format": found, "new key": 1}), encoding="utf-8")

    with pytest.raises(IndexMismatchError, match="another version of Reelcall"):
        read_manifest(tmp_path)


@pytest.mark.parametrize(
    ("manifest", "sentence"),
    [
        (replace(PLAIN, encoder="other"), "another encoder"),
        (replace(PLAIN, dimension=384), "another encoder"),
        (replace(PLAIN, text_version=TEXT_VERSION + 1), f"version {TEXT_VERSION + 1}, this program makes"),
    ],
)
def test_what_another_encoder_or_text_made_is_refused(manifest: Manifest, sentence: str) -> None:
    check_encoder(PLAIN, fingerprint="fake", dimension=256)

    with pytest.raises(IndexMismatchError, match=f"{sentence}.*build it again"):
        check_encoder(manifest, fingerprint="fake", dimension=256)


@pytest.mark.parametrize("damage", ["flip", "cut", "missing", "folder"])
def test_every_file_is_held_against_its_checksum(tmp_path: Path, damage: str) -> None:
    file = tmp_path / "abc" / "a.bin"
    file.parent.mkdir()
    file.write_bytes(b"0123456789")
    manifest = replace(PLAIN, files={"a.bin": file_sha256(file)})
    check_files(tmp_path, manifest)

    file.unlink()
    if damage == "folder":
        file.mkdir()
    elif damage != "missing":
        file.write_bytes({"flip": b"0123556789", "cut": b"01234"}[damage])

    with pytest.raises(IndexDamagedError, match="again"):
        check_files(tmp_path, manifest)


@pytest.mark.parametrize("name", ["a\0.bin", "\ud800.bin"])
def test_a_name_that_no_file_can_have_is_damage(tmp_path: Path, name: str) -> None:
    with pytest.raises(IndexDamagedError, match="build it again"):
        check_files(tmp_path, replace(PLAIN, files={name: ""}))
