"""What others remembered of a film finds it, and nobody is ever shown it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.build import build_index
from retrieval.films import write_films
from retrieval.search import FilmSearch, open_index
from retrieval.similar import like_film
from retrieval.text import passages
from retrieval.types import FindRequest, PassageKind
from tests.fakes.encoder import FakeEncoder
from tests.world import FILMS, LANTERN, NO_TEXT, RANKING

MEMORY = "zeppelins over a frozen quarry, my uncle had it on tape"
OTHER = "somebody paints a fence for the whole running time"
REMEMBERED = {LANTERN.film_id: (MEMORY,), NO_TEXT.film_id: (OTHER,)}
WORLD = tuple(replace(film, memories=REMEMBERED.get(film.film_id, ())) for film in FILMS)
WORDS = sorted({*MEMORY.replace(",", "").split(), *OTHER.split(), "honey", "lantern", "winter"})


@pytest.fixture(scope="module")
def remembering(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FilmSearch]:
    folder, encoder = tmp_path_factory.mktemp("memories"), FakeEncoder()
    write_films(WORLD, folder / "films.jsonl")
    build_index(folder / "index", folder / "films.jsonl", encoder, licences=(), progress=lambda _done, _total: None)
    with closing(
        FilmSearch(open_index(folder / "index", encoder), encoder, RANKING, count=encoder.token_count)
    ) as search:
        yield search


def test_a_film_is_found_by_what_others_remembered_of_it(remembering: FilmSearch, search: FilmSearch) -> None:
    asked = FindRequest(("zeppelins over some frozen quarry",))

    assert remembering.find_now(asked).candidates[0].film_id == LANTERN.film_id
    assert search.find_now(asked).candidates[0].film_id != LANTERN.film_id


@given(said=st.lists(st.sampled_from(WORDS), min_size=1, max_size=8))
def test_no_memory_is_shown_whatever_is_asked(remembering: FilmSearch, said: list[str]) -> None:
    for found in remembering.find_now(FindRequest((" ".join(said),), limit=50)).candidates:
        assert found.evidence.kind is not PassageKind.MEMORY
        assert found.evidence.text not in {MEMORY, OTHER}
        if found.film_id == NO_TEXT.film_id:
            assert found.evidence.kind is PassageKind.IDENTITY


def test_what_a_film_is_like_is_told_by_its_story_alone(tmp_path: Path) -> None:
    encoder = FakeEncoder()
    untold = tuple(film for film in FILMS if film is not NO_TEXT)
    likened = []
    for name, films in (("plain", untold), ("told", tuple(film for film in WORLD if film.film_id != NO_TEXT.film_id))):
        write_films(films, tmp_path / f"{name}.jsonl")
        build_index(tmp_path / name, tmp_path / f"{name}.jsonl", encoder, licences=(), progress=lambda _d, _t: None)
        index = open_index(tmp_path / name, encoder)
        with closing(index.catalogue):
            found = like_film(index, untold.index(LANTERN), metric="cosine", limit=50)
            likened.append([(one.film_id, pytest.approx(one.score)) for one in found])

    assert likened[0] == likened[1]


def test_a_long_memory_is_a_row_as_a_whole_and_in_parts() -> None:
    long = " ".join(f"Sentence number {number} tells of one more thing that somebody saw." for number in range(12))
    cut = list(passages(replace(NO_TEXT, memories=(MEMORY, long))))
    rows = [passage.text for passage in cut if passage.kind is PassageKind.MEMORY]

    assert [passage.kind for passage in cut][:2] == [PassageKind.IDENTITY, PassageKind.MEMORY]
    assert rows[:2] == [MEMORY, long]
    assert len(rows) > 3
    assert all(part in long for part in rows[2:])
