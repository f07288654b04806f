"""Names looked up in a catalogue's file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from retrieval.catalogue_sqlite import SqliteCatalogue, write_catalogue
from retrieval.names import CatalogueNames
from retrieval.types import Film, FilmId

FILMS = [
    Film(film_id=FilmId("tt1"), title="Jaws", year=1975, cast=("Roy Scheider",), directors=("Steven Spielberg",)),
    Film(film_id=FilmId("tt2"), title="Jaws 2", year=1978, cast=("Roy Scheider",), keywords=("Sequel", "shark")),
    Film(film_id=FilmId("tt3"), title="The Thing", year=1951, votes=10, keywords=("shark",)),
    Film(film_id=FilmId("tt4"), title="The Thing", year=1982, votes=90_000, cast=("Roy Scheider", "Al Anders")),
    Film(film_id=FilmId("tt20"), title="Frost", year=1990, votes=50_000, cast=("Samuel L. Jaxon",)),
    *(Film(film_id=FilmId(f"tt3{n}"), title=f"Jax {n}", cast=("Samuel L. Jaxon",)) for n in range(2)),
    Film(film_id=FilmId("tt21"), title="The Frost", year=2010, votes=8_000),
    Film(film_id=FilmId("tt22"), title="Frost", year=2014, votes=300),
    Film(film_id=FilmId("tt23"), title="Rime", alt_titles=("Frost",), votes=9_000),
    *(
        Film(film_id=FilmId(f"tt{n}"), title=f"No {n}", cast=("Al Anders", "Bo Anders")[: n % 2 + 1])
        for n in range(5, 10)
    ),
]


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CatalogueNames]:
    path: Path = tmp_path_factory.mktemp("names") / "catalogue.sqlite"
    write_catalogue(path, FILMS, [()] * len(FILMS))
    with closing(SqliteCatalogue(path)) as catalogue:
        yield CatalogueNames(catalogue)


def test_a_title_names_its_best_known_film_and_its_family(names: CatalogueNames) -> None:
    found = names.titles(["jaws", "thing", "nothing of the kind"])

    assert found.keys() == {"jaws", "thing"}
    assert (found["jaws"].film_id, names.family(found["jaws"])) == ("tt1", ("tt1", "tt2"))
    assert (found["thing"].film_id, found["thing"].known) == ("tt4", True)


def test_namesakes_are_films_of_that_title_that_people_may_mean(names: CatalogueNames) -> None:
    found = names.titles(["frost", "thing", "jaws"])

    assert found["frost"].namesakes == (("tt20", 1990), ("tt21", 2010))
    assert (found["thing"].year, found["thing"].namesakes) == (1982, ())
    assert found["jaws"].namesakes == ()


def test_the_films_called_exactly_so_come_with_their_years(names: CatalogueNames) -> None:
    assert names.called("frost") == [("tt20", 1990), ("tt23", None), ("tt21", 2010), ("tt22", 2014)]
    assert names.called("fros") == []


def test_a_name_without_its_initial_is_that_of_who_has_one(names: CatalogueNames) -> None:
    assert names.people(["samuel jaxon", "al anders", "jaxon samuel"]) == {
        "samuel jaxon": "Samuel L. Jaxon",
        "al anders": "Al Anders",
    }
    assert names.people([f"samuel{'x' * n} jaxon" for n in range(100)]) == {}


def test_who_is_well_known_goes_by_his_name_without_its_initial_before_a_namesake(tmp_path: Path) -> None:
    told = [("Samuel Jaxon", 90), ("Samuel L. Jaxon", 90_000), ("Al Anders", 50_000), ("Al B. Anders", 90_000)]
    told += [("Bo Berg", 90), ("Bo C. Berg", 100)]
    films = [
        Film(film_id=FilmId(f"tt{n}"), title=f"No {n}", votes=votes, cast=(name,))
        for n, (name, votes) in enumerate(told)
    ] * 3
    films = [replace(film, film_id=FilmId(f"tt{n}")) for n, film in enumerate(films)]
    write_catalogue(tmp_path / "catalogue.sqlite", films, [()] * len(films))
    with closing(SqliteCatalogue(tmp_path / "catalogue.sqlite")) as catalogue:
        found = CatalogueNames(catalogue).people(["samuel jaxon", "al anders", "bo berg"])
        assert found == {"samuel jaxon": "Samuel L. Jaxon", "al anders": "Al Anders", "bo berg": "Bo Berg"}


def test_a_surname_is_of_those_with_several_films(names: CatalogueNames) -> None:
    assert names.surnames(["scheider", "anders", "spielberg"]) == {
        "scheider": ("Roy Scheider",),
        "anders": ("Al Anders", "Bo Anders"),
    }


def test_a_misspelt_name_is_that_of_who_is_in_several_films(names: CatalogueNames) -> None:
    typed = ["roy sheider", "ry scheider", "stephen spielberg", "al jaxon", "no body here"]

    assert names.misspelt(typed) == {"roy sheider": "Roy Scheider", "ry scheider": "Roy Scheider"}


def test_a_first_name_is_of_those_with_many_films(names: CatalogueNames) -> None:
    assert names.first_names(["al", "bo", "roy", "steven"]) == {"al": ("Al Anders",)}


def test_of_people_with_one_first_name_votes_tell_who_is_known(tmp_path: Path) -> None:
    often, seldom, rival = "Tim Often", "Tim Seldom", "Tim Rival"
    films = [
        Film(film_id=FilmId(f"tt{n}"), title=f"No {n}", votes=votes, cast=(name,))
        for n, (name, votes) in enumerate(
            [*[(often, 10)] * 9, *[(seldom, 900)] * 5, *[(rival, 500)] * 5, *[("Kim Alone", None)] * 5]
        )
    ]
    write_catalogue(tmp_path / "catalogue.sqlite", films, [()] * len(films))
    with closing(SqliteCatalogue(tmp_path / "catalogue.sqlite")) as catalogue:
        assert CatalogueNames(catalogue).first_names(["tim", "kim"]) == {"tim": (seldom, rival), "kim": ("Kim Alone",)}


def test_a_word_is_a_thing_where_more_films_are_about_it_than_have_the_person(tmp_path: Path) -> None:
    """Unless the person is a star; whoever is also in the films about it counts on neither side."""
    told = [
        *[(name, "", 10) for name in ("Bess Flowers", "Bess Flowers", "Ann Hawks", "Ann Hawks", "Al Monk")],
        *[(None, word, 10) for word in ("flower", "flowers", "flower", "hawk", "monk")],
        ("Al Monk", "monk", 10),
        ("Jo Star", "", 2_000_000),
        *[(None, "star", 10)] * 3,
    ]
    films = [
        Film(
            film_id=FilmId(f"tt{n}"),
            title=f"No {n}",
            votes=votes,
            cast=(name,) if name else (),
            keywords=(word,) if word else (),
        )
        for n, (name, word, votes) in enumerate(told)
    ]
    write_catalogue(tmp_path / "catalogue.sqlite", films, [()] * len(films))
    with closing(SqliteCatalogue(tmp_path / "catalogue.sqlite")) as catalogue:
        known = CatalogueNames(catalogue)
        assert known.is_thing("flowers", "Bess Flowers")
        assert not known.is_thing("hawks", "Ann Hawks")
        assert not known.is_thing("monk", "Al Monk")
        assert not known.is_thing("star", "Jo Star")


def test_one_known_sequel_speaks_for_all_that_are_named_like_it(tmp_path: Path) -> None:
    """And for nobody else: "Dusk Patrol" only begins with the same word."""
    told = [
        ("Dusk", ()),
        ("The Dusk Saga: New Sun", ("sequel",)),
        ("The Dusk Saga: Rise - Part 2", ()),
        ("Dusk Patrol", ()),
    ]
    films = [Film(film_id=FilmId(f"tt{n}"), title=title, keywords=words) for n, (title, words) in enumerate(told)]
    write_catalogue(tmp_path / "catalogue.sqlite", films, [()] * len(films))
    with closing(SqliteCatalogue(tmp_path / "catalogue.sqlite")) as catalogue:
        known = CatalogueNames(catalogue)
        assert known.family(known.titles(["dusk"])["dusk"]) == ("tt0", "tt1", "tt2")


def test_a_group_shares_a_keyword_or_a_stem(names: CatalogueNames) -> None:
    assert names.group("shark") == ("tt2", "tt3")
    assert names.group("jaws") == ("tt1", "tt2")
    assert names.group("sequel") == ()


def test_who_is_in_a_film_and_who_made_it(names: CatalogueNames) -> None:
    assert names.cast(FilmId("tt4")) == ("Roy Scheider", "Al Anders")
    assert names.directors(FilmId("tt1")) == ("Steven Spielberg",)
    assert names.cast(FilmId("tt0")) == names.directors(FilmId("tt0")) == ()


def test_languages_and_countries_go_by_one_name(tmp_path: Path) -> None:
    film = replace(FILMS[0], languages=("en", "Français"), countries=("US", "Ruritania"))
    write_catalogue(tmp_path / "one.sqlite", [film], [()])
    with closing(SqliteCatalogue(tmp_path / "one.sqlite")) as catalogue:
        table = catalogue.table()

    assert list(table.languages) == ["English", "French"]
    assert list(table.countries) == ["Ruritania", "United States"]
    assert (table.language_count.tolist(), table.country_count.tolist()) == ([2], [2])


def test_who_is_known_has_the_votes_of_all_films_together(names: CatalogueNames) -> None:
    both = ["Samuel L. Jaxon", "Bo Anders"]

    assert names.with_votes(both, 50_000) == ("Samuel L. Jaxon",)
    assert names.with_votes(both, 50_001) == ()
    assert names.with_votes(["Roy Scheider"], 90_000) == ("Roy Scheider",)


def test_a_film_without_votes_is_known_only_where_none_are_counted(names: CatalogueNames, tmp_path: Path) -> None:
    write_catalogue(tmp_path / "catalogue.sqlite", FILMS[:2], [(), ()])
    with closing(SqliteCatalogue(tmp_path / "catalogue.sqlite")) as catalogue:
        uncounted = CatalogueNames(catalogue)

        assert uncounted.titles(["jaws"])["jaws"].known
        assert uncounted.with_votes(["Roy Scheider"], 90_000) == ("Roy Scheider",)
    assert not names.titles(["jaws"])["jaws"].known
