"""People by surname, and who is not in it."""

from __future__ import annotations

import pytest

from retrieval.types import Film, FilmId, PersonClue
from retrieval.understand import read_clues
from tests.fakes.names import FakeNames
from tests.retrieval.reading import NAMES, understood

TWO = FakeNames(people={"wes anderson": "Wes Anderson", "paul anderson": "Paul Anderson", "tom hill": "Tom Hill"})


@pytest.mark.parametrize(
    ("said", "clues", "left"),
    [
        ("cary grant maybe, not brad pitt", "soft Cary Grant; soft not Brad Pitt", "cary grant maybe"),
        ("not the old one with cary grant, this had more cgi", "hard not Cary Grant", "this had more cgi"),
        ("none of the brad pitt ones", "hard not Brad Pitt", None),
        ("it wasn't brad pitt who dies", "", None),
        ("directed by cruz", "hard Penélope Cruz", None),
        ("cruz made it", "hard Penélope Cruz", None),
        ("by thompson right?", "soft Emma Thompson", "by thompson right?"),
        ("by thompson street", "", None),
        ("with leo", "soft Leonardo DiCaprio", None),
        ("no without leo", "soft not Leonardo DiCaprio", ""),
        ("no leo", "soft not Leonardo DiCaprio", ""),
        ("an o'toole film", "hard Peter O'Toole", None),
        ("they cruz along", "", None),
    ],
)
def test_denied_people_leave_the_search_and_surnames_stand_where_people_are_named(
    said: str, clues: str, left: str | None
) -> None:
    found, rest = understood(said, screen_year=1998)

    assert found == clues
    if left is not None:
        assert rest == left


def test_a_surname_that_two_people_share_is_unclear() -> None:
    reading = read_clues("directed by anderson", names=TWO)

    assert reading.clues == ()
    assert reading.unclear == (("Wes Anderson", "Paul Anderson"),)


@pytest.mark.parametrize("said", ["up a hill", "hill", "a hill one"])
def test_an_ordinary_word_is_no_surname(said: str) -> None:
    assert read_clues(said, names=TWO).clues == ()


@pytest.mark.parametrize(
    ("said", "clues"),
    [
        ("brad pit", "hard Brad Pitt"),
        ("the lenardo dicaprio one on a ship", "hard Leonardo DiCaprio"),
        ("with leonardo di caprio", "hard Leonardo DiCaprio"),
        ("i think it was brad pit", "soft Brad Pitt"),
        ("not brad pit", "hard not Brad Pitt"),
        ("with brad pit and cary grant", "hard Cary Grant; hard Brad Pitt"),
        ("brad, pit", ""),
        ("a bad pit", ""),
        ("carry that grant", ""),
        ("with leonardo jones", ""),
    ],
)
def test_a_misspelt_name_is_the_persons_it_comes_near(said: str, clues: str) -> None:
    assert sorted(understood(said, screen_year=1998)[0].split("; ")) == sorted(clues.split("; "))


def test_in_a_story_a_misspelt_name_counts_where_a_person_is_named() -> None:
    story = "a man wakes up and every day is the same until he learns how to be kind to people {} the end"

    assert understood(story.format("with brad pit"))[0] == "hard Brad Pitt"
    assert understood(story.format("near brad pit"))[0] == ""


def test_what_is_a_title_is_no_misspelt_name() -> None:
    film = Film(film_id=FilmId("tt1"), title="Brad Pit", cast=("Brad Pitt",))

    assert read_clues("brad pit", names=FakeNames([film])).clues == ()


@pytest.mark.parametrize(
    ("said", "clues"),
    [
        ("with brad", "soft Brad Pitt"),
        ("the one with penelope, i think", "soft Penélope Cruz"),
        ("brad was in it", "soft Brad Pitt"),
        ("with leo", "soft Leonardo DiCaprio"),
        ("starring peter", "soft Peter O'Toole"),
        ("not with brad", "soft not Brad Pitt"),
        ("not leo sorry", "soft not Leonardo DiCaprio"),
        ("dreams within dreams w leo", "soft Leonardo DiCaprio"),
        ("brad", ""),
        ("brad goes home", ""),
        ("with brad the plumber", ""),
        ("a ship on the way home to a far island with brad", ""),
        ("the one with emma and a mask, in a city", ""),
    ],
)
def test_a_first_name_is_a_persons_where_people_are_named(said: str, clues: str) -> None:
    assert understood(said, screen_year=1998)[0] == clues


def test_a_first_name_that_several_people_have_is_asked_back_in_a_short_message() -> None:
    both = (("Emma Stone", "Emma Thompson"),)

    assert read_clues("with emma", names=NAMES).unclear == both
    assert read_clues("the one with emma, in a big city", names=NAMES).unclear == ()
    assert read_clues("with emma stone", names=NAMES).unclear == ()


def test_a_first_name_that_one_person_has_goes_before_a_surname_of_several() -> None:
    people = {"morgan freeman": "Morgan Freeman", "frank morgan": "Frank Morgan", "harry morgan": "Harry Morgan"}

    assert [clue.value for clue in read_clues("with morgan", names=FakeNames(people=people)).clues] == [
        PersonClue("Morgan Freeman")
    ]


@pytest.mark.parametrize("said", ["zombie movie in a mall", "a french film", "christmas movie", "the kids movie"])
def test_what_kind_of_film_it_is_names_nobody(said: str) -> None:
    """In a large catalogue there are people called Zombie, French, Christmas and Kids."""
    kind = said.removeprefix("a ").removeprefix("the ").split()[0]
    names = FakeNames(people={f"rob {kind}": "Rob Somebody", f"al {kind}": "Al Somebody"})
    reading = read_clues(said, names=names)

    assert not reading.unclear
    assert not [clue for clue in reading.clues if isinstance(clue.value, PersonClue)]
    named = read_clues(f"directed by {kind}", names=FakeNames(people={f"rob {kind}": "Rob Somebody"}))
    assert [clue.value for clue in named.clues if isinstance(clue.value, PersonClue)] == [PersonClue("Rob Somebody")]


