"""Which questions may fit a weight, and which are only reported.

Everything that is fitted for a comparison (weights, fusion) is fitted on one half of the questions and reported on the
other. A question's half is a property of its id, so it is the same for every system, run and machine.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Final, Literal

from training.questions import Question, QuestionError

Half = Literal["even", "odd"]

_NEVER_FITTED = "trec"
"""How the ids of TREC's questions begin: their rules forbid to train on them."""
_DEFAULT: Final = "reddit-dev"


def half_of(query_id: str) -> Half:
    """The half a question belongs to: the last bit of the SHA-256 of its id."""
    return "odd" if hashlib.sha256(query_id.encode()).digest()[-1] % 2 else "even"


def may_fit(question: Question) -> bool:
    """Whether a weight may be fitted on a question: it is in the even half, and nobody forbids it."""
    return half_of(question.query_id) == "even" and _is_ours(question)


def _is_ours(question: Question) -> bool:
    return not question.query_id.startswith(_NEVER_FITTED)


def is_held_out(query_id: str, every: int) -> bool:
    """Whether a training question is kept from the encoder, so that the ranking may be fitted on it: one in `every`.

    An encoder is surer of the questions it was trained on than of any other, so weights fitted on these would trust it
    too much. Another part of the hash decides than in `half_of`. `every` 0 holds none out.
    """
    return bool(every) and int.from_bytes(hashlib.sha256(query_id.encode()).digest()[:8]) % every == 0


def fitting_sets(files: Mapping[str, Sequence[Question]], named: Sequence[str]) -> dict[str, list[Question]]:
    """For every set that is fitted on, the questions that fit.

    Args:
        files: all questions, by the name of their set.
        named: the sets to fit on; if none is named, `reddit-dev` if it is there, else all sets.

    Raises:
        QuestionError: a named set is not there, or none of its questions may fit.
    """
    if missing := set(named) - set(files):
        raise QuestionError(f"There is no set {min(missing)} to fit on; name one of {', '.join(sorted(files))}.")
    names = named or [name for name in files if name == _DEFAULT] or list(files)
    sets = {name: [question for question in files[name] if may_fit(question)] for name in names}
    if empty := [name for name in named if not sets[name]]:
        raise QuestionError(f"No question of {empty[0]} may fit a weight; name another set with --fit-on.")
    return {name: questions for name, questions in sets.items() if questions}


def other_halves(
    files: Mapping[str, Sequence[Question]], fitting: Mapping[str, Sequence[Question]]
) -> dict[str, list[Question]]:
    """For every set that is fitted on, its odd questions that nobody forbids: they fit weights for the even ones."""
    return {name: [one for one in files[name] if half_of(one.query_id) == "odd" and _is_ours(one)] for name in fitting}
