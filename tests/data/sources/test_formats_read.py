from __future__ import annotations

from pathlib import Path

import pytest

from data.adult import FLAGGED
from data.record import IdKind, Record, Text, TextKind
from retrieval.types import Role
from tests.data import samples
from tests.data.reading import read, wrote


def only(found: list[Record], title: str) -> Record:
    (record,) = (record for record in found if record.title == title)
    return record


def test_wikipedia_movie_data(tmp_path: Path) -> None:
    found, tally = read("wikipedia-movie-data", wrote(tmp_path / "x.json", samples.WIKIPEDIA_MOVIE_DATA))

    assert found == [
        Record(
            ids={IdKind.WIKIPEDIA: "The Lantern Keeper (film)"},
            title="The Lantern Keeper",
            year=1998,
            genres=("Drama", "Supernatural"),
            cast=("Bram Pitre", "Sela Hopwood"),
            texts=(
                Text(
                    "wikipedia",
                    TextKind.LEAD,
                    'The Lantern Keeper is a 1998 drama film. It is set {on} a "cliff".',
                ),
            ),
        ),
        Record(title="Eleven Moves", year=1957),
    ]
    assert (tally.rows, tally.malformed.total()) == (2, 0)


def test_wikipedia_plots(tmp_path: Path) -> None:
    found, tally = read("wikipedia-plots", wrote(tmp_path / "x.csv", samples.WIKIPEDIA_PLOTS))

    lantern = only(found, "The Lantern Keeper")
    assert lantern.ids == {IdKind.WIKIPEDIA: "The Lantern Keeper (film)"}
    assert (lantern.year, lantern.countries, lantern.genres) == (1998, ("United Kingdom",), ("comedy drama",))
    assert lantern.texts == (Text("wikipedia", TextKind.PLOT, "Tam keeps the lantern.\nOne night a guest comes."),)
    assert only(found, "Eleven Moves").directors == ()
    assert tally.skipped == {"empty row": 1}


def test_tmdb_with_semicolons_in_the_overview(tmp_path: Path) -> None:
    found, tally = read("tmdb", wrote(tmp_path / "x.csv", samples.TMDB_SEMICOLONS))

    (lantern,) = found
    assert (lantern.title, lantern.year, lantern.votes) == ("The Lantern Keeper", 1998, 8940)
    assert (lantern.genres, lantern.languages) == (("Drama", "Fantasy"), ("en",))
    assert lantern.texts == (Text("tmdb", TextKind.OVERVIEW, "A keeper lets a stranger in; the stranger is Winter."),)
    assert tally.malformed == {"not as many columns as the header": 1}
    assert tally.places == {"not as many columns as the header": ["line 3"]}


def test_tmdb_with_semicolons_and_other_columns(tmp_path: Path) -> None:
    text = 'id;release_date;title;overview;vote_average;runtime\n7;1998-03-05;Lanterns;"A guest; Winter.";8.3;178\n'
    found, tally = read("tmdb", wrote(tmp_path / "x.csv", text))

    assert [(one.title, one.year, one.runtime) for one in found] == [("Lanterns", 1998, 178)]
    assert found[0].texts == (Text("tmdb", TextKind.OVERVIEW, "A guest; Winter."),)
    assert (tally.rows, tally.malformed) == (1, {})


def test_tmdb_with_lists_as_python_writes_them(tmp_path: Path) -> None:
    found, _ = read("tmdb", wrote(tmp_path / "x.csv", samples.TMDB_COMMAS))

    lantern = only(found, "The Lantern Keeper")
    assert lantern.ids == {IdKind.IMDB: "tt9000001", IdKind.TMDB: "7"}
    assert (lantern.genres, lantern.countries, lantern.runtime) == (("Drama",), ("United Kingdom",), 178)
    assert lantern.texts[1] == Text("tmdb", TextKind.KEYWORDS, "honey\nwinter")
    assert lantern.adult is None
    assert only(found, "Bare Facts").adult == FLAGGED


@pytest.mark.parametrize("shape", ['[{"id": 7, %s}]', '{"page": 1, "results": [{"id": 7, %s}]}', '{"id": 7, %s}\n'])
def test_tmdb_as_json(tmp_path: Path, shape: str) -> None:
    text = shape % '"title": "Comet", "overview": "A comet.", "release_date": "1985-06-01", "vote_average": 7.1'
    found, _ = read("tmdb", wrote(tmp_path / "x.json", text))

    assert [(record.title, record.year, record.ids) for record in found] == [("Comet", 1985, {IdKind.TMDB: "7"})]


def test_netflix_leaves_series_out(tmp_path: Path) -> None:
    found, tally = read("netflix", wrote(tmp_path / "x.csv", samples.NETFLIX))

    (lantern,) = found
    assert (lantern.title, lantern.runtime, lantern.certificate) == ("The Lantern Keeper", 178, "TV-PG")
    assert tally.skipped == {"not a film": 1}


def test_films_of_our_own_as_csv(tmp_path: Path) -> None:
    (film,), _ = read("films", wrote(tmp_path / "x.csv", samples.FILMS_CSV))

    assert film.cast == ("Bram Pitre", "Sela Hopwood")
    assert [text.text for text in film.texts] == ["A stranger is Winter.", "Frost grows", "He licks", "honey\nwinter"]
    assert film.sure


def test_condensed_movies(tmp_path: Path) -> None:
    for name, content in samples.CONDENSED_MOVIES.items():
        wrote(tmp_path / name, content)
    found, tally = read("condensed-movies", tmp_path)

    assert {record.ids[IdKind.IMDB] for record in found} == {"tt9000001"}
    assert [record.year for record in found if record.title] == [1998]
    assert found[1].genres == ("Drama", "Sci-Fi")
    assert found[2].roles == (Role("Bram Pitre", "The Guest", ""), Role("Ian O'Dea", "Tam", ""))
    assert [text.text for text in found[3].texts] == ["Frost grows over a jar.", "They walk into the snow."]
    assert tally.malformed.total() == 0
