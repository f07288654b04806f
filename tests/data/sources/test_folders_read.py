from __future__ import annotations

import bz2
import gzip
import json
from pathlib import Path

import pytest

from data.adult import FLAGGED
from data.formats import recognise
from data.merge import Merger
from data.record import IdKind, Record, Text, TextKind
from retrieval.types import Role
from tests.data.reading import read, wrote
from tests.data.sources import folders


def folder(path: Path, files: dict[str, str]) -> Path:
    for name, content in files.items():
        wrote(path / name, content)
    return path


def by_title(found: list[Record]) -> dict[str, Record]:
    """The records put together, as a build does."""
    merger = Merger()
    for record in found:
        merger.add(record, file=0)
    return {record.title or "": record for record in merger.films()}


@pytest.mark.parametrize(
    ("name", "files"),
    [
        ("imdb", folders.IMDB),
        ("movielens", folders.MOVIELENS),
        ("movielens", folders.MOVIELENS_OLD),
        ("cmu", folders.CMU),
        ("wikipedia-dump", {"pages-articles.xml": folders.DUMP}),
    ],
)
def test_a_publication_is_recognised(tmp_path: Path, name: str, files: dict[str, str]) -> None:
    path = folder(tmp_path, files)
    found = recognise(path if len(files) > 1 else path / next(iter(files)))

    assert found is not None
    assert found.name == name


@pytest.mark.parametrize("packed", [False, True])
def test_imdb(tmp_path: Path, *, packed: bool) -> None:
    for name, content in folders.IMDB.items():
        path = tmp_path / (f"{name}.gz" if packed else name)
        path.write_bytes(gzip.compress(content.encode()) if packed else content.encode())
    found, tally = read("imdb", tmp_path)
    films = by_title(found)

    assert films["The Lantern Keeper"] == Record(
        ids={IdKind.IMDB: "tt9000001"},
        title="The Lantern Keeper",
        original_title="Lyktvakten",
        alt_titles=("The Keeper of Lanterns", "Der Laternenwärter"),
        year=1998,
        runtime=178,
        genres=("Drama", "Sci-Fi"),
        directors=("Orla Quist",),
        cast=("Bram Pitre", "Sela Hopwood"),
        cinematographers=("Ada Lund",),
        roles=(Role("Bram Pitre", "The Guest", ""),),
        votes=1234,
    )
    assert films["Bare Facts"].adult == FLAGGED
    assert tally.skipped == {"not a film": 1}
    assert tally.malformed == {"not as many columns as the header": 1}


def test_imdb_with_a_table_missing(tmp_path: Path) -> None:
    wrote(tmp_path / "title.basics.tsv", folders.IMDB["title.basics.tsv"])
    found, tally = read("imdb", tmp_path)

    assert len(by_title(found)) == 2
    assert tally.skipped["a table is not there"] == 4


def test_movielens(tmp_path: Path) -> None:
    found, tally = read("movielens", folder(tmp_path, folders.MOVIELENS))
    films = by_title(found)

    lantern = films["The Lantern Keeper"]
    assert lantern.ids == {IdKind.MOVIELENS: "1", IdKind.IMDB: "tt9000001", IdKind.TMDB: "7"}
    assert (lantern.year, lantern.alt_titles) == (1998, ("Lyktvakten",))
    assert lantern.texts == (Text("movielens", TextKind.KEYWORDS, "honey\nwinter\natmospheric"),)
    assert (films["The Eleven Moves"].year, films["Untitled"].year) == (1957, None)
    assert films["Untitled"].texts == (Text("movielens", TextKind.KEYWORDS, "funny"),)
    assert tally.malformed == {"`relevance` is no number": 1}


def test_older_movielens_is_split_from_both_ends(tmp_path: Path) -> None:
    found, tally = read("movielens", folder(tmp_path, folders.MOVIELENS_OLD))
    films = by_title(found)

    assert set(films) == {"Lantern Keeper, The: A; Story", "Moves; Eleven"}
    assert films["Lantern Keeper, The: A; Story"].genres == ("Drama", "War")
    assert [film.texts[0].text for film in films.values()] == ["cold; very cold", "draughts;again"]
    assert tally.malformed == {"not as many columns as there should be": 1}


