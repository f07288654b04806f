"""What is one film and what is two."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.merge import Merger, Repeats
from data.record import IdKind, Record, Text, TextKind
from tests.data.naive_merge import NaiveMerger

LEAD = Text("wikipedia", TextKind.LEAD, "A film.")


def merged(*files: list[Record]) -> list[Record]:
    return list(filled(Merger(), *files).films())


def filled(merger: Merger, *files: list[Record]) -> Merger:
    for number, records in enumerate(files):
        for record in records:
            merger.add(record, file=number)
    return merger


def film(title: str = "Hamlet", year: int | None = 1996, **facts: object) -> Record:
    return Record(title=title, year=year, **facts)  # type: ignore[arg-type]  # a test's shorthand


def with_ids(**ids: str) -> dict[IdKind, str]:
    return {IdKind(kind): value for kind, value in ids.items()}


def test_an_id_ties_what_titles_would_not() -> None:
    (found,) = merged(
        [film("Seven", 1995, ids=with_ids(imdb="tt1"))], [film("Se7en", 1996, ids=with_ids(imdb="tt1"), texts=(LEAD,))]
    )

    assert (found.title, found.year, found.alt_titles, found.texts) == ("Seven", 1995, ("Se7en",), (LEAD,))


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_link_between_two_ids_joins_films_whenever_it_comes(order: tuple[int, ...]) -> None:
    records = [
        film("A", ids=with_ids(imdb="tt1")),
        film("B", ids=with_ids(tmdb="7")),
        Record(ids=with_ids(imdb="tt1", tmdb="7", movielens="3")),
    ]
    (found,) = merged(*([records[place]] for place in order))

    assert found.ids == with_ids(imdb="tt1", tmdb="7", movielens="3")


def test_two_films_with_one_title_and_year_stay_two() -> None:
    one = film("Anna", 2019, directors=("Luc Besson",))
    two = film("Anna", 2019, directors=("Heitor Dhalia",))

    assert len(merged([one], [two])) == len(merged([one, two])) == 2


def test_two_films_with_one_title_in_two_years_stay_two() -> None:
    assert len(merged([film(year=1948)], [film(year=1996)])) == 2
    assert len(merged([film(year=1948, directors=("A",))], [film(year=1996, directors=("A",))])) == 2


def test_people_tie_a_title_to_the_year_before() -> None:
    one = film("The Trip", 1967, cast=("Peter Fonda",), original_title="Le voyage")
    two = film("Le Voyage!", 1968, cast=("PETER FÖNDA",))

    assert len(merged([one], [two])) == 1


def test_who_lists_a_title_twice_means_two_films() -> None:
    rows = [film(texts=(LEAD,)), film(texts=(Text("wikipedia", TextKind.LEAD, "Another film."),))]

    assert len(merged(rows)) == 2


def test_without_people_a_title_and_year_must_be_the_only_one() -> None:
    listed = film(texts=(LEAD,))
    branagh = film(ids=with_ids(imdb="tt1"), directors=("Kenneth Branagh",), runtime=242)
    other = film(ids=with_ids(imdb="tt2"), directors=("Somebody Else",))

    assert len(merged([branagh], [listed])) == 1
    assert len(merged([listed], [branagh])) == 1
    assert len(merged([branagh, other], [listed])) == 3
    assert len(merged([branagh], [film(runtime=90)])) == 2


def test_of_two_that_are_listed_nobody_knows_which_is_the_third() -> None:
    listed = [film(texts=(LEAD,)), film(votes=8)]
    branagh = film(ids=with_ids(imdb="tt1"), directors=("Kenneth Branagh",))

    assert len(merged(listed, [branagh])) == len(merged([branagh], listed)) == 3
    assert len(merged(listed, [film(votes=99)])) == 3


@pytest.mark.parametrize("year", [1996, None])
@pytest.mark.parametrize("told", [("One.", "Two."), ("One.", "One."), ("", "")])
def test_a_file_that_is_read_twice_doubles_nothing(told: tuple[str, str], year: int | None) -> None:
    rows = [
        film(year=year, votes=7 + place, texts=(Text("tmdb", TextKind.OVERVIEW, text),) if text else ())
        for place, text in enumerate(told)
    ]

    assert merged(rows, rows[::-1]) == merged(rows)


def test_people_of_different_films_are_never_brought_together_by_a_third() -> None:
    found = merged([film(directors=("A",))], [film(directors=("B",))], [film(directors=("A",), cast=("C",))])

    assert sorted(record.directors for record in found) == [("A",), ("B",)]


def test_ids_that_disagree_keep_films_apart() -> None:
    one = film(ids=with_ids(imdb="tt1"), directors=("A",))
    two = film(ids=with_ids(imdb="tt2"), directors=("A",))

    assert len(merged([one], [two])) == 2
    assert len(merged([film(ids=with_ids(imdb="tt1", tmdb="7"))], [film(ids=with_ids(imdb="tt2", tmdb="7"))])) == 2


def test_the_more_trusted_id_wins_over_a_stale_one() -> None:
    (found,) = merged([film(ids=with_ids(imdb="tt1", tmdb="7"))], [film(ids=with_ids(imdb="tt1", tmdb="8"))])

    assert found.ids == with_ids(imdb="tt1", tmdb="7")


def test_an_article_on_three_films_is_not_one_film() -> None:
    page = with_ids(wikipedia="The Cycle")
    parts = [film(f"Cycle {number}", 1995 + number, ids=page, directors=("M",)) for number in range(3)]

    assert len(merged(parts)) == 3
    assert len(merged([film("Cycle", 1995, ids=page)], [film("Cycle", 1996, ids=page)])) == 1


def test_what_only_an_id_names_is_no_film() -> None:
    merger = Merger()
    merger.add(Record(ids=with_ids(imdb="tt1"), votes=7), file=0)

    assert list(merger.films()) == []
    assert merger.counts == {"left out: an id that no film has": 1}


def test_a_later_text_of_the_same_source_and_kind_does_not_double() -> None:
    old = Text("wikipedia", TextKind.LEAD, "Old.")
    plot = Text("wikipedia", TextKind.PLOT, "All of it.")
    ids = with_ids(imdb="tt1")
    (found,) = merged([film(ids=ids, texts=(LEAD,))], [film(ids=ids, texts=(old, plot))])

    assert found.texts == (LEAD, plot)


def test_a_row_is_repeated_only_if_all_that_it_says_is() -> None:
    repeats = Repeats()
    rows = [film(), film(votes=3), film(texts=(LEAD,)), film(ids=with_ids(imdb="tt1"))]

    assert [repeats.again(row) for row in rows] == [False] * 4
    assert [repeats.again(row) for row in rows] == [True, True, True, False]


_records = st.builds(
    Record,
    ids=st.dictionaries(st.sampled_from(list(IdKind)), st.sampled_from("12"), max_size=2),
    title=st.sampled_from(["Hamlet", "Othello", "…"]),
    year=st.sampled_from([1995, 1996, 2010]),
    directors=st.sampled_from([(), ("A",), ("B",)]),
    votes=st.integers(1, 9),
)


@given(files=st.lists(st.lists(_records, max_size=4), max_size=3))
def test_merging_loses_no_film_and_mixes_no_ids(files: list[list[Record]]) -> None:
    records = [record for rows in files for record in rows]
    found = merged(*files)

    assert bool(found) == bool(records)
    assert {record.title for record in found} <= {record.title for record in records}
    imdb = [record.ids[IdKind.IMDB] for record in found if IdKind.IMDB in record.ids]
    assert sorted(imdb) == sorted({record.ids[IdKind.IMDB] for record in records if IdKind.IMDB in record.ids})
    assert max((record.votes or 0 for record in found), default=0) == max((r.votes or 0 for r in records), default=0)


_namesakes = st.builds(
    Record,
    ids=st.dictionaries(st.sampled_from([IdKind.IMDB, IdKind.TMDB]), st.sampled_from("123"), max_size=1),
    title=st.sampled_from(["Hamlet", "Othello"]),
    alt_titles=st.sampled_from([(), ("Hamlet",), ("Othello",)]),
    year=st.sampled_from([None, 1995, 1996, 1997]),
    runtime=st.sampled_from([None, 90, 200]),
    directors=st.sampled_from([(), (), ("A",), ("B",), ("C",)]),
    cast=st.sampled_from([(), (), ("A",), ("B", "C"), ("D", "A")]),
)


def test_a_film_is_found_by_the_year_that_another_has_brought_it() -> None:
    files = [
        [film(year=1995, runtime=90, ids=with_ids(imdb="tt1"))],
        [film(year=1996, ids=with_ids(imdb="tt1"))],
        [film(year=1995, runtime=100, directors=("A",))],
        [film(year=1996, runtime=120)],
    ]

    assert list(filled(NaiveMerger(), *files).films()) == merged(*files)
    assert len(merged(*files)) == 1


@settings(max_examples=300)
@given(files=st.lists(st.lists(_namesakes, max_size=7), max_size=4))
def test_films_of_one_title_merge_as_if_every_two_had_been_compared(files: list[list[Record]]) -> None:
    quick, naive = filled(Merger(), *files), filled(NaiveMerger(), *files)

    assert list(quick.films()) == list(naive.films())
    assert quick.counts == naive.counts


_MANY = 2000


@pytest.mark.parametrize(
    "files",
    [
        [[film(year=1900 + n % 120, directors=(f"D{n}",)) for n in range(_MANY)]],
        [[film(year=1996, ids=with_ids(tmdb=str(n))) for n in range(_MANY)]],
        [[film(year=1996, directors=(f"D{n}",), cast=(f"C{n}", f"X{n}")) for n in range(_MANY)]] * 2,
        [[film(year=1996, directors=(f"D{n}",)) for n in range(_MANY)], [film(year=1996, texts=(LEAD,))] * _MANY],
    ],
    ids=["people", "nobody", "the same twice", "people and nobody"],
)
def test_thousands_of_films_of_one_title_are_not_all_compared(files: list[list[Record]]) -> None:
    merger = filled(Merger(), *files)

    assert sum(1 for _ in merger.films()) in (_MANY, 2 * _MANY)
    assert merger.compared <= 2 * _MANY


def test_which_films_a_third_joins_does_not_hang_on_the_order_of_a_set() -> None:
    for number in range(12):
        main, alias = f"Main {number}", f"Alias {number}"
        found = merged(
            [film(main, alt_titles=(alias,), directors=("A",))],
            [film(alias, ids=with_ids(imdb="tt1"), directors=("A",))],
            [film(main, ids=with_ids(imdb="tt2"), directors=("A",))],
        )

        assert {record.title: record.ids.get(IdKind.IMDB) for record in found} == {main: "tt2", alias: "tt1"}
