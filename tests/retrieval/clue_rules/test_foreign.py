"""Stories that are not told in English, and English that has foreign names and titles in it."""

from __future__ import annotations

import pytest

from retrieval.clue_rules.foreign import foreign_language
from retrieval.understand import read_clues
from tests.retrieval.reading import NAMES, understood


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("la pel\u00edcula donde un ni\u00f1o ve gente muerta", "Spanish"),
        ("un preso escapa de la c\u00e1rcel por un t\u00fanel detr\u00e1s de un p\u00f3ster", "Spanish"),
        ("una pelicula de un tiburon que ataca a la gente en la playa", "Spanish"),
        ("c'est un requin qui attaque les gens \u00e0 la plage", "French"),
        ("un petit lion perd son p\u00e8re et devient roi", "French"),
        ("der film in dem ein kleiner junge tote menschen sieht", "German"),
        ("ein mann erlebt den gleichen tag immer wieder", "German"),
        ("un uomo che rivive sempre lo stesso giorno", "Italian"),
        ("un hombre", "Spanish"),
        ("con un perro", "Spanish"),
        ("no es ese", "Spanish"),
        ("avec un chien", "French"),
        ("sans paroles", "French"),
        ("nicht der hund", "German"),
        ("es war nachts", "German"),
        ("senza colori", "Italian"),
        ("um homem que vive o mesmo dia muitas vezes", "Portuguese"),
    ],
)
def test_a_language_is_told_by_its_small_words(said: str, language: str) -> None:
    assert foreign_language(said) == language
    assert read_clues(said, names=NAMES).language == language


@pytest.mark.parametrize(
    "said",
    [
        "la la land musical",
        "robert de niro in los angeles",
        "le samourai alain delon",
        "o brother where art thou",
        "die hard with a man in der tower",
        "a man and a woman in la dolce vita, no subtitles",
        "no no no no",
        "the one with the dog and the old man who dies on a train",
        "donna summer",
        "con man",
        "sin city",
        "film noir",
        "uma thurman",
        "mit janitor",
        "la la land",
        "no me",
        "die hard",
        "",
    ],
)
def test_english_with_foreign_names_and_titles_is_english(said: str) -> None:
    assert foreign_language(said) == ""


def test_a_title_of_the_catalogue_is_no_story() -> None:
    assert read_clues("Alien \u2013 das unheimliche Wesen", names=NAMES).language == ""


@pytest.mark.parametrize(
    "said",
    [
        "la del barco que se hunde, ella no comparte la tabla",
        "no es de terror, es una comedia de un hombre y sus hijos",
        "el hombre no era Brad Pitt, no Brad Pitt pero otro",
        "sie teilt die t\u00fcr nicht mit ihm, no war in dem film",
        "ce n'est pas Brad Pitt, c'est un homme tr\u00e8s vieux",
    ],
)
@pytest.mark.parametrize("screen_year", [None, 1998])
def test_no_word_of_it_denies_anything(said: str, screen_year: int | None) -> None:
    reading = read_clues(said, names=NAMES, screen_year=screen_year)

    assert (reading.clues, reading.corrections, reading.turned_down) == ((), (), False)
    assert reading.search_text == said


@pytest.mark.parametrize("said", ["no es ese", "nicht der hund"])
def test_no_word_of_few_denies_anything(said: str) -> None:
    reading = read_clues(said, names=NAMES, screen_year=1998)

    assert (reading.corrections, reading.search_text) == ((), said)


def test_names_years_and_colours_are_read() -> None:
    assert understood("creo que era una pel\u00edcula con Brad Pitt de 1994")[0] == "hard Brad Pitt; soft 1994"
    assert understood("un film en noir et blanc avec une femme et un homme", screen_year=1998)[0] == "soft bw"
