from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot.adapters.key import load_or_make_key
from bot.core.errors import MisconfiguredError

ROOT = Path(__file__).parents[3]


def test_a_key_is_made_once_and_stays(tmp_path: Path) -> None:
    path = tmp_path / "new" / "key"
    key = load_or_make_key(path)

    assert Fernet(key).decrypt(Fernet(key).encrypt(b"x")) == b"x"
    assert load_or_make_key(path) == key
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.skipif(os.name != "posix", reason="file modes are a POSIX thing")
def test_only_the_owner_may_read_it(tmp_path: Path) -> None:
    load_or_make_key(tmp_path / "key")

    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600


def test_a_key_that_ends_in_a_newline_is_taken(tmp_path: Path) -> None:
    key = Fernet.generate_key()
    (tmp_path / "key").write_bytes(key + b"\n")

    assert load_or_make_key(tmp_path / "key") == key


@pytest.mark.parametrize("content", [b"", b"hello", b"\xff\xfe", b"A" * 40, b"A" * 400])
def test_something_else_in_its_place_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "key").write_bytes(content)

    with pytest.raises(MisconfiguredError, match="does not hold a key"):
        load_or_make_key(tmp_path / "key")

    assert (tmp_path / "key").read_bytes() == content


def test_a_folder_in_its_place_is_named(tmp_path: Path) -> None:
    with pytest.raises(MisconfiguredError, match="cannot be read or made"):
        load_or_make_key(tmp_path)


def test_a_home_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("")

    with pytest.raises(MisconfiguredError, match="cannot be read or made"):
        load_or_make_key(tmp_path / "home" / "key")


def test_a_process_that_comes_second_takes_the_first_ones_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The window is between looking and linking: here the other process is done just before we make our key."""
    path = tmp_path / "key"
    others = Fernet.generate_key()
    ours = Fernet.generate_key()

    def generate() -> bytes:
        path.write_bytes(others)
        return ours

    monkeypatch.setattr(Fernet, "generate_key", generate)

    assert load_or_make_key(path) == others
    assert list(tmp_path.iterdir()) == [path]


def test_first_runs_at_once_agree(tmp_path: Path) -> None:
    program = (
        "import sys, pathlib; from bot.adapters.key import load_or_make_key as f; print(f(pathlib.Path(sys.argv[1])))"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "key")]
    runs = [subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT) for _ in range(3)]
    keys = {run.communicate()[0] for run in runs}

    assert len(keys) == 1
    assert keys != {b""}
