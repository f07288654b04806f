"""What was chosen or typed, read from an interaction itself: after a restart the library knows no view of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import discord


def custom_id_of(interaction: discord.Interaction[Any]) -> str:
    """The id of what was pressed, chosen or sent; empty for a command."""
    data: Mapping[str, Any] = interaction.data or {}
    return str(data.get("custom_id", ""))


def values(interaction: discord.Interaction[Any]) -> Sequence[str]:
    """What was chosen in a select."""
    data: Mapping[str, Any] = interaction.data or {}
    return [str(value) for value in data.get("values", ())]


def typed(interaction: discord.Interaction[Any]) -> str:
    """What was typed into the only field of a window."""
    data: Mapping[str, Any] = interaction.data or {}
    return next(_typed(data.get("components", ())), "").strip()


def _typed(components: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for component in components:
        if "value" in component:
            yield component["value"] or ""
        inner = component.get("component")
        yield from _typed([inner] if inner else component.get("components", ()))
