from __future__ import annotations

import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.films import read_films
from retrieval.starter import starter_films
from retrieval.text import (
    clean_utterance,
    fold,
    identity,
    join_query,
    passages,
    role_line,
    sentences,
    windows,
    without_names,
)
from retrieval.types import Film, PassageKind, Role
from tests.retrieval.test_films import films
from tests.world import ARABIC, BARE, FILMS, LANTERN, NO_TEXT


@given(film=films)
def test_every_film_has_an_identity_first_and_nothing_empty(film: Film) -> None:
    cut = list(passages(film))

    assert [passage.kind for passage in cut].count(PassageKind.IDENTITY) == 1
    assert cut[0].kind is PassageKind.IDENTITY
    assert film.title in cut[0].text
    assert {passage.film_id for passage in cut} == {film.film_id}


@pytest.mark.parametrize("film", FILMS, ids=lambda film: str(film.film_id))
def test_the_world_is_cut_without_empty_passages(film: Film) -> None:
    cut = list(passages(film))

    assert all(passage.text.strip() for passage in cut)
    assert film.has_text == (len(cut) > 1)


def test_a_film_becomes_its_parts() -> None:
    cut = list(passages(LANTERN))

    assert [passage.kind.value for passage in cut] == [
        *("identity", "premise", "plot", "plot", "scene", "role", "role", "keywords"),
    ]
    assert cut[0].text.startswith(
        "The Lantern Keeper (1998). Drama, Fantasy. Directed by Orla Quist. Starring Bram Pitre, Sela Hopwood. A "
    )
    assert cut[5].text == "Bram Pitre as the guest: Winter, in the coat of a drowned sailor"
    assert cut[7].text == "lighthouse, honey, winter, wistful"


def test_a_film_of_facts_alone_is_its_identity() -> None:
    assert [passage.text for passage in passages(NO_TEXT)] == [identity(NO_TEXT)]
    assert identity(BARE) == "Zzyzx."
    assert ARABIC.title in identity(ARABIC)


@pytest.mark.parametrize(
    ("role", "line"),
    [
        (Role("A", "B", "C"), "A as B: C"),
        (Role("A", "", "C"), "A: C"),
        (Role("A", "B", ""), "A as B"),
        (Role("A", "", ""), "A"),
    ],
)
def test_a_role_is_told_as_far_as_it_is_known(role: Role, line: str) -> None:
    assert role_line(role) == line


_sentences = st.lists(
    st.lists(st.sampled_from("the tram stops in fog and nobody moves".split()), min_size=1, max_size=90).map(
        lambda words: " ".join(words) + "."
    ),
    max_size=12,
)


@given(sentences=_sentences)
def test_windows_lose_no_sentence_and_keep_their_order(sentences: list[str]) -> None:
    story = " ".join(sentences)
    cut = windows(story)

    assert all(any(sentence in window for window in cut) for sentence in sentences)
    assert all(window in story for window in cut)
    assert bool(cut) == bool(sentences)


@given(sentences=_sentences)
def test_windows_are_small_and_overlap_by_one_sentence(sentences: list[str]) -> None:
    cut = windows(" ".join(sentences))

    for window in cut[:-1]:
        whole = window.split(". ")
        assert len(window.split()) >= 60
        assert len(" ".join(whole[:-1]).split()) < 60
    for window, following in pairwise(cut):
        assert following.startswith(window.rsplit(". ", 1)[-1].rstrip("."))


def test_the_starter_is_cut_into_windows_that_the_encoder_reads_whole() -> None:
    lengths = [
        len(passage.text.split())
        for film in read_films(Path(str(starter_films())))
        for passage in passages(film)
        if passage.kind is PassageKind.PLOT
    ]

    assert len(lengths) > 2000
    assert max(lengths) < 200


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("[TOMT][Movie] a man", "a man"),
        ("see https://example.org/a?b=c for it", "see for it"),
        ("<@123> <@!45> <#6> <:smile:7> <a:wave:8> <t:99:R> </find:1> a man", "a man"),
        ("**bold** _under_ `code` ~~gone~~ ||spoiler|| # head > quote", "bold under code gone spoiler head quote"),
        ("a\x00b\x1b[31mc\nd\te\u200bf\u202eg", "a b c d e f g"),
        ("it\u2019s \uff26\uff35\uff2c\uff2c", "it's FULL"),
        ("\ud800 lone", "lone"),
        ("  ", ""),
        ("\u0645\u062f\u064a\u0646\u0629 \U0001f3dc", "\u0645\u062f\u064a\u0646\u0629 \U0001f3dc"),
        ("1 < 2 and a <b", "1 < 2 and a <b"),
        ("[not a tag because it goes on and on for more than forty characters]", None),
    ],
)
def test_what_people_type_is_cleaned(typed: str, cleaned: str | None) -> None:
    assert clean_utterance(typed) == (typed if cleaned is None else cleaned)


