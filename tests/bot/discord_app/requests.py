"""What people read of what the bot sends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

ORIGINAL = r"/webhooks/\d+/token-{}/messages/@original"
CALLBACK = r"/interactions/{}/[^/]+/callback"
SHOWN = ("content", "label", "placeholder", "description", "title")
"""The parts of a component, of an option and of a window that people read."""


def read_by_people(body: Any) -> Iterator[str]:
    """Every text of a request that people read."""
    if isinstance(body, Mapping):
        yield from (value for key, value in body.items() if key in SHOWN and isinstance(value, str))
        for value in body.values():
            yield from read_by_people(value)
    elif isinstance(body, list):
        for value in body:
            yield from read_by_people(value)
