"""Real phrasings of what a film is like, and of what it is not."""

from __future__ import annotations

import pytest

from retrieval.types import CastClue, Film, FilmId, LikeClue, NotFilmsClue
from retrieval.understand import read_clues
from tests.fakes.names import FakeNames
from tests.retrieval.reading import NAMES, understood


@pytest.mark.parametrize(
    ("said", "clues", "left"),
    [
        ("like Heat but funnier", "hard like Heat; soft Comedy", "funnier"),
        ("kind of Alien but on earth", "hard like Alien", "on earth"),
        ("it's a bit like jaws, only with a bear", "hard like Jaws", None),
        ("it's got that cold setting like the thing", "hard like The Thing", None),
        ("think ET but with a robot", "hard like E.T. the Extra-Terrestrial", "with a robot"),
        ("gave me 2001 a space odyssey vibes", "hard like 2001: A Space Odyssey", "gave me"),
        ("has a real jaws feel", "hard like Jaws", None),
        ("same energy as who's afraid of virginia woolf", "hard like Who's Afraid of Virginia Woolf?", ""),
        ("a cross between Alien and Jaws", "hard like Alien; hard like Jaws", None),
        ("reminded me of west side story", "hard like West Side Story", "reminded me of"),
        ("kinda jaws meets heat", "hard like Jaws; hard like Heat", None),
        ("some alien clone", "", None),
        ("an alien-like thing", "", None),
        ("I like it", "", "I like it"),
        ("I like jaws", "", "I like jaws"),
        ("he looked like a ghost", "", "he looked like a ghost"),
        ("she was like her mother", "", "she was like her mother"),
        ("they moved like ghost riders", "", "they moved like ghost riders"),
    ],
)
def test_a_likeness_is_looked_up_and_its_title_is_not_searched(said: str, clues: str, left: str | None) -> None:
    found, rest = understood(said)

    assert found == clues
    if left is not None:
        assert rest.replace("reminded me of", "") == left.replace("reminded me of", "")


@pytest.mark.parametrize(
    ("said", "clues", "left"),
    [
        ("I loved Heat! Do you know of any similar movies?", "hard like Heat", ""),
        ("i like jaws... something like that would be great", "hard like Jaws", ""),
        ("i haven't seen the thing but can you recommend other movies like it", "hard like The Thing", ""),
        ("we've seen heat, anything similar?", "hard like Heat", ""),
        ("Jaws was great, any others like that", "hard like Jaws", None),
        ("ive seen jaws 1 and 2, anything similar?", "hard like Jaws", ""),
        ("west side story sounds amazing... some others like that?", "hard like West Side Story", None),
        ("I loved Heat", "", "I loved Heat"),
        ("I loved her, anything similar?", "", None),
        ("i saw ghost riders and something similar", "", None),
        ("he was a clown or something like that", "", "he was a clown or something like that"),
    ],
)
def test_more_of_a_film_that_was_named_before_is_a_likeness(said: str, clues: str, left: str | None) -> None:
    found, rest = understood(said)

    assert found == clues
    assert left is None or rest == left


def test_a_likeness_knows_the_sequels() -> None:
    (clue,) = read_clues("like jaws but with a bear", names=NAMES).clues

    assert clue.value == LikeClue("Jaws", NAMES.titles(["jaws"])["jaws"].film_id, ("tt2", "tt3"))  # type: ignore[arg-type]  # ids are texts


@pytest.mark.parametrize(
    ("said", "clues"),
    [
        ("with the guy from Jaws", "hard someone from Jaws"),
        ("it had that woman from Alien in it", "hard someone from Alien"),
        ("maybe the actor from heat", "soft someone from Heat"),
        ("by the same director as heat", "hard someone from Heat"),
        ("the guy from the village", ""),
    ],
)
def test_somebody_of_another_film_is_one_of_its_cast(said: str, clues: str) -> None:
    assert understood(said)[0] == clues


@pytest.mark.parametrize(
    ("said", "clues", "left"),
    [
        ("not Marvel", "hard none of 2 Marvel", ""),
        ("no, not a marvel movie", "hard none of 2 Marvel", ""),
        ("not west side story, nobody sings", "hard none of 1 West Side Story", "nobody sings"),
        ("not Jaws", "hard none of 1 Jaws", ""),
        ("none of the jaws films", "hard none of 2 Jaws", ""),
        ("I've seen Jaws", "hard none of 1 Jaws", ""),
        ("they've already seen jaws, older", "hard none of 1 Jaws; hard -1997", ""),
        ("my kids have seen The Thing", "hard none of 1 The Thing", ""),
        ("he has seen Jaws with her", "", None),
        ("a spy film, not bond", "hard none of 2 Bond", "spy film"),
        ("it's not her", "", None),
        ("no ghost in it", "", None),
        ("a ghost that does not heat the house", "", None),
    ],
)
def test_films_that_it_is_not_are_left_out(said: str, clues: str, left: str | None) -> None:
    found, rest = understood(said, screen_year=1998)

    assert found == clues
    if left is not None:
        assert rest == left


