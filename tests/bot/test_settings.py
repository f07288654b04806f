from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from platformdirs import user_data_path

from bot.core.errors import MisconfiguredError
from bot.settings import Settings, read_settings

ROOT = Path(__file__).parents[2]
NAMES = {str(field.alias) for field in Settings.model_fields.values()}
DEFAULTS = {
    str(field.alias): str(field.default).lower() if isinstance(field.default, bool) else str(field.default)
    for field in Settings.model_fields.values()
    if field.default is not None and field.default_factory is None
}


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting of this machine reaches these tests, neither from the environment nor from the checkout's .env."""
    monkeypatch.chdir(tmp_path)
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


@contextmanager
def refused(*, naming: str, hiding: str) -> Iterator[None]:
    with pytest.raises(MisconfiguredError) as caught:
        yield
    sentence = str(caught.value)
    assert naming in sentence
    assert "\n" not in sentence
    assert sentence.endswith(".")
    assert hiding not in sentence
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_nothing_has_to_be_set() -> None:
    settings = read_settings()

    assert settings.home == user_data_path("reelcall")
    assert settings.discord_token is None
    assert (settings.idle_minutes, settings.max_hours, settings.log_level) == (30, 24, "WARNING")
    assert (settings.person_turns, settings.server_turns, settings.free_chat) == (20, 120, False)
    assert not settings.llm_on


