from __future__ import annotations

import json
from pathlib import Path

import pytest

from data.__main__ import main
from retrieval.films import read_films
from tests.data import samples
from tests.data.reading import wrote


def test_a_catalogue_is_built_updated_and_cut_from_the_command_line(
    tmp_path: Path, films_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    plots = wrote(tmp_path / "plots.csv", samples.WIKIPEDIA_PLOTS)

    assert main(["build", "--out", str(out), "--no-index", f"films:{films_file}"]) == 0
    assert "14 films, 12 with text" in capsys.readouterr().err
    assert main(["update", str(out), "--accept", "netflix", str(plots)]) == 0
    assert "wikipedia-plots plots.csv: 2 rows, 2 records" in capsys.readouterr().err
    assert main(["remove", str(out), "tt9000001"]) == 0
    assert "dropped: removed: 1" in capsys.readouterr().err
    assert json.loads((out / "report.json").read_text("utf-8"))["films"] == len(list(read_films(out / "films.jsonl")))


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["gone.csv"], "There is no gone.csv; check the path."),
        (["films:gone.csv"], "There is no gone.csv; check the path."),
        (["imbd:there.csv"], "imbd is no TYPE; take one of films, parquet"),
        (["there.csv"], "could not be recognised as any of films, parquet"),
        (["--accept", "everything", "there.csv"], "invalid choice: 'everything'"),
        ([], "the following arguments are required"),
    ],
)
def test_a_wrong_call_says_what_to_do(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    sentence: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    wrote(tmp_path / "there.csv", "name\nX\n")

    try:
        code = main(["build", "--out", "out", "--no-index", *arguments])
    except SystemExit as stopped:
        code = int(str(stopped.code))
    assert code == 2
    assert sentence in capsys.readouterr().err
    assert not (tmp_path / "out" / "films.jsonl").exists()


def test_nothing_usable_is_exit_code_3(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = wrote(tmp_path / "x.csv", "a,b\n1,2\n")

    assert main(["build", "--out", str(tmp_path / "out"), "--no-index", f"netflix:{path}"]) == 3
    said = capsys.readouterr().err
    assert "malformed: no title: 1" in said
    assert "No film was read" in said


def test_a_catalogue_that_is_not_there_is_exit_code_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = wrote(tmp_path / "x.csv", samples.NETFLIX)

    assert main(["update", str(tmp_path / "out"), str(path)]) == 2
    assert main(["remove", str(tmp_path / "out"), "tt1"]) == 2
    assert capsys.readouterr().err.count("There is no catalogue in") == 2
