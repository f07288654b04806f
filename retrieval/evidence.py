"""Which passage of a film is shown as the one that matched, and which of its words did."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from retrieval.opened import OpenIndex
from retrieval.rank import RowScores
from retrieval.types import NO_EVIDENCE, Evidence, FilmId, FindRequest


def to_tell(found: Sequence[FilmId], request: FindRequest) -> list[int]:
    """The places of the films for which a request wants to know what matched, in order; `found` is best first."""
    if request.told is None:
        return list(range(len(found)))
    new = [place for place, film_id in enumerate(found) if film_id not in request.shown]
    return sorted({*range(len(found))[: request.told], *new[: request.told]})


def evidence_where(
    index: OpenIndex, scored: RowScores, places: NDArray[np.int64], question: str, told: Sequence[int]
) -> list[Evidence]:
    """`evidence_of`, looked up for those of the places that stand at `told` alone."""
    evidence = [NO_EVIDENCE] * len(places)
    for at, found in zip(told, evidence_of(index, scored, places[told], question), strict=True):
        evidence[at] = found
    return evidence


def evidence_of(index: OpenIndex, scored: RowScores, places: NDArray[np.int64], question: str) -> list[Evidence]:
    """The row of each film that is nearest to the query; the identity row only where there is no other.

    Args:
        index: where the passages are.
        scored: the rows of the films.
        places: which of these films.
        question: whose words are looked for in the passages.
    """
    passages = index.catalogue.passages([_nearest_row(index, scored, int(place)) for place in places])
    words = index.words.shared(question, (text for _, text in passages))
    return [Evidence(kind, text, shared) for (kind, text), shared in zip(passages, words, strict=True)]


def _nearest_row(index: OpenIndex, scored: RowScores, place: int) -> int:
    end = scored.start[place + 1] if place + 1 < len(scored.start) else len(scored.rows)
    own = slice(scored.start[place], end)
    rows, scores = scored.rows[own], scored.scores[own]
    shown = np.where(index.shows[rows], scores, -2)  # below every inner product
    return int(rows[shown.argmax()])