def test_the_users_own_home_is_not_ours(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A field that were also read by its own name would take HOME for the home of this program."""
    monkeypatch.setenv("HOME", str(tmp_path / "me"))

    assert read_settings().home != tmp_path / "me"


def test_the_environment_wins_over_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("REELCALL_IDLE_MINUTES=5\nREELCALL_MAX_HOURS=2\nSOMEONE_ELSES=1\n")
    monkeypatch.setenv("REELCALL_IDLE_MINUTES", "7")

    assert (read_settings().idle_minutes, read_settings().max_hours) == (7, 2)


def test_an_empty_variable_is_unset(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.setenv(name, "")

    assert read_settings() == Settings()
    assert read_settings().discord_token is None


@pytest.mark.parametrize(("value", "path"), [("~/films", "me/films"), ("films", "films")])
def test_home_is_a_full_path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, value: str, path: str) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "me"))
    monkeypatch.setenv("REELCALL_HOME", value)

    assert read_settings().home == tmp_path / path


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({}, None),
        ({"LANG": "de_DE.UTF-8"}, "de_DE"),
        ({"LANG": "de_DE.UTF-8", "LC_MESSAGES": "fr_FR"}, "fr_FR"),
        ({"LANG": "de_DE.UTF-8", "LC_ALL": "C"}, "C"),
        ({"LANG": "de@euro"}, "de"),
        ({"LANG": ""}, None),
        ({"LANG": "de_DE.UTF-8", "REELCALL_LANGUAGE": "en"}, "en"),
    ],
)
def test_the_language_is_the_terminals_until_one_is_set(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], language: str | None
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    assert read_settings().language == language


def test_the_log_level_may_be_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REELCALL_LOG_LEVEL", "debug")

    assert read_settings().log_level == "DEBUG"


@pytest.mark.parametrize(
    ("variables", "on"),
    [
        ({"OPENAI_MODEL": "m", "OPENAI_API_KEY": "k"}, True),
        ({"OPENAI_MODEL": "m", "OPENAI_BASE_URL": "http://127.0.0.1:8080/v1"}, True),
        ({"OPENAI_MODEL": "m"}, False),
        ({"OPENAI_API_KEY": "k", "OPENAI_BASE_URL": "http://127.0.0.1:8080/v1"}, False),
    ],
)
def test_the_llm_needs_a_model_and_somewhere_to_ask(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], *, on: bool
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    assert read_settings().llm_on is on


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("REELCALL_IDLE_MINUTES", "hunter2"),
        ("REELCALL_IDLE_MINUTES", "0"),
        ("REELCALL_IDLE_MINUTES", "1441"),
        ("REELCALL_MAX_HOURS", "169"),
        ("REELCALL_PERSON_TURNS", "-1"),
        ("REELCALL_SERVER_TURNS", "many"),
        ("REELCALL_FREE_CHAT", "perhaps"),
        ("REELCALL_MAX_HOURS", "1.5"),
        ("REELCALL_LLM_READS", "hunter2"),
        ("REELCALL_LOG_LEVEL", "loud"),
        ("REELCALL_LANGUAGE", "hunter2 de"),
        ("REELCALL_LOG_FORMAT", "xml"),
        ("REELCALL_METRICS_PORT", "0"),
        ("REELCALL_METRICS_PORT", "65536"),
        ("REELCALL_HOME", "~hunter2/x"),
        ("OPENAI_BASE_URL", "hunter2"),
        ("OPENAI_BASE_URL", "http://"),
        ("OPENAI_API_KEY", "hunter2 hunter2"),
        ("OPENAI_API_KEY", "hunté2"),
        ("DISCORD_API_BASE", "ws://hunter2"),
        ("DISCORD_CDN_BASE", "ws://hunter2"),
        ("DISCORD_GATEWAY_URL", "ftp://hunter2"),
        ("DISCORD_TOKEN_FILE", "/hunter2"),
    ],
)
def test_a_bad_value_is_named_but_not_repeated(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)

    with refused(naming=f"{name} must ", hiding="hunt"):
        read_settings()


def test_an_address_stays_as_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_API_BASE", "http://localhost:1234")
    monkeypatch.setenv("DISCORD_GATEWAY_URL", "ws://localhost:1234")

    assert read_settings().discord_api_base == "http://localhost:1234"
    assert read_settings().discord_gateway_url == "ws://localhost:1234"


@pytest.mark.parametrize("name", ["DISCORD_TOKEN", "OPENAI_API_KEY"])
def test_a_secret_may_come_from_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str) -> None:
    (tmp_path / "secret").write_text("hunter2\n")
    monkeypatch.setenv(f"{name}_FILE", str(tmp_path / "secret"))

    secret = getattr(read_settings(), name.lower())
    assert secret.get_secret_value() == "hunter2"
    assert "hunter2" not in repr(read_settings())


@pytest.mark.parametrize("content", [b"", b" \n", b"\xff\xfe"])
def test_a_secrets_file_without_a_secret_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "hunter2").write_bytes(content)
    monkeypatch.setenv("DISCORD_TOKEN_FILE", str(tmp_path / "hunter2"))

    with refused(naming="DISCORD_TOKEN_FILE must ", hiding="hunter2"):
        read_settings()


def test_a_secret_from_two_places_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("hunter2")
    monkeypatch.setenv("DISCORD_TOKEN_FILE", str(tmp_path / "secret"))
    monkeypatch.setenv("DISCORD_TOKEN", "hunter2")

    with refused(naming="DISCORD_TOKEN and DISCORD_TOKEN_FILE are both set", hiding="hunter2"):
        read_settings()


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes("DISCORD_TOKEN=hunter2é".encode("latin-1"))

    with refused(naming="The file .env is not UTF-8", hiding="hunter2"):
        read_settings()


def test_the_example_shows_every_setting_and_its_default() -> None:
    lines = re.findall(r"^#([A-Z_]+)=(.*)$", (ROOT / ".env.example").read_text(encoding="utf-8"), re.MULTILINE)

    assert sorted(name for name, _ in lines) == sorted(NAMES)
    assert {name: value for name, value in lines if value} == DEFAULTS
    assert len(DEFAULTS) >= 3


def test_the_example_sets_nothing(tmp_path: Path) -> None:
    before = read_settings()
    (tmp_path / ".env").write_bytes((ROOT / ".env.example").read_bytes())

    assert read_settings() == before


def test_the_manual_lists_every_setting_and_its_default() -> None:
    manual = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([A-Z_]+)` \| (.*?) \|", manual, re.MULTILINE)

    assert sorted(name for name, _ in rows) == sorted(NAMES)
    assert {name: default.strip("`") for name, default in rows if default.startswith("`")} == DEFAULTS


def test_compose_passes_on_what_can_be_set_in_a_container() -> None:
    """The folder is the volume, a file would have to be mounted, and a test server is not for containers."""
    compose = (ROOT / "compose.yaml").read_text(encoding="utf-8")
    passed_on = re.findall(r"^      ([A-Z_]+): \$\{\1(:[-?])", compose, re.MULTILINE)

    elsewhere = {name for name in NAMES if name.endswith("_FILE")} | {"REELCALL_HOME"}
    test_server = {"DISCORD_API_BASE", "DISCORD_CDN_BASE", "DISCORD_GATEWAY_URL"}
    assert {name for name, _ in passed_on} == NAMES - elsewhere - test_server
    assert [name for name, kind in passed_on if kind == ":?"] == ["DISCORD_TOKEN"]
