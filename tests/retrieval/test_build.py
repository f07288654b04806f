from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from retrieval.build import CATALOGUE, TOKENS, VECTORS, WORDS, build_index, ensure_index
from retrieval.catalogue_sqlite import SqliteCatalogue
from retrieval.errors import CatalogueError, IndexBuildError, IndexDamagedError, IndexMismatchError
from retrieval.films import write_films
from retrieval.index_faiss import FaissIndex
from retrieval.manifest import Manifest, check_files, file_sha256, read_manifest, write_manifest
from retrieval.search import open_index
from retrieval.text import passages
from tests.fakes.encoder import FakeEncoder
from tests.retrieval.build_child import POINTS, WIDE
from tests.world import FILMS

ROOT = Path(__file__).parents[2]
needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and resource limits")


def ensure(folder: Path, films: Path, encoder: FakeEncoder | None = None) -> Manifest:
    return ensure_index(
        folder, films, encoder or FakeEncoder(), licences=("CC0-1.0",), progress=lambda _done, _all: None
    )


def child(*arguments: str | Path) -> list[str]:
    """What `tests.retrieval.build_child` prints."""
    command = [sys.executable, "-m", "tests.retrieval.build_child", *map(str, arguments)]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    return ran.stdout.splitlines()


def assert_whole(folder: Path) -> Manifest:
    """The folder holds one index that opens and belongs to its parts."""
    opened = open_index(folder, FakeEncoder())
    opened.catalogue.close()
    return opened.manifest


@pytest.fixture
def built(world_index: Path, tmp_path: Path) -> Path:
    """An index of the world that a test may damage."""
    shutil.copytree(world_index, tmp_path / "index")
    return tmp_path / "index"


@pytest.mark.parametrize(
    ("given", "kept"), [((), ("TMDB (terms of use)", "Wikipedia (CC BY-SA 4.0)")), (("CC0-1.0",), ("CC0-1.0",))]
)
def test_an_index_says_what_its_films_say_of_their_texts(
    tmp_path: Path, given: tuple[str, ...], kept: tuple[str, ...]
) -> None:
    sources = ("Wikipedia (CC BY-SA 4.0)", "TMDB (terms of use)")
    films = [replace(FILMS[0], sources=sources), replace(FILMS[1], sources=sources[:1]), FILMS[2]]
    write_films(films, tmp_path / "films.jsonl")
    manifest = build_index(
        tmp_path / "index", tmp_path / "films.jsonl", FakeEncoder(), licences=given, progress=lambda *_: None
    )

    assert manifest.licences == kept


@pytest.fixture
def other_films(tmp_path: Path) -> Path:
    """Another catalogue, so that an index of the world is out of date."""
    write_films(FILMS[:9], tmp_path / "other.jsonl")
    return tmp_path / "other.jsonl"


def test_the_vectors_may_be_kept_in_fewer_bits(films_file: Path, tmp_path: Path) -> None:
    for storage in ("float32", "int8"):
        folder = tmp_path / storage
        build_index(folder, films_file, FakeEncoder(), licences=(), progress=lambda *_: None, storage=storage)
    sizes = {
        storage: (tmp_path / storage / read_manifest(tmp_path / storage).generation / VECTORS).stat().st_size
        for storage in ("float32", "int8")
    }

    assert assert_whole(tmp_path / "int8").storage == "int8"
    assert assert_whole(tmp_path / "float32").storage == "float32"
    assert sizes["int8"] < sizes["float32"] / 2


def test_the_manifest_tells_what_was_built(world_index: Path, films_file: Path) -> None:
    manifest = read_manifest(world_index)
    rows = sum(len(list(passages(film))) for film in FILMS)

    assert (manifest.films, manifest.films_with_text, manifest.rows) == (14, 12, rows)
    assert (manifest.encoder, manifest.dimension, manifest.metric) == ("fake", 256, "inner product")
    assert manifest.storage == "float32"
    assert manifest.catalogue == file_sha256(films_file)
    assert manifest.licences == ("CC0-1.0",)
    assert {name.split("/")[0] for name in manifest.files} == {CATALOGUE, VECTORS, WORDS}
    on_disk = {path for path in (world_index / manifest.generation).rglob("*") if path.is_file()}
    assert len(manifest.files) == len(on_disk)
    check_files(world_index, manifest)


