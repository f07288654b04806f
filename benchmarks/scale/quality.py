"""What approximation and fewer bits lose against exact search over the same vectors; questions of known answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.report import OURS, Row
from benchmarks.scale.subject import FlatSearch, Remembering, Subject, request
from benchmarks.scale.turns import BM25
from retrieval.ports import VectorIndex, Vectors
from retrieval.types import FindRequest
from training.questions import Question

TOP: Final = 10
_LOST_AIM: Final = 0.5  # points of Success@10
EXACT: Final = "exact search"


@dataclass(frozen=True, slots=True)
class Quality:
    """Figures of one way of keeping vectors, in percent."""

    recall: float
    """Mean share of the ten best rows of exact search that are among its own ten."""
    success: float
    """Share of questions whose film is among the ten best of the whole search."""


@dataclass(frozen=True, slots=True)
class Exam:
    """Questions, understood and encoded once, to be asked of many ways of keeping the same vectors."""

    subject: Subject
    """Its encoder remembers the questions."""
    texts: Sequence[str]
    requests: Sequence[FindRequest]
    queries: Sequence[Vectors]
    answers: Sequence[int]
    """Numbers of the films asked for."""
    expected: Sequence[NDArray[np.int64]]
    """Of every question, the ten best rows of exact search."""

    def quality(self, vectors: VectorIndex) -> Quality:
        """Search with these vectors in the place of the index's own."""
        tried = replace(self.subject, index=replace(self.subject.index, vectors=vectors)).search()
        numbers = self.subject.index.table.numbers
        shares, hits = [], []
        for place, query in enumerate(self.queries):
            _, found = vectors.search(query, TOP)
            expected = self.expected[place]
            shares.append(len(np.intersect1d(found, expected)) / max(len(expected), 1))
            candidates = tried.find_now(self.requests[place]).candidates[:TOP]
            hits.append(self.answers[place] in [numbers[one.film_id] for one in candidates])
        return Quality(float(np.mean(shares) * 100), float(np.mean(hits) * 100))

    def success(self, find: Callable[[str], Sequence[int]]) -> float:
        """Percent of the questions whose film is among the first ten that something else finds, by number."""
        hits = [answer in find(text)[:TOP] for text, answer in zip(self.texts, self.answers, strict=True)]
        return float(np.mean(hits) * 100)


def known_questions(subject: Subject, questions: Sequence[Question]) -> list[Question]:
    """Those whose film the index holds."""
    return [question for question in questions if question.film_id in subject.index.table.numbers]


def make_exam(subject: Subject, exact: VectorIndex, questions: Sequence[Question]) -> Exam:
    """Understand and encode questions whose films the index holds.

    Args:
        subject: what is searched.
        exact: its rows, searched exactly.
        questions: at least one.
    """
    encoder = Remembering(subject.encoder)
    remembering = replace(subject, encoder=encoder)
    search = remembering.search()
    texts = [question.turns[0] for question in questions]
    queries = [encoder.encode_query([text]) for text in texts]
    return Exam(
        subject=remembering,
        texts=texts,
        requests=[request(search, text) for text in texts],
        queries=queries,
        answers=[subject.index.table.numbers[question.film_id] for question in questions],
        expected=[exact.search(query, TOP)[1] for query in queries],
    )


def quality_rows(exam: Exam, exact: VectorIndex, flats: Mapping[str, FlatSearch]) -> list[Row]:
    """Recall@10 of rows, Success@10 of films beside the alternatives, and what of it is lost."""
    index = exam.subject.index
    own, best = exam.quality(index.vectors), exam.quality(exact)

    def bm25(text: str) -> list[int]:
        found: list[int] = np.argsort(-index.words.scores(text), kind="stable")[:TOP].tolist()
        return found

    others = {name: exam.success(flat.find) for name, flat in flats.items()}
    others[BM25] = exam.success(bm25)
    return [
        Row("Recall@10 of rows against exact search", "%", {OURS: own.recall}),
        Row(f"Success@10, {len(exam.texts)} questions", "%", {OURS: own.success, EXACT: best.success} | others),
        Row("Success@10 lost to approximation", "points", {OURS: best.success - own.success}, _LOST_AIM),
    ]
