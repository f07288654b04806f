"""What the commands say in another language."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.__main__ import main


def test_answers_are_in_the_language_that_is_set(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("REELCALL_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("REELCALL_LANGUAGE", "de")

    for command in (["find", "knight plays chess with death"], ["find", "?"], ["similar", "tt0119643"], ["about"]):
        assert main(["--index", str(tiny), *command]) == 0
    said = capsys.readouterr().out
    assert "   passt: " in said
    assert "Dazu passt hier kein Film." in said
    assert "Wie Meet Joe Black (1998), nach cosine:" in said
    assert "Sprachmodell    keines" in said
