"""Question files, good and bad."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from retrieval.types import FilmId
from tests.training.rows import write_rows
from training.questions import Question, QuestionError, name_of, read_all, read_guesses, read_questions

GOOD = {"query_id": "a", "imdb_id": "tt1", "text": "a shark"}
TURNS = {"query_id": "b", "imdb_id": "tt2", "turns": [{"text": "a shark", "kind": "detail"}, {"text": "older"}]}

GOOD_ID, TURNS_ID = FilmId("tt1"), FilmId("tt2")

MALFORMED: list[dict[str, object] | str] = [
    "{",
    "[1]",
    '"tt1"',
    "null",
    "[" * 100_000,
    {"text": "x"},
    {"imdb_id": None, "text": "x"},
    {"imdb_id": "", "text": "x"},
    {"imdb_id": 7, "text": "x"},
    {"imdb_id": "tt1"},
    {"imdb_id": "tt1", "text": ""},
    {"imdb_id": "tt1", "text": " \n"},
    {"imdb_id": "tt1", "text": 7},
    {"imdb_id": "tt1", "turns": []},
    {"imdb_id": "tt1", "turns": "x"},
    {"imdb_id": "tt1", "turns": ["x"]},
    {"imdb_id": "tt1", "turns": [{"text": "x"}, {}]},
    {"imdb_id": "tt1", "turns": [{"text": "x"}, {"text": " "}]},
    {"imdb_id": "tt1", "turns": [{"text": "x"}, None]},
]


@pytest.mark.parametrize("name", ["some.jsonl", "some.jsonl.gz"])
def test_questions_and_conversations_are_read(tmp_path: Path, name: str) -> None:
    path = write_rows(tmp_path / name, [GOOD, "", TURNS, {**GOOD, "turns": None, "query_id": 7}])

    assert read_questions(path) == [
        Question("a", GOOD_ID, ("a shark",), conversation=False),
        Question("b", TURNS_ID, ("a shark", "older"), conversation=True, kinds=frozenset({"detail"})),
        Question("7", GOOD_ID, ("a shark",), conversation=False),
    ]


@pytest.mark.parametrize("own", [{}, {"query_id": None}])
def test_a_question_without_an_id_is_named_by_its_line(tmp_path: Path, own: dict[str, None]) -> None:
    path = write_rows(tmp_path / "some.jsonl", [GOOD, "", {"imdb_id": "tt1", "text": "x", **own}])

    assert read_questions(path)[1].query_id == "some:3"


@pytest.mark.parametrize("row", MALFORMED, ids=lambda row: str(row)[:40])
@pytest.mark.parametrize("name", ["some.jsonl", "some.jsonl.gz"])
def test_a_malformed_row_is_named_by_its_line(tmp_path: Path, name: str, row: dict[str, object] | str) -> None:
    path = write_rows(tmp_path / name, [GOOD, "", row, TURNS])

    with pytest.raises(QuestionError, match=rf"^Line 3 of .*{name} is malformed: "):
        read_questions(path)


def test_a_line_that_is_no_text_is_named(tmp_path: Path) -> None:
    path = write_rows(tmp_path / "some.jsonl", [GOOD] * 3)
    path.write_bytes(path.read_bytes() + b'{"imdb_id": "\xff"}\n')

    with pytest.raises(QuestionError, match=r"^Line 4 of"):
        read_questions(path)


@pytest.mark.parametrize("cut", ["missing", "short", "broken", "plain"])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, cut: str) -> None:
    path = tmp_path / "some.jsonl.gz"
    whole = gzip.compress(b'{"imdb_id": "tt1", "text": "x"}\n' * 500)
    content = {"short": whole[:-9], "broken": whole[:12] + b"\xff\xff\xff" + whole[15:], "plain": b"{}\n"}
    if cut != "missing":
        path.write_bytes(content[cut])

    with pytest.raises(QuestionError, match=r"some\.jsonl\.gz cannot be read"):
        read_questions(path)


@pytest.mark.parametrize("content", ["", "\n \n"])
def test_a_file_without_questions_is_refused(tmp_path: Path, content: str) -> None:
    path = write_rows(tmp_path / "some.jsonl", [content])

    with pytest.raises(QuestionError, match="holds no question"):
        read_questions(path)


@pytest.mark.parametrize("name", ["dev.jsonl", "dev.jsonl.gz", "dev"])
def test_a_file_is_named_without_its_suffixes(name: str) -> None:
    assert name_of(Path("some") / name) == "dev"


def test_several_files_are_read_in_their_order(tmp_path: Path) -> None:
    paths = [write_rows(tmp_path / name, [GOOD]) for name in ("z.jsonl", "a.jsonl.gz")]

    assert list(read_all(paths)) == ["z", "a"]


def test_two_files_of_one_name_are_not_mixed(tmp_path: Path) -> None:
    paths = [write_rows(tmp_path / name, [GOOD]) for name in ("dev.jsonl", "dev.jsonl.gz")]

    with pytest.raises(QuestionError, match="Two question files are called dev"):
        read_all(paths)


def test_guesses_are_read(tmp_path: Path) -> None:
    rows: list[dict[str, object]] = [{"query_id": "a", "guesses": ["tt1", None]}, {"query_id": "b", "guesses": []}]
    path = write_rows(tmp_path / "guesses.jsonl.gz", rows)

    assert read_guesses(path) == {"a": ["tt1", None], "b": []}


@pytest.mark.parametrize(
    "row",
    [
        "{",
        {"guesses": []},
        {"query_id": "a"},
        {"query_id": 7, "guesses": []},
        {"query_id": "a", "guesses": "tt1"},
        {"query_id": "a", "guesses": [1]},
    ],
)
def test_a_malformed_guess_is_named_by_its_line(tmp_path: Path, row: dict[str, object] | str) -> None:
    path = write_rows(tmp_path / "guesses.jsonl", [{"query_id": "a", "guesses": []}, row])

    with pytest.raises(QuestionError, match=r"^Line 2 of"):
        read_guesses(path)
