"""`python -m training evaluate --facts`: what counts as a fact understood."""

from __future__ import annotations

from pathlib import Path

import pytest

from retrieval.types import Clue, ClueValue, ColourClue, GenreClue, PersonClue, Reading, YearClue
from tests.training.rows import write_rows
from training.__main__ import main
from training.facts import Item, Score, Talk, as_markdown, extracted, last_stated, matches, measure, read_talks
from training.questions import QuestionError

TALK: dict[str, object] = {
    "query_id": "talk",
    "imdb_id": "tt1",
    "turns": [
        {"text": "late 80s, with Bram Pitre", "facts": {"year_min": 1985, "year_max": 1989, "people": ["Bram Pitre"]}},
        {"text": "a musical, not 80s, early 90s", "facts": {"year_min": 1990, "year_max": 1994, "genres": ["musical"]}},
        {"text": "a man walks"},
    ],
}


def reading(*values: ClueValue) -> Reading:
    return Reading(tuple(Clue(value, hard=True, said="said") for value in values), "")


def talk_of(row: dict[str, object], folder: Path) -> Talk:
    (talk,) = read_talks(write_rows(folder / "talks.jsonl", [row]))
    return talk


@pytest.mark.parametrize(
    ("stated", "found", "same"),
    [
        (("year", (1980, 1989)), ("year", (1980, 1989)), True),
        (("year", (1980, 1989)), ("year", (1985, 1989)), True),
        (("year", (1980, 1989)), ("year", (1986, 1989)), False),
        (("year", (1980, 1989)), ("year", (1980, None)), False),
        (("year", (None, 1999)), ("year", (None, 1994)), True),
        (("year", (None, 1999)), ("year", (None, 1993)), False),
        (("runtime", (150, None)), ("runtime", (165, None)), True),
        (("runtime", (150, None)), ("runtime", (166, None)), False),
        (("runtime", (150, None)), ("year", (150, None)), False),
        (("black_and_white", True), ("black_and_white", False), False),
        (("people", "bram pitre"), ("people", "bram pitre"), True),
        (("genres", "war"), ("not_genres", "war"), False),
    ],
)
def test_a_fact_matches_within_what_memory_allows(stated: Item, found: Item, *, same: bool) -> None:
    assert matches(Item(*stated), Item(*found)) is same  # type: ignore[misc]  # the table's rows are pairs


def test_a_fact_is_taken_after_the_last_turn_that_states_it(tmp_path: Path) -> None:
    stated = last_stated(talk_of(TALK, tmp_path))

    assert stated == [
        (1, Item("year", (1990, 1994))),
        (0, Item("people", "bram pitre")),
        (1, Item("genres", "music")),  # by the genre map
    ]


def test_precision_counts_what_is_in_force_and_recall_what_was_said(tmp_path: Path) -> None:
    talk = talk_of(TALK, tmp_path)
    readings = dict(
        zip(
            talk.turns,
            (
                reading(YearClue(1985, 1989), PersonClue("Bram Pitre")),
                reading(GenreClue("Music", wanted=True), ColourClue(black_and_white=True)),
                reading(),
            ),
            strict=True,
        )
    )
    scores, mistakes = measure([talk], readings.__getitem__)
    of = {score.kind: score for score in scores}

    assert of["people"] == Score("people", stated=1, recalled=1, extracted=1, right=1)
    assert (of["year"].recall, of["year"].precision) == (0, 0)
    assert (of["all"].recall, of["all"].precision) == (2 / 3, 2 / 4)
    assert of["like"].recall is None
    assert [(mistake.turn, mistake.missed, mistake.item.kind) for mistake in mistakes] == [
        (2, True, "year"),
        (3, False, "year"),
        (3, False, "black_and_white"),
    ]


def test_a_clue_of_a_kind_that_no_fact_has_is_not_counted() -> None:
    assert extracted(reading(GenreClue("War", wanted=False)).clues) == [Item("not_genres", "war")]
    assert "| all | 4 | 0.500 | 0 | - |" in as_markdown([Score("all", 4, 2, 0, 0)])


@pytest.mark.parametrize(
    "row", [{"text": "a question"}, {"turns": [{"facts": {}}]}, {"turns": [{"text": "x", "facts": []}]}, {"turns": 3}]
)
def test_a_row_without_facts_is_refused_by_its_line(row: dict[str, object], tmp_path: Path) -> None:
    path = write_rows(tmp_path / "rows.jsonl", [TALK, row])

    with pytest.raises(QuestionError, match=r"Line 2 .* needs `turns`"):
        read_talks(path)


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(QuestionError, match="holds no conversation"):
        read_talks(write_rows(tmp_path / "rows.jsonl", []))


def test_the_command_prints_a_table_from_the_names_of_an_index(
    world_index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_rows(tmp_path / "talks.jsonl", [TALK])

    assert main(["evaluate", "--facts", "--index", str(world_index), "--queries", str(path)]) == 0
    printed = capsys.readouterr()
    assert "precision" in printed.out
    assert "talk, turn" not in printed.err  # nothing was missed
