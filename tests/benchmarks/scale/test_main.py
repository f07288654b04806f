from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.scale.__main__ import Effort, main
from retrieval.build import build_index
from retrieval.encoder_onnx import OnnxEncoder, shipped_encoder
from tests.world import LANTERN, SIEGE

TINY = Effort(2, 2, (1, 32), 2, 1, (3,), 4, 40)


@pytest.fixture
def queries(tmp_path: Path) -> Path:
    path = tmp_path / "queries.jsonl"
    rows = ((LANTERN, "the stranger is winter"), (SIEGE, "an army hides in barrels"))
    path.write_text("".join(json.dumps({"imdb_id": film.film_id, "text": text}) + "\n" for film, text in rows))
    return path


def test_no_index_is_a_sentence(tmp_path: Path, queries: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--index", str(tmp_path), "--queries", str(queries)]) == 1
    assert "There is no index" in capsys.readouterr().err


@pytest.mark.torch  # sentence-transformers is one of the alternatives
def test_the_whole_table(films_file: Path, tmp_path: Path, queries: Path, capsys: pytest.CaptureFixture[str]) -> None:
    build_index(
        tmp_path / "index", films_file, OnnxEncoder(shipped_encoder()), licences=(), progress=lambda _done, _of: None
    )
    out = tmp_path / "out.json"

    code = main(
        ["--index", str(tmp_path / "index"), "--queries", str(queries), "--quick", "--markdown", "--json", str(out)],
        quick=TINY,
    )

    assert code == 0
    rows = json.loads(out.read_text(encoding="utf-8"))["rows"]
    names = [row["what"] for row in rows]
    assert {"start to the first answer", "floor of a turn, products in float32", "one turn, 3 films, median"} <= set(
        names
    )
    assert f"| {names[0]} |" in capsys.readouterr().out
