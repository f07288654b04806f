"""The formats there are: what each is called, how its files are recognised, who reads them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from data.record import Record
from data.sources import (
    cmu,
    condensed_movies,
    imdb,
    movielens,
    movies_parquet,
    netflix,
    parquet,
    plain,
    questions,
    reviews,
    tmdb,
    wikidata,
    wikipedia_dump,
    wikipedia_movie_data,
    wikipedia_plots,
)
from data.sources.files import first_line, start
from data.tally import Tally

_START = 4000  # characters looked at

Read = Callable[[Path, Tally], Iterator[Record]]


@dataclass(frozen=True, slots=True)
class Format:
    """One published format."""

    name: str
    """What stands before the colon of `TYPE:PATH`."""
    about: str
    read: Read
    fits: Callable[[Path], bool]
    """Whether a path is unmistakably of this format."""


def _header(path: Path) -> frozenset[str]:
    """Names of the columns, whatever parts them."""
    line = first_line(path).casefold()
    separator = max(",;\t", key=line.count)
    return frozenset(name.strip().strip('"') for name in line.split(separator))


def _columns(*names: str) -> Callable[[Path], bool]:
    return lambda path: path.is_file() and frozenset(names) <= _header(path)


def _keys(*names: str) -> Callable[[Path], bool]:
    """JSON whose first object seems to have these keys."""

    def fits(path: Path) -> bool:
        text = start(path, _START) if path.is_file() else ""
        return text.lstrip()[:1] in ("[", "{") and all(f'"{name}"' in text for name in names)

    return fits


def _either(*ways: Callable[[Path], bool]) -> Callable[[Path], bool]:
    return lambda path: any(way(path) for way in ways)


def _folder(*names: str) -> Callable[[Path], bool]:
    """A folder with these files, packed or not."""
    return lambda path: (
        path.is_dir() and all(any((path / f"{name}{end}").is_file() for end in ("", ".gz")) for name in names)
    )


def _parquet(*names: str) -> Callable[[Path], bool]:
    return lambda path: parquet.names(path, *names)


def _dump(path: Path) -> bool:
    text = start(path, _START) if path.is_file() else ""
    return "<mediawiki" in text and "wikipedia" in text


FORMATS = (
    Format(
        "films",
        "our film form, as JSON lines or CSV",
        plain.read,
        _either(_columns("imdb_id", "title", "premise"), _keys("imdb_id", "title", "premise")),
    ),
    Format("parquet", "a merged catalogue in parquet", movies_parquet.read, _parquet("imdb_id", "title", "texts")),
    Format(
        "wikipedia-movie-data",
        "films of Wikipedia's lists, as JSON",
        wikipedia_movie_data.read,
        _keys("title", "year", "cast", "genres", "href"),
    ),
    Format(
        "wikipedia-plots",
        "the Kaggle table of Wikipedia's plots",
        wikipedia_plots.read,
        _columns("release year", "title", "wiki page", "plot"),
    ),
    Format(
        "tmdb",
        "exports shaped like TMDB's films",
        tmdb.read,
        _either(
            _columns("overview", "release_date", "title", "vote_average"),
            _keys("overview", "release_date", "vote_average"),
        ),
    ),
    Format(
        "netflix", "the table of Netflix titles", netflix.read, _columns("show_id", "type", "listed_in", "description")
    ),
    Format(
        "condensed-movies",
        "the folder of Condensed Movies",
        condensed_movies.read,
        _folder("movies.csv", "descriptions.csv"),
    ),
    Format("imdb", "the folder of IMDb's non-commercial tables", imdb.read, _folder("title.basics.tsv")),
    Format(
        "movielens",
        "a folder of MovieLens",
        movielens.read,
        _either(_folder("movies.csv", "links.csv"), _folder("movies.dat", "tags.dat")),
    ),
    Format("cmu", "the folder of the CMU Movie Summary Corpus", cmu.read, _folder("movie.metadata.tsv")),
    Format(
        "wikidata",
        "a result of Wikidata's query service, as JSON",
        wikidata.read,
        _either(_keys("film", "filmLabel"), _keys("item", "itemLabel"), _keys("head", "vars", "filmLabel")),
    ),
    Format("wikipedia-dump", "a dump of English Wikipedia's articles", wikipedia_dump.read, _dump),
    Format(
        "reviews",
        "reviews of films, one a row",
        reviews.read,
        _either(_parquet("imdb_id", "title", "review"), _columns("imdb_id", "review"), _keys("imdb_id", "review")),
    ),
    Format(
        "questions",
        "what people remembered of films, one question a row",
        questions.read,
        _either(_columns("query_id", "imdb_id", "text"), _keys("query_id", "imdb_id", "text")),
    ),
)


def find(name: str) -> Format | None:
    """The format of that name."""
    return next((known for known in FORMATS if known.name == name), None)


def recognise(path: Path) -> Format | None:
    """The one format that a path is unmistakably of; None where none or several fit."""
    fitting = [known for known in FORMATS if known.fits(path)]
    return fitting[0] if len(fitting) == 1 else None
