"""The laws of how clues add up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.clues import add_clues, add_suggested, add_utterance, corrected, hear
from retrieval.types import (
    Clue,
    ClueValue,
    ColourClue,
    Correction,
    CountryClue,
    GenreClue,
    PersonClue,
    Reading,
    RuntimeClue,
    YearClue,
)

_bound = st.integers(1900, 1910)
_interval = st.tuples(_bound, _bound).map(lambda pair: (min(pair), max(pair)))
_bounds = st.one_of(_interval, _bound.map(lambda low: (low, None)), _bound.map(lambda high: (None, high)))
_values: st.SearchStrategy[ClueValue] = st.one_of(
    _bounds.map(lambda pair: YearClue(*pair)),
    _bounds.map(lambda pair: RuntimeClue(*pair)),
    st.booleans().map(ColourClue),
    st.builds(GenreClue, st.sampled_from(["War", "Comedy"]), st.booleans()),
    st.sampled_from(["A", "B"]).map(PersonClue),
)
_clues = st.builds(Clue, _values, st.booleans(), st.just("said"))
_said = st.lists(_clues, max_size=8)


def clue(value: ClueValue, *, hard: bool = True) -> Clue:
    return Clue(value, hard=hard, said="said")


def subject(value: ClueValue) -> object:
    match value:
        case GenreClue(genre):
            return ("genre", genre)
        case PersonClue(name):
            return ("person", name)
        case _:
            return type(value)


@given(said=_said)
def test_one_subject_has_one_clue_of_each_firmness(said: list[Clue]) -> None:
    held = [(subject(one.value), one.hard) for one in add_clues((), said)]

    assert len(held) == len(set(held))


@given(said=_said)
def test_only_a_soft_bound_stands_beside_a_hard_one(said: list[Clue]) -> None:
    held = [subject(one.value) for one in add_clues((), said) if not isinstance(one.value, YearClue | RuntimeClue)]

    assert len(held) == len(set(held))


@given(said=_said)
def test_bounds_never_contradict_each_other(said: list[Clue]) -> None:
    for kind in (YearClue, RuntimeClue):
        values = [one.value for one in add_clues((), said) if isinstance(one.value, kind)]
        low = max((value.low for value in values if value.low is not None), default=0)
        high = min((value.high for value in values if value.high is not None), default=9999)
        assert low <= high


@given(said=_said, last=_clues)
def test_the_last_word_always_holds(said: list[Clue], last: Clue) -> None:
    held = add_clues(add_clues((), said), [last])[-1]

    assert subject(held.value) == subject(last.value)
    assert held.hard == last.hard
    if isinstance(held.value, YearClue | RuntimeClue):
        assert isinstance(last.value, YearClue | RuntimeClue)
        assert last.value.low is None or (held.value.low or 0) >= last.value.low
        assert last.value.high is None or (held.value.high or 9999) <= last.value.high
    else:
        assert held == last


@given(said=_said, last=_clues)
def test_what_is_said_of_one_subject_leaves_the_others_alone(said: list[Clue], last: Clue) -> None:
    before = add_clues((), said)
    others = [one for one in before if subject(one.value) != subject(last.value)]

    assert [one for one in add_clues(before, [last]) if subject(one.value) != subject(last.value)] == others


@given(said=_said)
def test_saying_it_again_changes_nothing(said: list[Clue]) -> None:
    for one in said:
        once = add_clues((), [one])
        assert add_clues(once, [one]) == once


@pytest.mark.parametrize(
    ("earlier", "later", "held"),
    [
        (YearClue(1980, 1989), YearClue(None, 1985), YearClue(1980, 1985)),
        (YearClue(None, 1985), YearClue(1980, None), YearClue(1980, 1985)),
        (YearClue(1980, 1989), YearClue(None, 1970), YearClue(None, 1970)),
        (YearClue(1980, 1989), YearClue(1970, 1979), YearClue(1970, 1979)),
        (YearClue(1980, 1989), YearClue(1985, 1985), YearClue(1985, 1985)),
        (YearClue(1980, 1989), YearClue(1985, 1995), YearClue(1985, 1995)),
        (RuntimeClue(None, 120), RuntimeClue(90, None), RuntimeClue(90, 120)),
        (ColourClue(black_and_white=True), ColourClue(black_and_white=False), ColourClue(black_and_white=False)),
        (GenreClue("War", wanted=True), GenreClue("War", wanted=False), GenreClue("War", wanted=False)),
    ],
)
def test_a_later_clue_replaces_or_narrows(earlier: ClueValue, later: ClueValue, held: ClueValue) -> None:
    assert [one.value for one in add_clues((clue(earlier),), [clue(later)])] == [held]


def test_a_hard_bound_does_not_harden_a_soft_one() -> None:
    """ "80s maybe", then "before 1985": a film of 1979 may still be the one."""
    maybe, firm = clue(YearClue(1980, 1989), hard=False), clue(YearClue(None, 1984))

    assert add_clues((maybe,), [firm]) == (maybe, firm)
    assert add_clues((firm,), [maybe]) == (firm, maybe)
    assert add_clues((maybe,), [clue(YearClue(1983, 1983))]) == (clue(YearClue(1983, 1983)),)
    assert add_clues((maybe, firm), [clue(YearClue(1979, None))]) == (maybe, clue(YearClue(1979, 1984)))


def test_different_subjects_stand_side_by_side() -> None:
    said = [clue(YearClue(1980, 1989)), clue(RuntimeClue(None, 90)), clue(GenreClue("War", wanted=False))]
    said += [clue(GenreClue("Comedy", wanted=True)), clue(PersonClue("A")), clue(PersonClue("B"))]

    assert add_clues((), said) == tuple(said)


@given(texts=st.lists(st.text("ab", max_size=3), max_size=120))
def test_the_first_and_the_newest_utterances_are_kept(texts: list[str]) -> None:
    held: tuple[str, ...] = ()
    for text in texts:
        held = add_utterance(held, text)
    said = [text for text in texts if text]

    assert list(held) == (said if len(said) <= 40 else [said[0], *said[-39:]])


@given(lengths=st.lists(st.integers(1, 10_000), max_size=30))
def test_what_is_kept_of_what_was_said_is_bounded(lengths: list[int]) -> None:
    held: tuple[str, ...] = ()
    for number, length in enumerate(lengths):
        text = f"{number} " + "a" * length
        held = add_utterance(held, text)
        assert held[-1] == text
        assert sum(map(len, held)) <= 12_000 or len(held) <= 2

    assert not held or held[0].startswith("0 ")


def test_of_a_flood_of_clues_the_newest_are_kept() -> None:
    flood = [clue(PersonClue(f"Person {number}")) for number in range(300)]

    assert add_clues((), flood) == tuple(flood[-40:])
    assert add_clues(add_clues((), flood), [clue(YearClue(1980, 1989))])[-2:] == (flood[-1], clue(YearClue(1980, 1989)))
    assert add_suggested(tuple(flood[:40]), flood[40:50]) == tuple(flood[10:50])


def test_a_correction_that_holds_what_it_corrects_cannot_grow_a_message_without_end() -> None:
    said: tuple[str, ...] = ("abc " * 900,)
    for _ in range(20):
        said = corrected(said, [Correction("abc", "abc-x abc-y abc-z")])

    assert len(said[0]) == 4000


def italy_after(utterance: str, *clues: Clue) -> tuple[tuple[str, ...], tuple[Clue, ...]]:
    """What "italy, not france, sorry" makes of what was said before."""
    reading = Reading((Clue(CountryClue("Italy"), hard=True, said="italy"),), "", (Correction("france", "italy"),))
    return hear((utterance,), clues, reading)


def test_where_a_story_is_set_is_put_right_and_no_fact_of_the_film() -> None:
    assert italy_after("poor guy is sent to france") == (("poor guy is sent to italy",), ())


def test_a_country_that_was_a_fact_or_was_not_said_is_one_when_put_right() -> None:
    france = Clue(CountryClue("France"), hard=True, said="from france")
    said, clues = italy_after("a film from france", france)

    assert said == ("a film from italy",)
    assert [clue.value for clue in clues] == [CountryClue("Italy")]
    assert [clue.value for clue in italy_after("a poor guy")[1]] == [CountryClue("Italy")]


@pytest.mark.parametrize(
    ("denied", "wanted"), [("sandler", False), ("Sandler ones", False), ("adam", True), ("golf", True)]
)
def test_whoever_was_looked_for_is_denied_by_a_surname(denied: str, *, wanted: bool) -> None:
    """A first name alone may be anybody's in the story."""
    sandler = Clue(PersonClue("Adam Sandler"), hard=True, said="adam sandler")
    _, clues = hear(("adam sandler golf",), (sandler,), Reading((), "", (Correction(denied, ""),)))

    assert [clue.value for clue in clues] == [PersonClue("Adam Sandler", wanted=wanted)]


@pytest.mark.parametrize(
    ("before", "left"),
    [
        (("annabelle",), ("annabelle",)),
        ((), ("annabelle",)),
        (("a doll", "annabelle"), ("a doll",)),
        (("annabelle and a priest",), ("and a priest",)),
    ],
)
def test_words_taken_back_stay_where_nothing_else_was_said(before: tuple[str, ...], left: tuple[str, ...]) -> None:
    assert hear(before, (), Reading((), "", (Correction("annabelle", ""),)))[0] == left
