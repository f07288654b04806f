"""More like this, in the miniature world."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from retrieval.build import build_index
from retrieval.encoder_onnx import OnnxEncoder, shipped_encoder
from retrieval.films import read_films, write_films
from retrieval.opened import OpenIndex, open_index
from retrieval.search import FilmSearch
from retrieval.similar import METRICS, Metric, like_film, like_plot, named_films
from retrieval.starter import starter_films
from retrieval.types import Bounds, Film, FilmId, PassageKind
from tests.fakes.encoder import FakeEncoder
from tests.world import ARABIC, BARE, CHESSBOARD, FILMS, LANTERN, NO_TEXT, SIEGE, TWINS_NEW, TWINS_OLD

IDS = {film.film_id: film for film in FILMS}
ALIAS = Film(film_id=FilmId("tt9100001"), title="Salt", year=1999, alt_titles=("The Lantern Keeper", "Twins"))


@pytest.fixture(scope="module")
def index(world_index: Path) -> Iterator[OpenIndex]:
    opened = open_index(world_index, FakeEncoder())
    with closing(opened.catalogue):
        yield opened


@pytest.mark.parametrize(
    ("typed", "films"),
    [
        ("The Lantern Keeper", [LANTERN]),
        ("the LANTERN keeper!", [LANTERN]),
        ("lantern keeper", [LANTERN]),
        ("Elva drag", [CHESSBOARD]),
        ("eleven moves to the sea", [CHESSBOARD]),
        ("the eleven moves", [CHESSBOARD]),
        (ARABIC.title, [ARABIC]),
        ("The Twins", [TWINS_NEW, TWINS_OLD]),
        ("twins", [TWINS_NEW, TWINS_OLD]),
        ("The Twins (1949)", [TWINS_OLD]),
        ("the twins, 2011", [TWINS_NEW]),
        ("The Twins (1950)", []),
        ("tt9000005", [TWINS_OLD]),
        (" tt9000005 ", [TWINS_OLD]),
        ("tt0", []),
        ("The Lantern", []),
        ("", []),
        ("'; DROP TABLE title; --", []),
    ],
)
def test_a_title_names_films_however_it_is_spelt(index: OpenIndex, typed: str, films: list[Film]) -> None:
    assert list(named_films(index, typed)) == films


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("oceans eleven", "Ocean's Eleven"),
        ("Ocean\u2019s Eleven", "Ocean's Eleven"),
        ("ET the extra terrestrial", "E.T. the Extra-Terrestrial"),
        ("E.T.", "E.T. the Extra-Terrestrial"),
        ("borat", "Borat: Cultural Learnings"),
        ("wall-e (2008)", "WALL·E"),
    ],
)
def test_titles_are_found_as_people_type_them(tmp_path: Path, typed: str, title: str) -> None:
    film = Film(film_id=FilmId("tt1"), title=title, year=2008)
    write_films([film, LANTERN], tmp_path / "films.jsonl")
    encoder = FakeEncoder()
    build_index(tmp_path / "index", tmp_path / "films.jsonl", encoder, licences=(), progress=lambda _done, _total: None)
    opened = open_index(tmp_path / "index", encoder)
    with closing(opened.catalogue):
        assert named_films(opened, typed) == (film,)


def test_a_title_of_its_own_goes_before_an_alias(tmp_path: Path) -> None:
    write_films([ALIAS, LANTERN], tmp_path / "films.jsonl")
    encoder = FakeEncoder()
    build_index(tmp_path / "index", tmp_path / "films.jsonl", encoder, licences=(), progress=lambda _done, _total: None)
    opened = open_index(tmp_path / "index", encoder)
    with closing(opened.catalogue):
        assert named_films(opened, "the lantern keeper") == (LANTERN,)
        assert named_films(opened, "the twins") == (ALIAS,)


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("film", FILMS)
def test_others_are_found_best_first_and_the_film_itself_is_not(index: OpenIndex, film: Film, metric: Metric) -> None:
    number = FILMS.index(film)
    found = like_film(index, number, metric=metric, limit=50)

    assert {candidate.film_id for candidate in found} == set(IDS) - {film.film_id}
    scores = [candidate.score for candidate in found]
    assert scores == sorted(scores, reverse=True)
    for candidate in found:
        assert (candidate.evidence.kind is PassageKind.IDENTITY) == (not IDS[candidate.film_id].has_text)
    assert like_film(index, number, metric=metric, limit=3) == found[:3]


@pytest.mark.parametrize("metric", METRICS)
def test_the_likeness_is_that_of_the_means_of_their_passages(index: OpenIndex, metric: Metric) -> None:
    def mean(film: Film) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
        number = FILMS.index(film)
        rows = range(index.table.first_row[number], index.table.first_row[number + 1])
        kinds = {row: index.catalogue.passage(row)[0] for row in rows}
        story = [row for row in rows if kinds[row] not in {PassageKind.IDENTITY, PassageKind.ROLE}]
        return np.asarray(index.vectors.reconstruct(np.array(story or list(rows))).mean(axis=0))

    one = mean(LANTERN)
    for candidate in like_film(index, FILMS.index(LANTERN), metric=metric, limit=50):
        other = mean(IDS[candidate.film_id])
        naive = {
            "cosine": one @ other / np.sqrt((one @ one) * (other @ other)),
            "dot": one @ other,
            "euclidean": 1 / (1 + np.sqrt(((one - other) ** 2).sum())),
        }
        assert candidate.score == pytest.approx(float(naive[metric]), abs=1e-5)


def test_a_film_is_shown_with_its_passage_that_is_nearest(index: OpenIndex) -> None:
    found = {candidate.film_id: candidate for candidate in like_film(index, FILMS.index(SIEGE), metric="dot", limit=50)}

    assert "honey" in found[LANTERN.film_id].evidence.text
    assert found[NO_TEXT.film_id].evidence.kind is PassageKind.IDENTITY


@pytest.mark.parametrize("metric", METRICS)
def test_a_plot_finds_its_film_and_words_are_needed(index: OpenIndex, metric: Metric) -> None:
    plot = "A postman rows from roof to roof. He delivers letters in a flooded town."
    found = like_plot(index, FakeEncoder(), plot, metric=metric, limit=5)

    assert IDS[found[0].film_id].title == "Postcards for Nobody"
    assert len(found) == 5
    assert like_plot(index, FakeEncoder(), " \n!? ", metric=metric, limit=5) == ()


def test_a_plot_is_encoded_as_documents_are_and_a_film_not_at_all(index: OpenIndex) -> None:
    encoder = FakeEncoder()
    calls: list[int] = []
    encoder.before = lambda: calls.append(1)
    like_film(index, FILMS.index(LANTERN), metric="cosine", limit=5)
    assert calls == []

    like_plot(index, encoder, "honey. " * 500, metric="cosine", limit=5)
    assert calls == [1], "all windows in one run"


THE_DEPARTED, INFERNAL_AFFAIRS = FilmId("tt0407887"), FilmId("tt0338564")


@pytest.fixture(scope="module")
def rivals(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenIndex]:
    """*The Departed* among the starter's films with its people or with police under cover, by our encoder."""
    films = {film.film_id: film for film in read_films(Path(str(starter_films())))}
    own = films[THE_DEPARTED]
    people = {*own.directors, *own.cast}
    chosen = [
        film
        for film in films.values()
        if len(people & {*film.directors, *film.cast}) >= 2 or any("undercover" in word for word in film.keywords)
    ]
    folder, encoder = tmp_path_factory.mktemp("rivals"), OnnxEncoder(shipped_encoder())
    write_films(chosen, folder / "films.jsonl")
    build_index(folder / "index", folder / "films.jsonl", encoder, licences=(), progress=lambda _done, _total: None)
    opened = open_index(folder / "index", encoder)
    with closing(opened.catalogue):
        yield opened


