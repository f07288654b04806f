"""Nothing that stands in a file is fatal, and nothing is lost without a count."""

from __future__ import annotations

import gzip
import json
import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import formats
from data.record import record_to_json
from data.sources import wikitext
from data.sources.files import table
from data.sources.json_objects import objects
from data.tally import Tally
from tests.data import samples
from tests.data.reading import read, wrote
from tests.data.sources import folders

_WHOLE = {
    "films": {"x": samples.FILMS_CSV},
    "wikipedia-movie-data": {"x": samples.WIKIPEDIA_MOVIE_DATA[:60]},
    "wikipedia-plots": {"x": samples.WIKIPEDIA_PLOTS},
    "tmdb": {"x": samples.TMDB_SEMICOLONS},
    "netflix": {"x": samples.NETFLIX},
    "condensed-movies": samples.CONDENSED_MOVIES,
    "imdb": folders.IMDB,
    "movielens": folders.MOVIELENS,
    "cmu": folders.CMU,
    "wikipedia-dump": {"x": folders.DUMP[:900]},
    "wikidata": {"x": '[{"film": "http://x/Q1", "filmLabel": "X"},'},
    "reviews": {"x": "imdb_id,title,review\n"},
    "questions": {"x": "query_id,imdb_id,text\n"},
}


@pytest.mark.parametrize(
    ("rows", "reason", "read_all_the_same"),
    [
        ("1,2,3\n", "not as many columns as the header", 2),
        ("a\ud800,b\n", "not UTF-8", 2),
        (f'"{"x" * 1_100_000}\n', "not a row of a table (field larger than field limit (200000))", 2),
    ],
    ids=["columns", "bytes", "quote"],
)
def test_a_broken_row_of_a_table_is_counted(tmp_path: Path, rows: str, reason: str, read_all_the_same: int) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(f"a,b\n1,2\n{rows}3,4\n".encode("utf-8", errors="surrogatepass"))
    tally = Tally()

    assert len(list(table(path, tally))) == read_all_the_same
    assert tally.malformed == {reason: 1}
    assert tally.places == {reason: ["line 3"]}


@pytest.mark.parametrize(
    "broken",
    ['{"title": "B"', '{"title": "B}', '{"title" "B"}', '{"title": "\\ud800"}', '{"title": "B", "x": {"y": 1}'],
)
@pytest.mark.parametrize("shape", ["[\n%s,\n%s,\n%s\n]", "%s\n%s\n%s\n"], ids=["array", "lines"])
def test_a_broken_object_costs_itself_alone(tmp_path: Path, broken: str, shape: str) -> None:
    text = shape % ('{"title": "A {"}', broken, '{"title": "C"}')
    tally = Tally()
    found = list(objects(wrote(tmp_path / "x.json", text), tally))

    assert [row.text("title") for row in found] == ["A {", "C"]
    assert tally.malformed.total() == 1


def test_objects_are_cut_alike_wherever_a_chunk_ends(tmp_path: Path) -> None:
    rows = [{"title": f'"{{x}}" \\ {number}', "pad": "ü" * (number % 97)} for number in range(3000)]
    path = wrote(tmp_path / "x.json", json.dumps({"head": {}, "results": rows}))

    found = list(objects(path, Tally(), within="results"))
    assert [row.cells for row in found] == rows


@pytest.mark.parametrize("name", ["wikipedia-movie-data", "wikipedia-plots"])
def test_a_packed_file_that_is_cut_short_gives_what_it_holds(tmp_path: Path, name: str) -> None:
    content = {"wikipedia-movie-data": samples.WIKIPEDIA_MOVIE_DATA, "wikipedia-plots": samples.WIKIPEDIA_PLOTS}[name]
    packed = gzip.compress(content.encode(), mtime=0)
    (tmp_path / "x.gz").write_bytes(packed[:-9])

    _, tally = read(name, tmp_path / "x.gz")
    assert "the file breaks off (EOFError)" in tally.malformed


def test_cells_that_cannot_be_read_are_counted_and_the_film_stays(tmp_path: Path) -> None:
    text = samples.WIKIPEDIA_PLOTS.replace("1998,", "soon,")
    found, tally = read("wikipedia-plots", wrote(tmp_path / "x.csv", text))

    assert [record.year for record in found] == [None, 1957]
    assert tally.malformed == {"`release year` holds no year": 1}


@pytest.mark.parametrize(
    "broken", ["{{Infobox film\n| name = " + "word " * 80_000, "[https://example.org/ a " * 20_000]
)
def test_an_article_whose_end_is_missing_takes_no_longer_than_another(broken: str) -> None:
    began = time.process_time()
    wikitext.infobox(broken)
    wikitext.plain(broken)

    assert time.process_time() - began < 2  # seconds; in the square of its length it took three and more


@pytest.mark.parametrize("name", sorted(_WHOLE))
@given(content=st.binary(max_size=300), head=st.booleans())
def test_no_bytes_stop_a_reader(
    tmp_path_factory: pytest.TempPathFactory, name: str, content: bytes, *, head: bool
) -> None:
    path = tmp_path_factory.mktemp("bytes")
    for file, sample in _WHOLE[name].items():
        (path / file).write_bytes((sample.encode() if head else b"") + content)
    known = formats.find(name)
    assert known is not None

    tally = Tally()
    for record in known.read(_path(path, name), tally):
        assert record.title or record.ids
        record_to_json(record).encode()  # a half character would raise here


def test_every_format_but_parquet_is_among_these() -> None:
    assert {known.name for known in formats.FORMATS} - _WHOLE.keys() == {"parquet"}


@pytest.mark.parametrize("name", sorted(_WHOLE.keys() - {"wikipedia-movie-data", "wikipedia-dump", "wikidata", "cmu"}))
def test_a_column_that_is_missing_stops_no_reader(tmp_path: Path, name: str) -> None:
    known = formats.find(name)
    assert known is not None
    tried = 0
    for file, sample in _WHOLE[name].items():
        head, _, rest = sample.partition("\n")
        for column in dict.fromkeys(re.findall(r"\w+", head)):
            folder = tmp_path / f"{file}-{column}"
            for other, content in _WHOLE[name].items():
                wrote(folder / other, content)
            wrote(folder / file, re.sub(rf"\b{column}\b", f"un{column}", head) + f"\n{rest}")

            assert all(record.title or record.ids for record in known.read(_path(folder, name), Tally()))
            tried += 1
    assert tried > 1


def _path(folder: Path, name: str) -> Path:
    """What a reader is given: the one file, or the folder of several."""
    return folder if len(_WHOLE[name]) > 1 else folder / next(iter(_WHOLE[name]))


def test_an_infobox_is_cut_at_its_own_level() -> None:
    text = "{{Infobox film\n| starring = {{ubl|[[A|B]]|C}}\n| director = [[D|E]]\n| empty =\n}}\nText | = {{x|y=z}}"

    assert wikitext.infobox(text) == {"starring": "{{ubl|[[A|B]]|C}}", "director": "[[D|E]]"}
    assert wikitext.infobox("{{Infobox film| name = {{ubl|A}}") == {"name": "{{ubl|A}}"}
