"""Rows as hostile as they come: each is read, or counted by name; none stops a reader."""

from __future__ import annotations

from pathlib import Path

import pytest

from data import formats
from data.record import IdKind
from data.sources import movies_parquet
from data.sources.files import first_line, table
from data.sources.json_objects import objects
from data.sources.row import Row
from data.tally import Tally
from tests.data.reading import read, wrote
from tests.data.sources import folders

_NETFLIX = "show_id,type,title,listed_in,description,duration\n1,Movie,A,Drama,y,{}\n"
_OWN = '{"imdb_id": "tt1", "title": "A", "premise": "x"}'


@pytest.mark.parametrize(
    ("duration", "minutes", "reason"),
    [
        ("90 min", 90, None),
        ("0 min", None, None),
        ("9" * 5000 + " min", None, "`duration` is out of range"),
        ("99999999999 min", None, "`duration` is out of range"),
        ("ninety", None, "`duration` is out of range"),
    ],
    ids=["minutes", "unknown", "digits", "ages", "words"],
)
def test_a_length_is_read_or_counted(tmp_path: Path, duration: str, minutes: int | None, reason: str | None) -> None:
    (film,), tally = read("netflix", wrote(tmp_path / "x.csv", _NETFLIX.format(duration)))

    assert film.runtime == minutes
    assert list(tally.malformed) == ([reason] if reason else [])


@pytest.mark.parametrize("list_", ["{[1]: 2}", "{{}: 1}", "[" * 5000, "{1", "['a', 'b'"])
def test_a_list_that_nobody_can_read_is_counted(list_: str) -> None:
    tally = Tally()

    assert Row({"genres": list_}, "line 2", tally).parts("genres") == ()
    assert tally.malformed == {"`genres` is a broken list": 1}


@pytest.mark.parametrize("value", [["x"], {"a": 1}, 5, b"[]x"])
def test_texts_of_another_type_are_counted(value: object) -> None:
    tally = Tally()

    assert movies_parquet._listed(Row({"texts": value}, "row 1", tally)) == []
    assert tally.malformed == {"`texts` is a broken list": 1}


@pytest.mark.parametrize(
    ("text", "places"),
    [
        (f"{_OWN}\n5\n{_OWN}\n", ["after object 1"]),
        (f'[null, {_OWN}, "s", {_OWN}]', ["after object 0", "after object 1"]),
        (f"{_OWN}\nnot json at all\nnor this\n{_OWN}\nnor the end", ["after object 1", "after object 2"]),
        (f"{_OWN}\n{'x' * 200_000}\n{_OWN}\n", ["after object 1"]),
        (f"[\n{_OWN},\n{_OWN}\n]\n", []),
        (f"\ufeff\r\n{_OWN}\r\n\r\n{_OWN}\r\n", []),
    ],
    ids=["number", "array", "words", "chunks", "whole", "lines"],
)
def test_what_is_no_object_is_counted_and_the_objects_stay(tmp_path: Path, text: str, places: list[str]) -> None:
    tally = Tally()

    assert len(list(objects(wrote(tmp_path / "x.json", text), tally))) == 2
    assert tally.malformed.total() == len(places)
    assert tally.places == ({"what is no object": places} if places else {})


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("start", ["", "\ufeff", "\ufeff\n\n"])
def test_marks_and_line_ends_hide_nothing(tmp_path: Path, start: str, end: str) -> None:
    text = f'{start}imdb_id,title,premise\ntt1,"A, or B",x\n'.replace("\n", end)
    path = tmp_path / "x.csv"
    path.write_bytes(text.encode())
    known = formats.recognise(path)
    assert known is not None
    (film,), tally = read(known.name, path)

    assert film.title == "A, or B"
    assert not tally.malformed


def test_an_empty_line_before_an_array_does_not_make_it_a_table(tmp_path: Path) -> None:
    path = wrote(tmp_path / "x.json", f"\n\n[{_OWN}]\n")

    assert first_line(path).startswith("[")
    assert len(read("films", path)[0]) == 1


