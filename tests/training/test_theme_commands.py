from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from retrieval.encoder_onnx import shipped_encoder
from retrieval.films import write_films
from retrieval.types import Film, FilmId
from tests.training.theme_world import GROUPS, texts
from training.__main__ import main
from training.themes import read_themes

FILMS = [Film(film_id=FilmId(f"tt{at}"), title="X", plot=text) for at, text in enumerate(texts())]


@pytest.fixture
def given(tmp_path: Path) -> list[str]:
    write_films(FILMS, tmp_path / "films.jsonl")
    told = ["--films", tmp_path / "films.jsonl", "--encoder", shipped_encoder(), "--out", tmp_path / "out/themes.json"]
    return [str(word) for word in told]


@pytest.mark.torch
def test_the_command_writes_themes_and_their_picture(
    given: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["themes", *given, "--map", str(tmp_path / "map.png")]) == 0
    themes, film_ids = read_themes(tmp_path / "out" / "themes.json")
    told = capsys.readouterr().err

    assert film_ids == tuple(film.film_id for film in FILMS)
    assert len(themes.names) == len(GROUPS)
    assert np.bincount(themes.labels).tolist() == [20, 20, 20]
    assert (tmp_path / "map.png").read_bytes().startswith(b"\x89PNG")
    assert "3 themes; 0% of 60 films have none" in told
    assert all(f"20  {name}" in told for name in themes.names)


@pytest.mark.parametrize("number", ["1", "0", "-3", "x", "2.5", ""])
def test_a_theme_of_less_than_two_films_is_a_wrong_call(
    given: list[str], number: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["themes", *given, "--min-films", number])

    assert "no number of films from 2 up" in capsys.readouterr().err


@pytest.mark.torch
def test_too_few_films_end_with_2_and_nothing_written(
    given: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["themes", *given, "--most", "5"]) == 2
    assert "5 films are too few for themes of 10 or more" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_film_file_that_is_missing_ends_with_4(given: list[str], tmp_path: Path) -> None:
    (tmp_path / "films.jsonl").unlink()

    assert main(["themes", *given]) == 4