def test_every_row_is_its_passage_encoded(world_index: Path, encoder: FakeEncoder) -> None:
    files = world_index / read_manifest(world_index).generation
    texts = [passage.text for film in FILMS for passage in passages(film)]
    vectors = FaissIndex.load(files / VECTORS)

    for row, expected in enumerate(encoder.encode_document(texts)):
        np.testing.assert_allclose(vectors.scores(expected[None], np.array([row])), [[1]], atol=1e-5)
    catalogue = SqliteCatalogue(files / CATALOGUE)
    assert [catalogue.passage(row)[1] for row in range(len(texts))] == texts
    catalogue.close()


def test_tokens_are_kept_where_the_encoder_has_vectors_of_them(films_file: Path, tmp_path: Path) -> None:
    encoder = FakeEncoder(token_dimension=64)
    manifest = ensure(tmp_path, films_file, encoder)
    opened = open_index(tmp_path, encoder)
    texts = [passage.text for film in FILMS for passage in passages(film)]

    assert opened.tokens is not None
    assert {f"{TOKENS}/codes.npy", f"{TOKENS}/first.npy"} <= manifest.files.keys()
    for row, expected in enumerate(encoder.read_document(texts).tokens):
        np.testing.assert_array_equal(opened.tokens.of_row(row), expected)
    opened.catalogue.close()


def test_an_encoder_without_vectors_of_tokens_keeps_none(built: Path) -> None:
    opened = open_index(built, FakeEncoder())

    assert opened.tokens is None
    assert not any(TOKENS in name for name in opened.manifest.files)
    opened.catalogue.close()


def test_tokens_of_another_index_are_refused(films_file: Path, other_films: Path, tmp_path: Path) -> None:
    encoder = FakeEncoder(token_dimension=64)
    manifest = ensure(tmp_path / "index", films_file, encoder)
    other = ensure(tmp_path / "other", other_films, encoder)
    own = tmp_path / "index" / manifest.generation
    shutil.rmtree(own / TOKENS)
    shutil.copytree(tmp_path / "other" / other.generation / TOKENS, own / TOKENS)
    files = {name: file_sha256(own / name) for name in manifest.files}
    write_manifest(tmp_path / "index", replace(manifest, files=files))

    with pytest.raises(IndexDamagedError, match="do not belong together"):
        open_index(tmp_path / "index", encoder)


def test_many_passages_are_encoded_in_parts_and_progress_counts_them(tmp_path: Path) -> None:
    scenes = tuple(f"scene{number}" for number in range(1100))
    write_films([replace(FILMS[7], scenes=scenes)], tmp_path / "films.jsonl")
    seen: list[tuple[int, int]] = []
    encoder = FakeEncoder()
    manifest = build_index(
        tmp_path / "index",
        tmp_path / "films.jsonl",
        encoder,
        licences=(),
        progress=lambda done, total: seen.append((done, total)),
    )

    assert seen == [(0, 1101), (512, 1101), (1024, 1101), (1101, 1101)]
    vectors = FaissIndex.load(tmp_path / "index" / manifest.generation / VECTORS)
    for row in (0, 511, 512, 1023, 1024, 1100):
        text = f"scene{row - 1}" if row else FILMS[7].title
        np.testing.assert_allclose(vectors.scores(encoder.encode_query([text]), np.array([row])), [[1]], atol=1e-5)


def test_a_whole_index_is_used_again(built: Path, films_file: Path) -> None:
    encoder = FakeEncoder()
    encoder.before = lambda: pytest.fail("nothing needs encoding")

    assert ensure(built, films_file, encoder) == read_manifest(built)


@pytest.mark.parametrize(
    "encoder", [FakeEncoder(fingerprint="other"), FakeEncoder(dimension=64)], ids=["fingerprint", "dimension"]
)
def test_another_encoder_builds_anew(built: Path, films_file: Path, encoder: FakeEncoder) -> None:
    with pytest.raises(IndexMismatchError):
        open_index(built, encoder)
    manifest = ensure(built, films_file, encoder)

    assert (manifest.encoder, manifest.dimension) == (encoder.fingerprint, encoder.dimension)
    open_index(built, encoder).catalogue.close()


