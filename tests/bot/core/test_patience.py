"""No message keeps the conversation's own readers busy, whatever is typed."""

from __future__ import annotations

import pytest

from bot.core import drops, intents, namesakes, picks, questions, small_talk, understanding
from bot.core.types import SearchState
from retrieval.types import Clue, GenreClue, PersonClue, Question
from tests.patience import UNITS, patience, pieces, repeated
from tests.small_world import JOE_BLACK, TROY

WAR = Question(((GenreClue("War", wanted=True),), (GenreClue("War", wanted=False),)))
STATE = SearchState(clues=(Clue(PersonClue("Brad Pitt"), hard=True, said="Brad Pitt"),))
STARTS = ("", "forget the ", "yes, ", '"', "no, not that one, ")


def read_all(text: str) -> None:
    """Everything that looks at a message before it is searched with."""
    said = understanding.unquoted(text)
    intents.read_intent(said)
    picks.read_pick(said)
    drops.read_drop(said)
    questions.read_answer(said, WAR)
    namesakes.read_which(said, (JOE_BLACK, TROY))
    understanding.with_names(said, STATE)
    small_talk.small_talk(STATE, said)


@pytest.mark.parametrize("unit", UNITS)
def test_no_text_keeps_the_readers_busy(unit: str) -> None:
    with patience(4):
        for start in STARTS:
            read_all(start + repeated(unit)[:-9] + "zz")


def test_no_word_of_any_rule_keeps_the_readers_busy() -> None:
    words = pieces(drops, intents, picks, questions, small_talk, understanding)

    assert len(words) > 10
    for word in words:
        with patience(4):
            read_all(repeated(word, length=400))
            read_all(f"{repeated(word, length=400)}zz")
