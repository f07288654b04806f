"""A running bot answers with what `update` and `remove` made of its catalogue, without a restart."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from data.build import remove
from retrieval.search import FilmSearch, open_index
from retrieval.types import Film, FilmId, FindRequest
from tests.data.test_build import film_file, indexing, made, updated
from tests.fakes.encoder import FakeEncoder
from tests.world import LANTERN, RANKING, SIEGE

NEW = Film(
    film_id=FilmId("tt9000099"),
    title="Se7enteen Gulls",
    original_title="Sytten måger",
    year=2026,
    premise="A retired postman teaches seventeen gulls to read the harbour's letters aloud.",
    scenes=("The gulls carry a letter over the harbour.",),
)
CHANGED = replace(LANTERN, premise="A lantern keeper hides a clockwork giraffe in his lighthouse.")
_PATIENCE = 60  # seconds, on a machine that has anything else to do


@pytest.fixture
def catalogue(tmp_path: Path, films_file: Path) -> Path:
    made(tmp_path / "catalogue", films_file, index=indexing())
    return tmp_path / "catalogue"


@pytest.fixture
def search(catalogue: Path) -> Iterator[FilmSearch]:
    encoder = FakeEncoder()
    with closing(FilmSearch(open_index(catalogue, encoder), encoder, RANKING, count=encoder.token_count)) as opened:
        yield opened


async def first(search: FilmSearch, said: str) -> FilmId:
    return (await search.find(FindRequest((said,)))).candidates[0].film_id


async def taken_up(search: FilmSearch, films: int) -> None:
    """Ask until the index in use holds so many films."""
    async with asyncio.timeout(_PATIENCE):
        while search.manifest.films != films:
            await first(search, "anything")
            await asyncio.sleep(0.01)


async def test_what_an_update_brings_is_found_by_story_by_title_and_by_likeness(
    catalogue: Path, search: FilmSearch, tmp_path: Path
) -> None:
    before = search.manifest.films
    new = film_file(tmp_path / "new.jsonl", NEW, CHANGED)
    assert await search.named(NEW.title) == ()

    await asyncio.to_thread(updated, catalogue, new, index=indexing())
    await taken_up(search, before + 1)

    for said in ("a postman and gulls who read letters aloud", "is it Se7enteen Gulls?", "Sytten mager"):
        assert await first(search, said) == NEW.film_id
    assert await first(search, "he hides a clockwork giraffe") == LANTERN.film_id
    assert [film.film_id for film in await search.named("sytten måger")] == [NEW.film_id]
    (like,) = await search.similar_to_plot("Gulls carry a letter over the harbour.", limit=1)
    assert like.film_id == NEW.film_id
    assert NEW.film_id in {candidate.film_id for candidate in await search.similar(SIEGE.film_id, limit=before)}


async def test_what_is_removed_is_found_no_more(catalogue: Path, search: FilmSearch) -> None:
    before, said = search.manifest.films, "a stranger who eats honey in a lighthouse"
    assert await first(search, said) == LANTERN.film_id

    await asyncio.to_thread(remove, catalogue, {LANTERN.film_id}, indexing=indexing())
    await taken_up(search, before - 1)

    found = await search.find(FindRequest((said,)))
    assert LANTERN.film_id not in {candidate.film_id for candidate in found.candidates}
    assert await search.named(LANTERN.title) == ()
    assert await search.similar(LANTERN.film_id) == ()
    assert await search.films([LANTERN.film_id]) == {}