def test_another_catalogue_builds_anew(built: Path, other_films: Path) -> None:
    assert ensure(built, other_films).films == 9
    assert assert_whole(built).films == 9


def test_a_film_file_that_changes_during_a_build_builds_anew(built: Path, other_films: Path) -> None:
    encoder = FakeEncoder()
    encoder.before = lambda: write_films(FILMS[:5], other_films)

    assert ensure(built, other_films, encoder).films == 9
    assert ensure(built, other_films).films == 5


def test_a_film_file_that_goes_during_a_build_is_not_taken_for_a_full_disk(built: Path, other_films: Path) -> None:
    encoder = FakeEncoder()
    encoder.before = other_films.unlink

    assert ensure(built, other_films, encoder).films == 9


def test_another_text_version_builds_anew(built: Path, films_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = read_manifest(built).generation
    monkeypatch.setattr("retrieval.manifest.TEXT_VERSION", 99)

    with pytest.raises(IndexMismatchError, match="makes version 99"):
        open_index(built, FakeEncoder())
    assert ensure(built, films_file).generation != before


def test_building_removes_older_generations_and_what_killed_builds_left(built: Path, films_file: Path) -> None:
    (built / "deadbeef0000").mkdir()
    (built / "deadbeef0000" / "vectors.faiss").write_bytes(b"half")
    manifest = build_index(built, films_file, FakeEncoder(), licences=(), progress=lambda _done, _total: None)

    assert [path.name for path in built.iterdir() if path.is_dir()] == [manifest.generation]


def test_building_leaves_what_it_did_not_make(built: Path, films_file: Path, other_films: Path) -> None:
    theirs = [built / "photos" / "beach.jpg", built / "0123456789abc" / "notes.txt"]
    for path in theirs:
        path.parent.mkdir()
        path.write_text("not ours", encoding="utf-8")
    ensure(built, films_file)
    ensure(built, other_films)

    assert [path for path in theirs if not path.exists()] == []


@pytest.mark.parametrize("name", [CATALOGUE, VECTORS, f"{WORDS}/vocab.index.json", f"{WORDS}/films.json"])
@pytest.mark.parametrize("damage", ["flip", "cut", "missing"])
def test_a_damaged_file_is_noticed_and_mended(built: Path, films_file: Path, name: str, damage: str) -> None:
    path = built / read_manifest(built).generation / name
    whole = bytearray(path.read_bytes())
    whole[len(whole) // 2] ^= 1
    path.unlink()
    if damage != "missing":
        path.write_bytes(whole if damage == "flip" else whole[: len(whole) // 2])

    with pytest.raises(IndexDamagedError, match="again"):
        open_index(built, FakeEncoder())
    ensure(built, films_file)
    assert_whole(built)


def test_parts_that_do_not_belong_together_are_refused(built: Path) -> None:
    manifest = read_manifest(built)
    text = (built / "manifest.json").read_text(encoding="utf-8")
    (built / "manifest.json").write_text(text.replace(f'"rows": {manifest.rows}', '"rows": 7'), encoding="utf-8")

    with pytest.raises(IndexDamagedError, match="do not belong together"):
        open_index(built, FakeEncoder())


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="needs a list of open files")
def test_an_index_that_is_refused_is_closed_again(built: Path) -> None:
    manifest = read_manifest(built)
    write_manifest(built, replace(manifest, rows=7))
    with pytest.raises(IndexDamagedError, match="do not belong together") as refused:
        open_index(built, FakeEncoder())

    open_now = {os.path.realpath(each) for each in Path("/proc/self/fd").iterdir()}
    assert refused.traceback  # whatever its frames hold is alive, so nothing was closed by chance
    assert str((built / manifest.generation / CATALOGUE).resolve()) not in open_now


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "holds no film; give a file with one film a line"),
        ("\n\n", "holds no film"),
        ('{"imdb_id": "tt1", "title": "A"}\n' * 2, "holds tt1 2 times; keep one line for each film"),
        ('{"imdb_id": "tt1", "title": "A"}\n{"imdb_id"}\n', "line 2 of films.jsonl"),
        (None, "cannot be read"),
    ],
)
def test_a_film_file_that_cannot_be_used_leaves_the_old_index(
    built: Path, tmp_path: Path, content: str | None, sentence: str
) -> None:
    before = read_manifest(built)
    films = tmp_path / "films.jsonl"
    if content is not None:
        films.write_text(content, encoding="utf-8")

    with pytest.raises(CatalogueError, match=sentence):
        ensure(built, films)
    assert assert_whole(built) == before


