"""The settings, and the only place that reads the environment and `.env`. Built once, in `bot.__main__`."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from platformdirs import user_data_path
from pydantic import (
    AfterValidator,
    AnyHttpUrl,
    BeforeValidator,
    Field,
    SecretStr,
    TypeAdapter,
    ValidationError,
    WebsocketUrl,
    model_validator,
)
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.core.errors import MisconfiguredError

_SECRETS: Final = ("DISCORD_TOKEN", "OPENAI_API_KEY")
"""These may also come from a file, named by the variable with `_FILE` behind it."""


def read_settings() -> Settings:
    """Read the environment and, for what it does not set, the file `.env` in the current folder.

    Raises:
        MisconfiguredError: a value cannot be used. The sentence names the variable and never repeats its value, because
            it may be a secret that was pasted into the wrong line.
    """
    try:
        return Settings()
    except ValidationError as error:
        raise MisconfiguredError(_sentence(error)) from None
    except UnicodeDecodeError:
        raise MisconfiguredError("The file .env is not UTF-8 text; save it as UTF-8 and start again.") from None
    except OSError as error:
        raise MisconfiguredError(f"The file .env cannot be read ({error.strerror}); check its permissions.") from error


def _environments_language() -> str | None:
    """The language of the terminal that the program runs in, as every program there finds it."""
    named = next(filter(None, (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return re.split(r"[.@]", named)[0] or None


def _full_path(path: Path) -> Path:
    """Follow `~` and fix relative paths to where the program was started."""
    try:
        return path.expanduser().absolute()
    except RuntimeError as error:  # nobody is called so
        raise ValueError(str(error)) from None


def _sendable(secret: SecretStr) -> SecretStr:
    """Refuse what cannot stand in a header: a key that was pasted with something around it."""
    if not re.fullmatch(r"[!-~]+", secret.get_secret_value()):
        raise ValueError
    return secret


def _address(adapter: TypeAdapter[Any]) -> AfterValidator:
    """Check an address but keep it as it was written: the type of pydantic would add a slash."""

    def check(text: str) -> str:
        adapter.validate_python(text)
        return text

    return AfterValidator(check)


WebAddress = Annotated[str, _address(TypeAdapter(AnyHttpUrl))]
SocketAddress = Annotated[str, _address(TypeAdapter(WebsocketUrl | AnyHttpUrl))]


class Settings(BaseSettings):
    """What can be set. A description says what a value must be; it completes the sentence "NAME must be …"."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,  # compose files pass unset variables on as empty ones
        extra="ignore",  # .env may serve other programs as well
        frozen=True,
        hide_input_in_errors=True,
    )

    home: Annotated[Path, AfterValidator(_full_path)] = Field(
        default_factory=lambda: user_data_path("reelcall"),
        alias="REELCALL_HOME",
        description="the path of a folder",
    )
    discord_token: SecretStr | None = Field(default=None, alias="DISCORD_TOKEN", description="a bot token")
    discord_token_file: Path | None = Field(
        default=None, alias="DISCORD_TOKEN_FILE", description="the path of a file with a bot token"
    )
    openai_base_url: WebAddress | None = Field(
        default=None, alias="OPENAI_BASE_URL", description="an address that starts with http(s)://"
    )
    openai_api_key: Annotated[SecretStr, AfterValidator(_sendable)] | None = Field(
        default=None, alias="OPENAI_API_KEY", description="an API key, without spaces"
    )
    openai_api_key_file: Path | None = Field(
        default=None, alias="OPENAI_API_KEY_FILE", description="the path of a file with an API key"
    )
    openai_model: str | None = Field(default=None, alias="OPENAI_MODEL", description="the name of a model")
    llm_reads: bool = Field(default=True, alias="REELCALL_LLM_READS", description="true or false")
    idle_minutes: int = Field(
        default=30, alias="REELCALL_IDLE_MINUTES", ge=1, le=1440, description="a whole number from 1 to 1440"
    )
    max_hours: int = Field(
        default=24, alias="REELCALL_MAX_HOURS", ge=1, le=168, description="a whole number from 1 to 168"
    )
    person_turns: int = Field(
        default=20,
        alias="REELCALL_PERSON_TURNS",
        ge=0,
        le=10_000,
        description="a whole number from 0 (no limit) to 10000",
    )
    server_turns: int = Field(
        default=120,
        alias="REELCALL_SERVER_TURNS",
        ge=0,
        le=10_000,
        description="a whole number from 0 (no limit) to 10000",
    )
    language: str | None = Field(
        default_factory=_environments_language,
        alias="REELCALL_LANGUAGE",
        pattern=r"^[A-Za-z]{1,8}([-_][A-Za-z0-9]{1,8})*$",
        description="the code of a language, such as de",
    )
    log_level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"], BeforeValidator(str.upper)] = Field(
        default="WARNING",
        alias="REELCALL_LOG_LEVEL",
        description="one of DEBUG, INFO, WARNING, ERROR and CRITICAL",
    )
    log_format: Annotated[Literal["text", "json"], BeforeValidator(str.lower)] = Field(
        default="text", alias="REELCALL_LOG_FORMAT", description="text or json"
    )
    metrics_port: int | None = Field(
        default=None, alias="REELCALL_METRICS_PORT", ge=1, le=65535, description="a whole number from 1 to 65535"
    )
    metrics_host: str = Field(
        default="127.0.0.1", alias="REELCALL_METRICS_HOST", description="an address of this machine"
    )
    contact: str | None = Field(
        default=None, alias="REELCALL_CONTACT", max_length=200, description="an address or a name, up to 200 characters"
    )
    free_chat: bool = Field(default=False, alias="REELCALL_FREE_CHAT", description="true or false")
    discord_api_base: WebAddress | None = Field(
        default=None, alias="DISCORD_API_BASE", description="an address that starts with http(s)://"
    )
    discord_cdn_base: WebAddress | None = Field(
        default=None, alias="DISCORD_CDN_BASE", description="an address that starts with http(s)://"
    )
    discord_gateway_url: SocketAddress | None = Field(
        default=None,
        alias="DISCORD_GATEWAY_URL",
        description="an address that starts with ws(s)://",
    )

    @model_validator(mode="before")
    @classmethod
    def _read_secret_files(cls, values: dict[str, Any]) -> dict[str, Any]:
        """Take secrets from the files that are named instead of them, as container engines provide them."""
        for name in _SECRETS:
            path = values.get(f"{name}_FILE")
            if path is None:
                continue
            if name in values:
                raise ValueError(f"{name} and {name}_FILE are both set; keep one of them.")
            values[name] = _read_secret(f"{name}_FILE", Path(path))
        return values

    @property
    def llm_on(self) -> bool:
        """Whether an LLM is set up: a model, and a key or a server of one's own that may need none."""
        return bool(self.openai_model and (self.openai_api_key or self.openai_base_url))


def _read_secret(variable: str, path: Path) -> str:
    """Read the first and only line of a secret's file."""
    try:
        secret = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        secret = ""
    if not secret:
        raise ValueError(f"{variable} must name a readable text file with the secret in it.")
    return secret


def _sentence(error: ValidationError) -> str:
    """Say what is wrong with the first bad variable, without its value."""
    first = error.errors(include_url=False, include_input=False)[0]
    if not first["loc"]:  # from the validator of the whole: its message is our own sentence
        return str(first["ctx"]["error"])
    variable = first["loc"][0]
    wanted = {field.alias: field.description for field in Settings.model_fields.values()}
    return f"{variable} must be {wanted[str(variable)]}; correct it in the environment or in .env."