def test_a_head_that_is_no_row_is_counted(tmp_path: Path) -> None:
    tally = Tally()

    assert not list(table(wrote(tmp_path / "x.csv", f'"{"x" * 1_100_000}'), tally))
    assert tally.malformed.total() == 1


def test_roles_in_a_table_are_not_lost_in_silence(tmp_path: Path) -> None:
    text = 'imdb_id,title,premise,roles\ntt1,A,b,"Brad Pitt|Joe Black"\n'
    (film,), tally = read("films", wrote(tmp_path / "x.csv", text))

    assert film.roles == ()
    assert tally.malformed == {"`roles` is no list": 1}


@pytest.mark.parametrize(("number", "found"), [("862", "862"), ("862.0", "862"), ("²", None), ("tt1", None)])
def test_numbers_of_tmdb_are_one_however_they_are_written(tmp_path: Path, number: str, found: str | None) -> None:
    (film,), _ = read(
        "tmdb", wrote(tmp_path / "x.csv", f"id,title,overview,release_date,vote_average\n{number},A,b,2000,1\n")
    )
    movielens = tmp_path / "movielens"
    movielens.mkdir()
    wrote(movielens / "movies.csv", "movieId,title,genres\n1,A (1999),Drama\n")
    wrote(movielens / "links.csv", f"movieId,imdbId,tmdbId\n1,0114709,{number}\n")
    records, _ = read("movielens", movielens)

    assert film.ids.get(IdKind.TMDB) == found
    assert records[1].ids.get(IdKind.TMDB) == found


def test_a_film_of_imdb_needs_an_id_of_imdb(tmp_path: Path) -> None:
    basics = folders.IMDB["title.basics.tsv"]
    head, first, *_ = basics.splitlines()
    key, _, rest = first.partition("\t")
    wrote(tmp_path / "title.basics.tsv", f"{head}\n{first}\nnm0000001\t{rest}\n\t{rest}\n")
    found, tally = read("imdb", tmp_path)

    assert [record.ids[IdKind.IMDB] for record in found] == [key]
    assert tally.malformed == {"no IMDb id": 2}


def test_reviews_are_five_a_film_in_whatever_order(tmp_path: Path) -> None:
    rows = "".join(f"tt{film},X,Review {number}.\n" for number in range(8) for film in (1, 2))
    found, tally = read("reviews", wrote(tmp_path / "x.csv", f"imdb_id,title,review\n{rows}"))

    assert [len(record.texts) for record in found] == [5, 5]  # of one film one record's texts are taken
    assert tally.skipped == {"more than five reviews of a film": 6}


def test_the_scenes_of_a_film_are_one_record_in_whatever_order(tmp_path: Path) -> None:
    clips = "".join(f"v{clip},tt000000{film},Clip {clip} of {film}.\n" for clip in range(3) for film in (1, 2))
    wrote(tmp_path / "movies.csv", "imdbid,title,year\n")
    wrote(tmp_path / "descriptions.csv", f"videoid,imdbid,description\n{clips}")
    found, _ = read("condensed-movies", tmp_path)

    assert [len(record.texts) for record in found] == [3, 3]


@pytest.mark.parametrize("encoding", ["shift_jis", "nobody-knows", "utf-16"])
def test_a_dump_in_an_encoding_that_cannot_be_read_is_counted(tmp_path: Path, encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?>\n<mediawiki><page></page></mediawiki>'
    found, tally = read("wikipedia-dump", wrote(tmp_path / "x.xml", text))

    assert found == []
    assert tally.malformed.total() == 1


def test_pages_without_a_number_are_not_one_film(tmp_path: Path) -> None:
    page = "<page><title>{}</title><ns>0</ns><revision><text>{{{{Infobox film}}}}</text></revision></page>"
    text = f"<mediawiki>{page.format('A')}{page.format('B')}</mediawiki>"
    found, _ = read("wikipedia-dump", wrote(tmp_path / "x.xml", text))

    assert [dict(record.ids) for record in found] == [{IdKind.WIKIPEDIA: "A"}, {IdKind.WIKIPEDIA: "B"}]
