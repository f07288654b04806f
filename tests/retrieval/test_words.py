from __future__ import annotations

import math
from collections import Counter
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.films import read_films
from retrieval.starter import starter_films
from retrieval.types import Film, FilmId
from retrieval.words import Tokenizer, WordIndex, document_text
from tests.world import CHESSBOARD, FILMS, LANTERN

K1, B = 1.2, 0.75


def naive(films: tuple[Film, ...], question: str) -> list[float]:
    """BM25 as Lucene counts it (Kamphuis et al. 2020, "Which BM25 do you mean?"), word by word."""
    tokens = Tokenizer()
    corpus = [tokens.document(document_text(film)) for film in films]
    average = sum(map(len, corpus)) / len(corpus)
    scores = []
    for document in corpus:
        counts, total = Counter(document), 0.0
        for term in tokens.query(question):
            having = sum(term in other for other in corpus)
            idf = math.log(1 + (len(corpus) - having + 0.5) / (having + 0.5))
            norm = K1 * (1 - B + B * len(document) / average)
            total += idf * counts[term] / (counts[term] + norm) if counts[term] else 0.0
        scores.append(total)
    return scores


@pytest.fixture(scope="module")
def words() -> WordIndex:
    return WordIndex.build(FILMS)


@pytest.mark.parametrize(
    "question",
    [
        "a pale guest eats honey in the lighthouse",
        "honey honey honey",
        "soldiers with honey and barrels, frozen wells",
        "Orla Quist",
        "tram conductor's double",
        "honey unicorn",
        "wal\u2019ed towns",
    ],
)
def test_the_scores_are_lucenes(words: WordIndex, question: str) -> None:
    expected = naive(FILMS, question)

    np.testing.assert_allclose(words.scores(question), expected, rtol=1e-4, atol=1e-6)
    assert max(expected) > 0


@given(question=st.lists(st.sampled_from(" ".join(map(document_text, FILMS)).split()), max_size=8).map(" ".join))
def test_the_scores_are_lucenes_for_any_words_of_the_films(question: str) -> None:
    words = WordIndex.build(FILMS[:5])

    np.testing.assert_allclose(words.scores(question), naive(FILMS[:5], question), rtol=1e-4, atol=1e-6)


def test_a_word_said_often_may_count_once(words: WordIndex) -> None:
    once, repeated = words.both_scores("honey and frost and honey and honey")

    np.testing.assert_allclose(once, naive(FILMS, "honey frost"), rtol=1e-4, atol=1e-6)
    np.testing.assert_allclose(repeated, naive(FILMS, "honey frost honey honey"), rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize(
    "question", ["", "   ", "the of and", "what was that film", "xyzzyunknown", "?!", "\U0001f3dc"]
)
def test_words_that_say_nothing_score_nothing(words: WordIndex, question: str) -> None:
    scores = words.scores(question)

    assert scores.shape == (len(FILMS),)
    assert scores.dtype == np.float32
    assert not scores.any()


def test_a_saved_index_scores_as_before(words: WordIndex, tmp_path: Path) -> None:
    words.save(tmp_path / "words")
    loaded = WordIndex.load(tmp_path / "words")

    for question in ("a pale guest eats honey", "tram", "", "nothing known"):
        np.testing.assert_array_equal(loaded.scores(question), words.scores(question))


def test_every_field_of_a_film_is_searched(words: WordIndex) -> None:
    places = {"cliff", "fingers", "sailor", "lighthouse", "wistful", "quist", "hopwood", "1998", "fantasy"}

    assert {word for word in places if words.scores(word)[FILMS.index(LANTERN)] > 0} == places
    assert words.scores("elva drag")[FILMS.index(CHESSBOARD)] > 0
    assert words.scores("black and white")[FILMS.index(CHESSBOARD)] > words.scores("black and white")[0]


@pytest.mark.parametrize("titles", [("It",), ("A", "?")])
def test_films_of_no_word_at_all_can_be_indexed(titles: tuple[str, ...], tmp_path: Path) -> None:
    films = [Film(film_id=FilmId(title), title=title) for title in titles]
    words = WordIndex.build(films)
    words.save(tmp_path / "words")

    assert not WordIndex.load(tmp_path / "words").scores("it honey").any()


def test_questions_are_read_without_the_words_that_ask() -> None:
    tokens = Tokenizer()

    assert tokens.query("I remember a film where they were running") == ["run"]
    assert tokens.document("I remember a film where they were running") == ["rememb", "film", "run"]


def test_the_words_of_a_passage_that_a_question_has_too_in_any_form(words: WordIndex) -> None:
    passages = ["Frost grows over a jar; a pale man licks his fingers, FINGERS.", "Nothing of it.", ""]

    assert words.shared("the man was licking a finger in the frosts", passages) == [
        ("Frost", "man", "licks", "fingers", "FINGERS"),
        (),
        (),
    ]
    assert words.shared("I remember a film, please help", ["Please help me remember that film."]) == [()]


@given(question=st.text(max_size=40), passage=st.text(max_size=60))
def test_shared_words_stand_in_the_passage_as_they_are(question: str, passage: str) -> None:
    (shared,) = WordIndex.build(FILMS[:2]).shared(question, [passage])

    assert all(word in passage for word in shared)
    assert len(shared) == len(set(shared))


def test_the_starter_finds_a_title() -> None:
    films = list(islice(read_films(Path(str(starter_films()))), 200))
    words = WordIndex.build(films)

    assert films[int(words.scores("Caligari sleepwalker").argmax())].title == "The Cabinet of Dr. Caligari"
