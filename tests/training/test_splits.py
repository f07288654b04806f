from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.types import FilmId
from training.questions import Question, QuestionError
from training.splits import fitting_sets, half_of, is_held_out, may_fit, other_halves


def asked(query_id: str) -> Question:
    return Question(query_id, FilmId("tt1"), ("a shark",), conversation=False)


SETS = {
    name: [asked(f"{prefix}:{number}") for number in range(40)]
    for name, prefix in {"reddit-dev": "tomt", "trec2023-dev": "trec2023-dev", "riddles": "badly"}.items()
}


@given(st.text())
def test_a_half_is_the_parity_of_the_hash(query_id: str) -> None:
    number = int(hashlib.sha256(query_id.encode()).hexdigest(), 16)

    assert half_of(query_id) == ("odd" if number % 2 else "even")


def test_halves_do_not_change_between_versions() -> None:
    """Figures of one version would not be comparable with those of the next."""
    assert [half_of(f"tomt:{number}") for number in range(8)] == [
        *("odd", "even", "odd", "even", "even", "even", "odd", "odd"),
    ]


def test_trecs_questions_never_fit_in_whatever_set_they_are() -> None:
    mixed = {"mixed": [*SETS["trec2023-dev"], *SETS["riddles"]]}
    sets = fitting_sets(mixed, ["mixed"])

    assert sets["mixed"] == [question for question in SETS["riddles"] if half_of(question.query_id) == "even"]
    assert not any(may_fit(question) for question in SETS["trec2023-dev"])


@pytest.mark.parametrize(
    ("there", "named", "fitted"),
    [
        (["reddit-dev", "trec2023-dev", "riddles"], [], ["reddit-dev"]),
        (["trec2023-dev", "riddles"], [], ["riddles"]),
        (["reddit-dev", "riddles"], ["riddles"], ["riddles"]),
        (["reddit-dev", "riddles"], ["reddit-dev", "riddles"], ["reddit-dev", "riddles"]),
        (["trec2023-dev"], [], []),
    ],
)
def test_which_sets_are_fitted_on(there: list[str], named: list[str], fitted: list[str]) -> None:
    sets = fitting_sets({name: SETS[name] for name in there}, named)

    assert list(sets) == fitted
    assert all(half_of(question.query_id) == "even" for of in sets.values() for question in of)


@pytest.mark.parametrize(
    ("named", "sentence"),
    [("trec2023-dev", "No question of trec2023-dev may fit"), ("reddit", "There is no set reddit")],
)
def test_what_cannot_be_fitted_on_is_a_sentence(named: str, sentence: str) -> None:
    with pytest.raises(QuestionError, match=sentence):
        fitting_sets(SETS, [named])


def test_the_other_half_has_what_is_left_of_the_sets_that_are_fitted_on() -> None:
    mixed = {"mixed": [*SETS["trec2023-dev"], *SETS["riddles"]], "reddit-dev": SETS["reddit-dev"]}
    fitting = fitting_sets(mixed, ["mixed"])
    other = other_halves(mixed, fitting)

    assert list(other) == ["mixed"]
    assert sorted([*fitting["mixed"], *other["mixed"]], key=SETS["riddles"].index) == SETS["riddles"]


def test_held_out_questions_are_one_in_so_many_of_both_halves() -> None:
    ids = [f"q{n}" for n in range(4000)]
    kept = [query_id for query_id in ids if is_held_out(query_id, 8)]
    assert 440 < len(kept) < 560
    assert 0.4 < sum(half_of(query_id) == "even" for query_id in kept) / len(kept) < 0.6
    assert not any(is_held_out(query_id, 0) for query_id in ids)
