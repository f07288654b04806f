from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.links import links_of, page_of
from bot.core.types import LinkKind
from retrieval.types import Film, FilmId

HEAT = Film(film_id=FilmId("tt0113277"), title="Heat", year=1995, wikipedia_title="Heat (1995 film)")


def test_a_film_leads_to_its_own_pages_and_to_searches() -> None:
    assert {link.kind: link.url for link in links_of(HEAT)} == {
        LinkKind.WIKIPEDIA: "https://en.wikipedia.org/wiki/Heat_(1995_film)",
        LinkKind.IMDB: "https://www.imdb.com/title/tt0113277/",
        LinkKind.WATCH: "https://duckduckgo.com/?q=where+to+watch+Heat+1995+film",
        LinkKind.TRAILER: "https://www.youtube.com/results?search_query=Heat+1995+trailer",
        LinkKind.WARNINGS: "https://www.doesthedogdie.com/search?q=Heat",
    }
    assert page_of(HEAT) == links_of(HEAT)[0].url


@pytest.mark.parametrize("film_id", ["own:1", "tt", "tt1/../x", ""])
def test_a_page_of_its_own_is_made_of_a_real_id_alone(film_id: str) -> None:
    film = Film(film_id=FilmId(film_id), title="Heat")

    assert LinkKind.IMDB not in {link.kind for link in links_of(film)}
    assert page_of(film) == "https://www.imdb.com/find/?q=Heat"


@given(st.text(), st.none() | st.integers(1880, 2100))
def test_whatever_a_title_holds_it_stays_inside_the_search(title: str, year: int | None) -> None:
    for link in links_of(Film(film_id=FilmId("tt1"), title=title, year=year, wikipedia_title=title)):
        parts = urlsplit(link.url)

        assert parts.scheme == "https"
        assert parts.netloc.endswith((".org", ".com"))
        assert not parts.fragment
        assert len(parse_qs(parts.query)) <= 1
        assert link.url.isascii()
        assert not set(link.url) & set(" \n<>\"'[]")


def test_a_long_title_is_cut_between_two_words() -> None:
    long = Film(film_id=FilmId("x"), title="Borat Cultural Learnings " * 10)
    trailer = next(link for link in links_of(long) if link.kind is LinkKind.TRAILER)

    assert len(trailer.url) < 200
    assert trailer.url.endswith("+trailer")
    assert "Learnin+" not in trailer.url