@given(text=st.text(alphabet=st.characters(exclude_characters="*_`~|#>[]<\x1b"), max_size=40))
def test_a_cleaned_message_is_one_line_of_what_can_be_printed(text: str) -> None:
    plain = unicodedata.normalize("NFKC", text).replace("\u2019", "'")
    letters = [letter if letter.isprintable() else " " for letter in plain]

    if "http" not in plain and not set("*_`~|#>[]<") & set(plain):  # some are made of others by NFKC
        assert clean_utterance(text) == " ".join("".join(letters).split())


@given(text=st.text())
def test_a_cleaned_text_is_one_printable_line(text: str) -> None:
    cleaned = clean_utterance(text)

    assert cleaned == " ".join(cleaned.split())
    assert all(character.isprintable() for character in cleaned)


_utterances = st.lists(st.text("abc  ", max_size=60), max_size=8)


def _words(text: str) -> int:
    return len(text.split())


@given(utterances=_utterances, budget=st.integers(2, 60), count=st.sampled_from([len, _words]))
def test_a_joined_query_keeps_the_first_and_the_newest_words_within_the_budget(
    utterances: list[str], budget: int, count: object
) -> None:
    assert callable(count)
    said = [text for text in utterances if text]
    lines = join_query(utterances, count=count, budget=budget).split("\n")

    if len(said) < 2:
        assert lines == ["".join(said)]
        return
    assert sum(count(line) for line in lines) <= budget
    assert said[0].startswith(lines[0])
    assert said[-1].startswith(lines[-1])
    assert len(lines) >= 2
    assert lines[1:-1] == said[len(said) - len(lines) + 1 : -1]


def test_what_fits_is_joined_whole() -> None:
    said = ["a knight plays chess", "", "much older", "black and white"]

    assert join_query(said, count=_words, budget=9) == "a knight plays chess\nmuch older\nblack and white"
    assert join_query(said, count=_words, budget=8) == "a knight plays chess\nblack and white"
    assert join_query([], count=_words, budget=8) == ""


def test_a_story_that_fills_the_window_leaves_room_for_what_came_after() -> None:
    story = " ".join(f"word{number}" for number in range(300))
    query = join_query([story, "older", "with a lighthouse in it"], count=_words, budget=256)

    assert query.endswith("\nolder\nwith a lighthouse in it")
    assert query.startswith("word0 word1 ")
    assert 250 <= _words(query) <= 256


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("Pénélope Måns", "penelope mans"),
        ("O'Toole", "o toole"),
        ("T.I.", "t i"),
        ("STRASSE", "strasse"),
        ("Stra\u00dfe", "strasse"),
        ("  a   b ", "a b"),
        ("?!", ""),
    ],
)
def test_names_are_compared_without_case_accents_and_points(name: str, folded: str) -> None:
    assert fold(name) == folded


@given(text=st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize(
    ("text", "names", "left"),
    [
        ("Brad Pitt as death", ["Brad Pitt"], "as death"),
        ("brad  pitt's film", ["Brad Pitt"], "film"),
        ("bradpitt plays", ["Brad Pitt"], "bradpitt plays"),
        ("a (b) c", ["(b) c", "A.I. [x"], "a (b) c"),
        ("nobody  named", [], "nobody  named"),
    ],
)
def test_names_can_be_left_out(text: str, names: list[str], left: str) -> None:
    assert without_names(text, names) == left


def test_a_query_of_several_sentences_is_cut_into_them() -> None:
    said = "I saw it as a kid. A man finds a lamp in a cave!\nno wait, it was a bottle"

    assert sentences(said) == ["I saw it as a kid.", "A man finds a lamp in a cave!", "no wait, it was a bottle"]


@pytest.mark.parametrize("said", ["", "the one where Brad Pitt plays Death", "He dies. Sad."])
def test_one_sentence_needs_no_cutting(said: str) -> None:
    assert sentences(said) == []


@given(words=st.lists(st.sampled_from(["door", "sea", "ran.", "why?", "and"]), max_size=700))
def test_sentences_hold_words_of_the_query_in_order_and_are_never_long_or_many(words: list[str]) -> None:
    found = sentences(" ".join(words))
    left = iter(words)

    assert all(word in left for sentence in found for word in sentence.split())
    assert all(3 <= len(sentence.split()) <= 40 for sentence in found)
    assert len(found) <= 16
