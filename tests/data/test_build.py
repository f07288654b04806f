from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from data import formats, store
from data.build import Indexing, Input, build, remove, update
from data.errors import DataError, NothingReadError, WrongCallError
from data.report import Report
from retrieval.build import VECTORS
from retrieval.films import read_films, write_films
from retrieval.index_faiss import FaissIndex
from retrieval.manifest import check_files, file_sha256, read_manifest
from retrieval.search import open_index
from retrieval.text import passages
from retrieval.types import Film, FilmId
from tests.data import samples
from tests.data.catalogue_child import POINTS
from tests.data.reading import wrote
from tests.fakes.encoder import FakeEncoder
from tests.world import CHESSBOARD, FILMS, LANTERN

ROOT = Path(__file__).parents[2]
NEW = Film(film_id=FilmId("tt9000099"), title="The Newcomer", year=2020, premise="A stranger comes to a quiet town.")


class CountingEncoder(FakeEncoder):
    """Remembers what it was asked to encode."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def read_document(self, texts: Sequence[str]) -> Any:
        self.seen += texts
        return super().read_document(texts)


def inputs(*paths: Path) -> list[Input]:
    found = []
    for path in paths:
        known = formats.recognise(path)
        assert known is not None, path
        found.append(Input(known, path))
    return found


def indexing(encoder: FakeEncoder | None = None) -> Indexing:
    return Indexing(encoder or FakeEncoder(), lambda _done, _total: None)


def made(folder: Path, *paths: Path, accepted: Sequence[str] = (), index: Indexing | None = None) -> Report:
    return build(folder, inputs(*paths), accepted=accepted, indexing=index, reading=lambda _name, _records: None)


def updated(folder: Path, *paths: Path, accepted: Sequence[str] = (), index: Indexing | None = None) -> Report:
    return update(folder, inputs(*paths), accepted=accepted, indexing=index, reading=lambda _name, _records: None)


def films_of(folder: Path) -> dict[str, Film]:
    return {film.film_id: film for film in read_films(folder / store.FILMS)}


def film_file(path: Path, *films: Film) -> Path:
    write_films(films, path)
    return path


def assert_whole(folder: Path) -> frozenset[str]:
    """The folder's index opens and is of its own records; returns its films."""
    opened = open_index(folder, FakeEncoder())
    opened.catalogue.close()
    assert len(list(store.read(folder))) == opened.manifest.films
    return frozenset(opened.table.film_ids)


@pytest.fixture
def indexed(tmp_path: Path, films_file: Path) -> Path:
    """A catalogue of the miniature world, with its index."""
    made(tmp_path / "catalogue", films_file, index=indexing())
    return tmp_path / "catalogue"


def test_our_own_films_come_back_as_they_were(tmp_path: Path, films_file: Path) -> None:
    report = made(tmp_path / "out", films_file)
    found = films_of(tmp_path / "out")

    assert (report.films, report.films_with_text) == (14, 12)
    for film in FILMS:
        kept = found[film.film_id]
        assert (kept.premise, kept.plot, kept.scenes, kept.roles) == (film.premise, film.plot, film.scenes, film.roles)
        assert kept.sources in ((), ("the operator's own file (as the operator states)",))


def test_a_catalogue_is_complete_and_serves(indexed: Path) -> None:
    manifest = read_manifest(indexed)

    assert {path.name for path in indexed.iterdir() if not path.name.startswith((".", "records-"))} == {
        *("films.jsonl", "report.json", "manifest.json", manifest.generation)
    }
    assert manifest.catalogue == file_sha256(indexed / store.FILMS)
    assert manifest.licences == ("the operator's own file (as the operator states)",)
    assert assert_whole(indexed) == {film.film_id for film in FILMS}


def test_several_formats_make_one_film(tmp_path: Path) -> None:
    report = made(
        tmp_path / "out",
        wrote(tmp_path / "own.csv", samples.FILMS_CSV),
        wrote(tmp_path / "list.json", samples.WIKIPEDIA_MOVIE_DATA),
        wrote(tmp_path / "plots.csv", samples.WIKIPEDIA_PLOTS),
        wrote(tmp_path / "tmdb.csv", samples.TMDB_SEMICOLONS),
        wrote(tmp_path / "netflix.csv", samples.NETFLIX),
    )
    found = films_of(tmp_path / "out")

    assert sorted(film.title for film in found.values()) == ["Eleven Moves", "The Lantern Keeper"]
    lantern = found["tt9000001"]
    assert lantern.premise == "A stranger is Winter."
    assert lantern.plot == "Tam keeps the lantern.\nOne night a guest comes."
    assert (lantern.directors, lantern.runtime, lantern.votes) == (("Orla Quist",), 178, 8940)
    assert (lantern.countries, lantern.languages) == (("United Kingdom",), ("English",))
    assert lantern.genres == ("Drama", "Fantasy", "Comedy")
    assert lantern.sources == ("the operator's own file (as the operator states)", "Wikipedia (CC BY-SA 4.0)")
    assert report.texts_left_out == {"tmdb": 1, "netflix": 1}


