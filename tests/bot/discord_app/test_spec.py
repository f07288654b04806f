"""The check itself: one that finds nothing wrong would let everything pass."""

from __future__ import annotations

from typing import Any

import pytest

from tests.fakes.discord_rules import broken_rules
from tests.fakes.discord_spec import DiscordSpec

MESSAGES = "/channels/123/messages"


def row(**button: Any) -> dict[str, Any]:
    return {"components": [{"type": 1, "components": [{"type": 2, "style": 1, **button}]}]}


@pytest.mark.parametrize(
    ("method", "path", "query", "body"),
    [
        ("POST", MESSAGES, {}, {"content": "hello"}),
        ("POST", MESSAGES, {}, row(label="Go", custom_id="go")),
        ("POST", "/interactions/1/token/callback", {"with_response": "1"}, {"type": 5, "data": {"flags": 64}}),
        ("GET", "/users/@me", {}, None),
    ],
)
def test_what_discord_takes_passes(spec: DiscordSpec, method: str, path: str, query: dict[str, str], body: Any) -> None:
    assert spec.problems(method, path, query, body) == []


@pytest.mark.parametrize(
    ("method", "path", "query", "body"),
    [
        ("POST", MESSAGES, {}, {"content": "x" * 4001}),
        ("POST", MESSAGES, {}, {"contents": "a misspelt field"}),
        ("POST", MESSAGES, {}, row(label="x" * 81, custom_id="go")),
        ("POST", MESSAGES, {}, row(label="Go", custom_id="x" * 101)),
        ("POST", MESSAGES, {}, None),
        ("GET", MESSAGES, {"befor": "1"}, None),
        ("POST", "/interactions/1/token/callback", {}, {"type": 44}),
        ("GET", "/users/@me", {}, {"a": "body"}),
        ("GET", "/nowhere", {}, None),
    ],
)
def test_what_discord_refuses_is_found(
    spec: DiscordSpec, method: str, path: str, query: dict[str, str], body: Any
) -> None:
    assert spec.problems(method, path, query, body) != []


WORDS = {"type": 10, "content": "x"}
PICTURE = {"media": {"url": "https://x.example/a.png"}}


@pytest.mark.parametrize(
    "body",
    [
        {"components": [{"type": 17, "components": [WORDS] * 40}]},
        {"components": [{"type": 17, "components": [WORDS, {"type": 10, "content": "\U0001f3ac" * 2000}]}]},
        {"type": 4, "data": {"components": [{"type": 17, "components": [{"type": 11, **PICTURE}]}]}},
        {"components": [{"type": 12, "items": [{**PICTURE, "description": "a poster"}, PICTURE]}]},
        {"components": [{"type": 9, "components": [WORDS], "accessory": {"type": 11, **PICTURE}}]},
        {"embeds": [{"image": {"url": "https://x.example/a.png"}}]},
    ],
)
def test_what_is_too_much_or_cannot_be_read_aloud_is_found(body: Any) -> None:
    assert len(list(broken_rules(body))) == 1


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        {"content": "hello"},
        {"components": [{"type": 17, "components": [WORDS] * 39}]},
        {"components": [{"type": 12, "items": [{**PICTURE, "description": "a poster"}]}]},
    ],
)
def test_what_keeps_to_the_rules_passes(body: Any) -> None:
    assert list(broken_rules(body)) == []
