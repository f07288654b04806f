"""What a run reads: films joined, questions of films with a text, the even half for choosing."""

from __future__ import annotations

import json
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from retrieval.films import read_films, write_films
from retrieval.text import passages
from retrieval.types import Film, FilmId
from tests.small_world import FILMS
from tests.training.rows import write_rows
from training.config import ConfigError, DataConfig
from training.corpus import Corpus, read_corpus
from training.splits import is_held_out
from training.starter import films_file

TEXTED = [n for n, film in enumerate(FILMS) if film.has_text]
BARE = Film(film_id=FilmId("tt0000001"), title="Nothing Known")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_films([*FILMS, BARE], tmp_path / "films.jsonl")
    rows = [
        {"query_id": f"q{n}", "imdb_id": film.film_id, "text": f"[TOMT] number {n}"} for n, film in enumerate(FILMS)
    ]
    write_rows(
        tmp_path / "asked.jsonl", [*rows, {"imdb_id": BARE.film_id, "text": "a"}, {"imdb_id": "tt9", "text": "b"}]
    )
    return tmp_path


def test_questions_of_films_that_are_elsewhere_or_have_no_text_are_left_out(folder: Path) -> None:
    corpus = read_corpus(DataConfig(films=("films.jsonl",), questions=("asked.jsonl",)), folder)
    assert corpus.questions == [(f"number {n}", n) for n in TEXTED]


def test_the_even_half_chooses(folder: Path) -> None:
    config = DataConfig(films=("films.jsonl",), questions=("asked.jsonl",), dev_questions="asked.jsonl")
    corpus = read_corpus(config, folder)
    even = [n for n in TEXTED if int(sha256(f"q{n}".encode()).hexdigest(), 16) % 2 == 0]
    assert 0 < len(even) < len(TEXTED)
    assert [film for _, film in corpus.dev] == even


def test_one_in_so_many_questions_is_kept_from_the_encoder(folder: Path) -> None:
    config = DataConfig(films=("films.jsonl",), questions=("asked.jsonl",), held_out=3)
    learnt = [film for _, film in read_corpus(config, folder).questions]
    kept = [n for n in TEXTED if is_held_out(f"q{n}", 3)]
    assert 0 < len(kept) < len(TEXTED) / 2
    assert sorted(learnt + kept) == TEXTED


def test_a_film_of_two_files_has_the_passages_of_both(folder: Path) -> None:
    told_again = replace(FILMS[0], plot="Somebody else tells it.", scenes=())
    write_films([told_again], folder / "more.jsonl")
    corpus = read_corpus(DataConfig(films=("films.jsonl", "more.jsonl"), questions=("asked.jsonl",)), folder)
    assert len(corpus.films) == len(FILMS) + 1
    assert corpus.passages[0] == [p.text for film in (FILMS[0], told_again) for p in passages(film)]


def test_what_others_remembered_is_no_passage_to_learn_from(folder: Path) -> None:
    write_films([replace(film, memories=("number 0", "number 1")) for film in FILMS], folder / "told.jsonl")
    plain, told = (
        read_corpus(DataConfig(films=(name,), questions=("asked.jsonl",)), folder)
        for name in ("films.jsonl", "told.jsonl")
    )
    assert told.passages == plain.passages[: len(FILMS)]
    assert told.questions == plain.questions


def test_every_file_is_named_with_its_hash(folder: Path) -> None:
    corpus = read_corpus(DataConfig(films=("films.jsonl",), questions=("asked.jsonl",)), folder)
    hashes = {name: sha256((folder / name).read_bytes()).hexdigest() for name in ("films.jsonl", "asked.jsonl")}
    assert corpus.sources == hashes


def test_themes_are_read_by_film(folder: Path) -> None:
    (folder / "themes.json").write_text(
        json.dumps({"names": list("abcde"), "films": {FILMS[1].film_id: 4, "tt9": 1}}), encoding="utf-8"
    )
    config = DataConfig(films=("films.jsonl",), theme_pairs=1, themes="themes.json")
    themes = read_corpus(config, folder).themes
    assert themes is not None
    assert themes.tolist() == [4 if n == 1 else -1 for n in range(len(FILMS) + 1)]


def test_nothing_to_learn_from_is_said(folder: Path) -> None:
    write_rows(folder / "other.jsonl", [{"imdb_id": "tt9", "text": "b"}])
    with pytest.raises(ConfigError, match="no question asks for a film"):
        read_corpus(DataConfig(films=("films.jsonl",), questions=("other.jsonl",)), folder)


def test_a_view_needs_two_passages_beside_the_identity() -> None:
    corpus = Corpus(films=[BARE] * 3, passages=[["identity"], ["identity", "one"], ["identity", "one", "two"]])
    assert corpus.texted() == [1, 2]
    assert corpus.viewable() == [2]


def test_the_written_films_are_of_our_form_and_tell_a_story() -> None:
    with films_file("written") as path:
        films = list(read_films(path))

    assert len({film.film_id for film in films}) == len(films) > 1900
    assert all(film.premise and film.plot for film in films)
    assert all(len(film.plot.split()) < 160 for film in films if film.plot)
