"""Whose texts may be used on what terms. Texts on terms that nobody accepted are left out; facts and ids stay.

Read the terms before you accept them: `--accept` says that you did. docs/catalogue.md tells where they stand.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """Where texts are from."""

    name: str
    """For people."""
    licence: str
    accept: tuple[str, ...] = ()
    """What has to be accepted, all of it; nothing where the licence is free."""
    copies: str = ""
    """The source whose texts these are copies of: a film needs only one of the two."""

    @property
    def credit(self) -> str:
        """How the source is named under a film and in the manifest."""
        return f"{self.name} ({self.licence})"


_TMDB = "TMDB terms of use"
_IMDB = "IMDb terms, personal and non-commercial"
_BLURB = "the service's own, all rights reserved"

SOURCES = {
    "own": Source("the operator's own file", "as the operator states"),
    "wikipedia": Source("Wikipedia", "CC BY-SA 4.0"),
    "wikidata": Source("Wikidata", "CC0-1.0"),
    "cmu": Source("CMU Movie Summary Corpus", "CC BY-SA 3.0", copies="wikipedia"),
    "tmdb": Source("TMDB", _TMDB, ("tmdb",)),
    "imdb": Source("IMDb", _IMDB, ("imdb",)),
    "reviews": Source("reviews by IMDb's users", _IMDB, ("reviews",)),
    "questions": Source("questions of people who looked for films", "their writers'", ("questions",)),
    "movielens": Source("MovieLens", "GroupLens research licence", ("movielens",)),
    "catalogue_keywords": Source("keywords of TMDB and IMDb", f"{_TMDB}; {_IMDB}", ("tmdb", "imdb")),
    "netflix": Source("Netflix", _BLURB, ("netflix",)),
    "amazon_prime": Source("Amazon Prime Video", _BLURB, ("amazon_prime",)),
    "disney_plus": Source("Disney+", _BLURB, ("disney_plus",)),
    "condensed_movies": Source("Condensed Movies", "research use, all rights reserved", ("condensed_movies",)),
}
"""A text whose source is not named here is never used."""

ACCEPTABLE = tuple(sorted({name for source in SOURCES.values() for name in source.accept}))
"""What `--accept` takes."""


def allowed(source: str, accepted: Collection[str]) -> bool:
    """Whether the texts of a source may be used."""
    return source in SOURCES and all(name in accepted for name in SOURCES[source].accept)