@pytest.mark.parametrize(
    ("accepted", "texts"),
    [((), 0), (("netflix",), 1), (("tmdb",), 1), (("tmdb", "netflix"), 2)],
)
def test_texts_need_their_licence_accepted(tmp_path: Path, accepted: tuple[str, ...], texts: int) -> None:
    report = made(
        tmp_path / "out",
        wrote(tmp_path / "tmdb.csv", samples.TMDB_SEMICOLONS),
        wrote(tmp_path / "netflix.csv", samples.NETFLIX.replace("A stranger is", "Somebody is")),
        accepted=accepted,
    )
    (film,) = films_of(tmp_path / "out").values()

    assert report.texts.total() == texts
    assert report.texts_left_out.total() == 2 - texts
    assert set(report.texts) == set(accepted)
    assert film.has_text == (texts > 0)
    assert (film.year, film.runtime, film.votes) == (1998, 178, 8940)
    words = (tmp_path / "out" / "films.jsonl").read_text("utf-8") + json.dumps(report.as_json()["licences"])
    assert ("Somebody is Winter" in words) == ("netflix" in accepted) == ("Netflix (" in words)


@pytest.mark.parametrize("accepted", [(), ("questions",)])
def test_what_people_asked_is_kept_with_its_film_where_that_is_accepted(
    tmp_path: Path, accepted: tuple[str, ...]
) -> None:
    write_films(FILMS, tmp_path / "films.jsonl")
    rows = [(LANTERN.film_id, "[TOMT] the one with the honey?"), ("tt9999999", "Of a film that is not here.")]
    asked = [{"query_id": f"q{at}", "imdb_id": key, "text": text} for at, (key, text) in enumerate(rows)]
    questions = wrote(tmp_path / "asked.jsonl", "".join(json.dumps(row) + "\n" for row in asked))
    report = made(tmp_path / "out", tmp_path / "films.jsonl", questions, accepted=accepted)

    assert report.films == len(FILMS)
    assert films_of(tmp_path / "out")[LANTERN.film_id].memories == (("the one with the honey?",) if accepted else ())
    assert ("questions" in report.texts) == bool(accepted)
    more = asked[0] | {"text": "a guest who is Winter"}
    for file in (wrote(tmp_path / "more.jsonl", json.dumps(more) + "\n"), questions):  # a new one, and those again
        updated(tmp_path / "out", file, accepted=accepted)
    both = ("a guest who is Winter", "the one with the honey?")
    assert tuple(sorted(films_of(tmp_path / "out")[LANTERN.film_id].memories)) == (both if accepted else ())


def test_films_that_differ_only_in_a_text_left_out_stay_two(tmp_path: Path) -> None:
    header, lantern, _ = samples.TMDB_SEMICOLONS.splitlines(keepends=True)
    path = wrote(tmp_path / "tmdb.csv", header + lantern + lantern.replace("Winter", "Spring") + lantern)
    report = made(tmp_path / "out", path)

    assert report.films == 2
    assert report.files[0].tally.skipped == {"the same row twice": 1}


def test_adult_films_are_dropped_and_named_and_the_dude_stays(tmp_path: Path) -> None:
    films = [
        Film(
            film_id=FilmId("tt1"),
            title="The Big Lebowski",
            year=1998,
            keywords=("pornographer", "pornography", "softcore"),
        ),
        Film(film_id=FilmId("tt2"), title="Bare", year=1998, keywords=("pink film", "beach")),
        Film(film_id=FilmId("tt3"), title="Barer", year=1999, genres=("Adult",)),
    ]
    article = json.dumps(
        [
            {"title": "Door", "year": 1972, "cast": [], "genres": [], "href": "D", "extract": text}
            for text in (
                "Door is a 1972 American pornographic film directed by two brothers.",
                "Inside is a 2005 American documentary film about the 1972 pornographic film Door.",
            )
        ]
    )
    report = made(
        tmp_path / "out",
        film_file(tmp_path / "films.jsonl", *films),
        wrote(tmp_path / "tmdb.csv", samples.TMDB_COMMAS),
        wrote(tmp_path / "list.json", article.replace('"href": "D"', '"href": null')),
    )

    kept = {film.title for film in films_of(tmp_path / "out").values()}
    assert kept == {"The Big Lebowski", "The Lantern Keeper", "Door"}
    assert report.dropped_titles == {
        "has an adult keyword": ["Bare"],
        "of an adult genre": ["Barer"],
        "flagged as adult by its source": ["Bare Facts"],
        "called pornographic by its article": ["Door"],
    }


