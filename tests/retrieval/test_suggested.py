"""What of a language model's suggestion the message and the catalogue bear out."""

from __future__ import annotations

import pytest

from retrieval.suggested import look_up
from retrieval.types import (
    ClueValue,
    ColourClue,
    CountryClue,
    FilmId,
    GenreClue,
    LanguageClue,
    LikeClue,
    NotFilmsClue,
    PersonClue,
    RuntimeClue,
    SuggestedClue,
    Suggestion,
    YearClue,
)
from tests.fakes.names import FakeNames
from tests.world import CHESSBOARD, FILMS, LANTERN, SIEGE, TWINS_NEW, TWINS_OLD

NAMES = FakeNames(FILMS)
TEXT = "scary one from when i was in school, with bram pitr, sort of the siege of marow but french, two hrs"


def clues(said: str, value: ClueValue, *, text: str = TEXT) -> list[tuple[ClueValue, bool]]:
    found = look_up(Suggestion((SuggestedClue(value, said),), ()), text, NAMES)
    assert all(clue.said == said for clue in found.clues)
    return [(clue.value, clue.hard) for clue in found.clues]


def films(*titles: tuple[str, int | None]) -> list[FilmId]:
    return list(look_up(Suggestion((), titles), TEXT, NAMES).film_ids)


@pytest.mark.parametrize("said", ["*scary* @one!", "scáry one", "scary   one"])
def test_only_what_was_typed_is_quoted(said: str) -> None:
    suggested = SuggestedClue(ColourClue(black_and_white=True), said)
    (clue,) = look_up(Suggestion((suggested,), ()), TEXT, NAMES).clues

    assert clue.said == "scary one"


@pytest.mark.parametrize(
    ("said", "value", "kept", "hard"),
    [
        ("when I was in school", YearClue(1990, 2000), YearClue(1990, 2000), False),
        ("two hrs", RuntimeClue(None, 120), RuntimeClue(None, 120), False),
        ("scary", GenreClue("horror", wanted=True), GenreClue("Horror", wanted=True), False),
        ("French", LanguageClue("french"), LanguageClue("French"), False),
        ("french", CountryClue("france", wanted=False), CountryClue("France", wanted=False), False),
        ("scary one", ColourClue(black_and_white=True), ColourClue(black_and_white=True), False),
        ("bram pitr", PersonClue("bram PITRE"), PersonClue("Bram Pitre"), True),
        ("bram pitr", PersonClue("Bram Pitre", wanted=False), PersonClue("Bram Pitre", wanted=False), False),
        ("the siege of marow", LikeClue("the siege of marrow", FilmId(""), ()),
         LikeClue(SIEGE.title, SIEGE.film_id, (SIEGE.film_id,)), True),
    ],
)  # fmt: skip
def test_what_is_borne_out_is_kept_in_the_catalogues_names(
    said: str, value: ClueValue, kept: ClueValue, *, hard: bool
) -> None:
    assert clues(said, value) == [(kept, hard)]


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("in the nineties", YearClue(1990, 1999)),
        ("", YearClue(1990, 1999)),
        ("...", YearClue(1990, 1999)),
        ("cary", GenreClue("horror", wanted=True)),
        ("scary", GenreClue("sad things", wanted=True)),
        ("school", YearClue(None, None)),
        ("school", YearClue(2000, 1990)),
        ("school", YearClue(10, 1990)),
        ("school", YearClue(1990, 10**30)),
        ("two hrs", RuntimeClue(0, 5)),
        ("french", LanguageClue("Klingon")),
        ("french", CountryClue("Ruritania")),
        ("scary one", PersonClue("Sela Hopwood")),
        ("bram pitr", PersonClue("Bram Stoker")),
        ("scary one", LikeClue("Comet Trouble", FilmId("tt9000003"), ())),
        ("marow", LikeClue("Marow", FilmId("tt9000004"), ())),
        ("scary", NotFilmsClue("x", (FilmId("tt9000004"),))),
    ],
)
def test_what_is_not_borne_out_is_dropped(said: str, value: ClueValue) -> None:
    assert clues(said, value) == []


@pytest.mark.parametrize(
    ("title", "year", "kept"),
    [
        ("the lantern keeper", 1998, [LANTERN]),
        ("Lantern Keeper", 1999, [LANTERN]),
        ("The Lantern Keeper", None, [LANTERN]),
        ("The Lantern Keeper", 1996, []),
        ("Elva Drag", 1957, [CHESSBOARD]),
        ("eleven moves to the sea", 1957, [CHESSBOARD]),
        ("The Twins", 2011, [TWINS_NEW]),
        ("The Twins", None, [TWINS_OLD]),
        ("Zzyzx", 1990, []),
        ("The Godfather", 1972, []),
        ("", None, []),
    ],
)
def test_a_title_is_a_film_of_the_catalogue_or_nothing(title: str, year: int | None, kept: list[object]) -> None:
    assert films((title, year)) == [film.film_id for film in FILMS if film in kept]


def test_a_film_and_a_clue_count_once() -> None:
    twice = (SuggestedClue(GenreClue("horror", wanted=True), "scary"),) * 2
    found = look_up(Suggestion(twice, (("Elva Drag", 1957), ("Eleven Moves", 1957))), TEXT, NAMES)

    assert (len(found.clues), found.film_ids) == (1, (CHESSBOARD.film_id,))
