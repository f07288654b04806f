from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.turns import (
    Subject,
    alternate,
    conversation_rows,
    crowd_rows,
    encoding_row,
    open_subject,
    stand_in_questions,
    turn_rows,
    understanding_rows,
)
from retrieval.films import film_to_json
from retrieval.rank import FEATURES, Ranking
from retrieval.text import TEXT_VERSION
from retrieval.types import Film, FilmId
from tests.fakes.encoder import FakeEncoder

FILMS = [
    Film(film_id=FilmId("tt1"), title="Jaws", year=1975, premise="A shark hunts.", plot="A shark dies.", scenes=("a",)),
    Film(film_id=FilmId("tt2"), title="Alien", year=1979, premise="Ship in space.", plot="It bursts.", scenes=("b",)),
    Film(film_id=FilmId("tt3"), title="Big", year=1988, premise="A boy grows up.", plot="He grows.", scenes=("c",)),
    Film(film_id=FilmId("tt4"), title="Heat", year=1995, premise="Cop and thief.", plot="They meet.", scenes=("d",)),
]


@pytest.fixture
def subject(tmp_path: Path) -> Subject:
    films = tmp_path / "films.jsonl"
    films.write_text("".join(f"{film_to_json(film)}\n" for film in FILMS), encoding="utf-8")
    ranking = Ranking(
        encoder="hash",
        text_version=TEXT_VERSION,
        fitted_on="nothing",
        weights=dict.fromkeys(FEATURES, 1.0),
        confident_at=0.5,
        fits_at=0.1,
    )
    return open_subject(
        tmp_path,
        films,
        FakeEncoder(fingerprint="hash", dimension=16),
        ranking,
        count=lambda text: len(text.split()),
        progress=lambda *_: None,
    )


async def test_ways_take_turns_on_the_same_inputs_stretch_by_stretch() -> None:
    log: list[tuple[str, int]] = []

    async def first(item: int) -> None:
        log.append(("first", item))

    async def second(item: int) -> None:
        log.append(("second", item))

    taken = await alternate({"first": first, "second": second}, list(range(70)))

    assert [way for way, _ in log] == ["first"] * 60 + ["second"] * 60 + ["second"] * 10 + ["first"] * 10
    assert [item for way, item in log if way == "second"] == list(range(70))
    assert len(taken["first"]) == len(taken["second"]) == 65, "the first five of sixty warm up and are not timed"


async def test_measures_a_search_a_conversation_and_the_encoding(subject: Subject) -> None:
    try:
        rows = [
            *await turn_rows(subject, ["a shark hunts", "a boy"]),
            *await conversation_rows(subject, ["a shark hunts"]),
            await encoding_row(subject, count=8),
        ]
    finally:
        subject.close()

    assert [row.what for row in rows] == [
        *(f"one search, warm, {name}" for name in ("median", "p95", "p99")),
        *(f"one turn of a conversation, warm, {name}" for name in ("median", "p95", "p99")),
        "building the index",
    ]
    assert all((figure or 0) > 0 for row in rows for figure in row.figures.values())
    assert [len(row.figures) for row in rows] == [3, 3, 3, 2, 2, 2, 2]
    assert [row.aim for row in rows] == [50, None, 150, 50, None, 150, None]


async def test_a_crowd_is_measured_with_batches_and_without(subject: Subject) -> None:
    try:
        rows = await crowd_rows(subject, ["a shark hunts", "a boy"] * 4)
    finally:
        subject.close()

    assert [row.what for row in rows] == [f"turns a second, {crowd} at once" for crowd in (1, 8, 32)]
    assert all((figure or 0) > 0 for row in rows for figure in row.figures.values())
    assert list(rows[0].figures) == ["Reelcall", "one search at a time", "one vector a film"]


def test_the_alternative_finds_films_too(subject: Subject) -> None:
    subject.close()

    assert subject.simple.find("Jaws (1975). a shark hunts. a shark dies.")[0] == "Jaws"
    assert len(subject.simple.find("anything", limit=3)) == 3


def test_questions_are_of_four_lengths_and_of_films_with_a_story() -> None:
    told = [replace(film, film_id=FilmId(f"{film.film_id}{copy}")) for copy in range(4) for film in FILMS]

    questions = stand_in_questions([Film(film_id=FilmId("tt0"), title="Untold"), *told], count=8)

    assert questions[:4] == ["a", "A boy grows up.", "A shark dies.", "A boy grows up. He grows. c"]
    assert len(questions) == 8


async def test_understanding_is_timed_without_a_search(subject: Subject) -> None:
    median, *_ = await understanding_rows(subject, ["a shark", "a ship in space"])

    assert (median.what, median.aim) == ("understanding one message, median", 5.0)
    assert (median.figures["Reelcall"] or 0) > 0
