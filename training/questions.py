"""Questions with known answers, read from JSON lines and checked before anything is searched."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
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
    kinds: frozenset[str] = frozenset()
    """What the turns of a conversation do, where its author said: "correction", "negation" and others."""


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


def read_all(paths: Sequence[Path]) -> dict[str, list[Question]]:
    """Read several files of questions, by their names without suffixes.

    Raises:
        QuestionError: a row is malformed, a file is empty, or two have the same name.
    """
    files: dict[str, list[Question]] = {}
    for path in paths:
        name = name_of(path)
        if name in files:
            raise QuestionError(f"Two question files are called {name}; rename one, their figures would be mixed.")
        files[name] = read_questions(path)
    return files


def read_rows(path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The JSON objects of a file with their line numbers.

    Raises:
        QuestionError: the file or a line cannot be read.
    """
    number = 0
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield number, _object(line)
    except (ValueError, RecursionError) as error:  # of json, of UTF-8, or _object's own
        raise QuestionError(f"Line {number} of {path} is malformed: {error}.") from error
    except (OSError, EOFError, zlib.error) as error:
        raise QuestionError(f"{path} cannot be read: {error}.") from error


def _object(line: bytes) -> Mapping[str, Any]:
    row = json.loads(line.decode("utf-8"))
    if not isinstance(row, dict):
        raise ValueError("not a JSON object")  # noqa: TRY004  # one kind of error for all that a line can be
    return row


def _question(row: Mapping[str, Any], number: int, path: Path) -> Question:
    film_id = row.get("imdb_id")
    if not isinstance(film_id, str) or not film_id:
        raise QuestionError(f"Line {number} of {path} is malformed: `imdb_id` must be a text.")
    conversation = row.get("turns") is not None
    said = _turns(row["turns"]) if conversation else (row.get("text"),)
    texts = tuple(text for text in said if isinstance(text, str) and text.strip())
    if not texts or len(texts) != len(said):
        raise QuestionError(f"Line {number} of {path} is malformed: it needs `text`, or `turns` with a `text` each.")
    own_id = row.get("query_id")
    query_id = f"{name_of(path)}:{number}" if own_id is None else str(own_id)
    kinds = frozenset(kind for turn in row.get("turns") or () if isinstance(kind := turn.get("kind"), str))
    return Question(query_id, FilmId(film_id), texts, conversation, kinds)


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
        query_id, ranked = row.get("query_id"), row.get("guesses")
        if not isinstance(query_id, str) or not isinstance(ranked, list) or not all(map(_is_guess, ranked)):
            raise QuestionError(f"Line {number} of {path} is malformed: it needs `query_id` and a list of `guesses`.")
        guesses[query_id] = ranked
    return guesses


def _is_guess(value: object) -> bool:
    return value is None or isinstance(value, str)
