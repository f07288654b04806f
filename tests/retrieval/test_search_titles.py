"""A message that is a film's title, in the search over the miniature world."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from retrieval.rank import FEATURES
from retrieval.search import FilmSearch, open_index
from retrieval.types import Clue, Film, GenreClue
from tests.fakes.encoder import FakeEncoder
from tests.retrieval.test_search import OneRow, asked, found
from tests.world import CHESSBOARD, COMET, LANTERN, RANKING, TWINS_NEW, TWINS_OLD


@pytest.mark.parametrize(
    ("said", "film"),
    [
        (("is it The Lantern Keeper?",), LANTERN),
        (("a wedding dinner that never ends", "it Elva drag?"), CHESSBOARD),
        (("eleven moves to the sea",), CHESSBOARD),
        (("guests are born, marry and die at the table", "Comet Trouble"), COMET),
    ],
)
def test_a_message_that_is_a_title_brings_its_film_to_the_top(
    search: FilmSearch, said: tuple[str, ...], film: Film
) -> None:
    findings = search.find_now(asked(*said))

    assert found(findings)[0] == film
    assert findings.confident
    assert found(search.find_now(asked(*said, excluded=frozenset({film.film_id}))))[0] != film


def test_a_title_brings_up_what_neither_words_nor_vectors_do(world_index: Path, encoder: FakeEncoder) -> None:
    index = open_index(world_index, encoder)
    few = replace(index, vectors=OneRow(index.vectors))
    with closing(FilmSearch(few, encoder, RANKING, count=encoder.token_count)) as search:
        named = search.find_now(asked("is it something called the twins"))

    assert set(found(named)[:2]) == {TWINS_OLD, TWINS_NEW}


def test_a_genre_is_no_title(world_index: Path, encoder: FakeEncoder) -> None:
    index = open_index(world_index, encoder)
    genre = Clue(GenreClue("Animation", wanted=True), hard=False, said="Zzyzx")
    with closing(FilmSearch(index, encoder, RANKING, count=encoder.token_count)) as search:
        plain = search.pool(asked("zzyzx"))
        meant = search.pool(asked("zzyzx", clues=(genre,)))

    title = FEATURES.index("title")
    assert plain.features[:, title].max() == 1
    assert meant.features[:, title].max() == 0