FEW_KNOW = FakeNames(
    [Film(film_id=FilmId(f"tt{n}"), title=f"No {n}", keywords=("mickey mouse",)) for n in range(2)],
    people={
        "the police": "The Police",
        "park bench": "Park Bench",
        "mickey mouse": "Mickey Mouse",
        "ita ever": "Ita Ever",
        "barbara hershey": "Barbara Hershey",
        "alfred hitchcock": "Alfred Hitchcock",
    },
    votes={"The Police": 9, "Park Bench": 9, "Mickey Mouse": 9, "Ita Ever": 9, "Alfred Hitchcock": 2_000_000},
)
"""In a large catalogue any words are somebody's name."""


@pytest.mark.parametrize(
    ("said", "person"),
    [
        ("then his neighbour calls the police on him", None),
        ("he was taken away by the police in the end", None),
        ("an old man tells him all of it on a park bench in town", None),
        ("a park bnch in the middle of a town", None),
        ("she sings with mickey mouse in the end of it", None),
        ("it may have been directed by mickey mouse", "Mickey Mouse"),
        ("i am sure that it was the one with park bench", "Park Bench"),
        ("park bench maybe", "Park Bench"),
        ("a very long park bench film about the sea", "Park Bench"),
        ("not the one with park bench in it again", "Park Bench"),
        ("on the way home alfred hitchcock walks past", "Alfred Hitchcock"),
    ],
)
def test_a_name_that_few_know_counts_where_somebody_is_named(said: str, person: str | None) -> None:
    clues = [clue.value.name for clue in read_clues(said, names=FEW_KNOW).clues if isinstance(clue.value, PersonClue)]

    assert clues == ([person] if person else [])


@pytest.mark.parametrize(
    ("said", "person"),
    [
        ("it was the best film ever made", None),
        ("a film directed by ever", "Ita Ever"),
        ("it is a hitchcock film", "Alfred Hitchcock"),
        ("a thriller by hitchcock, with birds", "Alfred Hitchcock"),
        ("the show was sponsored by hershey.", None),
        ("the mother was played by hershey.", "Barbara Hershey"),
    ],
)
def test_the_less_known_a_surname_is_the_plainer_it_must_be_said(said: str, person: str | None) -> None:
    clues = [clue.value.name for clue in read_clues(said, names=FEW_KNOW).clues if isinstance(clue.value, PersonClue)]

    assert clues == ([person] if person else [])


@pytest.mark.parametrize("said", ["bond film, one of the sillier ones", "the goth one", "a man made it with a song."])
def test_words_for_kinds_of_films_are_no_surnames(said: str) -> None:
    names = FakeNames(people={"ward bond": "Ward Bond", "mia goth": "Mia Goth", "brenda song": "Brenda Song"})

    assert not [clue for clue in read_clues(said, names=names).clues if isinstance(clue.value, PersonClue)]


MEADOW = FakeNames(
    [
        *(Film(film_id=FilmId(f"tt{n}"), title=f"No {n}", keywords=("flower", "river")) for n in range(4)),
        Film(film_id=FilmId("tt5"), title="Ball", cast=("Bess Flowers", "River Song", "Brad Pitt")),
    ]
)


@pytest.mark.parametrize(
    ("said", "person"),
    [
        ("a girl in a field with flowers", None),
        ("flowers", None),
        ("flowers movie", None),
        ("Flowers", None),
        ("WITH FLOWERS", None),
        ("with river", None),
        ("a film with Flowers", "Bess Flowers"),
        ("directed by flowers", "Bess Flowers"),
        ("with bess flowers", "Bess Flowers"),
        ("with pitt", "Brad Pitt"),
        ("with River", "River Song"),
    ],
)
def test_a_word_for_what_films_are_about_names_nobody(said: str, person: str | None) -> None:
    named = [clue.value for clue in read_clues(said, names=MEADOW).clues]

    assert named == ([PersonClue(person)] if person else [])


def test_a_first_name_is_that_of_somebody_well_known() -> None:
    few = FakeNames(people={"brooks benedict": "Brooks Benedict"}, votes={"Brooks Benedict": 3_000})

    assert read_clues("with brooks", names=few).clues == ()


FORMAL = FakeNames(
    [
        Film(
            film_id=FilmId("tt1"),
            title="Harry Potter",
            cast=("James Stewart", "Nicolas Cage", "Samuel Smith", "Henry Potter", "Joseph Black"),
            keywords=("joe black",),
        ),
        Film(film_id=FilmId("tt2"), title="Two", cast=("Sam Smith",), keywords=("joe black",)),
    ]
)


@pytest.mark.parametrize(
    ("said", "person"),
    [
        ("with jimmy stewart", PersonClue("James Stewart")),
        ("not jimmy stewart", PersonClue("James Stewart", wanted=False)),
        ("nick cage steals a car", PersonClue("Nicolas Cage")),
        ("sam smith", PersonClue("Sam Smith")),
        ("hank potter at school", PersonClue("Henry Potter")),
        ("joe black at school", None),
    ],
)
def test_a_short_first_name_is_the_formal_one_where_nobody_has_it_himself(said: str, person: PersonClue | None) -> None:
    named = [clue.value for clue in read_clues(said, names=FORMAL).clues]

    assert named == ([person] if person else [])
