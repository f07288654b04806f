"""What the findings allow to be said."""

from __future__ import annotations

import pytest

from bot.core.policy import judge, to_loosen
from bot.core.types import ReplyKind
from retrieval.types import (
    Candidate,
    CastClue,
    Clue,
    Evidence,
    FilmId,
    Findings,
    LikeClue,
    NotFilmsClue,
    PassageKind,
    PersonClue,
    YearClue,
)

PITT = Clue(PersonClue("Brad Pitt"), hard=True, said="Brad Pitt")
MAYBE_PITT = Clue(PersonClue("Brad Pitt"), hard=False, said="Brad Pitt")
JAWS = Clue(CastClue("Jaws", FilmId("tt0073195"), ("Roy Scheider",)), hard=True, said="the guy from Jaws")
OLD = Clue(YearClue(None, 1960), hard=False, said="old")


def candidate(*unmet: Clue) -> Candidate:
    return Candidate(FilmId("tt1"), 0.5, Evidence(PassageKind.PREMISE, "x"), unmet)


@pytest.mark.parametrize(
    ("candidates", "confident", "fits", "kind"),
    [
        ([candidate()], True, True, ReplyKind.FOUND),
        ([candidate()], False, True, ReplyKind.UNSURE),
        ([candidate()], False, False, ReplyKind.NEAREST),
        ([candidate(PITT)], True, True, ReplyKind.NEAREST),
        ([candidate(JAWS)], True, True, ReplyKind.NEAREST),
        ([candidate(OLD, PITT)], False, True, ReplyKind.NEAREST),
        ([candidate(MAYBE_PITT)], True, True, ReplyKind.FOUND),
        ([candidate(OLD)], True, True, ReplyKind.FOUND),  # people misremember years
        ([candidate(), candidate(PITT)], True, True, ReplyKind.FOUND),  # what the others miss does not count
        ([candidate(PITT), candidate()], True, True, ReplyKind.UNSURE),  # the second has him: one does fit
        ([candidate(PITT), candidate()], False, False, ReplyKind.NEAREST),
        ([candidate(PITT), candidate(JAWS)], True, True, ReplyKind.NEAREST),
        ([], False, False, ReplyKind.NOTHING),
        ([], True, True, ReplyKind.NOTHING),
    ],
)
def test_kinds(candidates: list[Candidate], confident: bool, fits: bool, kind: ReplyKind) -> None:  # noqa: FBT001  # a table's columns
    assert judge(Findings(tuple(candidates), "query", confident, fits)) is kind


ID = FilmId("tt1")
BEFORE_1920 = Clue(YearClue(None, 1919), hard=True, said="before 1920")


@pytest.mark.parametrize(
    "denied",
    [
        Clue(NotFilmsClue("Jaws", (ID,)), hard=True, said="not jaws"),
        Clue(LikeClue("Jaws", ID, (ID,)), hard=True, said="like jaws"),
        Clue(PersonClue("Brad Pitt", wanted=False), hard=True, said="not brad pitt"),
    ],
)
def test_what_is_denied_by_name_is_offered_to_be_loosened_only_where_nothing_is_left(denied: Clue) -> None:
    found = Findings((candidate(),), "x", confident=False, fits=False, blocker=denied, blocked=1)

    assert to_loosen(ReplyKind.NEAREST, found) is None
    assert to_loosen(ReplyKind.NOTHING, found) == denied


def test_a_bound_is_offered_to_be_loosened_where_no_film_fits() -> None:
    found = Findings((candidate(),), "x", confident=False, fits=False, blocker=BEFORE_1920, blocked=9)

    assert to_loosen(ReplyKind.NEAREST, found) == to_loosen(ReplyKind.NOTHING, found) == BEFORE_1920
    assert to_loosen(ReplyKind.UNSURE, found) is None
    assert to_loosen(ReplyKind.NOTHING, Findings((), "x", confident=False, fits=False)) is None
