from __future__ import annotations

from collections import Counter

import pytest

from data import vocabulary
from data.words import COUNTRIES, GENRES, LANGUAGES
from retrieval.films import film_from_json
from retrieval.starter import starter_films


@pytest.mark.parametrize(
    ("label", "names"),
    [
        ("Drama", ("Drama",)),
        ("Dramas", ("Drama",)),
        ("TV Dramas", ("Drama",)),
        ("romantic comedy", ("Comedy", "Romance")),
        ("comedy drama", ("Comedy", "Drama")),
        ("Action & Adventure", ("Action", "Adventure")),
        ("Children & Family Movies", ("Family",)),
        ("Sci-Fi", ("Science Fiction",)),
        ("drama film", ("Drama",)),
        ("Film-Noir", ("Crime",)),
        ("Adult", ("Adult",)),
        ("Young Adult Audience", ()),
        ("Independent Movies", ()),
        ("a drama of many words, none of them a genre", ()),
    ],
)
def test_genres(label: str, names: tuple[str, ...]) -> None:
    assert vocabulary.genres(label) == names


@pytest.mark.parametrize(
    ("label", "name"),
    [
        *(("US", "United States"), ("USA", "United States"), ("United States of America", "United States")),
        *(("UK", "United Kingdom"), ("GB", "United Kingdom"), ("England", "United Kingdom")),
        *(("West Germany", "West Germany"), ("KR", "South Korea"), ("Ruritania", None), ("", None)),
    ],
)
def test_countries(label: str, name: str | None) -> None:
    assert vocabulary.country(label) == ((name,) if name else ())


@pytest.mark.parametrize(
    ("label", "name"),
    [
        *(("en", "English"), ("English", "English"), ("English Language", "English"), ("cn", "Cantonese")),
        *(("American Sign Language", "American Sign Language"), ("xx", None), ("Gibberish", None)),
    ],
)
def test_languages(label: str, name: str | None) -> None:
    assert vocabulary.language(label) == ((name,) if name else ())


def test_the_starter_is_in_the_vocabulary_already() -> None:
    unknown: Counter[str] = Counter()
    films = [film_from_json(line) for line in starter_films().read_text("utf-8").splitlines()]

    assert len(films) == 2020
    for film in films:
        assert vocabulary.normalise(film.genres, vocabulary.genres, unknown) == film.genres
        assert vocabulary.normalise(film.countries, vocabulary.country, unknown) == film.countries
        assert vocabulary.normalise(film.languages, vocabulary.language, unknown) == film.languages
    assert not unknown


@pytest.mark.parametrize(
    ("labels", "lookup"),
    [
        (list(GENRES), vocabulary.genres),
        (list(COUNTRIES), vocabulary.country),
        (list(LANGUAGES), vocabulary.language),
    ],
)
def test_every_label_leads_to_a_name_that_leads_to_itself(labels: list[str], lookup: vocabulary.Lookup) -> None:
    found = {label: lookup(label) for label in labels}

    assert len(labels) > 50
    assert [label for label, names in found.items() if not names] == []
    assert [one for names in found.values() for one in names if lookup(one) != (one,)] == []


def test_what_says_nothing_is_not_counted_as_unknown() -> None:
    unknown: Counter[str] = Counter()

    assert vocabulary.normalise(["Unknown", "", "Drama", "Arthouse", "Arthouse"], vocabulary.genres, unknown) == (
        "Drama",
    )
    assert unknown == {"Arthouse": 2}