def test_the_report_tells_what_was_read_and_why_it_was_left_out(tmp_path: Path) -> None:
    made(tmp_path / "out", wrote(tmp_path / "tmdb.csv", samples.TMDB_SEMICOLONS))
    report = json.loads((tmp_path / "out" / store.REPORT).read_text("utf-8"))

    (file,) = report["files"]
    assert (file["type"], file["file"], file["rows"], file["records"]) == ("tmdb", "tmdb.csv", 2, 1)
    assert file["malformed"] == {"not as many columns as the header": {"times": 1, "first": ["line 3"]}}
    assert report["texts_left_out"] == {"tmdb": 1}
    assert report["coverage"]["languages"] == {"films": 1, "share": 1.0}
    assert report["licences"] == []


def test_progress_is_told_file_by_file(tmp_path: Path, films_file: Path) -> None:
    newcomers = [replace(NEW, film_id=FilmId(f"tt{n:07}"), title=f"Newcomer {n}") for n in range(1, 6001)]
    many = film_file(tmp_path / "many.jsonl", *newcomers)
    told: list[tuple[str, int]] = []
    build(
        tmp_path / "out",
        inputs(films_file, many),
        accepted=(),
        indexing=None,
        reading=lambda name, records: told.append((name, records)),
    )

    few = films_file.name
    assert told == [(few, 0), (few, len(FILMS)), ("many.jsonl", 0), ("many.jsonl", 5000), ("many.jsonl", 6000)]


def test_labels_come_to_one_vocabulary_and_the_others_are_counted(tmp_path: Path) -> None:
    film = replace(
        NEW, countries=("US", "USA", "United States of America", "Ruritania"), languages=("en", "English", "xx")
    )
    report = made(tmp_path / "out", film_file(tmp_path / "films.jsonl", film))

    (found,) = films_of(tmp_path / "out").values()
    assert (found.countries, found.languages) == (("United States",), ("English",))
    assert report.unknown["countries"] == {"Ruritania": 1}
    assert report.unknown["languages"] == {}
    assert "countries 100%, languages 100%, votes 0%" in report.lines()[-1]


def test_films_without_an_imdb_id_keep_the_key_they_were_given(tmp_path: Path) -> None:
    two = json.dumps(
        [
            {"title": "Anna", "year": 2019, "cast": [name], "genres": [], "href": None, "extract": name}
            for name in ("A", "B")
        ]
    )
    path = wrote(tmp_path / "list.json", two)
    made(tmp_path / "out", path)
    before = films_of(tmp_path / "out")
    updated(tmp_path / "out", path)

    assert list(before) == ["title:anna:2019", "title:anna:2019:2"]
    assert films_of(tmp_path / "out") == before


def test_an_update_encodes_only_what_is_new(indexed: Path, tmp_path: Path) -> None:
    encoder = CountingEncoder()
    changed = replace(LANTERN, premise="A lantern keeper has a guest.")
    report = updated(indexed, film_file(tmp_path / "new.jsonl", NEW, changed), index=indexing(encoder))

    old = {passage.text for film in FILMS for passage in passages(film)}
    new = [passage.text for film in (changed, *FILMS[1:], NEW) for passage in passages(film)]
    assert sorted(encoder.seen) == sorted(text for text in new if text not in old)
    assert report.passages_encoded == len(encoder.seen) == 4
    assert assert_whole(indexed) == {film.film_id for film in (*FILMS, NEW)}
    found = films_of(indexed)[LANTERN.film_id]
    assert (found.premise, found.plot) == (changed.premise, LANTERN.plot)


