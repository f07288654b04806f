"""What messages say of one film on the screen, and what they do not."""

from __future__ import annotations

import time

import pytest

from bot.core.picks import EVERY, Pick, Verdict, named_on, read_pick
from retrieval.types import FilmId


@pytest.mark.parametrize(
    ("said", "pick"),
    [
        ("I've seen the second one", Pick(Verdict.IS_NOT, (1,))),
        ("already seen number 3", Pick(Verdict.IS_NOT, (2,))),
        ("not the second one", Pick(Verdict.IS_NOT, (1,))),
        ("the second isn't it, it was older", Pick(Verdict.IS_NOT, (1,), "it was older")),
        ("the first one is close", Pick(Verdict.IS_CLOSE, (0,))),
        ("the first one is pretty close but it was older", Pick(Verdict.IS_CLOSE, (0,), "but it was older")),
        ("more like the third", Pick(Verdict.ALIKE, (2,))),
        ("it was more like the third", Pick(Verdict.IS_CLOSE, (2,))),
        ("the second one", Pick(Verdict.IS_IT, (1,))),
        ("yes, it's the 2nd one!", Pick(Verdict.IS_IT, (1,))),
        ("#2", Pick(Verdict.IS_IT, (1,))),
        ("that's it", Pick(Verdict.IS_IT, (0,))),
        ("that was it thx", Pick(Verdict.IS_IT, (0,))),
        ("no, the sequel", Pick(Verdict.PART, (0,))),
        ("part two", Pick(Verdict.PART, (0,), part=2)),
        ("no wait, that's it", Pick(Verdict.IS_IT, (0,))),
        ("u got it", Pick(Verdict.IS_IT, (0,))),
        ("that one!", Pick(Verdict.IS_IT, (0,))),
        ("haha yesss", Pick(Verdict.YES, (0,))),
        ("the second one but happier", Pick(Verdict.IS_CLOSE, (1,), "but happier")),
        ("like the first one, but older", Pick(Verdict.IS_CLOSE, (0,), "but older")),
        ("That\u2019s the one!!", Pick(Verdict.IS_IT, (0,))),
        ("yes thats the one thx", Pick(Verdict.IS_IT)),
        ("thx thats it", Pick(Verdict.IS_IT)),
        ("omg yes thank you thats the one", Pick(Verdict.IS_IT)),
        ("that's it!! \U0001f389\U0001f389", Pick(Verdict.IS_IT)),
        ("nvm found it", Pick(Verdict.IS_IT)),
        ("yes", Pick(Verdict.YES, (0,))),
        ("kind of like the first one but darker", Pick(Verdict.IS_CLOSE, (0,), "but darker")),
        ("its a bit like that one but older", Pick(Verdict.IS_CLOSE, (0,), "but older")),
        ("that but funnier", Pick(Verdict.IS_CLOSE, (0,), "but funnier")),
        ("same thing but with kids", Pick(Verdict.IS_CLOSE, (0,), "but with kids")),
        ("same idea but funny", Pick(Verdict.IS_CLOSE, (0,), "but funny")),
        ("the first and third are close", Pick(Verdict.IS_CLOSE, (0, 2))),
        ("only the third is close", Pick(Verdict.IS_CLOSE, (2,), only=True)),
        ("none of these except maybe the second", Pick(Verdict.IS_CLOSE, (1,), only=True)),
        ("something like that", Pick(Verdict.ALIKE)),
        ("somthing like that but funnier", Pick(Verdict.ALIKE, (0,), "but funnier")),
        ("anything similar?", Pick(Verdict.ALIKE)),
        ("any similar films?", Pick(Verdict.ALIKE)),
        ("I loved it! do you know of anything like that?", Pick(Verdict.ALIKE)),
        ("similar to that", Pick(Verdict.ALIKE)),
        ("more like this, please", Pick(Verdict.ALIKE)),
        ("More like these!", Pick(Verdict.ALIKE, EVERY)),
        ("more of those", Pick(Verdict.ALIKE, EVERY)),
        ("do you have something like the third but newer", Pick(Verdict.ALIKE, (2,), "but newer")),
        ("show me more like the first two", Pick(Verdict.ALIKE, (0, 1))),
        ("not the first two", Pick(Verdict.IS_NOT, (0, 1))),
        ("not the last two", Pick(Verdict.IS_NOT, (-2, -1))),
        ("not 1, 2 or 4", Pick(Verdict.IS_NOT, (0, 1, 3))),
        ("seen 1 and 2 already", Pick(Verdict.IS_NOT, (0, 1))),
        ("I've seen the first two", Pick(Verdict.IS_NOT, (0, 1))),
        ("neither the first nor the second", Pick(Verdict.IS_NOT, (0, 1))),
        ("not the first one and also not the second", Pick(Verdict.IS_NOT, (0, 1))),
        ("loosen it", Pick(Verdict.LOOSEN, (0,))),
        ("yes, new search", Pick(Verdict.ANEW, (0,))),
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
        "like the first time they met",
        "it felt like that",
        "more like a horror film",
        "they look like that all day",
        "not that one",
        "new search, a shark on a beach",
        "it was close to the sea",
        "",
    ],
)
def test_a_memory_is_no_pick(said: str) -> None:
    assert read_pick(said) is None


def test_places_that_a_screen_does_not_have_name_no_film() -> None:
    screen = [FilmId("tt1"), FilmId("tt2"), FilmId("tt3")]

    assert named_on(screen, Pick(Verdict.IS_NOT, (1, 4))) == ("tt2",)
    assert named_on(screen, Pick(Verdict.IS_NOT, (-2, -1))) == ("tt2", "tt3")
    assert named_on(screen, Pick(Verdict.ALIKE, EVERY)) == tuple(screen)
    assert named_on(screen, Pick(Verdict.IS_IT, (4,))) == ()


@pytest.mark.parametrize(
    "start", ["more like ", "no, ", "the first, ", "1 and ", "kind of ", "not the first two ", " "]
)
def test_a_long_text_is_read_at_once(start: str) -> None:
    """4,000 characters of any kind: no pattern that tries for ever."""
    started = time.perf_counter()
    read_pick(start * (4000 // len(start)) + "x")

    assert time.perf_counter() - started < 1