def test_cmu(tmp_path: Path) -> None:
    found, tally = read("cmu", folder(tmp_path, folders.CMU))
    (film,) = by_title(found).values()

    assert film.ids == {IdKind.PAGE: "975900"}
    assert (film.year, film.runtime) == (1998, 98)
    assert (film.languages, film.countries) == (("English Language",), ("United States of America",))
    assert film.genres == ("Thriller", "Science Fiction")
    assert film.cast == ("Bram Pitre", "Sela Hopwood")
    assert film.roles == (Role("Bram Pitre", "The Guest", ""),)
    assert film.texts == (Text("cmu", TextKind.PLOT, "Tam keeps the lantern on a cliff."),)
    assert tally.malformed == {"no title": 1, "no number of an article": 1}


_BINDING = {
    "film": "http://www.wikidata.org/entity/Q7",
    "filmLabel": "The Lantern Keeper",
    "imdb": "tt9000001",
    "date": "1998-03-05T00:00:00Z",
    "genreLabel": "drama film",
    "article": "https://en.wikipedia.org/wiki/The_Lantern_Keeper_(film)",
    "colorLabel": "black-and-white",
    "castLabel": "Bram Pitre|Sela Hopwood",
}


@pytest.mark.parametrize("form", ["sparql", "plain", "verbose"])
def test_wikidata_in_each_of_its_forms(tmp_path: Path, form: str) -> None:
    rows = [_BINDING, _BINDING | {"genreLabel": "fantasy film"}, {"film": "http://x/Q8", "filmLabel": "Q8"}]
    typed = [{name: {"type": "literal", "value": value} for name, value in row.items()} for row in rows]
    content = {
        "sparql": {"head": {"vars": ["film", "filmLabel"]}, "results": {"bindings": typed}},
        "plain": rows,
        "verbose": typed,
    }[form]
    path = wrote(tmp_path / "query.json", json.dumps(content))
    found, tally = read("wikidata", path)
    known = recognise(path)

    assert known is not None
    assert known.name == "wikidata"
    (film,) = by_title(found).values()
    assert film.ids == {
        IdKind.IMDB: "tt9000001",
        IdKind.WIKIDATA: "Q7",
        IdKind.WIKIPEDIA: "The Lantern Keeper (film)",
    }
    assert (film.year, film.black_and_white) == (1998, True)
    assert (film.genres, film.cast) == (("drama film", "fantasy film"), ("Bram Pitre", "Sela Hopwood"))
    assert tally.malformed == {"no title": 1}


@pytest.mark.parametrize("packed", [False, True])
def test_a_wikipedia_dump(tmp_path: Path, *, packed: bool) -> None:
    path = tmp_path / "pages-articles.xml"
    path.write_bytes(bz2.compress(folders.DUMP.encode()) if packed else folders.DUMP.encode())
    (film,), tally = read("wikipedia-dump", path)

    assert film.ids == {IdKind.PAGE: "41", IdKind.WIKIPEDIA: "The Lantern Keeper (1998 film)"}
    assert (film.title, film.year, film.runtime) == ("The Lantern Keeper", 1998, 178)
    assert (film.directors, film.cast) == (("Orla Quist",), ("Bram Pitre", "Sela Hopwood"))
    assert (film.countries, film.languages) == (("United Kingdom", "Sweden"), ("English",))
    assert film.texts == (
        Text(
            "wikipedia",
            TextKind.LEAD,
            "The Lantern Keeper is a 1998 drama film directed by Orla Quist.\nIt is cold & long.",
        ),
        Text("wikipedia", TextKind.PLOT, "Tam keeps the lantern.\nThe guest is Winter."),
    )
    assert (tally.rows, tally.malformed.total()) == (1, 0)


def test_a_dump_that_breaks_off_gives_what_it_holds(tmp_path: Path) -> None:
    content = folders.DUMP[: folders.DUMP.index("<page><title>Cheese")]
    found, tally = read("wikipedia-dump", wrote(tmp_path / "x.xml", content))

    assert len(found) == 1
    assert tally.malformed == {"the file breaks off (ParseError)": 1}


@pytest.mark.parametrize("shape", ["csv", "jsonl"])
def test_reviews_are_five_a_film(tmp_path: Path, shape: str) -> None:
    rows = [("tt9000001", f"Review {number}.") for number in range(7)] + [("tt9000002", "One."), ("", "Of nothing.")]
    if shape == "csv":
        text = "imdb_id,title,review\n" + "".join(f"{key},X,{review}\n" for key, review in rows)
    else:
        text = "".join(json.dumps({"imdb_id": key, "title": "X", "review": review}) + "\n" for key, review in rows)
    path = wrote(tmp_path / "reviews", text)
    found, tally = read("reviews", path)
    known = recognise(path)

    assert known is not None
    assert known.name == "reviews"
    assert [(record.ids[IdKind.IMDB], len(record.texts)) for record in found] == [("tt9000001", 5), ("tt9000002", 1)]
    assert {text.source for record in found for text in record.texts} == {"reviews"}
    assert tally.skipped == {"more than five reviews of a film": 2}
    assert tally.malformed == {"no IMDb id, or no review": 1}


