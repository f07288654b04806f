"""More like this, from the command line: which film a title means."""

from __future__ import annotations

import pytest

from bot.core.errors import UnclearFilmError
from bot.similar import as_json, as_text, like_plot, like_title
from retrieval.search import FilmSearch
from tests.world import NO_YEAR, SIEGE, TWINS_OLD


async def test_two_films_of_one_title_are_listed_newest_first(search: FilmSearch) -> None:
    with pytest.raises(UnclearFilmError, match="2 films are called 'The Twins'") as caught:
        await like_title(search, "The Twins", metric="cosine", limit=3)

    assert "The Twins (2011) tt9000006, The Twins (1949) tt9000005; add the year" in str(caught.value)


async def test_a_year_or_an_id_says_which(search: FilmSearch) -> None:
    by_year = await like_title(search, "The Twins (1949)", metric="cosine", limit=3)
    by_id = await like_title(search, TWINS_OLD.film_id, metric="cosine", limit=3)

    assert by_year.film == by_id.film == TWINS_OLD
    assert by_year.cards == by_id.cards
    assert len(by_year.cards) == 3


async def test_what_is_like_it_is_told_with_its_nearest_passage(search: FilmSearch) -> None:
    found = await like_title(search, "the siege of marrow", metric="cosine", limit=1)

    assert [card.film_id for card in found.cards] == [NO_YEAR.film_id]
    assert as_text(found).startswith(f"Like {SIEGE.title} (2004), by cosine:\n1. Postcards for Nobody  0.")
    assert '"film": {"imdb_id": "tt9000004"' in as_json(found)


async def test_a_long_plot_is_cut_in_the_heading(search: FilmSearch) -> None:
    found = await like_plot(search, "honey " * 100, metric="dot", limit=1)

    assert as_text(found).splitlines()[0].endswith("…”, by dot:")
    assert '"film": null' in as_json(found)
