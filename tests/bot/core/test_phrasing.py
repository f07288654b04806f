"""The sentences above the cards, whole."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core import phrasing
from bot.core.types import ReplyKind
from tests.cards import CARDS, JOE_BLACK

SAID = ["the one where brad pitt plays death", "a knight"]
LABELS = ["Brad Pitt", "before 1998"]
SOUGHT = "“the one where brad pitt plays death / a knight”, Brad Pitt, before 1998"


@pytest.mark.parametrize(
    ("kind", "first", "sentence"),
    [
        (ReplyKind.FOUND, True, "That sounds like Meet Joe Black (1998)."),
        (ReplyKind.UNSURE, True, "I am not sure. Meet Joe Black (1998) comes closest; one more detail would help."),
        (ReplyKind.UNSURE, False, "These come next, Meet Joe Black (1998) first; one more detail would help."),
        (
            ReplyKind.NEAREST,
            True,
            f"Nothing here fits all of that ({SOUGHT}). The nearest is Meet Joe Black (1998).",
        ),
        (
            ReplyKind.NEAREST,
            False,
            f"None of these fits all of that either ({SOUGHT}). The nearest of them is Meet Joe Black (1998).",
        ),
        (
            ReplyKind.NOTHING,
            True,
            f"No film here fits {SOUGHT}. “undo” takes the last thing back, “start over” forgets it all.",
        ),
    ],
)
def test_leads(kind: ReplyKind, first: bool, sentence: str) -> None:  # noqa: FBT001  # a table's column
    assert phrasing.lead(kind, CARDS, looked_for=SAID, labels=LABELS, first=first) == sentence


def test_films_that_fit_weakly_are_not_said_to_miss_something() -> None:
    lead = phrasing.lead(ReplyKind.NEAREST, CARDS, looked_for=SAID, labels=LABELS, weak=True)

    assert lead == f"Nothing stands out for {SOUGHT}. Meet Joe Black (1998) is the nearest; one more detail would help."


def test_a_film_without_a_year_is_named_by_its_title() -> None:
    assert phrasing.title_of(replace(JOE_BLACK, year=None)) == "Meet Joe Black"


def test_of_a_long_query_the_beginning_is_said() -> None:
    text = phrasing.lead(ReplyKind.NOTHING, [], looked_for=["word " * 100], labels=[])

    assert text.startswith("No film here fits “word word")
    assert "word…”. “undo”" in text
    assert len(text) < 220


def test_what_was_only_clues_is_said_once() -> None:
    text = phrasing.lead(ReplyKind.NOTHING, [], looked_for=[], labels=["1880s"])

    assert text.startswith("No film here fits 1880s. ")


@pytest.mark.parametrize(("sure", "words"), [(True, "That sounds like"), (False, "It could be")])
def test_a_quote_says_how_sure_it_is(sure: bool, words: str) -> None:  # noqa: FBT001  # a table's column
    assert phrasing.quoted(JOE_BLACK, "Death", sure=sure) == f"{words} Meet Joe Black (1998): “Death”"
