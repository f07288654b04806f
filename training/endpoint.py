"""Where the workshop's language model is: the bot's own variables, read by the workshop itself.

The bot's settings are the bot's; the workshop may not import them. The names are the same (`.env.example`), so one
`.env` serves both.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Self

from pydantic import AfterValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

OPENAI_URL = "https://api.openai.com/v1"


class SettingError(Exception):
    """A variable cannot be used; the sentence names it and never repeats its value."""


def _web_address(text: str) -> str:
    if not re.fullmatch(r"https?://[^\s/]+\S*", text):
        raise ValueError("OPENAI_BASE_URL must be an address that starts with http(s)://")
    return text


def _sendable(secret: SecretStr) -> SecretStr:
    """Refuse what cannot stand in a header: a key that was pasted with something around it."""
    if not re.fullmatch(r"[!-~]+", secret.get_secret_value()):
        raise ValueError("OPENAI_API_KEY must be an API key, without spaces")
    return secret


class Endpoint(BaseSettings):
    """A server that speaks OpenAI's protocol, and what it asks for."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",  # .env serves the bot as well
        frozen=True,
        hide_input_in_errors=True,
    )

    base_url: Annotated[str, AfterValidator(_web_address)] = Field(default=OPENAI_URL, alias="OPENAI_BASE_URL")
    api_key: Annotated[SecretStr, AfterValidator(_sendable)] | None = Field(default=None, alias="OPENAI_API_KEY")
    api_key_file: Path | None = Field(default=None, alias="OPENAI_API_KEY_FILE")

    @model_validator(mode="after")
    def _is_enough(self) -> Self:
        if self.api_key and self.api_key_file:
            raise ValueError("OPENAI_API_KEY and OPENAI_API_KEY_FILE are both set; keep one of them")
        if self.base_url == OPENAI_URL and not (self.api_key or self.api_key_file):
            raise ValueError("Set OPENAI_API_KEY, or OPENAI_BASE_URL for a server of your own")
        return self

    def key(self) -> str | None:
        """The key, from its file where one is named; None for a server that needs none.

        Raises:
            SettingError: the file holds no key.
        """
        if self.api_key_file is None:
            return self.api_key.get_secret_value() if self.api_key else None
        try:
            return _sendable(SecretStr(self.api_key_file.read_text(encoding="utf-8").strip())).get_secret_value()
        except (OSError, ValueError):  # UnicodeDecodeError is a ValueError
            raise SettingError("OPENAI_API_KEY_FILE must name a readable text file with an API key in it.") from None


def read_endpoint() -> Endpoint:
    """Read the environment and, for what it does not set, the file `.env` in the current folder.

    Raises:
        SettingError: a value cannot be used, or too little is set.
    """
    try:
        return Endpoint()
    except ValidationError as error:
        reason = error.errors(include_url=False, include_input=False)[0]["msg"].removeprefix("Value error, ")
        raise SettingError(f"{reason}; see .env.example.") from None
    except (OSError, UnicodeDecodeError):
        raise SettingError("The file .env cannot be read; save it as UTF-8 text and start again.") from None