def test_an_encoder_that_fails_is_not_taken_for_a_full_disk(built: Path, other_films: Path) -> None:
    before = read_manifest(built)
    encoder = FakeEncoder()

    def fail() -> None:
        raise RuntimeError("the encoder broke")

    encoder.before = fail
    with pytest.raises(RuntimeError, match="the encoder broke"):
        ensure(built, other_films, encoder)
    assert assert_whole(built) == before
    assert len([path for path in built.iterdir() if path.is_dir()]) == 1


def test_a_place_that_is_no_folder_is_a_sentence(films_file: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")

    for folder in (tmp_path / "file", tmp_path / "file" / "index"):
        with pytest.raises(IndexBuildError, match=r"cannot be written .*check its rights and the free space"):
            ensure(folder, films_file)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_folder_without_write_rights_is_a_sentence(films_file: Path, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir(mode=0o500)

    with pytest.raises(IndexBuildError, match="check its rights"):
        ensure(tmp_path / "home" / "index", films_file)


@needs_fork
def test_a_build_killed_at_any_point_leaves_one_whole_index(built: Path, other_films: Path, tmp_path: Path) -> None:
    before = read_manifest(built)
    for point in POINTS:
        shutil.copytree(built, tmp_path / point)

    assert child("kill", tmp_path, other_films) == ["exit -9"] * len(POINTS)

    for point in POINTS:
        folder = tmp_path / point
        after = assert_whole(folder)
        assert after.films == 9 if point == "after the rename" else after == before, point
        assert ensure(folder, other_films).films == assert_whole(folder).films == 9
        assert len([path for path in folder.iterdir() if path.is_dir()]) == 1, point


@needs_fork
def test_two_builds_at_once_make_one_index(films_file: Path, tmp_path: Path) -> None:
    said = child("race", tmp_path / "index", films_file)
    (first, often), (second, seldom) = (line.split() for line in said if not line.startswith("exit"))

    assert said.count("exit 0") == 2
    assert first == second == assert_whole(tmp_path / "index").generation
    assert {often, seldom} == {"0", "1"}


@needs_fork
@pytest.mark.parametrize(
    ("place", "reason"),
    [
        ("manifest", ""),
        ("catalogue", "disk I/O error"),
        ("vectors", "File too large"),
        ("last bytes", "File too large"),
    ],
)
def test_a_full_disk_is_a_sentence_and_the_old_index_stays(
    built: Path, other_films: Path, place: str, reason: str
) -> None:
    before = read_manifest(built)
    rows = sum(len(list(passages(film))) for film in FILMS[:9])
    # The file is these rows and a header of 45 bytes.
    limits = {"manifest": 100, "catalogue": 9000, "vectors": 300_000, "last bytes": rows * WIDE * 4 + 8}
    said, ended = child("full", str(limits[place]), built, other_films)

    assert ended == "exit 0"
    assert said.startswith(f"The index cannot be written to {built} (")
    assert reason in said
    assert said.endswith("free some space.")
    assert assert_whole(built) == before
    assert len([path for path in built.iterdir() if path.is_dir()]) == 1


def test_the_world_can_be_built_of_one_film(tmp_path: Path) -> None:
    films = tmp_path / "films.jsonl"
    write_films([replace(FILMS[7], title="It")], films)
    ensure(tmp_path / "index", films)

    assert assert_whole(tmp_path / "index").rows == 1
