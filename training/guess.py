"""`python -m training guess`: a language model guesses titles without an index, and a catalogue says which exist.

The seed's baseline. What it writes is a file of stored guesses, which `evaluate --guesses` measures like any other.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, NamedTuple

from pydantic import BaseModel, BeforeValidator

from prompts import Prompt
from retrieval.text import fold
from retrieval.types import Film, FilmId
from training.asking import MALFORMED, Harvest, as_data, last_object
from training.questions import Question, QuestionError
from training.row_file import Row

TITLES = 20
"""How many titles a question gets."""

_TITLE_TOKENS = 20  # a title with its year in JSON
_YEARS = 2  # a film comes to another country up to so much later
_WITH_YEAR = re.compile(r"(?P<title>.*\S)\s*\((?P<year>\d{4})\)\s*", re.DOTALL)


def _year(value: Any) -> int | None:
    """A year however it is spelt; None for anything else."""
    found = re.fullmatch(r"\s*(\d{4})\s*", str(value))
    return int(found[1]) if found else None


class _Guess(BaseModel):
    title: str
    year: Annotated[int | None, BeforeValidator(_year)] = None


class _Answer(BaseModel):
    """What the prompt asks for; a plain list of titles is understood as well."""

    guesses: list[_Guess | str]


class Title(NamedTuple):
    """A guessed title."""

    name: str
    year: int | None

    @classmethod
    def parse(cls, text: str) -> Title:
        """Read "Jaws (1975)" or "Jaws"."""
        found = _WITH_YEAR.fullmatch(text)
        return cls(found["title"], int(found["year"])) if found else cls(text, None)

    def __str__(self) -> str:
        return f"{self.name} ({self.year})" if self.year else self.name


class _Entry(NamedTuple):
    film_id: FilmId
    year: int | None
    own: bool
    """Whether it is the film's title and not another country's."""


class TitleIndex:
    """The films of a catalogue by their folded titles."""

    def __init__(self, films: Iterable[Film]) -> None:
        self._entries: dict[str, list[_Entry]] = {}
        for film in films:
            own = {fold(film.title), fold(film.original_title or "")}
            for folded in (own | set(map(fold, film.alt_titles))) - {""}:
                self._entries.setdefault(folded, []).append(_Entry(film.film_id, film.year, folded in own))

    def __contains__(self, title: object) -> bool:
        """Whether any film is called so, whatever its year."""
        return isinstance(title, Title) and fold(title.name) in self._entries

    def find(self, title: Title) -> FilmId | None:
        """The film of that title.

        With a year it is the film nearest to it, at most two years off; a film whose year is not known comes last.
        Among equals a film's own title goes before another country's, then the order of the catalogue decides.
        """
        near = [entry for entry in self._entries.get(fold(title.name), ()) if _distance(entry, title) <= _YEARS]
        best = min(near, key=lambda entry: (_distance(entry, title), not entry.own), default=None)
        return best.film_id if best else None


def _distance(entry: _Entry, title: Title) -> int:
    """Years between a film and a guess."""
    if title.year is None:
        return 0
    return _YEARS if entry.year is None else abs(entry.year - title.year)


@dataclass(frozen=True, slots=True)
class QuestionJob:
    """One question."""

    question: Question
    titles: TitleIndex
    template: Prompt

    @property
    def answer_tokens(self) -> int:
        """See `training.asking.Job`."""
        return _TITLE_TOKENS * TITLES

    def prompt(self) -> str:
        """See `training.asking.Job`."""
        return self.template.render(count=str(TITLES), said=as_data(self.question.turns))

    def read(self, answer: str) -> Harvest:
        """See `training.asking.Job`."""
        guessed = _titles(last_object(answer, _Answer))[:TITLES]
        if not guessed:
            return Harvest(thrown=Counter({MALFORMED: 1}))
        row: Row = {
            "query_id": self.question.query_id,
            "guesses": [self.titles.find(title) for title in guessed],
            "titles": [str(title) for title in guessed],
        }
        return Harvest([row])


def _titles(answer: _Answer | None) -> list[Title]:
    """The different titles of an answer, in its order."""
    found: dict[tuple[str, int | None], Title] = {}
    for guess in answer.guesses if answer else ():
        title = Title.parse(" ".join((guess if isinstance(guess, str) else guess.title).split()))
        if not isinstance(guess, str) and guess.year:
            title = Title(title.name, guess.year)
        if fold(title.name):
            found.setdefault((fold(title.name), title.year), title)
    return list(found.values())


def question_jobs(
    files: Mapping[str, Sequence[Question]],
    titles: TitleIndex,
    *,
    done: Container[str],
    template: Prompt,
    limit: int | None,
) -> list[QuestionJob]:
    """What is still to be asked.

    Args:
        files: the questions.
        titles: where guesses are looked up.
        done: the `query_id`s that have their row.
        template: the prompt `guess`.
        limit: only the first so many questions; None for all.

    Raises:
        QuestionError: two different questions have one `query_id`, so their guesses could not be told apart.
    """
    questions: dict[str, Question] = {}
    for question in (question for found in files.values() for question in found):
        if questions.setdefault(question.query_id, question).turns != question.turns:
            raise QuestionError(f"Two questions have the query_id {question.query_id}; give each its own.")
    wanted = list(questions.values())[:limit]
    return [QuestionJob(question, titles, template) for question in wanted if question.query_id not in done]


@dataclass(frozen=True, slots=True)
class Invention:
    """How many of the guessed titles exist."""

    titles: int
    unknown: int
    """In no film of the catalogue."""
    other_year: int
    """The title exists, but only more than two years away from the guessed one."""

    def __str__(self) -> str:
        share = self.unknown / self.titles if self.titles else 0.0
        return (
            f"Invention rate {share:.1%}: {self.unknown:,} of {self.titles:,} guessed titles exist in no film of the "
            f"catalogue; {self.other_year:,} more only in another year"
        )


def invention(rows: Iterable[Row], titles: TitleIndex) -> Invention:
    """Count over the rows of a guess file. A real film that the catalogue lacks counts as invented: it cannot tell."""
    guessed = [Title.parse(text) for row in rows for text in row["titles"]]
    unknown = sum(title not in titles for title in guessed)
    return Invention(len(guessed), unknown, sum(titles.find(title) is None for title in guessed) - unknown)