@pytest.mark.parametrize("metric", METRICS)
def test_the_departed_brings_infernal_affairs_first(rivals: OpenIndex, metric: Metric) -> None:
    """Before films with the same people, and before others with police under cover."""
    found = like_film(rivals, rivals.table.film_ids.index(THE_DEPARTED), metric=metric, limit=50)

    assert found[0].film_id == INFERNAL_AFFAIRS
    assert len(found) >= 15


def test_a_catalogue_of_one_film_has_none_like_it(tmp_path: Path) -> None:
    write_films([LANTERN], tmp_path / "films.jsonl")
    encoder = FakeEncoder()
    build_index(tmp_path / "index", tmp_path / "films.jsonl", encoder, licences=(), progress=lambda _done, _total: None)
    opened = open_index(tmp_path / "index", encoder)
    with closing(opened.catalogue):
        assert like_film(opened, 0, metric="cosine", limit=5) == ()


async def test_the_search_answers_without_holding_up_the_loop(search: FilmSearch) -> None:
    (film,) = await search.named("elva drag")
    found = await search.similar(film.film_id, limit=4)

    assert film == CHESSBOARD
    assert len(found) == 4
    assert await search.similar(FilmId("tt0")) == ()
    assert (await search.similar_to_plot(LANTERN.plot or ""))[0].film_id == LANTERN.film_id
    assert (await search.similar(BARE.film_id, metric="dot"))[0].film_id != BARE.film_id


async def test_what_may_not_be_shown_leaves_room_for_what_comes_behind_it(search: FilmSearch) -> None:
    every = await search.similar(LANTERN.film_id, limit=50)
    without = frozenset(one.film_id for one in every[:3])
    bound = await search.similar(LANTERN.film_id, limit=50, bounds=Bounds(themes=("honey",)))

    assert await search.similar(LANTERN.film_id, limit=4, excluded=without) == every[3:7]
    assert [one.film_id for one in bound] == [one.film_id for one in every if one.film_id != SIEGE.film_id]
    assert await search.similar(LANTERN.film_id, limit=4, excluded=frozenset(IDS)) == ()


def test_half_characters_count_as_punctuation(index: OpenIndex) -> None:
    assert named_films(index, "The Lantern Keeper \udce9") == (LANTERN,)
    assert named_films(index, "\udce9") == ()
    told = like_plot(index, FakeEncoder(), f"\udce9 {LANTERN.plot}", metric="cosine", limit=1)
    assert told[0].film_id == LANTERN.film_id