def test_a_group_is_named_by_its_films() -> None:
    (clue,) = read_clues("not Marvel", names=NAMES).clues

    assert clue.value == NotFilmsClue("Marvel", ("tt10", "tt11"))  # type: ignore[arg-type]  # ids are texts


SERIES = (
    Film(film_id=FilmId("tt1"), title="Ocean's Eleven"),
    Film(film_id=FilmId("tt2"), title="Apollo 13"),
    Film(film_id=FilmId("tt3"), title="Twilight"),
    Film(film_id=FilmId("tt4"), title="The Dusk Saga", keywords=("twilight",)),
    Film(film_id=FilmId("tt5"), title="Scary Movie"),
)


@pytest.mark.parametrize(
    ("said", "left_out"),
    [
        ("not oceans 11", ("tt1",)),
        ("not apollo 13", ("tt2",)),
        ("not twilight!!!", ("tt3", "tt4")),
        ("not the scary movie", None),
    ],
)
def test_numbers_in_letters_and_groups_of_one_name_are_known(said: str, left_out: tuple[str, ...] | None) -> None:
    clues = read_clues(said, names=FakeNames(SERIES), screen_year=1998).clues

    assert [clue.value.film_ids for clue in clues if isinstance(clue.value, NotFilmsClue)] == (
        [left_out] if left_out else []
    )


def test_what_any_film_of_a_kind_is_called_is_no_title() -> None:
    assert not read_clues("scary movie but with a doll", names=FakeNames(SERIES)).clues


LARGE = FakeNames(
    [
        Film(film_id=FilmId("tt1"), title="The Girls", votes=90),
        Film(film_id=FilmId("tt2"), title="The Group", votes=160),
        Film(film_id=FilmId("tt3"), title="His Wife", votes=30),
        Film(film_id=FilmId("tt4"), title="A Movie", votes=12),
        Film(film_id=FilmId("tt5"), title="Times Square", votes=200),
        Film(film_id=FilmId("tt6"), title="Another Woman", votes=900),
        Film(film_id=FilmId("tt7"), title="The Knife", votes=20),
        Film(film_id=FilmId("tt8"), title="Jim Carrey: Unnatural Act", votes=9_000, cast=("Jim Carrey",)),
        Film(film_id=FilmId("tt9"), title="The Running Man", votes=900),
        Film(film_id=FilmId("tt10"), title="Gladiator", votes=900_000, cast=("Russell Crowe",)),
        Film(film_id=FilmId("tt11"), title="Town", votes=90_000, cast=("Al Anders",)),
        Film(film_id=FilmId("tt12"), title="Jaws", votes=90_000),
        Film(film_id=FilmId("tt13"), title="Every Time", votes=90),
        Film(film_id=FilmId("tt14"), title="Night", votes=90_000),
    ]
)
"""In a large catalogue any words are a title."""


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("then one of the girls is bitten", ""),
        ("he hides with one of the group", ""),
        ("a woman from town, who moves in with him", ""),
        ("the guy from town brings them food every week", ""),
        ("with the guy from gladiator as a boxer", "Gladiator"),
        ("an actor from gladiator was in it", "Gladiator"),
        ("laughing like a maniac, a samurai and his wife, they talk", ""),
        ("i am sure it is a movie, but which", ""),
        ("the city looked like times square.", ""),
        ("then he meets another woman", ""),
        ("thats not a knife", ""),
        ("the boss says no every time", ""),
        ("i thought the man was jim carrey but no", ""),
        ("it is like the running man but older", "The Running Man"),
        ("a race in the woods, kinda like the running man", "The Running Man"),
        ("gladiator meets jaws", "Gladiator, Jaws"),
        ("like gladiator and jaws", "Gladiator, Jaws"),
        ("the night feeling cold and wet", ""),
        ("it has a night feeling to it", "Night"),
    ],
)
def test_titles_are_named_where_people_name_films(said: str, meant: str) -> None:
    values = [clue.value for clue in read_clues(said, names=LARGE).clues]
    films = [value for value in values if isinstance(value, LikeClue | NotFilmsClue | CastClue)]

    assert ", ".join(film.name if isinstance(film, NotFilmsClue) else film.title for film in films) == meant


def test_a_title_may_be_denied_right_behind_the_film() -> None:
    assert understood("shark film not jaws") == ("hard none of 1 Jaws", "shark film")
