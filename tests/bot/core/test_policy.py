"""What the findings allow to be said."""

from __future__ import annotations

import pytest

from bot.core.policy import judge
from bot.core.types import ReplyKind
from retrieval.types import Candidate, CastClue, Clue, Evidence, FilmId, Findings, PassageKind, PersonClue, YearClue

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
