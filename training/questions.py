"""Questions with known answers, read from JSON lines and checked before anything is searched."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from retrieval.types import FilmId


class QuestionError(Exception):
    """A question file cannot be used; the message names the line."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question or conversation and the film it asks for."""

    query_id: str
    film_id: FilmId
    turns: tuple[str, ...]
    """What the user said, turn by turn; one entry for a question."""
    conversation: bool
    """Whether the row had `turns`."""


def name_of(path: Path) -> str:
    """A question file's name without its suffixes."""
    return path.name.split(".")[0]


def read_questions(path: Path) -> list[Question]:
    """Read a file of questions, gzipped or not.

    Raises:
        QuestionError: a row is malformed, or there is none.
    """
    questions = [_question(row, number, path) for number, row in read_rows(path)]
    if not questions:
        raise QuestionError(f"{path} holds no question; give a file with one JSON object a line.")
    return questions


def read_rows(path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The JSON objects of a file with their line numbers.

    Raises:
        QuestionError: the file or a line cannot be read.
    """
    number = 0
    try:
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield number, _object(line)
    except ValueError as error:  # of json, of UTF-8, or _object's own
        raise QuestionError(f"Line {number} of {path} is malformed: {error}.") from error
    except (OSError, EOFError) as error:
        raise QuestionError(f"{path} cannot be read: {error}.") from error


def _object(line: str) -> Mapping[str, Any]:
    row = json.loads(line)
    if not isinstance(row, dict):
        raise ValueError("not a JSON object")  # noqa: TRY004  # one kind of error for all that a line can be
    return row


def _question(row: Mapping[str, Any], number: int, path: Path) -> Question:
    film_id = row.get("imdb_id")
    if not isinstance(film_id, str) or not film_id:
        raise QuestionError(f"Line {number} of {path} is malformed: `imdb_id` must be a text.")
    conversation = "turns" in row
    said = _turns(row["turns"]) if conversation else (row.get("text"),)
    texts = tuple(text for text in said if isinstance(text, str) and text.strip())
    if not texts or len(texts) != len(said):
        raise QuestionError(f"Line {number} of {path} is malformed: it needs `text`, or `turns` with a `text` each.")
    return Question(str(row.get("query_id", f"{name_of(path)}:{number}")), FilmId(film_id), texts, conversation)


def _turns(turns: object) -> tuple[object, ...]:
    if not isinstance(turns, list):
        return ()
    return tuple(turn.get("text") if isinstance(turn, dict) else None for turn in turns)


def read_guesses(path: Path) -> dict[str, list[str | None]]:
    """A file of ranked guesses by `query_id`, as IMDb ids; null stands for a guess that is no known film.

    Raises:
        QuestionError: a row is malformed.
    """
    guesses: dict[str, list[str | None]] = {}
    for number, row in read_rows(path):
        ranked = row.get("guesses")
        if not isinstance(row.get("query_id"), str) or not isinstance(ranked, list):
            raise QuestionError(f"Line {number} of {path} is malformed: it needs `query_id` and a list of guesses.")
        guesses[row["query_id"]] = ranked
    return guesses