def test_an_updated_index_is_the_one_that_a_build_would_make(indexed: Path, tmp_path: Path, films_file: Path) -> None:
    new = film_file(tmp_path / "new.jsonl", NEW)
    updated(indexed, new, index=indexing())
    made(tmp_path / "fresh", new, films_file, index=indexing())

    def vectors(folder: Path) -> FaissIndex:
        return FaissIndex.load(folder / read_manifest(folder).generation / VECTORS)

    assert (indexed / store.FILMS).read_bytes() == (tmp_path / "fresh" / store.FILMS).read_bytes()
    rows = np.arange(vectors(indexed).rows)
    np.testing.assert_array_equal(vectors(indexed).reconstruct(rows), vectors(tmp_path / "fresh").reconstruct(rows))


def test_an_index_of_another_encoder_lends_nothing(indexed: Path, tmp_path: Path) -> None:
    encoder = CountingEncoder()
    encoder.fingerprint = "other"
    report = updated(indexed, film_file(tmp_path / "new.jsonl", NEW), index=indexing(encoder))

    assert report.passages_encoded == report.passages == len(encoder.seen)


def test_films_are_removed_and_nothing_is_encoded_for_it(indexed: Path) -> None:
    encoder = CountingEncoder()
    report = remove(indexed, {LANTERN.film_id, CHESSBOARD.film_id}, indexing=indexing(encoder))

    assert encoder.seen == []
    assert report.dropped == {"removed": 2}
    assert assert_whole(indexed) == {film.film_id for film in FILMS} - {LANTERN.film_id, CHESSBOARD.film_id}
    assert LANTERN.film_id not in films_of(indexed)


def test_removing_what_is_not_there_changes_nothing(indexed: Path) -> None:
    before = read_manifest(indexed)

    with pytest.raises(WrongCallError, match="has no film tt404; nothing was removed"):
        remove(indexed, {LANTERN.film_id, "tt404"}, indexing=indexing())
    assert read_manifest(indexed) == before


def test_a_catalogue_without_an_index_is_updated_too(tmp_path: Path, films_file: Path) -> None:
    made(tmp_path / "out", films_file)
    updated(tmp_path / "out", film_file(tmp_path / "new.jsonl", NEW))
    remove(tmp_path / "out", {LANTERN.film_id}, indexing=None)

    assert set(films_of(tmp_path / "out")) == {film.film_id for film in (*FILMS[1:], NEW)}
    assert len(list((tmp_path / "out").glob("records-*"))) == 1


def test_nothing_usable_leaves_the_catalogue_alone(indexed: Path, tmp_path: Path) -> None:
    before = read_manifest(indexed)
    known = formats.find("netflix")
    assert known is not None
    empty = Input(known, wrote(tmp_path / "x.csv", "show_id,type\n"))

    with pytest.raises(NothingReadError):
        update(indexed, [empty], accepted=(), indexing=indexing(), reading=lambda _name, _records: None)
    assert read_manifest(indexed) == before
    check_files(indexed, before)


def test_an_index_is_not_left_behind_its_films(indexed: Path, films_file: Path) -> None:
    with pytest.raises(WrongCallError, match="holds an index"):
        made(indexed, films_file)


def test_a_folder_without_a_catalogue_is_a_sentence(tmp_path: Path, films_file: Path) -> None:
    with pytest.raises(WrongCallError, match="There is no catalogue in"):
        updated(tmp_path / "out", films_file)


def test_damaged_records_are_a_sentence(tmp_path: Path, films_file: Path) -> None:
    made(tmp_path / "out", films_file)
    (records,) = (tmp_path / "out").glob("records-*")
    records.write_bytes(records.read_bytes()[:-20])

    with pytest.raises(DataError, match="is damaged; build the catalogue again"):
        updated(tmp_path / "out", films_file)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_an_update_killed_at_any_point_leaves_one_whole_catalogue(indexed: Path, tmp_path: Path) -> None:
    new = film_file(tmp_path / "new.jsonl", NEW)
    for point in POINTS:
        shutil.copytree(indexed, tmp_path / point)
    command = [sys.executable, "-m", "tests.data.catalogue_child", "kill", str(tmp_path), str(new)]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    assert ran.stdout.splitlines() == ["exit -9"] * len(POINTS)

    old, done = {film.film_id for film in FILMS}, list(POINTS).index("after the manifest's rename")
    for number, point in enumerate(POINTS):
        folder = tmp_path / point
        assert assert_whole(folder) == (old | {NEW.film_id} if number >= done else old), point
        updated(folder, new, index=indexing())
        assert assert_whole(folder) == set(films_of(folder)) == old | {NEW.film_id}, point
        assert len(list(folder.glob("records-*"))) == 1