@pytest.mark.parametrize("shape", ["csv", "jsonl"])
def test_questions_are_ten_a_film(tmp_path: Path, shape: str) -> None:
    asked = [("tt9000001", f"Memory {number}.") for number in range(12)]
    rows = [*asked, ("tt9000001", "Memory 0."), ("tt9000002", "One."), ("", "Of nothing."), ("tt9000003", "")]
    if shape == "csv":
        text = "query_id,imdb_id,text\n" + "".join(f"q,{key},{question}\n" for key, question in rows)
    else:
        kept = ({"query_id": "q", "imdb_id": key, "text": question} for key, question in rows)
        text = "".join(json.dumps(row) + "\n" for row in kept)
    path = wrote(tmp_path / "questions", text)
    found, tally = read("questions", path)
    known = recognise(path)

    assert known is not None
    assert known.name == "questions"
    ten = tuple(Text("questions", TextKind.MEMORY, f"Memory {number}.") for number in range(10))
    assert [(record.ids[IdKind.IMDB], record.texts) for record in found] == [
        ("tt9000001", ten),
        ("tt9000002", (Text("questions", TextKind.MEMORY, "One."),)),
    ]
    assert tally.skipped == {"more than ten questions of a film": 2}
    assert tally.malformed == {"no IMDb id, or no question": 2}


@pytest.mark.torch  # pyarrow comes with the extra `training`
def test_parquet_in_both_of_its_shapes(tmp_path: Path) -> None:
    import pyarrow as pa  # noqa: PLC0415  # see the mark
    from pyarrow import parquet  # noqa: PLC0415

    from data.sources.movies_parquet import COLUMNS  # noqa: PLC0415

    texts = [
        {"source": "tmdb", "kind": "overview", "text": "A stranger is Winter."},
        {"source": "wikipedia", "kind": "wiki_plot", "text": "Tam keeps the lantern."},
        {"source": "tmdb", "kind": "poem", "text": "Oh."},
    ]
    film = dict.fromkeys(COLUMNS) | {
        "id": "tmdb:7",
        "imdb_id": "tt9000001",
        "tmdb_id": 7,
        "title": "Lantern Keeper;The",
        "year": 1998,
        "directors": ["Ada Wren", "Ada Wren | 1 more credit »"],
        "keywords": ["honey"],
        "adult_hint": True,
        "imdb_votes": 12,
        "vote_count": 5,
        "texts": json.dumps(texts),
    }
    broken = dict.fromkeys(COLUMNS) | {"id": "wp:X:1900", "title": "X", "year": 19000, "texts": "{", "keywords": []}
    parquet.write_table(pa.Table.from_pylist([film, broken]), tmp_path / "movies.parquet")
    found, tally = read("parquet", tmp_path / "movies.parquet")

    assert found[0].ids == {IdKind.IMDB: "tt9000001", IdKind.TMDB: "7"}
    assert (found[0].title, found[0].votes, found[0].directors) == ("The Lantern Keeper", 12, ("Ada Wren",))
    assert found[0].adult is None
    assert [(text.source, text.kind.value) for text in found[0].texts] == [
        *(("tmdb", "overview"), ("wikipedia", "plot"), ("catalogue_keywords", "keywords"))
    ]
    assert (found[1].ids, found[1].year, found[1].texts) == ({IdKind.OWN: "wp:X:1900"}, None, ())
    assert tally.malformed == {
        "a text of no known kind": 1,
        "`year` holds no year": 1,
        "`texts` is a broken list": 1,
    }
    known = recognise(tmp_path / "movies.parquet")
    assert known is not None
    assert known.name == "parquet"
    parquet.write_table(
        pa.table({"imdb_id": ["tt1"], "title": ["X"], "review": ["Good."]}), tmp_path / "reviews.parquet"
    )
    assert len(read("reviews", tmp_path / "reviews.parquet")[0]) == 1
    known = recognise(tmp_path / "reviews.parquet")
    assert known is not None
    assert known.name == "reviews"
