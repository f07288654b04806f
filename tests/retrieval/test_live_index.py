"""A new index takes the old one's place while questions are asked."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest

from retrieval.build import VECTORS, build_index
from retrieval.films import write_films
from retrieval.manifest import Manifest, read_manifest, write_manifest
from retrieval.search import FilmSearch, open_index
from retrieval.types import Film, FilmId, FindRequest
from tests.fakes.encoder import FakeEncoder
from tests.world import CHESSBOARD, COMET, LANTERN, RANKING, SIEGE

ALPHA, BETA = (LANTERN, CHESSBOARD), (LANTERN, COMET, SIEGE)
ASKED = FindRequest(("honey in a lighthouse",))
_PATIENCE = 6000  # questions: a minute, on a machine that has anything else to do


def build(folder: Path, films: Sequence[Film]) -> Manifest:
    films_file = folder.with_suffix(".jsonl")
    write_films(films, films_file)
    return build_index(folder, films_file, FakeEncoder(), licences=(), progress=lambda _done, _total: None)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "index"
    build(folder, ALPHA)
    return folder


@pytest.fixture
def search(folder: Path) -> Iterator[FilmSearch]:
    encoder = FakeEncoder()
    with closing(FilmSearch(open_index(folder, encoder), encoder, RANKING, count=encoder.token_count)) as opened:
        yield opened


async def found(search: FilmSearch) -> set[FilmId]:
    return {candidate.film_id for candidate in (await search.find(ASKED)).candidates}


async def found_until(search: FilmSearch, films: Sequence[Film]) -> None:
    """Go on asking until the answers are of these films."""
    wanted = {film.film_id for film in films}
    for _ in range(_PATIENCE):
        if await found(search) == wanted:
            return
        await asyncio.sleep(0.01)
    pytest.fail("the new index was not picked up")


def damage(folder: Path, manifest: Manifest) -> None:
    """Make a generation that is not what its manifest says, and make it the index."""
    broken = replace(manifest, generation="0123456789ab")
    (folder / manifest.generation).rename(folder / broken.generation)
    (folder / broken.generation / VECTORS).write_bytes(b"cut")
    write_manifest(folder, broken)


async def test_a_new_index_is_found_in_without_a_restart(folder: Path, search: FilmSearch) -> None:
    assert await found(search) == {film.film_id for film in ALPHA}
    old = search._index.catalogue

    manifest = await asyncio.to_thread(build, folder, BETA)
    await found_until(search, BETA)

    assert search.manifest == manifest
    assert await search.films([CHESSBOARD.film_id, COMET.film_id]) == {COMET.film_id: COMET}
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        old.passage(0)


async def test_no_question_is_lost_or_answered_by_two_indexes_during_the_change(
    folder: Path, search: FilmSearch
) -> None:
    answers: list[set[FilmId]] = []
    done = False

    async def talk() -> None:
        while not done:
            answers.append(await found(search))
            await search.read("black and white, with Bram Pitre", screen_year=1990)
            await search.films([LANTERN.film_id])

    talks = [asyncio.create_task(talk()) for _ in range(6)]
    for films in (BETA, ALPHA, BETA):
        await asyncio.to_thread(build, folder, films)
        await found_until(search, films)
    done = True
    await asyncio.gather(*talks)

    known = [{film.film_id for film in films} for films in (ALPHA, BETA)]
    assert all(answer in known for answer in answers)
    assert all(one in answers for one in known)


async def test_a_search_that_is_encoded_during_the_change_is_answered_by_the_new_index(folder: Path) -> None:
    encoder = FakeEncoder()
    with closing(FilmSearch(open_index(folder, encoder), encoder, RANKING, count=encoder.token_count)) as search:
        new = await asyncio.to_thread(build, folder, BETA)
        changed = Event()

        def wait() -> None:
            changed.wait()

        encoder.before = wait
        asked = asyncio.create_task(found(search))
        for _ in range(_PATIENCE):  # the search has started the change, and its words are being encoded
            if search.manifest == new:
                break
            await asyncio.sleep(0.01)
        changed.set()

        assert await asked == {film.film_id for film in BETA}


async def test_a_damaged_new_index_is_told_of_once_and_the_old_one_stays(
    folder: Path, search: FilmSearch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    await asyncio.to_thread(damage, folder, search.manifest)
    for _ in range(20):
        assert await found(search) == {film.film_id for film in ALPHA}
        await asyncio.sleep(0.01)

    (record,) = [record for record in caplog.records if record.name == "retrieval.live_index"]
    assert "the one in use stays" in record.getMessage()
    assert "was changed after it was built" in record.getMessage()

    await asyncio.to_thread(build, folder, BETA)
    await found_until(search, BETA)


async def test_a_folder_that_is_gone_does_no_harm(folder: Path, search: FilmSearch) -> None:
    (folder / "manifest.json").unlink()

    assert await found(search) == {film.film_id for film in ALPHA}


async def test_the_same_index_is_not_loaded_again(folder: Path, search: FilmSearch) -> None:
    before = search._index
    write_manifest(folder, read_manifest(folder))
    for _ in range(5):
        await found(search)
        await asyncio.sleep(0.01)

    assert search._index is before


async def test_closing_during_a_change_closes_both(folder: Path) -> None:
    encoder = FakeEncoder()
    search = FilmSearch(open_index(folder, encoder), encoder, RANKING, count=encoder.token_count)
    await asyncio.to_thread(build, folder, BETA)
    await found(search)
    await asyncio.to_thread(search.close)

    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        search.film_now(LANTERN.film_id)
