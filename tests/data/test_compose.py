from __future__ import annotations

from collections import Counter

import pytest

from data.adult import why_adult
from data.compose import Keys, film, licensed
from data.licences import ACCEPTABLE, SOURCES, allowed
from data.record import IdKind, Record, Text, TextKind
from retrieval.text import windows
from retrieval.types import FilmId

LONG = " ".join(f"Sentence number {number} tells what happens next." for number in range(40))


def test_texts_go_where_the_search_looks_for_them() -> None:
    made = film(
        FilmId("tt1"),
        Record(
            title="X",
            texts=(
                Text("wikipedia", TextKind.LEAD, "X is a film."),
                Text("tmdb", TextKind.OVERVIEW, "Somebody comes."),
                Text("imdb", TextKind.OVERVIEW, "Somebody comes to a quiet town."),
                Text("wikipedia", TextKind.PLOT, "The plot."),
                Text("imdb", TextKind.SYNOPSIS, LONG),
                Text("condensed_movies", TextKind.SCENE, "They meet."),
                *(Text("reviews", TextKind.REVIEW, f"{number} " + "good " * 300) for number in range(7)),
                Text("tmdb", TextKind.KEYWORDS, "town\nsnow"),
                Text("movielens", TextKind.KEYWORDS, "Snow\nquiet"),
                *(
                    Text("questions", TextKind.MEMORY, text)
                    for text in ("[TOMT] A town\nin snow?", "Who comes?", " A town in  snow?", "[TOMT]")
                ),
            ),
        ),
    )

    assert (made.premise, made.plot) == ("Somebody comes to a quiet town.", "The plot.")
    reviews = tuple(" ".join([str(number), *["good"] * 119]) for number in range(5))
    assert made.scenes == ("X is a film.", "Somebody comes.", *windows(LONG), "They meet.", *reviews)
    assert made.keywords == ("town", "Snow", "quiet")
    assert made.memories == ("A town in snow?", "Who comes?")
    assert made.sources[:2] == ("Wikipedia (CC BY-SA 4.0)", "TMDB (TMDB terms of use)")
    assert len(made.sources) == 7


def test_of_many_memories_the_first_ten_are_kept() -> None:
    texts = tuple(Text("questions", TextKind.MEMORY, f"Memory {number}.") for number in range(12))

    assert film(FilmId("tt1"), Record(title="X", texts=texts)).memories == tuple(f"Memory {n}." for n in range(10))


@pytest.mark.parametrize("source", sorted(SOURCES))
def test_a_source_needs_all_of_its_terms_accepted(source: str) -> None:
    needed = SOURCES[source].accept

    assert allowed(source, ACCEPTABLE)
    assert allowed(source, ()) == (not needed)
    for name in needed:
        assert not allowed(source, set(ACCEPTABLE) - {name})


def test_what_is_clean_without_asking_is_this_and_no_more() -> None:
    assert {name for name in SOURCES if allowed(name, ())} == {"own", "wikipedia", "wikidata", "cmu"}


def test_texts_of_nobody_known_are_never_used() -> None:
    left_out: Counter[str] = Counter()
    record = Record(title="X", texts=(Text("somewhere", TextKind.PLOT, "All of it."),))

    assert licensed(record, ACCEPTABLE, left_out).texts == ()
    assert left_out == {"somewhere (unknown)": 1}


@pytest.mark.parametrize(
    ("ids", "key"),
    [
        ({"imdb": "tt7", "own": "wp:X", "tmdb": "3"}, "tt7"),
        ({"own": "wp:X", "tmdb": "3"}, "wp:X"),
        ({"tmdb": "3", "wikidata": "Q1"}, "tmdb:3"),
        ({"wikipedia": "X"}, "title:the-x:1998"),
        ({}, "title:the-x:1998"),
    ],
)
def test_a_film_has_the_best_key_there_is(ids: dict[str, str], key: str) -> None:
    record = Record(title="The X!", year=1998, ids={IdKind(kind): value for kind, value in ids.items()})
    found, named = Keys().give(record)

    assert found == key
    assert Keys().give(named) == (found, named)


@pytest.mark.parametrize(
    ("lead", "adult"),
    [
        ("Door is a 1972 American pornographic film directed by two brothers.", True),
        ("Jane is a 1985 American hardcore porn film.", True),
        ("Inside is a 2005 American documentary film about the 1972 pornographic film Door.", False),
        ("Zack and Miri is a 2008 American romantic comedy film. They make a pornographic film.", False),
        ("Kid is a 1990 American adult animated film.", False),
    ],
)
def test_an_article_that_begins_with_it_says_it(lead: str, *, adult: bool) -> None:
    record = Record(title="X", texts=(Text("wikipedia", TextKind.LEAD, lead),))

    assert (why_adult(record) is not None) == adult
