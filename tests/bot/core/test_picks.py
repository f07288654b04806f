"""What messages say of one film on the screen, and what they do not."""

from __future__ import annotations

import pytest

from bot.core.picks import Pick, Verdict, read_pick


@pytest.mark.parametrize(
    ("said", "pick"),
    [
        ("I've seen the second one", Pick(Verdict.IS_NOT, 1)),
        ("already seen number 3", Pick(Verdict.IS_NOT, 2)),
        ("not the second one", Pick(Verdict.IS_NOT, 1)),
        ("the second isn't it, it was older", Pick(Verdict.IS_NOT, 1, "it was older")),
        ("the first one is close", Pick(Verdict.IS_CLOSE, 0)),
        ("the first one is pretty close but it was older", Pick(Verdict.IS_CLOSE, 0, "but it was older")),
        ("more like the third", Pick(Verdict.IS_CLOSE, 2)),
        ("the second one", Pick(Verdict.IS_IT, 1)),
        ("yes, it's the 2nd one!", Pick(Verdict.IS_IT, 1)),
        ("#2", Pick(Verdict.IS_IT, 1)),
        ("that's it", Pick(Verdict.IS_IT, 0)),
        ("no wait, that's it", Pick(Verdict.IS_IT, 0)),
        ("u got it", Pick(Verdict.IS_IT, 0)),
        ("that one!", Pick(Verdict.IS_IT, 0)),
        ("haha yesss", Pick(Verdict.YES, 0)),
        ("the second one but happier", Pick(Verdict.IS_CLOSE, 1, "but happier")),
        ("like the first one, but older", Pick(Verdict.IS_CLOSE, 0, "but older")),
        ("That\u2019s the one!!", Pick(Verdict.IS_IT, 0)),
        ("yes", Pick(Verdict.YES, 0)),
        ("loosen it", Pick(Verdict.LOOSEN, 0)),
        ("yes, new search", Pick(Verdict.ANEW, 0)),
    ],
)
def test_a_pick_is_read(said: str, pick: Pick) -> None:
    assert read_pick(said) == pick


@pytest.mark.parametrize(
    "said",
    [
        "the second one has a dog in it",
        "yes, it had a dog",
        "two men on a boat",
        "the first man on the moon",
        "one",
        "not that one",
        "new search, a shark on a beach",
        "it was close to the sea",
        "",
    ],
)
def test_a_memory_is_no_pick(said: str) -> None:
    assert read_pick(said) is None
