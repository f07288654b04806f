"""Files that grow by rows and outlive a kill."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.training.rows import read_rows
from training.questions import QuestionError
from training.row_file import RowFile

KILLED = """
import os, signal, sys
from pathlib import Path
from training.row_file import RowFile
with RowFile(Path(sys.argv[1]), made_by="m") as out:
    out.append([{"query_id": "a"}, {"query_id": "b"}])
    os.kill(os.getpid(), signal.SIGKILL)
"""


def written(path: Path, *ids: str) -> bytes:
    with RowFile(path, made_by="m") as out:
        out.append([{"query_id": query_id, "text": "é"} for query_id in ids])
    return path.read_bytes()


def test_rows_are_appended_in_a_new_folder_too(tmp_path: Path) -> None:
    path = tmp_path / "new" / "out.jsonl"
    written(path, "a")
    written(path, "b")

    assert read_rows(path) == [{"query_id": id_, "text": "é", "made_by": "m"} for id_ in "ab"]
    assert RowFile(path, made_by="m").ids == {"a", "b"}


def test_what_was_appended_outlives_a_kill(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False)

    assert RowFile(path, made_by="m").ids == {"a", "b"}


def test_a_file_cut_anywhere_loses_only_its_last_row(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    first = written(path, "a")
    both = written(path, "b")
    for end in range(len(first), len(both)):
        path.write_bytes(both[:end])
        assert RowFile(path, made_by="m").ids == {"a"}
        assert written(path, "b") == both


def test_nothing_is_changed_before_it_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_bytes(cut := written(path, "a", "b")[:-5])
    RowFile(path, made_by="m")

    assert path.read_bytes() == cut


def test_half_characters_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    written(path, "a\ud800")

    assert RowFile(path, made_by="m").ids == {"a?"}


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"my notes", id="text without an end"),
        pytest.param(b"my notes\n", id="text"),
        pytest.param(b'{"query_id": "a", "text": "x"}\n', id="questions of someone else"),
        pytest.param(b'{"query_id": 7, "made_by": "m"}\n', id="another id"),
        pytest.param(b"[1]\n", id="a list"),
        pytest.param(b"[" * 100_000 + b"\n", id="deep"),
        pytest.param(b"\xff\n", id="no text"),
    ],
)
def test_a_file_that_is_not_ours_is_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "out.jsonl"
    path.write_bytes(content)

    with pytest.raises(QuestionError, match="was not written by this command; name another file"):
        RowFile(path, made_by="m")
    assert path.read_bytes() == content


def test_two_makers_are_not_mixed(tmp_path: Path) -> None:
    written(path := tmp_path / "out.jsonl", "a")

    with pytest.raises(QuestionError, match="holds rows made by m, which are not mixed with those of other;"):
        RowFile(path, made_by="other")


def test_a_compressed_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(QuestionError, match=r"leave \.gz away"):
        RowFile(tmp_path / "out.jsonl.gz", made_by="m")


def test_only_an_open_file_is_written_to(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not open"):
        RowFile(tmp_path / "out.jsonl", made_by="m").append([])
