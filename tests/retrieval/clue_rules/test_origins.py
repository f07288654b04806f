"""Real phrasings of what a film speaks and where it comes from, and of places and people of a story."""

from __future__ import annotations

import pytest

from tests.retrieval.reading import understood


@pytest.mark.parametrize(
    ("said", "clues"),
    [
        ("in French", "hard in French"),
        ("it's all in spanish I think", "soft in Spanish"),
        ("a korean one", "hard in Korean"),
        ("no japanese films", "hard not in Japanese"),
        ("no the japanese one", "hard in Japanese"),
        ("nope its in french", "hard in French"),
        ("no, not the japanese one", "hard not in Japanese"),
        ("they talk russian", "hard in Russian"),
        ("italian", "hard in Italian"),
        ("Russian audio, english subs", "hard in Russian"),
        ("french with subtitles", "hard in French"),
        ("mainly french with arabic mixed in", "hard in French"),
        ("the english language one, not the swedish", "hard in English; hard not in Swedish"),
        ("not in german", "hard not in German"),
        ("not the recent one in german", "hard not in German"),
        ("in english, although she's french", "hard in English"),
        ("it's from Indonesia, and that's the language too", "hard from Indonesia; hard in Indonesian"),
        ("aussie film", "hard from Australia"),
        ("small british film", "hard from United Kingdom"),
        ("its soviet", "hard from Soviet Union"),
        ("not an american movie", "hard not from United States"),
        ("british cast mostly", ""),
        ("set in some seaside town in italy", ""),
        ("a russian captain runs off", ""),
        ("she is in french class", ""),
        ("the german shepherd dies", ""),
        ("a girl from korea", ""),
        ("dubbed in english but originally japanese", "soft in English; hard in Japanese"),
        ("his grandma speaks spanish", "soft in Spanish"),
        ("I don't speak spanish", ""),
        ("canadian i believe", "soft from Canada"),
        ("black and white, italian i think", "hard bw; soft in Italian"),
        ("true story i think its japanese", "soft in Japanese"),
        ("it was either German, French, or English", ""),
        ("animated and japanese", "soft Animation; soft in Japanese"),
        ("they fight the japanese and the germans", ""),
    ],
)
def test_what_the_film_speaks_is_told_from_what_is_in_it(said: str, clues: str) -> None:
    assert understood(said, screen_year=1998)[0] == clues
