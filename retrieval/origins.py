"""Languages and countries: what people call them, and the one name that the catalogue has for each. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

LANGUAGES: Final = {
    "English": ("en",),
    "French": ("fr", "français"),
    "Spanish": ("es", "español"),
    "German": ("de", "deutsch"),
    "Italian": ("it", "italiano"),
    "Japanese": ("ja",),
    "Russian": ("ru",),
    "Arabic": ("ar",),
    "Chinese": ("zh",),
    "Mandarin": ("cmn",),
    "Cantonese": ("cn", "yue"),
    "Korean": ("ko",),
    "Portuguese": ("pt", "português"),
    "Swedish": ("sv", "svenska"),
    "Hebrew": ("he",),
    "Greek": ("el",),
    "Hindi": ("hi",),
    "Tamil": ("ta",),
    "Telugu": ("te",),
    "Malayalam": ("ml",),
    "Bengali": ("bn", "bangla"),
    "Urdu": ("ur",),
    "Punjabi": ("pa",),
    "Polish": ("pl", "polski"),
    "Hungarian": ("hu", "magyar"),
    "Thai": ("th",),
    "Turkish": ("tr", "türkçe"),
    "Dutch": ("nl", "nederlands", "flemish"),
    "Czech": ("cs", "český"),
    "Slovak": ("sk", "slovenčina"),
    "Persian": ("fa", "farsi", "iranian"),
    "Danish": ("da", "dansk"),
    "Finnish": ("fi", "suomi"),
    "Norwegian": ("no", "nb", "norsk"),
    "Icelandic": ("is", "íslenska"),
    "Indonesian": ("id", "bahasa indonesia"),
    "Vietnamese": ("vi",),
    "Ukrainian": ("uk",),
    "Romanian": ("ro", "română"),
    "Bulgarian": ("bg",),
    "Serbian": ("sr", "srpski"),
    "Croatian": ("hr", "hrvatski"),
    "Catalan": ("ca",),
    "Georgian": ("ka",),
    "Welsh": ("cy",),
    "Latin": ("la",),
    "Yiddish": ("yi",),
    "Swahili": ("sw",),
    "Filipino": ("tl", "tagalog"),
}
"""The catalogue's name of a language, and what else it is called; codes are ISO 639-1, and TMDB's `cn`."""

COUNTRIES: Final = {
    "United States": ("us", "usa", "united states of america", "america", "the states", "american", "hollywood"),
    "United Kingdom": ("gb", "uk", "great britain", "britain", "england", "british", "scotland", "scottish", "wales"),
    "France": ("fr",),
    "Germany": ("de", "west germany", "east germany"),
    "Canada": ("ca", "canadian"),
    "Japan": ("jp",),
    "Italy": ("it",),
    "Spain": ("es",),
    "Australia": ("au", "australian", "aussie"),
    "China": ("cn",),
    "Sweden": ("se",),
    "Mexico": ("mx", "mexican"),
    "Hong Kong": ("hk",),
    "India": ("in", "indian", "bollywood"),
    "New Zealand": ("nz", "kiwi"),
    "Belgium": ("be", "belgian"),
    "Switzerland": ("ch", "swiss"),
    "South Korea": ("kr", "korea"),
    "Denmark": ("dk",),
    "Czech Republic": ("cz", "czechia", "czechoslovakia"),
    "Ireland": ("ie", "irish"),
    "Poland": ("pl",),
    "Netherlands": ("nl", "holland", "the netherlands"),
    "Soviet Union": ("su", "soviet", "ussr"),
    "Russia": ("ru",),
    "Austria": ("at", "austrian"),
    "Brazil": ("br", "brazilian"),
    "Hungary": ("hu",),
    "South Africa": ("za", "south african"),
    "Argentina": ("ar", "argentinian", "argentine"),
    "Greece": ("gr",),
    "Iran": ("ir",),
    "Norway": ("no",),
    "Finland": ("fi",),
    "Iceland": ("is",),
    "Taiwan": ("tw", "taiwanese"),
    "Thailand": ("th",),
    "Indonesia": ("id",),
    "Turkey": ("tr",),
    "Israel": ("il", "israeli"),
    "Chile": ("cl", "chilean"),
    "Colombia": ("co", "colombian"),
    "Cuba": ("cu", "cuban"),
    "Portugal": ("pt",),
    "Romania": ("ro",),
    "Ukraine": ("ua",),
    "Vietnam": ("vn",),
    "Egypt": ("eg", "egyptian"),
    "Nigeria": ("ng", "nigerian", "nollywood"),
    "Philippines": ("ph", "the philippines"),
}
"""The catalogue's name of a country, and what else it and its films are called; codes are ISO 3166.

A word that names a language ("French") is read as the language: of more films it is known.
"""

SPOKEN: Final = {
    "France": "French",
    "Germany": "German",
    "Italy": "Italian",
    "Spain": "Spanish",
    "Japan": "Japanese",
    "South Korea": "Korean",
    "Sweden": "Swedish",
    "Denmark": "Danish",
    "Norway": "Norwegian",
    "Indonesia": "Indonesian",
    "Thailand": "Thai",
    "Poland": "Polish",
    "Russia": "Russian",
    "Soviet Union": "Russian",
    "Turkey": "Turkish",
    "Iran": "Persian",
    "Greece": "Greek",
    "Brazil": "Portuguese",
    "Portugal": "Portuguese",
    "Mexico": "Spanish",
    "Argentina": "Spanish",
    "Vietnam": "Vietnamese",
    "Hungary": "Hungarian",
    "Finland": "Finnish",
    "Netherlands": "Dutch",
}
"""What most films of a country speak."""

_CODE = 2  # letters


def _by_word(table: dict[str, tuple[str, ...]], *, codes: bool) -> dict[str, str]:
    words = {name.casefold(): name for name in table}
    return words | {word: name for name, also in table.items() for word in also if codes or len(word) > _CODE}


_LANGUAGE_OF: Final = _by_word(LANGUAGES, codes=True)
_COUNTRY_OF: Final = _by_word(COUNTRIES, codes=True)
LANGUAGE_WORDS: Final = _by_word(LANGUAGES, codes=False)
"""What people write, lower case, and the language that it names."""
COUNTRY_WORDS: Final = _by_word(COUNTRIES, codes=False) | {"uk": "United Kingdom", "usa": "United States"}
"""What people write, lower case, and the country that it names."""


def language_names(names: Iterable[str]) -> list[str]:
    """Languages by the one name of each, without repeats; unheard-of ones as they stand."""
    return list(dict.fromkeys(_LANGUAGE_OF.get(name.casefold(), name) for name in names if name))


def country_names(names: Iterable[str]) -> list[str]:
    """Countries by the one name of each, without repeats; unheard-of ones as they stand."""
    return list(dict.fromkeys(_COUNTRY_OF.get(name.casefold(), name) for name in names if name))
