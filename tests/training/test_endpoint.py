"""The variables that say where the language model is."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import Settings
from training.endpoint import OPENAI_URL, Endpoint, SettingError, read_endpoint


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for field in Endpoint.model_fields.values():
        monkeypatch.delenv(str(field.alias), raising=False)


def test_the_variables_are_the_bots() -> None:
    bots = {field.alias for field in Settings.model_fields.values()}

    assert {field.alias for field in Endpoint.model_fields.values()} <= bots


def test_a_key_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "secret")
    endpoint = read_endpoint()

    assert (endpoint.base_url, endpoint.key()) == (OPENAI_URL, "secret")


def test_a_server_of_ones_own_needs_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "http://localhost:8080/v1")
    monkeypatch.setenv("OPENAI_API_KEY", "")
    endpoint = read_endpoint()

    assert (endpoint.base_url, endpoint.key()) == ("http://localhost:8080/v1", None)


def test_the_key_may_lie_in_a_file_and_be_named_in_dotenv(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("secret\n")
    (tmp_path / ".env").write_text("OPENAI_API_KEY_FILE=key\nDISCORD_TOKEN=x\n")

    assert read_endpoint().key() == "secret"


@pytest.mark.parametrize("content", [b"", b"two words", b"\xff"])
def test_a_file_without_a_key_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    (tmp_path / "key").write_bytes(content)
    monkeypatch.setenv("OPENAI_API_KEY_FILE", "key")

    with pytest.raises(SettingError, match=r"^OPENAI_API_KEY_FILE must name a readable text file"):
        read_endpoint().key()


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({}, "Set OPENAI_API_KEY, or OPENAI_BASE_URL for a server of your own; see .env.example."),
        ({"OPENAI_BASE_URL": "hidden.test"}, "OPENAI_BASE_URL must be an address that starts with http(s)://"),
        ({"OPENAI_API_KEY": "hidden key"}, "OPENAI_API_KEY must be an API key, without spaces"),
        ({"OPENAI_API_KEY": "hidden", "OPENAI_API_KEY_FILE": "hidden"}, "are both set; keep one of them"),
    ],
)
def test_what_cannot_be_used_is_one_sentence_without_the_value(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], sentence: str
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    with pytest.raises(SettingError) as caught:
        read_endpoint()
    assert sentence in str(caught.value)
    assert "hidden" not in str(caught.value)


def test_a_dotenv_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"\xff\xfe=1\n")

    with pytest.raises(SettingError, match=r"^The file \.env cannot be read"):
        read_endpoint()
