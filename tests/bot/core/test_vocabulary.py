from __future__ import annotations

import pytest

from bot.adapters.languages import load_languages
from bot.core import vocabulary
from bot.core.language import speaking
from bot.core.vocabulary import genre_alone, genre_within, place_or_tongue
from data.words import COUNTRIES as ALL_COUNTRIES
from data.words import GENRES
from retrieval.origins import COUNTRIES, LANGUAGES
from retrieval.question import GENRES as ASKED_FOR

GERMAN = load_languages().of("de")


@pytest.mark.parametrize(
    ("genre", "within", "alone"),
    [
        ("Horror", "horror", "Horror"),
        ("Science Fiction", "science fiction", "Science Fiction"),
        ("Cyberpunk", "cyberpunk", "Cyberpunk"),
        ("", "", ""),
    ],
)
def test_a_genre_in_english_is_what_the_catalogue_says(genre: str, within: str, alone: str) -> None:
    assert (genre_within(genre), genre_alone(genre)) == (within, alone)


def test_names_in_german() -> None:
    with speaking(GERMAN):
        assert [genre_alone(one) for one in ("Comedy", "Drama", "Cyberpunk")] == ["Komödie", "Drama", "Cyberpunk"]
        assert genre_within("War") == "Krieg"
        assert [place_or_tongue(one) for one in ("French", "United States", "Atlantis")] == [
            "Französisch",
            "USA",
            "Atlantis",
        ]


def test_whatever_clues_and_questions_name_is_known() -> None:
    """Of the data workshop's countries the small ones are not, which make few films."""
    assert set(LANGUAGES) <= set(vocabulary.LANGUAGES)
    assert set(COUNTRIES) <= set(vocabulary.COUNTRIES) <= set(ALL_COUNTRIES.values())
    assert {one.genre.lower() for one in ASKED_FOR} <= set(vocabulary.GENRES)
    assert {name.lower() for names in GENRES.values() for name in names} <= set(vocabulary.GENRES)
