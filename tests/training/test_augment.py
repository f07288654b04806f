"""Questions changed by chance stay questions."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from training.augment import augment, hide_names
from training.config import AugmentConfig

QUESTION = "I think it was from the 80s. A man lives in a lighthouse, maybe in Maine. His dog dies at the end."


def changed(seed: int = 1, **shares: float) -> str:
    return augment(QUESTION, AugmentConfig(**shares), random.Random(seed))


def test_without_shares_nothing_changes() -> None:
    assert changed() == QUESTION


def test_cutting_keeps_whole_sentences_in_order() -> None:
    sentences = QUESTION.split(". ")
    assert len({changed(seed, cut=1) for seed in range(20)}) > 3
    for seed in range(20):
        cut = changed(seed, cut=1)
        places = [place for place, sentence in enumerate(sentences) if sentence.strip(".") in cut]
        assert places
        assert cut == " ".join(QUESTION.split(". ")[p].rstrip(".") + "." for p in places)


def test_hedges_go() -> None:
    assert changed(hedges=1) == "it was from the 80s. A man lives in a lighthouse, in Maine. His dog dies at the end."


def test_typos_change_a_few_letters_inside_words() -> None:
    found = {changed(seed, typos=1) for seed in range(20)}
    assert len(found) > 10
    assert all(len(text.split()) == len(QUESTION.split()) for text in found)


@given(text=st.text(min_size=1), seed=st.integers())
def test_a_question_never_becomes_nothing(text: str, seed: int) -> None:
    assert augment(text, AugmentConfig(cut=1, hedges=1), random.Random(seed)) or not text.strip()


def test_names_are_forgotten_wherever_they_stand() -> None:
    story = "In spring Joe Black comes to New York. Joe asks Bill Parrish for a week, and Bill takes Joe home."
    assert hide_names(story) == (
        "In spring someone comes to someone. someone asks someone for a week, and someone takes someone home."
    )


def test_a_story_without_names_stays() -> None:
    story = "A man lives in a lighthouse. His dog dies at the end."
    assert hide_names(story) == story


@given(text=st.text(alphabet="aA bB.,'-"))
def test_forgetting_names_twice_is_forgetting_them_once(text: str) -> None:
    assert hide_names(hide_names(text)) == hide_names(text)
